import Casework
import Cryptography
import Expressions
import Foundation
import Storage

/// Puts a backup into an empty database of either kind. Says done only after every part was found as the manifest has it and the journal is whole.
public struct Restore: Sendable {
    public let path: String

    public init(path: String) { self.path = path }

    /// What was put back.
    public struct Outcome: Sendable, Hashable {
        public var madeAt: String
        public var tables: Int
        public var rows: Int
        public var attachments: Int
        public var journalEntries: Int64
        public var digest: String
        public var keyFingerprint: String
        /// The master key, where the backup carries it.
        public var key: [UInt8]?
    }

    /// Reads the whole file and compares each part with the manifest. Writes nothing.
    /// - Throws: `OperationProblem` naming the first part that does not fit.
    public func check() throws(OperationProblem) -> Outcome {
        let (manifest, key) = try examine()
        return outcome(manifest, key)
    }

    private func outcome(_ manifest: BackupManifest, _ key: [UInt8]?) -> Outcome {
        Outcome(
            madeAt: manifest.madeAt, tables: manifest.tables.count, rows: manifest.tables.reduce(0) { $0 + $1.rows },
            attachments: manifest.parts.count { $0.name.hasPrefix("attachments/") }, journalEntries: manifest.journal?.sequence ?? 0,
            digest: manifest.digest,
            keyFingerprint: manifest.keyFingerprint, key: key)
    }

    private func examine() throws(OperationProblem) -> (BackupManifest, key: [UInt8]?) {
        var reader = try TarReader(path: path)
        var found: [String: (size: Int, digest: String)] = [:]
        var manifest: BackupManifest?
        var key: [UInt8]?
        var noted = ""
        while let (name, content) = try reader.next() {
            switch name {
            case "manifest.json": manifest = try BackupManifest(content)
            case "manifest.sha256": noted = String(decoding: content.prefix(64), as: UTF8.self)
            default:
                if found.updateValue((content.count, Backup.digest(content)), forKey: name) != nil {
                    throw OperationProblem(.altered, "备份中有两个“\(name)”：文件被更改")
                }
                if name == "key/master.key" { key = content }
            }
        }
        guard let manifest else { throw OperationProblem(.format, "\(path) 没有清单：不是完整的备份") }
        guard manifest.digest == noted else { throw OperationProblem(.altered, "备份的清单与其摘要不符：文件被更改或已损坏") }
        for part in manifest.parts {
            guard let one = found.removeValue(forKey: part.name) else { throw OperationProblem(.altered, "备份缺少“\(part.name)”") }
            guard one.size == part.size, one.digest == part.digest else {
                throw OperationProblem(.altered, "备份中的“\(part.name)”与清单不符：被更改或已损坏")
            }
        }
        if let extra = found.keys.min() { throw OperationProblem(.altered, "备份中的“\(extra)”不在清单内：文件被更改") }
        return (manifest, key)
    }

    /// - Parameters:
    ///   - master: key of the target; nil where it is not known yet. One that is not the backup's own is refused: what is sealed could never be read.
    ///   - attachments: folder they go to.
    /// - Throws: `notEmpty` when the target holds anything; otherwise what was found wrong. Then the target is empty again.
    public func run(into database: Database, attachments: String?, master: MasterKey?) throws -> Outcome {
        let (manifest, key) = try examine()
        if let master, Backup.fingerprint(master) != manifest.keyFingerprint {
            throw OperationProblem(.request, "密钥与备份不符（备份所用密钥的指纹为 \(manifest.keyFingerprint)）。请用 --key 指明做备份时的密钥文件")
        }
        try Self.requireEmpty(database)
        _ = try database.apply(manifest.tables.map(\.table.table))
        do {
            try load(manifest, into: database, attachments: attachments)
            try verify(manifest, database)
        } catch {
            for (table, _) in manifest.tables {
                _ = try? database.writeBlocking { try $0.execute("DELETE FROM \(identifier: table.name)") }
            }
            throw error
        }
        return outcome(manifest, key)
    }

