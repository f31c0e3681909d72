import Casework
import Crypto
import Definitions
import Expressions
import HTML
import HTTPTypes
import Hummingbird
import NIOCore
import Site
import Storage
import WorkCalendar

/// The journal of a span of time as a file that can be kept and proved elsewhere: JSON lines, an entry or a seal each, with the hashes that chain them. What was changed
/// to what stays on the node – a digest of it goes along –, so that the archive of an audit holds no business content.
struct JournalExport {
    let console: ConsoleVisit

    func form() throws -> Response { try page([]) }

    private func page(_ errors: [FormError], _ typed: SubmittedForm? = nil) throws -> Response {
        try console.requireNode()
        let today = console.now.day
        let form = Form(
            to: "/admin/audit/export", csrf: console.visit.csrf, errors: errors,
            fields: [
                FormField(
                    "since", "自", .date(max: today.description), value: typed?["since"] ?? today.startOfMonth.description, isRequired: true),
                FormField("until", "至", .date(max: today.description), value: typed?["until"] ?? today.description, isRequired: true),
                FormField("purpose", "用途", .text(maxLength: 200), value: typed?["purpose"], isRequired: true),
            ],
            note: """
                \(consequence("导出本身记入日志。"))<p>每行一个 JSON：日志（<code>type=entry</code>）含同一记录上一条的散列 <code>previous</code> 和本条散列 <code>hash</code>；封存（<code>type=seal</code>）含首尾序号、默克尔根 <code>root</code> 和上一封存的散列。核对方法：同一 <code>record</code> 的 <code>previous</code> 等于上一条的 <code>hash</code>；一个封存内各条 hash 依次作叶（前缀 00）、两两相并（前缀 01）取 SHA-256，所得即 <code>root</code>。</p>
                """, buttons: button("导出", .primary, icon: .download))
        return try console.page("日志导出", note: "", status: errors.isEmpty ? .ok : .unprocessableContent, card("导出日志和散列链", form.html))
    }

    func file(_ form: SubmittedForm) async throws -> Response {
        try console.requireNode()
        guard let since = form["since"].flatMap({ Day($0) }), let until = form["until"].flatMap({ Day($0) }), since <= until else {
            return try page([FormError(field: "until", "请填写起止日期，止不早于起")], form)
        }
        guard let purpose = form["purpose"], purpose.count >= 2 else { return try page([FormError(field: "purpose", "请写明用途")], form) }
        let database = console.visit.kernel.database
        let (start, end) = (Moment.startOfDay(since).milliseconds, Moment.endOfDay(until).milliseconds)
        try await database.write { [console] in
            try console.note("journal", "export", ["since": since.description, "until": until.description, "source": purpose], in: $0)
        }
        let body = ResponseBody { writer in
            var last: Int64 = 0
            while true {
                let after = last
                let rows = try database.read { connection in
                    try connection.query(
                        """
                        SELECT seq, record_type, record_id, version, at, action, actor, actor_name, actor_role, actor_org, behalf, source, from_state, to_state, changes, previous, hash
                        FROM journal WHERE seq > \(after) AND at >= \(start) AND at <= \(end) ORDER BY seq LIMIT 1000
                        """)
                }
                guard let through = rows.last?.int(0) else { break }
                last = through
                try await writer.write(ByteBuffer(string: rows.map { Self.entry($0) + "\n" }.joined()))
            }
            var number: Int64 = 0
            while true {
                let after = number
                let seals = try database.read { connection in
                    try connection.query(
                        "SELECT number, first_seq, last_seq, at, root, previous, hash FROM journal_seal WHERE number > \(after) AND at >= \(start) ORDER BY number LIMIT 1000"
                    )
                }
                guard let through = seals.last?.int(0) else { break }
                number = through
                let wanted = seals.filter { ($0.int(1) ?? 0) <= last }
                try await writer.write(ByteBuffer(string: wanted.map { Self.seal($0) + "\n" }.joined()))
                if wanted.count < seals.count { break }
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/jsonl; charset=utf-8", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"journal-\(since)-\(until).jsonl\"",
            ], body: body)
    }

    /// One entry, its contents as a digest.
    static func entry(_ row: Row) -> String {
        func text(_ index: Int) -> Value { row.text(index).map { .string($0) } ?? .null }
        let digest = SHA256.hash(data: Array((row.text(14) ?? "").utf8))
        return PlainJSON.write(
            .map([
                .string("type"): .string("entry"), .string("seq"): .int(row.int(0) ?? 0), .string("record_type"): text(1),
                .string("record"): text(2), .string("version"): .int(row.int(3) ?? 0),
                .string("at"): .string(Moment(clamping: row.int(4) ?? 0).description), .string("at_ms"): .int(row.int(4) ?? 0),
                .string("action"): text(5), .string("actor"): text(6),
                .string("role"): text(8), .string("org"): text(9), .string("behalf"): text(10), .string("source"): text(11),
                .string("from_state"): text(12), .string("to_state"): text(13),
                .string("changes_sha256"): .string(VerificationPages.hexadecimal(Array(digest))),
                .string("previous"): .string(VerificationPages.hexadecimal(row.blob(15) ?? [])),
                .string("hash"): .string(VerificationPages.hexadecimal(row.blob(16) ?? [])),
            ]))
    }

    static func seal(_ row: Row) -> String {
        func hash(_ index: Int) -> Value { .string(VerificationPages.hexadecimal(row.blob(index) ?? [])) }
        return PlainJSON.write(
            .map([
                .string("type"): .string("seal"), .string("number"): .int(row.int(0) ?? 0), .string("first_seq"): .int(row.int(1) ?? 0),
                .string("last_seq"): .int(row.int(2) ?? 0),
                .string("at_ms"): .int(row.int(3) ?? 0), .string("root"): hash(4), .string("previous"): hash(5), .string("hash"): hash(6),
            ]))
    }
}
