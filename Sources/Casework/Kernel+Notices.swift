import Storage
import WorkCalendar

extension Kernel {
    /// Messages further back than so many are on no page and counted nowhere: they are not marked either.
    private static let marked = 1_000

    /// Marks all messages of an actor as read: his own, and for himself those of his posts. Colleagues have theirs still to read.
    public func markNoticesRead(of actor: Actor, at now: Moment) async throws {
        try await database.write { connection in
            try connection.enqueue("UPDATE notice SET read_at = \(now.milliseconds) WHERE person = \(actor.id) AND read_at IS NULL")
            for item in try Inbox(connection: connection, actor: actor).notices(limit: Self.marked)
            where item.readAt == nil && item.org != nil {
                try connection.enqueue(
                    "INSERT INTO notice_read (person, notice, at) VALUES (\(actor.id), \(item.id), \(now.milliseconds)) ON CONFLICT DO NOTHING"
                )
            }
        }
    }
}