    /// - Throws: `notEmpty` when any table of the database holds a row.
    public static func requireEmpty(_ database: Database) throws {
        try database.read { connection in
            for table in try PortableTable.all(connection)
            where try connection.first("SELECT 1 FROM \(identifier: table.name) LIMIT 1") != nil {
                throw OperationProblem(.notEmpty, "目标数据库不是空的（表 \(table.name) 已有内容）。恢复只写入空的数据库，请另建一个")
            }
        }
    }

    private func load(_ manifest: BackupManifest, into database: Database, attachments: String?) throws {
        let tables = Dictionary(manifest.tables.map { ($0.table.name, $0.table) }, uniquingKeysWith: { first, _ in first })
        var reader = try TarReader(path: path)
        while let (name, content) = try reader.next() {
            if name.hasPrefix("tables/") {
                guard let table = tables[String(name.dropFirst(7).prefix { $0 != "." })] else {
                    throw OperationProblem(.altered, "备份中的“\(name)”不属于任何表")
                }
                // Rows are at most so much longer than a part, since the last row of a part may be long.
                let text = try Deflate.unpack(content[...], as: .gzip, limit: TarReader.limit, name: name)
                try insert(text, into: table, database, name)
            } else if name.hasPrefix("attachments/"), let attachments {
                let file = String(name.dropFirst("attachments/".count))
                guard Backup.isAttachment(file) else { throw OperationProblem(.altered, "备份中的“\(name)”不是附件的名字") }
                try put(content, at: "\(attachments)/\(file)")
            }
        }
    }

    private func insert(_ text: [UInt8], into table: PortableTable, _ database: Database, _ part: String) throws {
        let columns = table.columns.map(\.name)
        let lines = text.split(separator: 0x0A)
        try database.bulk(lines, perCommit: 2000) { connection, line in
            guard let values = table.values(String(decoding: line, as: UTF8.self)) else {
                throw OperationProblem(.altered, "备份中的“\(part)”有一行读不出来")
            }
            try connection.enqueue("INSERT INTO \(identifier: table.name) (\(identifiers: columns)) VALUES (\(values))")
        }
    }

    /// Written beside, flushed and moved: whole or not there. A file that is there already is the same, since its name is its content's digest.
    private func put(_ content: [UInt8], at path: String) throws {
        let files = FileManager.default
        if files.fileExists(atPath: path) { return }
        try files.createDirectory(atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        let temporary = "\(path).part"
        guard files.createFile(atPath: temporary, contents: nil, attributes: [.posixPermissions: 0o600]),
            let file = FileHandle(forWritingAtPath: temporary)
        else {
            throw OperationProblem(.file, "不能写附件 \(path)")
        }
        try file.write(contentsOf: Data(content))
        try file.synchronize()
        try file.close()
        guard rename(temporary, path) == 0 else { throw OperationProblem(.file, "不能写附件 \(path)") }
    }

    private func verify(_ manifest: BackupManifest, _ database: Database) throws {
        try database.read { connection in
            for (table, rows) in manifest.tables where !Backup.leftOut.contains(table.name) {
                let found = try connection.first("SELECT COUNT(*) FROM \(identifier: table.name)")?.int(0) ?? 0
                guard found == Int64(rows) else { throw OperationProblem(.altered, "表 \(table.name) 应有\(rows)行，恢复后为\(found)行") }
            }
            guard let head = manifest.journal else { return }
            let last = try connection.first("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
            guard last?.int(0) == head.sequence, last?.blob(1) == head.hash else { throw OperationProblem(.altered, "日志的末条与备份清单不符") }
        }
        guard manifest.tables.contains(where: { $0.table.name == "journal" }) else { return }
        let findings = try JournalSeal(database: database).verify()
        if let first = findings.first { throw OperationProblem(.altered, "备份中的日志不完整（\(findings.count)处）：\(first.message)") }
    }
}
