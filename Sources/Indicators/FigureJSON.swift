import Casework
import Expressions
import WorkCalendar

/// Figures as JSON: keys sorted, no spaces, so that the same figures always give the same bytes.
public enum FigureJSON {
    /// One figure: `keys`, `labels`, `rows`, `amount`, `value`, `filter`, `under`, `digest`.
    public static func value(_ figure: Figure) -> Value {
        var map: [Value: Value] = [
            .string("keys"): .list(figure.keys.map(text)), .string("labels"): .list(figure.labels.map { .string($0) }),
            .string("rows"): .int(figure.rows),
            .string("amount"): number(figure.amount), .string("value"): figure.value.map(number) ?? .null,
            .string("filter"): text(figure.list.filter),
            .string("under"): text(figure.list.under), .string("digest"): text(figure.digest),
        ]
        if let part = figure.part { map[.string("part")] = text(part.filter) }
        return .map(map)
    }

    /// The whole table: its question, what it was worked out as of and for whom, every figure.
    public static func value(_ table: FigureTable) -> Value {
        let query = table.query
        return .map([
            .string("type"): .string(query.type), .string("indicator"): .string(query.indicator), .string("label"): .string(table.label),
            .string("kind"): .string(table.kind.rawValue), .string("unit"): text(table.unit), .string("source"): text(table.source),
            .string("from"): text(query.from?.description), .string("to"): text(query.through?.description),
            .string("org"): text(query.org),
            .string("by"): .list(query.by.map { .string($0) }), .string("columns"): .list(table.columns.map { .string($0) }),
            .string("as_of"): .string(table.asOf.description), .string("scope"): .string(table.scope), .string("total"): value(table.total),
            .string("figures"): .list(table.figures.map(value)),
        ])
    }

    static func text(_ text: String?) -> Value { text.map { .string($0) } ?? .null }

    /// Whole numbers without a fraction.
    static func number(_ number: Double) -> Value { Int64(exactly: number).map { .int($0) } ?? .double(number) }
}
