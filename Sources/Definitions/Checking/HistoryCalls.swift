/// `times('reply')`, `due('c1')` and their kin name actions and limits in text: are they there?
struct HistoryCalls {
    let record: RecordDefinition
    let problems: Problems

    private static let actionCalls = ["times(", "last_by(", "last_at("]
    private static let limitCalls = ["due(", "clock("]

    func check(_ source: SourceExpression) {
        // Few expressions call one: a look for the parenthesis spares the rest.
        guard source.text.utf8.contains(UInt8(ascii: "(")) else { return }
        for call in Self.actionCalls {
            let known = Set(record.lifecycle?.actions.map(\.id) ?? []).union(["create", "edit"])
            for name in literals(after: call, in: source.text) where !known.contains(name) {
                problems.unknown(source.position, "动作", name, among: known)
            }
        }
        for call in Self.limitCalls {
            let known = record.limits.map(\.id)
            for name in literals(after: call, in: source.text) where !known.contains(name) {
                problems.unknown(source.position, "时限", name, among: known)
            }
        }
    }

    /// Quoted first arguments of a call.
    private func literals(after call: String, in text: String) -> [String] {
        var found: [String] = []
        var rest = Substring(text)
        while let range = rest.firstRange(of: call) {
            let before = rest[..<range.lowerBound].last
            let isWhole = before.map { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") } ?? true
            rest = rest[range.upperBound...]
            let argument = rest.drop { $0 == " " }
            guard isWhole, let quote = argument.first, quote == "'" || quote == "\"" else { continue }
            found.append(String(argument.dropFirst().prefix { $0 != quote }))
        }
        return found
    }
}
