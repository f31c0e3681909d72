import Casework
import Cryptography
import Foundation
import Storage
import WorkCalendar

/// Forms that came after their session had ended: kept, sealed, until the same person has signed in again and gets them back filled in.
///
/// Only forms under the cookie of a session that was once alive are kept, a bounded number a person: strangers cannot fill the table.
struct KeptForms: Sendable {
    /// A form as it was sent: names and values without the token, without passwords and without files.
    struct Kept: Sendable, Hashable {
        /// Where it was sent to.
        var address: String
        var pairs: [Pair]
        struct Pair: Sendable, Hashable, Codable {
            var name: String
            var value: String
        }
    }

    static let hours: Int64 = 24
    static let mostOfOnePerson = 20

    static let table = Table(
        "kept_form",
        columns: [
            Column("digest", .text, notNull: true), Column("person", .text, notNull: true), Column("address", .text, notNull: true),
            Column("sealed", .blob, notNull: true), Column("at", .integer, notNull: true),
        ], primaryKey: ["digest"], indexes: [Index("kept_form_person", on: ["person", "at"])])

    private let database: Database
    private let sealing: Sealing

    init(database: Database, master: MasterKey) {
        self.database = database
        sealing = Sealing(master: master, purpose: "kept forms")
    }

    /// - Returns: the token under which `find` gives it back.
    /// - Throws: the database's error.
    func keep(_ form: Kept, of person: String, at now: Moment) async throws -> String {
        let token = RandomToken.make()
        let digest = RandomToken.digest(token)
        let sealed = Array(try sealing.seal(try JSONEncoder().encode(form.pairs)))
        let oldest = now.milliseconds - Self.hours * 3_600_000
        try await database.write { connection in
            try connection.enqueue("DELETE FROM kept_form WHERE at < \(oldest)")
            try connection.enqueue(
                "INSERT INTO kept_form (digest, person, address, sealed, at) VALUES (\(digest), \(person), \(form.address), \(sealed), \(now.milliseconds))"
            )
            try connection.enqueue(
                "DELETE FROM kept_form WHERE person = \(person) AND digest NOT IN (SELECT digest FROM kept_form WHERE person = \(person) ORDER BY at DESC, digest LIMIT \(Self.mostOfOnePerson))"
            )
        }
        return token
    }

    /// Nil: unknown, too old, or another person's.
    func find(_ token: String, of person: String, at now: Moment) throws -> Kept? {
        guard (20...100).contains(token.utf8.count) else { return nil }
        let row = try database.read {
            try $0.first(
                "SELECT address, sealed FROM kept_form WHERE digest = \(RandomToken.digest(token)) AND person = \(person) AND at >= \(now.milliseconds - Self.hours * 3_600_000)"
            )
        }
        guard let row, let address = row.text(0), let sealed = row.blob(1), let opened = sealing.open(Data(sealed)),
            let pairs = try? JSONDecoder().decode([Kept.Pair].self, from: opened)
        else { return nil }
        return Kept(address: address, pairs: pairs)
    }
}
