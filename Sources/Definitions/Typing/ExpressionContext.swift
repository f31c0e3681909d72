/// Where an expression stands: it decides which names it may use and what they mean.
public enum ExpressionContext: Sendable, Hashable {
    /// The record as kept: fields' `required`, `default`, `computed`; to-dos, limits, titles, documents; rules on no particular action.
    case record
    /// While an action is done: its inputs too. `create` and `edit` exist for every record.
    case action(String)
    /// `where` and `set` of an action's `updates`: the row's fields first, this record as `parent`. The row is a child or a related record.
    case row(String, action: String)
    /// Values of the action's `creates` at this index: `item` is the element of its `each`.
    case creation(action: String, index: Int)
    /// Values of the action's `acts` at this index: `item` is the record acted on.
    case consequence(action: String, index: Int)
    /// Lists, views and indicators: own columns only, compiled to SQL.
    case list
    /// `when` of access lines: own columns and the actor; compiled to SQL where lists are given.
    case access
    /// `where` of a related list: the other record's columns, this record as `parent`.
    case related(String)
    /// A paper's text: the record, and `number` for the paper's own number.
    case document(String)
    /// Inside a structure (object type name, see ``RecordTypes/structureType(_:)``): its own fields.
    case part(String)
}
