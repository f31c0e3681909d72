import Casework
import Foundation
import Site
import Storage
import WorkCalendar

/// Drafts until they are filed, thirty days at most after they were last saved (`draft_days` of online handling).
///
/// A draft is sealed under a key made of the node's master and its return code: neither the database alone nor the node without the code can
/// open it. The database knows the code only by its keyed digest.
struct DraftStore: Sendable {
    static let days: Int64 = 30
    /// Files of one draft and their bytes, as the definitions say of one application.
    static let mostFiles = 30
    static let mostBytes = 200 << 20

    static let table = Table(
        "matter_draft",
        columns: [
            Column("digest", .text, notNull: true), Column("matter", .text, notNull: true), Column("sealed", .blob, notNull: true),
            Column("files", .text, notNull: true), Column("saved_at", .integer, notNull: true),
            Column("expires_at", .integer, notNull: true),
        ], primaryKey: ["digest"], indexes: [Index("matter_draft_expiry", on: ["expires_at"])])

    let site: Site

    /// A draft as it was found.
    struct Found: Sendable {
        var code: String
        var draft: Draft
        var expiresAt: Moment
    }

    private func digest(_ code: String) -> String { site.kernel.secrets.digest(code, purpose: "matter draft") }

    private func sealing(_ code: String) -> Sealing { Sealing(master: site.settings.master, purpose: "matter draft", salt: code) }

    /// Writes the draft, new or again; its time begins anew.
    /// - Throws: `DatabaseError`.
    @discardableResult func save(_ draft: Draft, under code: String, at now: Moment) async throws -> Found {
        let sealed = Array(try sealing(code).seal(try JSONEncoder().encode(draft)))
        let expires = Moment(clamping: now.milliseconds + Self.days * 86_400_000)
        let digest = digest(code)
        let files = draft.files.map(\.id).joined(separator: " ")
        try await site.kernel.database.write { connection in
            try connection.enqueue(
                """
                INSERT INTO matter_draft (digest, matter, sealed, files, saved_at, expires_at)
                VALUES (\(digest), \(draft.slug), \(sealed), \(files), \(now.milliseconds), \(expires.milliseconds))
                ON CONFLICT (digest) DO UPDATE SET sealed = excluded.sealed, files = excluded.files, saved_at = excluded.saved_at, expires_at = excluded.expires_at
                """)
        }
        return Found(code: code, draft: draft, expiresAt: expires)
    }

    /// Nil: no such code, or its time is over.
    /// - Throws: `DatabaseError`.
    func find(_ code: String, at now: Moment) throws -> Found? {
        let row = try site.kernel.database.read {
            try $0.first("SELECT sealed, expires_at FROM matter_draft WHERE digest = \(digest(code)) AND expires_at > \(now.milliseconds)")
        }
        guard let row, let sealed = row.blob(0), let opened = sealing(code).open(sealed),
            let draft = try? JSONDecoder().decode(Draft.self, from: opened)
        else { return nil }
        return Found(code: code, draft: draft, expiresAt: Moment(clamping: row.int(1) ?? 0))
    }

    /// Takes a draft and its files away.
    func remove(_ found: Found) async throws {
        let digest = digest(found.code)
        try await site.kernel.database.write { try $0.enqueue("DELETE FROM matter_draft WHERE digest = \(digest)") }
        for file in found.draft.files { drop(file.id) }
    }

    /// Drafts whose time is over, a hundred at a time, with their files.
    func sweep(at now: Moment) async throws {
        let rows = try site.kernel.database.read {
            try $0.query("SELECT digest, files FROM matter_draft WHERE expires_at <= \(now.milliseconds) LIMIT 100")
        }
        guard !rows.isEmpty else { return }
        let digests = rows.compactMap { $0.text(0) }
        try await site.kernel.database.write { try $0.enqueue("DELETE FROM matter_draft WHERE digest IN (\(digests))") }
        for file in rows.flatMap({ ($0.text(1) ?? "").split(separator: " ") }) { drop(String(file)) }
    }

    // MARK: Files

    private func path(_ id: String) -> String { "\(site.settings.attachmentFolder)/drafts/\(id)" }

    /// Keeps a file beside the draft, sealed under its code.
    /// - Throws: the file system's error.
    func put(_ bytes: [UInt8], under code: String) throws -> String {
        let id = RandomToken.make(bytes: 18)
        let sealed = try sealing(code).seal(bytes)
        try FileManager.default.createDirectory(atPath: "\(site.settings.attachmentFolder)/drafts", withIntermediateDirectories: true)
        try sealed.write(to: URL(fileURLWithPath: path(id)), options: .atomic)
        return id
    }

    /// Nil: gone, or not of this draft.
    func bytes(_ id: String, under code: String) -> [UInt8]? {
        guard let sealed = FileManager.default.contents(atPath: path(id)), let opened = sealing(code).open(sealed) else { return nil }
        return Array(opened)
    }

    func drop(_ id: String) { try? FileManager.default.removeItem(atPath: path(id)) }
}
