import Storage
import WorkCalendar

extension Kernel {
    /// Marks all messages of an actor as read: his own, and those of his posts.
    public func markNoticesRead(of actor: Actor, at now: Moment) async throws {
        try await database.write { connection in
            try connection.enqueue("UPDATE notice SET read_at = \(now.milliseconds) WHERE person = \(actor.id) AND read_at IS NULL")
            for grant in actor.grants where !grant.org.isEmpty {
                try connection.enqueue(
                    "UPDATE notice SET read_at = \(now.milliseconds) WHERE org IS NOT NULL AND org = \(grant.org) AND (role = \(grant.role) OR role IS NULL) AND read_at IS NULL"
                )
            }
        }
    }
}
