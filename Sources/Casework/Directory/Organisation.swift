import Synchronization

/// An organisation of the tree.
public struct Organisation: Sendable, Hashable, Codable {
    public var code: String
    public var name: String
    /// `department`, `city_bureau`, … (`org_kind`).
    public var kind: String
    /// `region`, `bureau`, `city`, `county`, `office`, `unit`, `agency`, `public` (`org_level`).
    public var level: String
    public var parent: String?
    /// GB/T 2260.
    public var division: String
    /// Dissolved ones stay for old records.
    public var isActive: Bool

    public init(code: String, name: String, kind: String, level: String, parent: String?, division: String, isActive: Bool = true) {
        self.code = code
        self.name = name
        self.kind = kind
        self.level = level
        self.parent = parent
        self.division = division
        self.isActive = isActive
    }
}

/// The organisations of a node as one immutable value; questions cost the depth of the tree, not its size.
public struct OrganisationTree: Sendable {
    private let byCode: [String: Organisation]
    private let codesByName: [String: String]
    private let children: [String: [String]]
    private let lineages: [String: [String]]
    /// By code. Rules ask for all of a kind at almost every action: kept in order, not put in order each time.
    public let all: [Organisation]
    private let activeByKind: [String: [Organisation]]
    /// Levels that the scope columns can hold.
    public static let deepest = 5

    /// Organisations whose parent is unknown or that stand in a cycle count as roots.
    public init(_ organisations: [Organisation]) {
        byCode = Dictionary(organisations.map { ($0.code, $0) }, uniquingKeysWith: { _, last in last })
        codesByName = Dictionary(organisations.map { ($0.name, $0.code) }, uniquingKeysWith: { first, _ in first })
        var children: [String: [String]] = [:]
        var lineages: [String: [String]] = [:]
        for organisation in organisations {
            if let parent = organisation.parent { children[parent, default: []].append(organisation.code) }
        }
        for organisation in organisations {
            var lineage = [organisation.code]
            var next = organisation.parent
            while let code = next, let above = byCode[code], !lineage.contains(code) {
                lineage.append(code)
                next = above.parent
            }
            lineages[organisation.code] = lineage
        }
        self.children = children.mapValues { $0.sorted() }
        self.lineages = lineages
        all = byCode.values.sorted { $0.code < $1.code }
        activeByKind = Dictionary(grouping: all.filter(\.isActive), by: \.kind)
    }

    public var count: Int { byCode.count }
    public func organisation(_ code: String) -> Organisation? { byCode[code] }
    /// By code, else by name.
    public func resolve(_ codeOrName: String) -> Organisation? { byCode[codeOrName] ?? codesByName[codeOrName].flatMap { byCode[$0] } }
    /// The organisation and all above it, nearest first.
    public func lineage(of code: String) -> [String] { lineages[code] ?? [] }
    /// From the root down, padded with nil to ``deepest``.
    public func scopeColumns(of code: String) -> [String?] {
        let down = Array(lineage(of: code).reversed().prefix(Self.deepest))
        return down + Array(repeating: nil, count: Self.deepest - down.count)
    }
    /// One-based depth from the root; nil when unknown.
    public func depth(of code: String) -> Int? { lineages[code]?.count }
    /// True also for itself.
    public func isAtOrBelow(_ code: String, _ ancestor: String) -> Bool { lineages[code]?.contains(ancestor) ?? false }
    public func children(of code: String) -> [Organisation] { (children[code] ?? []).compactMap { byCode[$0] } }
    /// All strictly below, of a kind when one is given.
    public func below(_ code: String, kind: String? = nil) -> [Organisation] {
        var found: [Organisation] = []
        var waiting = children[code] ?? []
        var seen: Set<String> = [code]
        while let next = waiting.popLast() {
            guard seen.insert(next).inserted, let organisation = byCode[next] else { continue }
            if kind == nil || organisation.kind == kind { found.append(organisation) }
            waiting.append(contentsOf: children[next] ?? [])
        }
        return found.sorted { $0.code < $1.code }
    }
    /// The active ones, by code.
    public func ofKind(_ kind: String) -> [Organisation] { activeByKind[kind] ?? [] }
    /// The nearest at or above with this level.
    public func ancestor(of code: String, level: String) -> Organisation? {
        lineage(of: code).lazy.compactMap { byCode[$0] }.first { $0.level == level }
    }
    public var root: Organisation? { byCode.values.filter { $0.parent == nil }.min { $0.code < $1.code } }
}
