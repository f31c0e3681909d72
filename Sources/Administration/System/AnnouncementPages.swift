import Casework
import Definitions
import HTML
import HTTPTypes
import Hummingbird
import Site
import Storage
import WorkCalendar

/// Announcements: one sentence to everybody of an organisation and of all below it, delivered into their messages at once.
struct AnnouncementPages {
    static let longest = 300
    let console: ConsoleVisit

    func list() throws -> Response { try console.page("公告", try body()) }

    private func body(errors: [FormError] = [], text: String = "") throws -> HTML {
        let actor = console.visit.actor
        let past = try console.visit.kernel.database.read { connection in
            try connection.query("SELECT text, org, organisations, at, by_name FROM announcement ORDER BY at DESC LIMIT 50").map {
                row -> [HTML] in
                let org = row.text(1) ?? ""
                return [
                    "\(momentText(row.int(3)))", "\(row.text(0))",
                    "\(console.state.tree.organisation(org)?.name ?? org)及下级共\(row.int(2) ?? 0)个单位", "\(row.text(4))",
                ]
            }
        }
        let form = Form(
            to: "/admin/system/announcements", csrf: console.visit.csrf, key: console.visit.freshKey(), errors: errors,
            keepAs: "announcement",
            fields: [
                FormField("text", "内容", .longText(maxLength: Self.longest, rows: 3), value: text, help: "不写个人信息和案件内容", isRequired: true),
                FormField(
                    "scope", "发给", .choice([Choice("below", "本单位和全部下级"), Choice("own", "只发本单位")], .radios), value: "below"),
            ], note: consequence("立即出现在\(console.state.tree.organisation(actor.org)?.name ?? actor.org)工作人员的“消息”里，发出后不能收回。"),
            buttons: button("发布公告", .primary, icon: .broadcast))
        let history: HTML =
            past.isEmpty ? emptyState("还没有发过公告", icon: .broadcast) : plainTable("已发公告", heads: ["时间", "内容", "范围", "发布人"], rows: past)
        return "\(card("发布公告", form.html))\(card("已发公告", history))"
    }

    func publish(_ form: SubmittedForm) async throws -> Response {
        let text = (form["text"] ?? "").split(whereSeparator: \.isNewline).joined(separator: " ")
        guard text.count >= 4, text.count <= Self.longest else {
            return try console.page(
                "公告", status: .unprocessableContent, try body(errors: [FormError(field: "text", "公告应为4至\(Self.longest)字")], text: text))
        }
        let visit = console.visit
        let tree = console.state.tree
        let organisations = ([visit.actor.org] + (form["scope"] == "own" ? [] : tree.below(visit.actor.org).filter(\.isActive).map(\.code)))
            .reduce(into: [String]()) { list, code in
                if code != list.first { list.append(code) }
            }
        // The form's key is the announcement's: sent twice, it is given once.
        let id = form.key.map { "announcement-\($0)" } ?? "announcement-\(RandomToken.make(bytes: 12))"
        let now = console.now.milliseconds
        let isNew = try await visit.kernel.database.write { [console] connection -> Bool in
            guard try connection.first("SELECT 1 FROM announcement WHERE id = \(id)") == nil else { return false }
            try connection.enqueue(
                """
                INSERT INTO announcement (id, text, org, organisations, at, by_person, by_name)
                VALUES (\(id), \(text), \(visit.actor.org), \(organisations.count), \(now), \(visit.actor.id), \(visit.actor.name))
                """)
            for (number, org) in organisations.enumerated() {
                try connection.enqueue(
                    """
                    INSERT INTO notice (id, person, role, org, kind, text, record_type, record_id, at, read_at, via)
                    VALUES (\("\(id)-\(number)"), NULL, NULL, \(org), \("announcement"), \("公告：\(text)"), NULL, NULL, \(now), NULL, \("in_site"))
                    """)
            }
            try console.note("announcement", "publish", ["text": text, "organisations": String(organisations.count)], in: connection)
            return true
        }
        visit.site.live.tell("notices")
        return console.redirect("announcements", saying: isNew ? "公告已发给\(organisations.count)个单位" : "这条公告已经发过，没有重复发送")
    }
}
