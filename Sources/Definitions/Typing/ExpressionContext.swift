/// Where an expression stands: it decides which names it may use and what they mean.
public enum ExpressionContext: Sendable, Hashable {
    /// The record as kept: fields' `required`, `default`, `computed`; to-dos, limits, titles, documents; rules on no particular action.
    case record
    /// While an action is done: its inputs too. `create` and `edit` exist for every record. Who may (`by`) is asked here as well.
    case action(String)
    /// A row of another record's list, a child or a related record: its own fields, and the other record (`system/record`) as `parent`.
    /// With an action it is a row of that action's `updates` (its inputs too), without one a row of a related list (`where`).
    case row(of: String, action: String?)
    /// `with` and `when` of the action's `creates`: `item` is the element of its `each`.
    case item(action: String)
    /// Lists, views and indicators, which compile to SQL, and `when` of access lines: own columns and the actor.
    case list
    /// A paper's text: the record, and `number` for the paper's own number.
    case document(String)
    /// Inside a structure (object type name, see ``RecordTypes/structureType(_:)``): its own fields.
    case part(String)
}
