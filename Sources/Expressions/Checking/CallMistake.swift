/// Explains why a call means nothing.
struct CallMistake {
    private let name: String
    private let isMember: Bool
    private let given: [ValueType]
    private let candidates: [FunctionDeclaration]
    private let environment: TypeEnvironment

    init(_ name: String, _ isMember: Bool, _ given: [ValueType], _ candidates: [FunctionDeclaration], _ environment: TypeEnvironment) {
        self.name = name
        self.isMember = isMember
        self.given = given
        self.candidates = candidates
        self.environment = environment
    }

    func error(at node: Node, _ source: String) -> ExpressionError { ExpressionError(message, at: node.offset, in: source) }

    private var message: String {
        if candidates.isEmpty {
            if let other = environment.table.named(name, isMember: !isMember).first {
                return "“\(name)”不能这样调用，请写成 \(signature(of: other))"
            }
            return "没有名为“\(name)”的函数\(Suggestion.sentence(for: name, among: Array(environment.table.names)))"
        }
        let forms = candidates.map { signature(of: $0) }.joined(separator: "、")
        let hidden = isMember ? 1 : 0
        if !candidates.contains(where: { $0.parameters.count == given.count }) {
            let counts = Set(candidates.map { $0.parameters.count - hidden }).sorted().map(String.init).joined(separator: " 或 ")
            return "\(name)() 要 \(counts) 个参数，现在有 \(given.count - hidden) 个；写法是 \(forms)"
        }
        let types = given.map(\.label).joined(separator: "、")
        return "\(name)() 不能用于 \(types)；写法是 \(forms)"
    }

    private func signature(of function: FunctionDeclaration) -> String {
        var parameters = function.parameters.map(\.label)
        guard function.isMember, !parameters.isEmpty else { return "\(name)(\(parameters.joined(separator: ", ")))" }
        return "\(parameters.removeFirst()).\(name)(\(parameters.joined(separator: ", ")))"
    }
}

/// Finds the name that was probably meant.
enum Suggestion {
    /// "；是不是“state”？", or the names there are when few, or nothing.
    static func sentence(for name: String, among known: [String]) -> String {
        let ranked = known.map { (name: $0, distance: distance($0, name)) }.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
        if let best = ranked.first, best.distance <= max(1, name.utf8.count / 3) { return "；是不是“\(best.name)”？" }
        if known.isEmpty { return "" }
        let names = Set(known).sorted()
        return names.count <= 12 ? "；可用的有：\(names.joined(separator: "、"))" : "；请核对名称"
    }

    /// Insertions, deletions, replacements and exchanges of neighbours; case is ignored.
    private static func distance(_ a: String, _ b: String) -> Int {
        let (a, b) = (Array(a.lowercased().utf8.prefix(64)), Array(b.lowercased().utf8.prefix(64)))
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in 0..<a.count {
            var row = [i + 1]
            for j in 0..<b.count {
                var cost = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
                row.append(cost)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
