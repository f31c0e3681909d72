import Synchronization

/// All definitions of a node, checked against each other.
public struct Catalogue: Sendable, Codable {
    public internal(set) var systems: [SystemDefinition] { didSet { places = CataloguePlaces() } }
    /// Code lists of `Systems/shared`, by bare id.
    public internal(set) var sharedCodes: [String: CodeList] { didSet { places = CataloguePlaces() } }
    public internal(set) var sharedStructures: [String: Structure] { didSet { places = CataloguePlaces() } }
    public internal(set) var sharedParameters: [String: Parameter] { didSet { places = CataloguePlaces() } }
    public internal(set) var roles: [RoleDefinition] { didSet { places = CataloguePlaces() } }
    /// SHA-256 of all files' bytes, hexadecimal.
    public let digest: String
    private var places = CataloguePlaces()

    private enum CodingKeys: String, CodingKey { case systems, sharedCodes, sharedStructures, sharedParameters, roles, digest }

    public init(
        systems: [SystemDefinition], sharedCodes: [String: CodeList], sharedStructures: [String: Structure],
        sharedParameters: [String: Parameter], roles: [RoleDefinition], digest: String
    ) {
        self.systems = systems
        self.sharedCodes = sharedCodes
        self.sharedStructures = sharedStructures
        self.sharedParameters = sharedParameters
        self.roles = roles
        self.digest = digest
    }

    public func system(_ id: String) -> SystemDefinition? { found.systems[id].map { systems[$0] } }

    /// - Parameter type: `system/record`.
    public func record(_ type: String) -> RecordDefinition? { found.records[type].map { found.allRecords[$0] } }

    public var records: [RecordDefinition] { found.allRecords }

    /// - Parameter id: full id, `system/list` or `shared/list`, as fields carry it.
    public func codeList(_ id: String) -> CodeList? { found.codeLists[id] }

    /// The label of a code; nil when the list or the code is unknown.
    /// - Parameter list: full id, `system/list` or `shared/list`, as fields carry it.
    public func label(of code: String, in list: String) -> String? { found.codeLabels[list]?[code] }

    public func structure(_ id: String) -> Structure? { found.structures[id] }

    /// Looked up in the system, then in `shared`.
    public func parameter(_ id: String, in system: String) -> Parameter? { self.system(system)?.parameters[id] ?? sharedParameters[id] }

    public func role(_ id: String) -> RoleDefinition? { found.roles[id].map { roles[$0] } }
    public func children(of record: RecordDefinition) -> [RecordDefinition] {
        system(record.system)?.records.filter { $0.parent == record.id } ?? []
    }

    private var found: CataloguePlaces.Found { places.found(in: self) }
}

/// Where things stand in a catalogue, found at the first question; the first of equal ids counts.
private final class CataloguePlaces: Sendable {
    final class Found: Sendable {
        let systems: [String: Int]
        let allRecords: [RecordDefinition]
        let records: [String: Int]
        let roles: [String: Int]
        let codeLists: [String: CodeList]
        let codeLabels: [String: [String: String]]
        let structures: [String: Structure]

        init(_ catalogue: Catalogue) {
            func positions(_ ids: [String]) -> [String: Int] {
                Dictionary(ids.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
            }
            systems = positions(catalogue.systems.map(\.id))
            allRecords = catalogue.systems.flatMap(\.records)
            records = positions(allRecords.map(\.type))
            roles = positions(catalogue.roles.map(\.id))
            var codeLists: [String: CodeList] = [:]
            var structures: [String: Structure] = [:]
            for (owner, lists, parts) in [("shared", catalogue.sharedCodes, catalogue.sharedStructures)]
                + catalogue.systems.map({ ($0.id, $0.codes, $0.structures) })
            {
                for (id, list) in lists { codeLists["\(owner)/\(id)"] = codeLists["\(owner)/\(id)"] ?? list }
                for (id, part) in parts { structures["\(owner)/\(id)"] = structures["\(owner)/\(id)"] ?? part }
            }
            self.codeLists = codeLists
            self.structures = structures
            codeLabels = codeLists.mapValues { list in
                Dictionary(list.entries.map { ($0.code, $0.label) }, uniquingKeysWith: { first, _ in first })
            }
        }
    }

    private let kept = AtomicLazyReference<Found>()
    func found(in catalogue: Catalogue) -> Found { kept.load() ?? kept.storeIfNil(Found(catalogue)) }
}
