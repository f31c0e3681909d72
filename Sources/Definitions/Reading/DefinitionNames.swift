/// What all files define, by name: gathered before anything is read, so that a file may name what a later one defines.
struct DefinitionNames: Sendable {
    struct System: Sendable {
        var codes: Set<String> = []
        var structures: Set<String> = []
        var records: Set<String> = []
        var parameters: Set<String> = []
    }
    static let shared = "shared"
    /// By system id; what `Systems/shared` defines under ``shared``.
    var systems: [String: System] = [shared: System()]
    var roles: Set<String> = []
    /// Systems whose file could not be read: nothing is known of them, so nothing is said of names in them.
    var unreadable: Set<String> = []

    mutating func gather(_ root: YAMLNode, into system: String) {
        func names(_ node: YAMLNode?) -> Set<String> { Set((node?.pairs ?? []).compactMap(\.key.text)) }
        systems[system, default: System()].codes.formUnion(names(root["codes"]))
        systems[system, default: System()].structures.formUnion(names(root["types"]))
        systems[system, default: System()].records.formUnion(names(root["records"]))
        systems[system, default: System()].parameters.formUnion(names(root["parameters"]))
        roles.formUnion(names(root["roles"]))
    }

    enum Kind {
        case codes, structures, records
        var label: String {
            switch self {
            case .codes: "代码表"
            case .structures: "结构"
            case .records: "记录"
            }
        }
        fileprivate var path: KeyPath<System, Set<String>> {
            switch self {
            case .codes: \.codes
            case .structures: \.structures
            case .records: \.records
            }
        }
    }

    enum Resolution {
        case found(String)
        /// The named system is not in this folder.
        case elsewhere(system: String, full: String)
        case unknown(known: [String])
    }

    /// Looks a name up: `system/name` as written; a bare name in its own system, then (codes and structures) in `shared`.
    func resolve(_ name: String, _ kind: Kind, from system: String) -> Resolution {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2 {
            guard let owner = systems[parts[0]] else { return .elsewhere(system: parts[0], full: name) }
            let known = owner[keyPath: kind.path]
            return known.contains(parts[1]) ? .found(name) : .unknown(known: known.map { "\(parts[0])/\($0)" })
        }
        if systems[system]?[keyPath: kind.path].contains(name) == true { return .found("\(system)/\(name)") }
        if kind != .records, systems[Self.shared]?[keyPath: kind.path].contains(name) == true { return .found("\(Self.shared)/\(name)") }
        var known = Array(systems[system]?[keyPath: kind.path] ?? [])
        if kind != .records { known += systems[Self.shared]?[keyPath: kind.path] ?? [] }
        // The same name in another system is the likeliest meaning.
        let elsewhere = systems.keys.sorted().filter { systems[$0]?[keyPath: kind.path].contains(name) == true }
        return .unknown(known: elsewhere.isEmpty ? known : elsewhere.map { "\($0)/\(name)" })
    }
}
