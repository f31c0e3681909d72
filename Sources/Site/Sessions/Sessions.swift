import Casework
import HTML
import Storage
import Synchronization
import WorkCalendar

/// A visitor who has signed in.
public struct Session: Sendable, Hashable {
    /// SHA-256 of the token: the token itself is nowhere but in the cookie.
    public var digest: String
    public var person: String
    public var csrf: String
    /// `staff` or `citizen`.
    public var kind: String
    public var createdAt: Moment
    public var seenAt: Moment
    public var expiresAt: Moment
    /// The organisation whose posts are used now; nil: the home organisation's, or all when there is none there.
    public var actingOrg: String?

    /// Without a request for so long a session is dead: GB/T 22239 8.1.4.1 b, domain specification part 4.
    public var idleMinutes: Int { kind == "citizen" ? 30 : 15 }

    /// Alive between its beginning and its end, by a clock that may have been set: a session that began or was seen in what is now the future would
    /// otherwise live until the clock has caught up.
    func isAlive(at now: Moment) -> Bool {
        let idle = now.milliseconds - seenAt.milliseconds
        return now < expiresAt && idle < Int64(idleMinutes) * 60_000 && idle > -Self.tolerance
            && now.milliseconds - createdAt.milliseconds > -Self.tolerance
    }

    /// Milliseconds by which clocks of several servers may differ, or be put right, without a session noticing.
    static let tolerance: Int64 = 300_000
}

/// Sessions: kept in the database, so that several servers share them; looked up in memory.
public final class Sessions: Sendable {
    /// At most so long, also when used all the time.
    static let hours = 12

    private struct Entry {
        var session: Session
        var actor: Actor
        /// All grants, also those of other posts.
        var grants: [Grant]
        var version: Int
        var readAt: Moment
        var writtenAt: Moment
    }
    private struct State {
        var entries: [String: Entry] = [:]
        /// Raised when somebody's grants or status may have changed: what was read before is read anew.
        var version = 0
        var said: [String: String] = [:]
    }

    private let kernel: Kernel
    private let clock: @Sendable () -> Moment
    private let state = Mutex(State())

    init(kernel: Kernel, clock: @escaping @Sendable () -> Moment) {
        self.kernel = kernel
        self.clock = clock
    }

    /// Grants, teams or a status changed: every session's actor is read anew at its next request.
    public func invalidate() { state.withLock { $0.version += 1 } }

    /// Begins a session.
    /// - Returns: the token for the cookie.
    public func begin(for person: String, kind: String, actingOrg: String? = nil, at now: Moment) async throws -> String {
        let token = RandomToken.make()
        let session = Session(
            digest: RandomToken.digest(token), person: person, csrf: RandomToken.make(bytes: 24), kind: kind, createdAt: now, seenAt: now,
            expiresAt: Moment(clamping: now.milliseconds + Int64(Self.hours) * 3_600_000), actingOrg: actingOrg)
        try await kernel.database.write { connection in
            // What is dead by now goes, so that the table holds the living only.
            try connection.enqueue("DELETE FROM session WHERE expires_at < \(now.milliseconds)")
            try connection.enqueue(
                """
                INSERT INTO session (token_digest, person, created_at, seen_at, expires_at, kind, acting_role, acting_org, csrf)
                VALUES (\(session.digest), \(session.person), \(now.milliseconds), \(now.milliseconds), \(session.expiresAt.milliseconds), \(kind), NULL, \(actingOrg), \(session.csrf))
                """)
        }
        return token
    }

    /// The living session of a token, with its person as he may act now; nil when there is none.
    /// - Throws: `DatabaseError` when that could not be found out: nobody is sent away because the database is.
    func find(_ token: String, at now: Moment) throws -> (session: Session, actor: Actor)? {
        guard (20...100).contains(token.utf8.count) else { return nil }
        let digest = RandomToken.digest(token)
        let (known, version) = state.withLock { ($0.entries[digest], $0.version) }
        if var entry = known, entry.version == version, abs(now.milliseconds - entry.readAt.milliseconds) < 60_000 {
            guard entry.session.isAlive(at: now) else {
                forget(digest)
                return nil
            }
            entry.session.seenAt = now
            let mustWrite = abs(now.milliseconds - entry.writtenAt.milliseconds) > 60_000
            if mustWrite { entry.writtenAt = now }
            let kept = entry
            state.withLock { $0.entries[digest] = kept }
            if mustWrite { writeSeen(digest, at: now) }
            return (entry.session, entry.actor)
        }
        return try read(digest, version: version, lastSeen: known?.session.seenAt, at: now)
    }

