import Definitions
import Expressions
import Storage
import WorkCalendar

/// Numbers without gaps: a counter is drawn inside the write that uses it, and writes on one database are serial.
struct Numbering {
    let unit: EvaluationUnit

    /// - Parameter value: values of the record's fields.
    func next(_ number: NumberDefinition, type: String, org: String, value: (String) -> Value) throws -> String {
        func text(_ part: NumberDefinition.Part) -> String {
            switch part {
            case .literal(let literal): return literal
            case .organisationDivision: return String((unit.state.tree.organisation(org)?.division ?? org).prefix(6))
            case .organisation: return org
            case .date(let pattern):
                let day = unit.now.day
                let month = day.month < 10 ? "0\(day.month)" : "\(day.month)"
                let date = day.day < 10 ? "0\(day.day)" : "\(day.day)"
                switch pattern {
                case "yyyy": return "\(day.year)"
                case "yyyyMM": return "\(day.year)\(month)"
                default: return "\(day.year)\(month)\(date)"
                }
            case .field(let field):
                switch value(field) {
                case .string(let text): return text
                case .int(let whole): return String(whole)
                default: return ""
                }
            case .sequence: return ""
            }
        }
        var before: [NumberDefinition.Part] = []
        for part in number.parts {
            if case .sequence = part { break }
            before.append(part)
        }
        let key = (number.shared ?? type) + "|" + (number.counter ?? before).map(text).joined(separator: "|")
        let row = try unit.connection.first(
            "INSERT INTO counter (name, value) VALUES (\(key), 1) ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value"
        )
        let drawn = row?.int(0) ?? 0
        return number.parts.map { part in
            guard case .sequence(let digits) = part else { return text(part) }
            let plain = String(drawn)
            return String(repeating: "0", count: max(0, digits - plain.count)) + plain
        }.joined()
    }
}
