import Definitions
import WorkCalendar

/// A parameter's value as an administrator types it, read strictly by its type; and whether it may be so.
struct ParameterReading {
    let parameter: Parameter

    /// - Throws: `FieldFault` on `value`.
    func value(_ text: String) throws -> ParameterValue { try value(text, parameter.type) }

    private func value(_ text: String, _ type: FieldType) throws -> ParameterValue {
        let text = trimmed(text)
        func wrong(_ mend: String) -> FieldFault { FieldFault("value", "“\(text.prefix(40))”不能作“\(parameter.name)”的值，请\(mend)") }
        switch type {
        case .number:
            guard let number = Int64(text) else { throw wrong("填写整数") }
            return .number(number)
        case .money:
            guard let number = Double(text), number.isFinite, number >= 0, number < 1e13,
                abs((number * 100).rounded() - number * 100) < 1e-6
            else { throw wrong("填写以元为单位、至多两位小数的金额") }
            return Int64(text).map { .number($0) } ?? .decimal(number)
        case .decimal:
            guard let number = Double(text), number.isFinite else { throw wrong("填写小数") }
            return .decimal(number)
        case .bool:
            switch text {
            case "true", "是": return .bool(true)
            case "false", "否": return .bool(false)
            default: throw wrong("填写“是”或“否”")
            }
        case .date:
            guard Day(text) != nil else { throw wrong("写作 2026-01-01") }
            return .text(text)
        case .datetime:
            guard Moment(text) != nil else { throw wrong("写作 2026-01-01T09:00") }
            return .text(text)
        case .list(let element):
            return .list(try text.split(whereSeparator: { ",，、\n".contains($0) }).map { try value(String($0), element) })
        default:
            guard !text.isEmpty, text.count <= 500 else { throw wrong("填写1到500个字") }
            return .text(text)
        }
    }

    private func trimmed(_ text: String) -> String {
        var rest = text[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    /// A value in words.
    static func text(_ value: ParameterValue) -> String {
        switch value {
        case .number(let number): String(number)
        case .decimal(let number): "\(number)"
        case .text(let text): text
        case .bool(let truth): truth ? "是" : "否"
        case .list(let items): items.map(text).joined(separator: "、")
        }
    }
}

/// Limits whose span a parameter gives, and the statutory limit each must stay within: a default may only be shorter than its statute (`at_most` of the definition).
struct ParameterBounds {
    /// A statutory limit over it.
    struct Bound: Sendable, Hashable {
        var limit: String
        var statute: String
        var most: Int64
        var source: String?
    }

    let catalogue: Catalogue

    /// Every limit counted by the parameter.
    func limits(of id: String, in system: String) -> [(record: RecordDefinition, limit: LimitDefinition)] {
        let systems =
            system == "shared" ? catalogue.systems.filter { $0.parameters[id] == nil } : catalogue.systems.filter { $0.id == system }
        return systems.flatMap { system in
            system.records.flatMap { record in
                record.limits.filter { limit in limit.within.contains { $0.span.count == .parameter(id) } }.map { (record, $0) }
            }
        }
    }

    /// What the value may not exceed.
    func bounds(of id: String, in system: String, on day: Day) -> [Bound] {
        limits(of: id, in: system).compactMap { record, limit in
            guard let name = limit.atMost, let statute = record.limit(name),
                let unit = limit.within.first(where: { $0.span.count == .parameter(id) })?.span.unit
            else { return nil }
            // Spans of the same unit can be compared; the shortest of the statute's cases is the one that never is exceeded.
            let most = statute.within.compactMap { one -> Int64? in
                guard one.span.unit == unit else { return nil }
                switch one.span.count {
                case .number(let number): return Int64(number)
                case .parameter(let other):
                    guard case .number(let number)? = catalogue.parameter(other, in: record.system)?.row(on: day, lineage: [])?.value else {
                        return nil
                    }
                    return number
                case .expression: return nil
                }
            }.min()
            return most.map { Bound(limit: limit.label, statute: statute.label, most: $0, source: statute.source) }
        }
    }
}
