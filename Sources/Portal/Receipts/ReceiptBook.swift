import Casework
import Cryptography
import Foundation
import Site
import Storage
import WorkCalendar

/// Receipts given: what was signed, and sealed beside it what was filed, for its owner alone.
struct ReceiptBook: Sendable {
    static let table = Table(
        "filing_receipt",
        columns: [
            Column("number", .text, notNull: true), Column("account", .text, notNull: true), Column("record_type", .text, notNull: true),
            Column("record_id", .text, notNull: true), Column("text", .text, notNull: true), Column("sealed", .blob, notNull: true),
            Column("at", .integer, notNull: true),
        ], primaryKey: ["number"], indexes: [Index("filing_receipt_record", on: ["record_id"])])

    let site: Site

    /// What is to be receipted.
    struct Filed: Sendable {
        var number: String
        var account: String
        var record: RecordReference
        var item: String
        var organ: String
        var at: Moment
        var content: String
        /// By which it is looked up without an account.
        var queryCode: String?
        var next: [Matter.NextStep]
    }

    /// What is kept of it, sealed.
    private struct Kept: Codable {
        var content: String
        var queryCode: String?
        var item: String
        var organ: String
        var next: [Step]
        struct Step: Codable {
            var title: String
            var text: String
            var basis: String?
        }
    }

    /// A receipt as its owner sees it.
    struct Found: Sendable {
        var number: String
        var record: RecordReference
        var text: ReceiptText
        var item: String
        var organ: String
        var at: Moment
        var content: String
        var queryCode: String?
        var next: [Matter.NextStep]
    }

    private var sealing: Sealing { Sealing(master: site.settings.master, purpose: "filed contents") }

    /// Signs and keeps a receipt; the same number twice keeps the first.
    /// - Throws: `DatabaseError`, `CryptographyProblem`.
    func issue(_ filed: Filed, at now: Moment) async throws {
        let signing = try ReceiptKey(master: site.settings.master)
        let body = ReceiptText.body(
            number: filed.number, item: filed.item, organ: filed.organ, at: filed.at, content: filed.content, key: signing.fingerprint,
            site.settings.master.suite)
        let text = ReceiptText(signed: body, signature: try signing.sign(body)).whole
        let kept = Kept(
            content: filed.content, queryCode: filed.queryCode, item: filed.item, organ: filed.organ,
            next: filed.next.map { .init(title: $0.title, text: $0.text, basis: $0.basis) })
        let sealed = Array(try sealing.seal(try JSONEncoder().encode(kept)))
        try await site.kernel.database.write { connection in
            try connection.enqueue(
                """
                INSERT INTO filing_receipt (number, account, record_type, record_id, text, sealed, at)
                VALUES (\(filed.number), \(filed.account), \(filed.record.type), \(filed.record.id), \(text), \(sealed), \(filed.at.milliseconds)) ON CONFLICT DO NOTHING
                """)
        }
    }

    /// Nil: no such receipt, or another person's.
    func find(_ number: String, of account: String) throws -> Found? {
        try found(
            try site.kernel.database.read {
                try $0.first(
                    "SELECT number, record_type, record_id, text, sealed, at FROM filing_receipt WHERE number = \(number) AND account = \(account)"
                )
            })
    }

    /// The receipt of a record, for whoever may see the record.
    func find(record: RecordReference) throws -> Found? {
        try found(
            try site.kernel.database.read {
                try $0.first(
                    "SELECT number, record_type, record_id, text, sealed, at FROM filing_receipt WHERE record_id = \(record.id) LIMIT 1")
            })
    }

    private func found(_ row: Row?) throws -> Found? {
        guard let row, let number = row.text(0), let type = row.text(1), let id = row.text(2), let text = row.text(3),
            let receipt = ReceiptText(pasted: text), let sealed = row.blob(4), let opened = sealing.open(sealed),
            let kept = try? JSONDecoder().decode(Kept.self, from: opened)
        else { return nil }
        return Found(
            number: number, record: RecordReference(type: type, id: id), text: receipt, item: kept.item, organ: kept.organ,
            at: Moment(clamping: row.int(5) ?? 0), content: kept.content, queryCode: kept.queryCode,
            next: kept.next.map { Matter.NextStep($0.title, $0.text, basis: $0.basis) })
    }
}
