import Casework
import Storage
import Synchronization
import WorkCalendar

/// Denied reads, failed sign-ins and refused files: kept apart from the journal and limited, so that nobody can fill the disk by knocking.
public final class AccessLog: Sendable {
    private struct Window {
        var minute: Int64 = 0
        var counts: [String: Int] = [:]
    }
    /// So many lines of one kind by one visitor a minute; further ones only raise a count in memory.
    static let perMinute = 20
    /// So many lines a minute in all.
    static let inAllPerMinute = 600

    private let database: Database
    private let secrets: SecretBox
    private let window = Mutex(Window())

    init(database: Database, secrets: SecretBox) {
        self.database = database
        self.secrets = secrets
    }

    /// - Parameters:
    ///   - kind: `denied`, `sign_in_failed`, `locked`, `file_refused`, `token`.
    ///   - what: address or record; never a credential.
    public func note(_ kind: String, actor: String, what: String, reason: String? = nil, source: String? = nil, at now: Moment) {
        let minute = now.milliseconds / 60_000
        let isWanted = window.withLock { window -> Bool in
            if window.minute != minute { window = Window(minute: minute) }
            let key = "\(kind)|\(actor)|\(source ?? "")"
            let total = window.counts["", default: 0]
            let own = window.counts[key, default: 0]
            window.counts[""] = total + 1
            if window.counts.count < 10_000 { window.counts[key] = own + 1 }
            return own < Self.perMinute && total < Self.inAllPerMinute
        }
        guard isWanted else { return }
        let id = RandomToken.make(bytes: 12)
        let shortened = String(what.prefix(300))
        Task.detached { [database] in
            try? await database.write {
                try $0.enqueue(
                    "INSERT INTO access_log (id, at, actor, kind, what, reason, source, count) VALUES (\(id), \(now.milliseconds), \(actor), \(kind), \(shortened), \(reason), \(source), \(1))"
                )
            }
        }
    }
}
