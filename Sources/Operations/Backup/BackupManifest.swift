import Casework
import Expressions

/// What a backup says it holds.
struct BackupManifest: Sendable {
    struct Part: Sendable, Hashable {
        var name: String
        var size: Int
        var digest: String
    }
    var madeAt: String
    var keyFingerprint: String
    var tables: [(table: PortableTable, rows: Int)]
    var parts: [Part]
    var journal: (sequence: Int64, hash: [UInt8])?
    /// Its own digest.
    var digest: String

    /// - Throws: `format` when it cannot be read or is of another form.
    init(_ bytes: [UInt8]) throws(OperationProblem) {
        let broken = OperationProblem(.format, "备份的清单读不出来：文件已损坏")
        guard let text = String(validating: bytes, as: UTF8.self), case .map(let map)? = try? PlainJSON.read(text),
            case .int(let form)? = map[.string("form")]
        else { throw broken }
        guard form == Backup.form else { throw OperationProblem(.format, "备份的格式为第\(form)版，本程序只认第\(Backup.form)版。请用做备份的那一版程序恢复") }
        guard case .string(let madeAt)? = map[.string("made_at")], case .string(let key)? = map[.string("key_fingerprint")],
            case .list(let tables)? = map[.string("tables")],
            case .list(let parts)? = map[.string("parts")]
        else { throw broken }
        self.madeAt = madeAt
        keyFingerprint = key
        self.tables = []
        for entry in tables {
            guard let table = PortableTable(entry), case .map(let map) = entry, case .int(let rows)? = map[.string("rows")] else {
                throw broken
            }
            self.tables.append((table, Int(rows)))
        }
        self.parts = []
        for part in parts {
            guard case .list(let items) = part, items.count == 3, case .string(let name) = items[0], case .int(let size) = items[1],
                case .string(let digest) = items[2]
            else {
                throw broken
            }
            self.parts.append(Part(name: name, size: Int(size), digest: digest))
        }
        if case .map(let head)? = map[.string("journal")], case .int(let sequence)? = head[.string("seq")],
            case .bytes(let hash)? = head[.string("hash")]
        {
            journal = (sequence, hash)
        }
        digest = Backup.digest(bytes)
    }
}