    private func read(_ digest: String, version: Int, lastSeen: Moment?, at now: Moment) throws -> (session: Session, actor: Actor)? {
        let found = try kernel.database.read { connection -> (Session, Actor)? in
            guard
                let row = try connection.first(
                    "SELECT person, csrf, kind, created_at, seen_at, expires_at, acting_org FROM session WHERE token_digest = \(digest) AND kind IN ('staff', 'citizen')"
                )
            else { return nil }
            let session = Session(
                digest: digest, person: row.text(0) ?? "", csrf: row.text(1) ?? "", kind: row.text(2) ?? "",
                createdAt: Moment(clamping: row.int(3) ?? 0),
                seenAt: Moment(clamping: max(row.int(4) ?? 0, lastSeen?.milliseconds ?? 0)), expiresAt: Moment(clamping: row.int(5) ?? 0),
                actingOrg: row.text(6))
            guard session.isAlive(at: now), let actor = try Directory(connection: connection).actor(session.person, at: now) else {
                return nil
            }
            return (session, actor)
        }
        guard case (var session, let person)? = found else {
            forget(digest)
            return nil
        }
        session.seenAt = now
        let entry = Entry(
            session: session, actor: Self.acting(person, at: session.actingOrg), grants: person.grants, version: version, readAt: now,
            writtenAt: now)
        state.withLock { state in
            // Nothing that grows with strangers: only living sessions come here; the oldest make room.
            if state.entries.count > 50_000 { state.entries.removeAll() }
            state.entries[digest] = entry
        }
        writeSeen(digest, at: now)
        return (entry.session, entry.actor)
    }

    /// Whose session a token is or was, alive or not, as long as it is remembered.
    /// - Throws: `DatabaseError`.
    func owner(of token: String) throws -> String? {
        guard (20...100).contains(token.utf8.count) else { return nil }
        return try kernel.database.read {
            try $0.first(
                "SELECT person FROM session WHERE token_digest = \(RandomToken.digest(token)) AND kind IN ('staff', 'citizen')")?.text(0)
        }
    }

    /// One post at a time: the grants at one organisation, so that what is seen and done there is seen and done for it.
    static func acting(_ person: Actor, at org: String?) -> Actor {
        let chosen = org ?? (person.grants.contains { $0.org == person.org } ? person.org : person.grants.first?.org)
        guard let chosen, !person.isCitizen else { return person }
        var actor = person
        actor.org = chosen
        actor.grants = person.grants.filter { $0.org == chosen }
        return actor
    }

    /// Whether a session lives, without using it.
    func isOpen(_ digest: String, at now: Moment) -> Bool {
        if let known = state.withLock({ $0.entries[digest] }) { return known.session.isAlive(at: now) }
        return
            (try? kernel.database.read {
                try $0.first(
                    "SELECT 1 FROM session WHERE token_digest = \(digest) AND expires_at > \(now.milliseconds) AND created_at <= \(now.milliseconds + Session.tolerance)"
                ) != nil
            }) ?? false
    }

    var database: Database { kernel.database }

    func forgetOthers(of person: String, than digest: String) {
        state.withLock { state in
            state.entries = state.entries.filter { $0.value.session.person != person || $0.key == digest }
        }
    }

    private func forget(_ digest: String) { _ = state.withLock { $0.entries.removeValue(forKey: digest) } }

    private func writeSeen(_ digest: String, at now: Moment) {
        let database = kernel.database
        Task.detached {
            try? await database.write { try $0.enqueue("UPDATE session SET seen_at = \(now.milliseconds) WHERE token_digest = \(digest)") }
        }
    }

    /// Posts that the person of a session holds, an organisation each.
    public func posts(of session: Session) -> [Grant] {
        let grants = state.withLock { $0.entries[session.digest]?.grants } ?? []
        return grants.filter { !$0.org.isEmpty }
    }

    /// Another post of the same person.
    public func act(at org: String, _ session: Session) async throws {
        guard posts(of: session).contains(where: { $0.org == org }) else { return }
        try await kernel.database.write { try $0.enqueue("UPDATE session SET acting_org = \(org) WHERE token_digest = \(session.digest)") }
        forget(session.digest)
    }

    public func end(_ session: Session) async throws {
        try await kernel.database.write { try $0.enqueue("DELETE FROM session WHERE token_digest = \(session.digest)") }
        forget(session.digest)
    }

    // MARK: Words said once

    /// Keeps a sentence for the next page.
    func say(_ words: String) -> String {
        let key = RandomToken.make(bytes: 9)
        state.withLock { state in
            if state.said.count > 5_000 { state.said.removeAll() }
            state.said[key] = words
        }
        return key
    }

    func takeSaid(_ key: String) -> String? { state.withLock { $0.said.removeValue(forKey: key) } }
}
