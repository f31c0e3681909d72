import Casework
import Definitions
import HTML
import Hummingbird
import Site
import Storage
import WorkCalendar

/// The seals of the journal, and the proof that nothing in it was changed, removed or moved.
struct VerificationPages {
    let console: ConsoleVisit

    func seals() throws -> Response {
        try console.requireNode()
        return try console.page("完整性核验", note: "", try body(.empty))
    }

    private func body(_ result: HTML) throws -> HTML {
        let before = console.visit.query["before"].flatMap { Int64($0) } ?? Int64.max
        let found = try console.visit.kernel.database.read { connection in
            try connection.query(
                "SELECT number, first_seq, last_seq, at, root, hash FROM journal_seal WHERE number < \(before) ORDER BY number DESC LIMIT 51"
            )
        }
        let rows = found.prefix(50).map { row in
            TableRow(
                id: String(row.int(0) ?? 0), link: nil,
                [
                    "第\(row.int(0) ?? 0)号", "\(momentText(row.int(3)))", "\(row.int(1) ?? 0)—\(row.int(2) ?? 0)",
                    "\((row.int(2) ?? 0) - (row.int(1) ?? 0) + 1)",
                    "<code>\(Self.hexadecimal(row.blob(4) ?? []).prefix(16))…</code>",
                    "<code>\(Self.hexadecimal(row.blob(5) ?? []).prefix(16))…</code>",
                ])
        }
        let table = DataTable(
            "封存",
            columns: [
                TableColumn("封存", .identity), TableColumn("时间", .date), TableColumn("日志"), TableColumn("条数", .number), TableColumn("默克尔根"),
                TableColumn("链上散列"),
            ], rows: rows,
            empty: emptyState("还没有封存", text: "日志约每十秒封存一次", icon: .seal), stacksWhenNarrow: true)
        let next = found.count > 50 ? found[49].int(0).map { "/admin/audit/verification?before=\($0)" } : nil
        let run = actionButton("核验全部日志", action: "/admin/audit/verification", .primary, icon: .check, csrf: console.visit.csrf)
        let explained: HTML = "<p>每条日志带有同一记录上一条的散列，封存把其间全部日志归入一个默克尔根并与上一封存相连。核验从头逐条重算：内容被改、条目被删或调换、封存被动过，都会指出在哪一条。</p>"
        return "\(result)\(card("核验", "\(explained)\(run)"))<h2>封存</h2>\(table)\(pager(previous: nil, next: next))"
    }

    func run() async throws -> Response {
        try console.requireNode()
        let database = console.visit.kernel.database
        let seal = JournalSeal(database: database)
        let now = console.now
        let findings = try await offThePool { () -> [JournalSeal.Finding] in
            // What is not sealed yet is sealed first, so that the newest entries are proved too.
            try seal.seal(at: now)
            return try seal.verify()
        }
        let count = try await database.write { [console] connection -> Int64 in
            let count = try connection.first("SELECT MAX(seq) FROM journal")?.int(0) ?? 0
            try console.note("journal", "verify", ["findings": String(findings.count), "entries": String(count)], in: connection)
            return count
        }
        let list: HTML = findings.prefix(500).html { finding in
            "<li>\(finding.message)\(finding.record.map { " <small>记录 \($0)</small>" as HTML })</li>"
        }
        let result =
            findings.isEmpty
            ? notice("\(counted(Int(count)))条日志完整，没有发现篡改", .done, body: "<p>\(momentText(now.milliseconds)) 核验。</p>")
            : notice("发现\(findings.count)处不符", .danger, body: "<ol>\(list)</ol><p>请立即封存现场，从异地备份比对，并按安全事件报告。</p>")
        return try console.page("完整性核验", note: "", try body(result))
    }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }
}
