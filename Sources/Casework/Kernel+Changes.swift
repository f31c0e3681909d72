import Definitions
import WorkCalendar

extension Kernel {
    /// Fields of a record that were changed after a version, as far as the actor may see them: what a stale edit must be compared with.
    /// - Throws: `Refusal` `notfound` when the record is not the actor's to know.
    public func changedFields(_ type: String, id: String, after version: Int64, as actor: Actor, at now: Moment) throws -> [String] {
        try reading(actor, at: now) { unit in
            guard let record = try unit.record(type, id: id), let visibility = try Viewing(unit: unit).visibility(of: record) else {
                throw Refusal(.notfound, action: "\(type).view", record: id, "没有这条记录，或您无权知悉")
            }
            return try JournalReader(connection: unit.connection).changedFields(of: id, after: version).filter(visibility.shows)
        }
    }
}
