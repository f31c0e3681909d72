import Definitions
import Expressions
import Storage

/// An indicator as conditions and values on its record's table.
struct FigureMeasure {
    var kind: FigureTable.Kind
    /// CEL that holds for the records behind the figure; empty: all.
    var behind: [String]
    /// CEL that holds besides for the numerator of a ratio.
    var part: String?
    /// What is summed.
    var value: CheckedExpression?
    /// What one of the unit is in the stored value: 60,000 for minutes kept in milliseconds, 100 for 元 kept in 分.
    var scale: Double
    var unit: String?

    init(_ indicator: IndicatorDefinition, of definition: RecordDefinition, compiled: CompiledExpressions) throws {
        behind = indicator.condition.map { [$0.text] } ?? []
        scale = 1
        unit = indicator.unit
        switch indicator.measure {
        case .count(let counted):
            kind = .count
            behind.append(counted.text)
        case .ratio(let numerator, let denominator):
            kind = .ratio
            behind.append(denominator.text)
            part = numerator.text
        case .mean(let source), .sum(let source):
            if case .mean = indicator.measure { kind = .mean } else { kind = .sum }
            let checked = try compiled.expression(source, for: definition, in: .list)
            value = checked
            behind += Self.known(in: checked, of: definition)
            if checked.type == .duration {
                (scale, unit) = Self.span(indicator.unit)
            } else if definition.field(source.text)?.type == .money {
                scale = 100
                unit = indicator.unit ?? "元"
            } else if unit == nil {
                unit = definition.field(source.text)?.unit
            }
        }
        behind = behind.filter { $0 != "true" }
    }

    /// An absent value has no part in a mean: the list behind leaves it out as the sum does.
    private static func known(in checked: CheckedExpression, of definition: RecordDefinition) -> [String] {
        let always: Set<String> = [
            "id", "version", "org", "created_at", "created_by", "updated_at", "updated_by", "now", "today", "actor", "overdue", "closed",
        ]
        let names = checked.expression.references.filter { name in
            !always.contains(name) && (definition.field(name) != nil || EngineColumns.column(name) != nil)
        }
        return names.sorted().map { "\($0) != null" }
    }

    private static func span(_ unit: String?) -> (Double, String) {
        switch unit {
        case "hours", "hour", "小时": (3_600_000, "小时")
        case "days", "day", "天", "日": (86_400_000, "天")
        case "seconds", "second", "秒": (1000, "秒")
        default: (60_000, "分钟")
        }
    }
}
