import Definitions
import Expressions

/// The fields whose values a query's answer would tell: those that its filter and its comparisons name.
///
/// Whoever may not see a field learns nothing of it by asking for the records in which it has a certain value: such a record is then not found. A secret field
/// is the exception that the language makes (searchable by equality): there it is enough that the field is shown at all, masked as it always is.
struct AskedFields {
    private let fields: [FieldDefinition]

    /// - Throws: `QueryProblem` when the filter is no expression.
    init(_ query: ListQuery, _ definition: RecordDefinition) throws {
        var names = Set(query.equals.keys)
        if let filter = query.filter, !filter.isEmpty {
            do { names.formUnion(try Expression(parsing: filter).references) } catch { throw QueryProblem("filter", error.description) }
        }
        fields = names.sorted().compactMap { definition.field($0) }
    }

    init(_ field: FieldDefinition) { fields = [field] }

    func areShown(in visibility: Judge.Visibility) -> Bool {
        fields.allSatisfy { visibility.shows($0.id) && ($0.isSecret || !visibility.masked.contains($0.id)) }
    }

    /// Whether no record can be seen by these lines without seeing the fields: then it need not be asked record by record.
    func areShown(by lines: [AccessTable.Line]) -> Bool {
        fields.allSatisfy { field in
            lines.allSatisfy { line in
                !line.hides.contains(field.id) && (line.shows.isEmpty || line.shows.contains(field.id))
                    && (field.isSecret || !line.masks.contains(field.id))
            }
        }
    }
}
