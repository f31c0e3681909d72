import Casework
import Crypto
import Cryptography
import Foundation
import HTML
import Storage
import WorkCalendar

/// Files beside the database, by the SHA-256 of their content: the same content is kept once, whoever sends it; each sender has an entry of his
/// own for it, under his own name of the file. What is secret is kept sealed.
public struct AttachmentStore: Sendable {
    /// Bytes of one file.
    public static let limit = 20 << 20

    public let folder: String
    private let database: Database
    private let sealing: Sealing

    /// Why a file is not taken, in Chinese.
    public struct Refused: Error, Sendable, Hashable {
        public var message: String
        public init(message: String) { self.message = message }
    }

    /// Why a file could not be kept although there is nothing wrong with it, in Chinese: the disk is full, or not to be written to.
    public struct Failed: Error, Sendable, Hashable {
        public var message: String
    }

    /// What is known of a file: the content, and who sent it (of several who did, the one asked for).
    public struct Entry: Sendable, Hashable {
        public var hash: String
        public var name: String
        public var mediaType: String
        public var size: Int64
        public var byPerson: String
        public var recordType: String?
        public var record: String?
        public var isSealed: Bool
    }

    init(folder: String, database: Database, master: MasterKey) throws {
        self.folder = folder
        self.database = database
        sealing = Sealing(master: master, purpose: "attachments")
    }

    private func path(_ hash: String) -> String { "\(folder)/\(hash.prefix(2))/\(hash.dropFirst(2).prefix(2))/\(hash)" }

    /// Keeps a file. Sent again by the same person before it went to any record, it is the same entry, under its new name.
    /// - Parameter isSecret: kept sealed. A content that is here already stays as it is.
    /// - Throws: `Refused`, `Failed`, or the database's error: then nothing refers to it.
    public func keep(_ bytes: [UInt8], name: String, by actor: Actor, isSecret: Bool = true, at now: Moment) async throws -> Entry {
        let mediaType = try Self.look(at: bytes)
        let hash = SHA256.hash(data: bytes).map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined()
        let target = path(hash)
        var entry = Entry(
            hash: hash, name: Multipart.lastComponent(name), mediaType: mediaType, size: Int64(bytes.count), byPerson: actor.id,
            isSealed: isSecret)
        if entry.name.isEmpty { entry.name = "文件" }
        let known = try self.entry(hash)
        if let known, FileManager.default.fileExists(atPath: target) {
            (entry.mediaType, entry.isSealed) = (known.mediaType, known.isSealed)
            try await enter(entry, at: now)
            return entry
        }
        // A row without its content says how the content is read back: it comes back as it was.
        if let known { entry.isSealed = known.isSealed }
        let isSecret = entry.isSealed
        try put(isSecret ? try sealing.seal(Data(bytes)) : Data(bytes), at: target)
        try await enter(entry, at: now)
        return entry
    }

    /// Whether a file may be taken at all.
    /// - Returns: its media type, told by its content.
    /// - Throws: `Refused`.
    public static func look(at bytes: [UInt8]) throws(Refused) -> String {
        guard !bytes.isEmpty else { throw Refused(message: "文件是空的，请重新选择") }
        guard bytes.count <= limit else { throw Refused(message: "文件超过 \(limit >> 20) MB，请压缩后再传") }
        guard !FileKind.isTestVirus(bytes) else { throw Refused(message: "文件含有病毒特征，已拒收。请先在本机查杀") }
        guard let kind = FileKind(of: bytes) else { throw Refused(message: "只接受 PDF、OFD、JPG、PNG 文件（按内容识别，改名无效）") }
        return kind.rawValue
    }

    /// A name of a file as it is kept: its last component, without what no name may hold.
    public static func name(_ text: String) -> String {
        let last = Multipart.lastComponent(text)
        return last.isEmpty ? "文件" : last
    }

    /// The content's row, when it is the first; and the sender's own entry.
    private func enter(_ row: Entry, at now: Moment) async throws {
        let id = RandomToken.make(bytes: 15)
        try await database.write { connection in
            try connection.enqueue(
                """
                INSERT INTO attachment (hash, name, media_type, size, at, by_person, record_type, record_id, encrypted)
                VALUES (\(row.hash), \(row.name), \(row.mediaType), \(row.size), \(now.milliseconds), \(row.byPerson), NULL, NULL, \(row.isSealed)) ON CONFLICT DO NOTHING
                """)
            let renamed = try connection.execute(
                "UPDATE attachment_entry SET name = \(row.name), at = \(now.milliseconds) WHERE hash = \(row.hash) AND by_person = \(row.byPerson) AND record_id IS NULL"
            )
            guard renamed == 0 else { return }
            try connection.enqueue(
                """
                INSERT INTO attachment_entry (id, hash, name, at, by_person, record_type, record_id, field, attached_at, withdrawn_at, withdrawn_by)
                VALUES (\(id), \(row.hash), \(row.name), \(now.milliseconds), \(row.byPerson), NULL, NULL, NULL, NULL, NULL, NULL)
                """)
        }
    }

