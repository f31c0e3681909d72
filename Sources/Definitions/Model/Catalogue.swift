/// All definitions of a node, checked against each other.
public struct Catalogue: Sendable, Codable {
    public var systems: [SystemDefinition]
    /// Code lists of `Systems/shared`, by bare id.
    public var sharedCodes: [String: CodeList]
    public var sharedStructures: [String: Structure]
    public var sharedParameters: [String: Parameter]
    public var roles: [RoleDefinition]
    /// SHA-256 of all files' bytes, hexadecimal.
    public var digest: String

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

    public func system(_ id: String) -> SystemDefinition? { systems.first { $0.id == id } }

    /// - Parameter type: `system/record`.
    public func record(_ type: String) -> RecordDefinition? {
        guard let slash = type.firstIndex(of: "/") else { return nil }
        return system(String(type[..<slash]))?.records.first { $0.id == type[type.index(after: slash)...] }
    }

    public var records: [RecordDefinition] { systems.flatMap(\.records) }

    /// - Parameter id: full id, `system/list` or `shared/list`, as fields carry it.
    public func codeList(_ id: String) -> CodeList? {
        guard let slash = id.firstIndex(of: "/") else { return nil }
        let (owner, list) = (String(id[..<slash]), String(id[id.index(after: slash)...]))
        return owner == "shared" ? sharedCodes[list] : system(owner)?.codes[list]
    }

    public func structure(_ id: String) -> Structure? {
        guard let slash = id.firstIndex(of: "/") else { return nil }
        let (owner, name) = (String(id[..<slash]), String(id[id.index(after: slash)...]))
        return owner == "shared" ? sharedStructures[name] : system(owner)?.structures[name]
    }

    /// Looked up in the system, then in `shared`.
    public func parameter(_ id: String, in system: String) -> Parameter? { self.system(system)?.parameters[id] ?? sharedParameters[id] }

    public func role(_ id: String) -> RoleDefinition? { roles.first { $0.id == id } }
    public func children(of record: RecordDefinition) -> [RecordDefinition] {
        system(record.system)?.records.filter { $0.parent == record.id } ?? []
    }
}
