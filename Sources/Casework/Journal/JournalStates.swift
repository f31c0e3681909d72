import Storage
import WorkCalendar

/// Where a record stood at a moment.
public struct PastState: Sendable, Hashable {
    public var state: String
    /// When it had come there.
    public var since: Moment
}

/// States as the journal has them: every transition once, found by an index of its own, whatever else happened in between.
struct JournalStates {
    /// An entry that changed the state: the condition of the index, word for word.
    static let isTransition = "to_state IS NOT NULL AND (from_state IS NULL OR from_state <> to_state)"

    let connection: any Connection

    /// States at a moment by record id; a record that was not there yet is missing.
    /// - Parameter ids: any number, asked in portions.
    func states(of ids: [String], at moment: Moment) throws -> [String: PastState] {
        var found: [String: PastState] = [:]
        for start in stride(from: 0, to: ids.count, by: 200) {
            let part = Array(ids[start..<min(start + 200, ids.count)])
            let rows = try connection.query(
                """
                SELECT record_id, at, to_state FROM journal
                WHERE record_id IN (\(part)) AND at <= \(moment.milliseconds) AND \(SQL(raw: Self.isTransition)) ORDER BY record_id, at, seq
                """)
            for row in rows {
                guard let id = row.text(0), let state = row.text(2) else { continue }
                found[id] = PastState(state: state, since: Moment(clamping: row.int(1) ?? 0))
            }
        }
        return found
    }
}
