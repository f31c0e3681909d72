import Cryptography
import Storage

/// What a database knows of the master key under which it was begun: the suite of algorithms, so that whoever verifies the journal needs no key, and a fingerprint, so
/// that no node goes on with another key, under which its secrets could not be read and new ones would be sealed.
public enum NodeKey {
    static let table = Table(
        "node_key", columns: [.integer("id"), .text("suite"), .text("fingerprint")], primaryKey: ["id"])

    /// The database was begun under another key.
    public struct Mismatch: Error, Sendable, CustomStringConvertible {
        public var description: String { "这个数据库不是用现在的密钥文件建立的：其中加密的内容读不出来。请从备份恢复原来的密钥文件后再启动，数据库没有改动" }
    }

    /// The suite of a database; the international one where nothing has been kept in it yet.
    public static func suite(_ connection: any Connection) throws -> CryptographicSuite {
        try connection.first("SELECT suite FROM node_key WHERE id = 1")?.text(0).flatMap(CryptographicSuite.init) ?? .international
    }

    /// Holds the database to this key from its first opening on.
    /// - Throws: ``Mismatch``, `DatabaseError`.
    static func hold(_ box: SecretBox, _ database: Database) throws {
        guard try !isHeld(box, in: database) else { return }
        try database.writeBlocking { connection in
            // Begun before databases knew their key: a secret of its own tells.
            if let wrapped = try connection.first("SELECT wrapped FROM record_key LIMIT 1")?.blob(0) {
                guard (try? box.unwrap(wrapped)) != nil else { throw Mismatch() }
            }
            try connection.enqueue(
                "INSERT INTO node_key (id, suite, fingerprint) VALUES (1, \(box.suite.rawValue), \(box.fingerprint)) ON CONFLICT DO NOTHING"
            )
        }
        // Two servers may have begun at the same moment: one key stands.
        guard try isHeld(box, in: database) else { throw Mismatch() }
    }

    private static func isHeld(_ box: SecretBox, in database: Database) throws -> Bool {
        guard let row = try database.read({ try $0.first("SELECT suite, fingerprint FROM node_key WHERE id = 1") }) else { return false }
        guard row.text(0) == box.suite.rawValue, row.text(1) == box.fingerprint else { throw Mismatch() }
        return true
    }
}
