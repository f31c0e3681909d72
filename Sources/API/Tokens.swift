import Casework
import Crypto
import Storage
import Synchronization
import WorkCalendar

/// Bearer tokens (RFC 6750): 256 random bits, of which only the SHA-256 digest is kept, in the table `session` with kind `api`.
///
/// Who a token stands for is held in memory for one second: then the database is asked again, so that a withdrawn role, a locked account or
/// a revoked token ends within a second on every server behind one address. ``revokeAll()`` ends it at once on this one.
final class Tokens: Sendable {
    struct Issued: Sendable {
        var token: String
        var actor: Actor
        var expiresAt: Moment
    }

    private struct Known: Sendable {
        var actor: Actor
        var expiresAt: Moment
        var issuedAt: Moment
        var checkedAt: ContinuousClock.Instant
        var version: Int
    }

    private struct Memory {
        var known: [SHA256Digest: Known] = [:]
        var version = 0
    }

    private let database: Database
    private let memory = Mutex(Memory())
    private static let trusted = Duration.seconds(1)
    /// Milliseconds by which servers' clocks may differ. A token from further in the future was given before the clock was set back: it would live too long.
    private static let tolerance: Int64 = 300_000
    private static let greatest = 20_000

    init(database: Database) { self.database = database }

    /// Forgets everybody: grants or accounts have changed.
    func revokeAll() {
        memory.withLock {
            $0.version += 1
            $0.known.removeAll(keepingCapacity: true)
        }
    }

    /// - Returns: nil when the token is unknown, expired or its owner may not sign in any more.
    func actor(of token: String, at now: Moment) throws -> Actor? {
        guard token.utf8.count == 43 else { return nil }
        let digest = SHA256.hash(data: Array(token.utf8))
        let instant = ContinuousClock.now
        let (known, version) = memory.withLock { ($0.known[digest], $0.version) }
        if let known, known.version == version, instant - known.checkedAt < Self.trusted {
            return known.expiresAt > now && known.issuedAt.milliseconds <= now.milliseconds + Self.tolerance ? known.actor : nil
        }
        let fresh = try database.read { connection -> (Actor, Moment, Moment)? in
            guard
                let row = try connection.first(
                    "SELECT person, expires_at, created_at FROM session WHERE token_digest = \(Self.hexadecimal(digest)) AND kind = 'api' AND expires_at > \(now.milliseconds) AND created_at <= \(now.milliseconds + Self.tolerance)"
                ),
                let person = row.text(0), let actor = try Directory(connection: connection).actor(person, at: now)
            else { return nil }
            return (actor, Moment(clamping: row.int(1) ?? 0), Moment(clamping: row.int(2) ?? 0))
        }
        memory.withLock { memory in
            guard let fresh, memory.version == version else {
                memory.known[digest] = nil
                return
            }
            if memory.known.count >= Self.greatest { memory.known.removeAll(keepingCapacity: true) }
            memory.known[digest] = Known(actor: fresh.0, expiresAt: fresh.1, issuedAt: fresh.2, checkedAt: instant, version: version)
        }
        return fresh?.0
    }

    /// Gives a token to a person. The caller has made sure who it is.
    /// - Parameter demonstration: the user to be made where there is none: a role at an organisation.
    /// - Returns: nil when the person is unknown or may not sign in.
    func issue(to person: String, demonstration: Grant? = nil, life: Int64, at now: Moment) async throws -> Issued? {
        let token = Self.fresh()
        let digest = Self.hexadecimal(SHA256.hash(data: Array(token.utf8)))
        let expiresAt = Moment(clamping: now.milliseconds + life)
        let actor = try await database.write { connection -> Actor? in
            let directory = Directory(connection: connection)
            if let demonstration {
                if try !directory.exists(person) {
                    try directory.save(Person(id: person, login: person, name: person, org: demonstration.org), at: now)
                }
                if try directory.actor(person, at: now)?.grants.contains(demonstration) == false {
                    try directory.grant(demonstration.role, at: demonstration.org, to: person, by: "system", from: now)
                }
            }
            guard let actor = try directory.actor(person, at: now) else { return nil }
            try connection.enqueue(
                """
                INSERT INTO session (token_digest, person, created_at, seen_at, expires_at, kind, acting_role, acting_org, csrf)
                VALUES (\(digest), \(person), \(now.milliseconds), \(now.milliseconds), \(expiresAt.milliseconds), 'api', NULL, NULL, '')
                """)
            // Old ones go when new ones come: the table holds what is alive.
            try connection.enqueue("DELETE FROM session WHERE person = \(person) AND kind = 'api' AND expires_at <= \(now.milliseconds)")
            return actor
        }
        return actor.map { Issued(token: token, actor: $0, expiresAt: expiresAt) }
    }

    private static func fresh() -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var generator = SystemRandomNumberGenerator()
        // 43 digits of six bits: 258 bits.
        let digits = (0..<43).map { _ in alphabet[Int(generator.next(upperBound: UInt64(64)))] }
        return String(decoding: digits, as: UTF8.self)
    }

    private static func hexadecimal(_ digest: SHA256Digest) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