    /// Written beside and moved: a file is whole or not there. Flushed, and its folder too, before the row refers to it.
    private func put(_ kept: Data, at target: String) throws(Failed) {
        let files = FileManager.default
        let folder = (target as NSString).deletingLastPathComponent
        let temporary = "\(target).\(RandomToken.make(bytes: 6))"
        do {
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
            guard files.createFile(atPath: temporary, contents: nil, attributes: [.posixPermissions: 0o600]) else {
                throw CocoaError(.fileWriteNoPermission)
            }
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: temporary))
            defer { try? handle.close() }
            try handle.write(contentsOf: kept)
            try handle.synchronize()
            guard rename(temporary, target) == 0 else { throw CocoaError(.fileWriteUnknown) }
            flush(folder)
        } catch {
            // Half a file is nothing anybody wants.
            try? files.removeItem(atPath: temporary)
            throw Failed(message: "服务器的附件目录写不进去（磁盘已满或不可写），文件没有存下。请通知系统管理员，恢复后再传一次")
        }
    }

    /// A name in a folder outlives a power failure only when the folder has been flushed as well.
    private func flush(_ folder: String) {
        let handle = open(folder, O_RDONLY | O_DIRECTORY)
        guard handle >= 0 else { return }
        _ = fsync(handle)
        close(handle)
    }

    /// Pieces of files left by a process that was killed while it wrote them.
    /// - Parameter age: seconds; younger ones may belong to another process that is writing now.
    func sweep(olderThan age: Double = 3600) {
        let files = FileManager.default
        guard let walk = files.enumerator(atPath: folder) else { return }
        for case let name as String in walk {
            let last = name.split(separator: "/").last ?? ""
            guard let point = last.firstIndex(of: "."), last[..<point].utf8.count == 64,
                let made = walk.fileAttributes?[.modificationDate] as? Date, made.timeIntervalSinceNow < -age
            else { continue }
            try? files.removeItem(atPath: "\(folder)/\(name)")
        }
    }

    /// A content, as whoever sent it first named it.
    public func entry(_ hash: String) throws -> Entry? {
        guard hash.utf8.count == 64, hash.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else { return nil }
        return try database.read { connection in
            try connection.first(
                "SELECT hash, name, media_type, size, by_person, record_type, record_id, encrypted FROM attachment WHERE hash = \(hash)"
            ).map {
                Entry(
                    hash: $0.text(0) ?? "", name: $0.text(1) ?? "", mediaType: $0.text(2) ?? "", size: $0.int(3) ?? 0,
                    byPerson: $0.text(4) ?? "", recordType: $0.text(5),
                    record: $0.text(6), isSealed: $0.bool(7) ?? false)
            }
        }
    }

    /// A content as a person sent it; nil when he did not.
    public func entry(_ hash: String, sentBy person: String) throws -> Entry? {
        guard var entry = try entry(hash) else { return nil }
        let own = try database.read {
            try $0.first(
                "SELECT name FROM attachment_entry WHERE hash = \(hash) AND by_person = \(person) ORDER BY at DESC, id DESC LIMIT 1")
        }
        guard let name = own?.text(0) else { return entry.byPerson == person ? entry : nil }
        (entry.name, entry.byPerson) = (name, person)
        return entry
    }

    /// A content as it is called in a record; as its first sender called it where the record has no entry of its own.
    public func entry(_ hash: String, in reference: RecordReference) throws -> Entry? {
        guard var entry = try entry(hash) else { return nil }
        let own = try database.read {
            try $0.first(
                "SELECT name, by_person FROM attachment_entry WHERE record_id = \(reference.id) AND record_type = \(reference.type) AND hash = \(hash) ORDER BY at DESC, id DESC LIMIT 1"
            )
        }
        if let own { (entry.name, entry.byPerson) = (own.text(0) ?? entry.name, own.text(1) ?? entry.byPerson) }
        (entry.recordType, entry.record) = (reference.type, reference.id)
        return entry
    }

    /// The newest records in which a content stands, for an address that names none.
    public func records(holding hash: String, most: Int = 50) throws -> [RecordReference] {
        let rows = try database.read {
            try $0.query(
                "SELECT record_type, record_id FROM attachment_entry WHERE hash = \(hash) AND record_id IS NOT NULL AND withdrawn_at IS NULL ORDER BY at DESC, id DESC LIMIT \(most)"
            )
        }
        return rows.compactMap { row in row.text(0).flatMap { type in row.text(1).map { RecordReference(type: type, id: $0) } } }
    }

    /// The content; nil when the file is missing or was altered.
    public func content(_ entry: Entry) -> [UInt8]? {
        guard let kept = FileManager.default.contents(atPath: path(entry.hash)) else { return nil }
        guard let bytes = entry.isSealed ? sealing.open(kept) : kept else { return nil }
        let hash = SHA256.hash(data: bytes).map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined()
        return hash == entry.hash ? Array(bytes) : nil
    }
}
