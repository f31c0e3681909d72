import Casework
import Storage
import WorkCalendar

extension Sessions {
    /// The living sessions of a person, the one used last first.
    public func all(of person: String, at now: Moment) throws -> [Session] {
        try database.read { connection in
            try connection.query(
                "SELECT token_digest, csrf, kind, created_at, seen_at, expires_at, acting_org FROM session WHERE person = \(person) ORDER BY seen_at DESC, token_digest LIMIT 100"
            ).map { row in
                Session(
                    digest: row.text(0) ?? "", person: person, csrf: row.text(1) ?? "", kind: row.text(2) ?? "",
                    createdAt: Moment(clamping: row.int(3) ?? 0), seenAt: Moment(clamping: row.int(4) ?? 0),
                    expiresAt: Moment(clamping: row.int(5) ?? 0), actingOrg: row.text(6))
            }
        }.filter { $0.isAlive(at: now) }
    }

    /// Ends the other sessions of a person: whoever holds their cookies is a stranger from now on.
    public func endOthers(than session: Session) async throws {
        try await database.write {
            try $0.enqueue("DELETE FROM session WHERE person = \(session.person) AND token_digest <> \(session.digest)")
        }
        forgetOthers(of: session.person, than: session.digest)
    }
}
