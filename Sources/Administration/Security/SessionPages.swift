import Casework
import Definitions
import HTML
import Hummingbird
import Site
import Storage
import WorkCalendar

/// Who is signed in, and the ending of a session that should not be.
struct SessionPages {
    let console: ConsoleVisit

    func list() throws -> Response {
        try console.requireNode()
        let now = console.now.milliseconds
        let text = console.visit.query["q"]
        // A session is dead some minutes after its last request: fifteen for staff, thirty for citizens.
        let rows = try console.visit.kernel.database.read { connection in
            var conditions: [SQL] = [
                "s.expires_at > \(now)",
                "s.seen_at > (CASE WHEN s.kind = 'citizen' THEN \(now - 30 * 60_000) ELSE \(now - 15 * 60_000) END)",
            ]
            if let text {
                conditions.append("(s.person LIKE \(likePattern(text)) ESCAPE '\\' OR p.name LIKE \(likePattern(text)) ESCAPE '\\')")
            }
            return try connection.query(
                """
                SELECT s.token_digest, s.person, p.name, p.org, s.kind, s.created_at, s.seen_at, s.acting_org FROM session s LEFT JOIN person p ON p.id = s.person
                WHERE \(conditions.joined(separator: " AND ")) ORDER BY s.seen_at DESC LIMIT 200
                """)
        }
        let mine = console.visit.session?.digest
        let table = DataTable(
            "在线会话",
            columns: [
                TableColumn("人员", .identity), TableColumn("单位"), TableColumn("类别"), TableColumn("登录", .date), TableColumn("最近操作", .date),
                TableColumn("办理", .actions),
            ],
            rows: rows.map { row in
                let digest = row.text(0) ?? ""
                let org = row.text(7) ?? row.text(3) ?? ""
                let end: HTML =
                    digest == mine
                    ? tag("本会话")
                    : actionButton(
                        "结束", action: "/admin/security/sessions/end", .danger, csrf: console.visit.csrf,
                        fields: [("session", digest), ("person", row.text(1) ?? "")])
                return TableRow(
                    id: String(digest.prefix(12)), link: nil,
                    [
                        "\(row.text(2) ?? "") <code>\(row.text(1) ?? "")</code>", "\(console.state.tree.organisation(org)?.name ?? org)",
                        "\(row.text(4) == "citizen" ? "群众" : row.text(4) == "staff" ? "工作人员" : "接口令牌")",
                        "\(momentText(row.int(5)))", "\(momentText(row.int(6)))", end,
                    ])
            }, empty: emptyState("没有在线的会话", icon: .clock), stacksWhenNarrow: true)
        let bar = FilterBar(
            address: "/admin/security/sessions", controls: [FormField("q", "账号或姓名", .text(.search, maxLength: 60), value: text)])
        return try console.page("在线会话", note: rows.count < 200 ? "\(rows.count)个" : "至少200个，列出最近的", "\(bar)\(table)")
    }

    func end(_ form: SubmittedForm) async throws -> Response {
        try console.requireNode()
        guard let digest = form["session"], digest.count == 64, digest != console.visit.session?.digest else {
            throw Refusal(.invalid, action: "sessions.end", "没有指明要结束的会话，或它是您自己的会话")
        }
        let person = try await console.visit.kernel.database.write { [console] connection -> String? in
            guard let person = try connection.first("SELECT person FROM session WHERE token_digest = \(digest)")?.text(0) else {
                return nil
            }
            try connection.enqueue("DELETE FROM session WHERE token_digest = \(digest)")
            try console.note("session", "end", ["person": person], in: connection)
            return person
        }
        // Every session is read anew at its next request: the one that is gone is found gone.
        console.site.sessions.invalidate()
        return console.redirect("sessions", saying: person.map { "已结束 \($0) 的会话" } ?? "这个会话已经结束")
    }
}
