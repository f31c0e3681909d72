import Synchronization
import WorkCalendar

/// Those whose password was right but who must do something first: for ten minutes, in memory, by a token in a form (never in an address).
final class PendingSignIn: Sendable {
    struct Entry: Sendable {
        var person: String
        var isStaff: Bool
        var until: Moment
        var secret: OneTimeCode
    }
    private let entries = Mutex<[String: Entry]>([:])

    func begin(_ person: String, isStaff: Bool, at now: Moment) -> String {
        let token = RandomToken.make()
        entries.withLock { entries in
            entries = entries.filter { $0.value.until > now }
            guard entries.count < 10_000 else { return }
            entries[token] = Entry(person: person, isStaff: isStaff, until: Moment(clamping: now.milliseconds + 600_000), secret: .fresh())
        }
        return token
    }

    func find(_ token: String, at now: Moment) -> Entry? { entries.withLock { $0[token] }.flatMap { $0.until > now ? $0 : nil } }
    func end(_ token: String) { _ = entries.withLock { $0.removeValue(forKey: token) } }
}

/// The one-time token by which the first administrator is made: printed on the console, good once.
public final class SetupToken: Sendable {
    private let token = Mutex<String?>(nil)
    init() {}

    /// A fresh token for the console.
    public func issue() -> String {
        let fresh = RandomToken.make(bytes: 18)
        token.withLock { $0 = fresh }
        return fresh
    }

    func matches(_ text: String) -> Bool { token.withLock { $0 }.map { Door.matches($0, text) } ?? false }
    func spend() { token.withLock { $0 = nil } }
}
