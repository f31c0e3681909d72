import Casework
import Crypto
import Cryptography
import Expressions
import Foundation
import Storage
import WorkCalendar

/// A whole node in one file: every table of one snapshot as JSON lines, every attachment, and a manifest with the SHA-256 of each part. The same form for both
/// databases, so that either can be restored from the other's; a POSIX archive, so that it can be looked into with `tar` and `zcat`.
///
///     tables/NAME.0001.jsonl.gz   rows as arrays, in the order of the manifest's columns
///     attachments/…               as they lie in the folder (sealed ones stay sealed)
///     key/master.key              only when asked for
///     manifest.json               parts, tables, counts, head of the journal, fingerprint of the master key
///     manifest.sha256             digest of the manifest
public struct Backup: Sendable {
    public let database: Database
    /// Folder of the attachments; it need not be there.
    public let attachments: String?
    /// 32 bytes.
    public let master: MasterKey

    public init(database: Database, attachments: String?, master: MasterKey) {
        self.database = database
        self.attachments = attachments
        self.master = master
    }

    /// What was saved.
    public struct Outcome: Sendable, Hashable {
        public var tables: Int
        public var rows: Int
        public var attachments: Int
        /// Attachments that the database names and the folder lacks.
        public var missingAttachments: Int
        /// SHA-256 of the manifest: to be noted apart from the file.
        public var digest: String
        public var keyFingerprint: String
    }

    /// Form of the file.
    static let form: Int64 = 1
    /// Bytes of rows in one part, before packing.
    static let partBytes = 16 << 20
    /// Who is signed in is nobody's business after a restore.
    static let leftOut: Set<String> = ["session"]

    /// Writes beside the target and moves it there at the end. Never overwrites.
    /// - Parameter withKey: the master key goes into the file: whoever has the file then reads every secret.
    /// - Throws: `OperationProblem` or `DatabaseError`; no file is left.
    public func write(to path: String, withKey: Bool = false, at now: Moment) throws -> Outcome {
        guard !FileManager.default.fileExists(atPath: path) else { throw OperationProblem(.notEmpty, "\(path) 已存在：备份从不覆盖已有文件，请换一个文件名") }
        let temporary = "\(path).part"
        do {
            let outcome = try fill(temporary, withKey: withKey, at: now)
            guard rename(temporary, path) == 0 else { throw OperationProblem(.file, "不能写 \(path)") }
            return outcome
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw error
        }
    }

    private func fill(_ path: String, withKey: Bool, at now: Moment) throws -> Outcome {
        let parts = Parts(try TarWriter(path: path))
        var outcome = Outcome(
            tables: 0, rows: 0, attachments: 0, missingAttachments: 0, digest: "", keyFingerprint: Self.fingerprint(master))
        var tables: [Value] = []
        var head: Value = .null
        var named: Set<String> = []
        try database.read { connection in
            for table in try PortableTable.all(connection) {
                let rows = try dump(table, connection, parts)
                outcome.tables += 1
                outcome.rows += rows
                guard case .map(var map) = table.value else { continue }
                map[.string("rows")] = .int(Int64(rows))
                tables.append(.map(map))
                if table.name == "journal", let last = try connection.first("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1") {
                    head = .map([.string("seq"): .int(last.int(0) ?? 0), .string("hash"): .bytes(last.blob(1) ?? [])])
                }
                if table.name == "attachment" {
                    named = Set(try connection.query("SELECT hash FROM attachment WHERE size > 0").compactMap { $0.text(0) })
                }
            }
        }
        // After the rows: a file is there before its row is, so none that a row names is missed.
        for (name, content) in try files() {
            try parts.add("attachments/\(name)", content())
            named.remove(String(name.split(separator: "/").last ?? ""))
            outcome.attachments += 1
        }
        outcome.missingAttachments = named.count
        if withKey { try parts.add("key/master.key", master.file) }
        let manifest = Array(
            PlainJSON.write(
                .map([
                    .string("form"): .int(Self.form), .string("made_at"): .string(now.description),
                    .string("dialect"): .string(database.dialect.rawValue),
                    .string("key_fingerprint"): .string(outcome.keyFingerprint), .string("tables"): .list(tables), .string("journal"): head,
                    .string("parts"): .list(parts.list),
                ])
            ).utf8)
        outcome.digest = Self.digest(manifest)
        try parts.finish(manifest, digest: outcome.digest)
        return outcome
    }

    /// - Returns: how many rows.
    private func dump(_ table: PortableTable, _ connection: any Connection, _ parts: Parts) throws -> Int {
        guard !Self.leftOut.contains(table.name) else { return 0 }
        var block: [UInt8] = []
        var rows = 0
        var number = 0
        func flush() throws {
            guard !block.isEmpty else { return }
            number += 1
            let digits = String(number)
            let name = "tables/\(table.name).\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits).jsonl.gz"
            try parts.add(name, Deflate.pack(block, as: .gzip))
            block.removeAll(keepingCapacity: true)
        }
        let order: SQL = table.primaryKey.isEmpty ? "" : " ORDER BY \(identifiers: table.primaryKey)"
        try connection.forEach("SELECT \(identifiers: table.columns.map(\.name)) FROM \(identifier: table.name)\(order)") { row in
            block += PortableTable.line(row).utf8
            block.append(0x0A)
            rows += 1
            if block.count >= Self.partBytes { try flush() }
            return true
        }
        try flush()
        return rows
    }

    private func files() throws -> [(String, () throws -> [UInt8])] {
        guard let attachments, let walk = FileManager.default.enumerator(atPath: attachments) else { return [] }
        var names: [String] = []
        for case let name as String in walk {
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: "\(attachments)/\(name)", isDirectory: &isFolder), !isFolder.boolValue,
                Self.isAttachment(name)
            {
                names.append(name)
            }
        }
        return names.sorted().map { name in
            (
                name,
                {
                    guard let data = FileManager.default.contents(atPath: "\(attachments)/\(name)") else {
                        throw OperationProblem(.file, "读不到附件 \(name)")
                    }
                    return Array(data)
                }
            )
        }
    }

    /// `ab/cd/` and 64 hexadecimal digits: nothing else is taken, nor ever written.
    static func isAttachment(_ name: String) -> Bool { name.wholeMatch(of: /[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{64}/) != nil }

    /// SHA-256, hexadecimal.
    static func digest(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined()
    }

    /// Tells keys apart and nothing of the key.
    public static func fingerprint(_ master: MasterKey) -> String {
        String(digest(Array("bagui key fingerprint".utf8) + master.file).prefix(16))
    }

    /// The archive being written and what is in it.
    private final class Parts {
        private var tar: TarWriter
        private(set) var list: [Value] = []
        init(_ tar: consuming TarWriter) { self.tar = tar }

        func add(_ name: String, _ content: [UInt8]) throws(OperationProblem) {
            try tar.add(name, content)
            list.append(.list([.string(name), .int(Int64(content.count)), .string(Backup.digest(content))]))
        }

        func finish(_ manifest: [UInt8], digest: String) throws(OperationProblem) {
            try tar.add("manifest.json", manifest)
            try tar.add("manifest.sha256", Array("\(digest)  manifest.json\n".utf8))
            try tar.finish()
        }
    }
}
