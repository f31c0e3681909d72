import Casework
import Identifiers
import Site

/// A unit as a column of the wall, with the shares that it answers for.
struct WallColumn: Sendable {
    var code: String
    var name: String
    /// Without the words that all columns have.
    var shortName: String
}

/// The grid: which shares stand where, counted.
struct WallGrid {
    let columns: [WallColumn]
    private let cells: [String: [WallShare]]
    private let tasks: Set<String>
    /// Those that stand in a column of this level.
    let shares: [WallShare]

    init(_ facts: WallFacts, _ tree: OrganisationTree) {
        let level = facts.query.level
        func column(of share: WallShare) -> String? {
            switch level {
            case .reporter: return share.reporter.isEmpty ? share.org : share.reporter
            case .county: return ["city_bureau", "county_bureau"].contains(tree.organisation(share.org)?.kind ?? "") ? share.org : nil
            case .unit: return ["prison", "drug_centre"].contains(tree.organisation(share.org)?.kind ?? "") ? share.org : nil
            }
        }
        var cells: [String: [WallShare]] = [:]
        var codes: Set<String> = []
        var shown: [WallShare] = []
        for share in facts.shares {
            guard let code = column(of: share) else { continue }
            codes.insert(code)
            cells["\(share.task)|\(code)", default: []].append(share)
            shown.append(share)
        }
        self.cells = cells
        tasks = Set(shown.map(\.task))
        shares = shown
        // The department, the bureaus, then by division; within a city its own bureau before its counties.
        func rank(_ code: String) -> Int {
            switch tree.organisation(code)?.kind {
            case "department": 0
            case "prison_bureau": 1
            case "drug_bureau": 2
            default: 3
            }
        }
        columns = codes.sorted { (rank($0), $0) < (rank($1), $1) }.map { code in
            let name = tree.organisation(code)?.name ?? code
            return WallColumn(code: code, name: name, shortName: Self.short(name))
        }
    }

    /// 南宁市司法局 → 南宁市; 广西壮族自治区监狱管理局 → 监狱管理局.
    static func short(_ name: String) -> String {
        var text = name[...]
        for prefix in ["广西壮族自治区", "自治区", "广西"] where text.hasPrefix(prefix) && text.count > prefix.count + 2 {
            text = text.dropFirst(prefix.count)
            break
        }
        if text.hasSuffix("司法局"), text.count > 4 { text = text.dropLast(3) }
        return String(text)
    }

    func has(task: String) -> Bool { tasks.contains(task) }

    func shares(task: String, column: String) -> [WallShare] { cells["\(task)|\(column)"] ?? [] }

    func shares(column: String) -> [WallShare] {
        cells.filter { $0.key.hasSuffix("|\(column)") }.flatMap(\.value)
    }

    /// How many stand how.
    static func counts(_ shares: [WallShare]) -> [Standing: Int] { shares.reduce(into: [:]) { $0[$1.standing, default: 0] += 1 } }

    /// What a cell of several is called by: its worst.
    static func worst(_ shares: [WallShare]) -> Standing? {
        let order = Standing.allCases
        return shares.map(\.standing).min { (order.firstIndex(of: $0) ?? 0) < (order.firstIndex(of: $1) ?? 0) }
    }

    /// The plan's progress: the weighted mean of what was measured (PROG-01), over the shares of which it is known; nil: of none.
    static func progress(_ shares: [WallShare]) -> (percent: Double, known: Int)? {
        let known = shares.filter { $0.measured != nil && $0.standing != .exempt }
        let weight = known.reduce(0) { $0 + $1.weight }
        guard weight > 0 else { return nil }
        return (known.reduce(0) { $0 + ($1.measured ?? 0) * $1.weight } / weight, known.count)
    }
}
