import Casework
import Definitions
import Expressions
import HTML
import Hummingbird
import Site
import WorkCalendar

/// Who looked at one's information in clear, for whom, and why: from the account's log and from the journals of one's own records.
struct LookedPage {
    let visit: Visit

    private struct Row {
        var at: Moment
        var who: String
        var what: String
        var why: String
        var record: String
        var link: String
    }

    func answer() throws -> Response {
        let rows = try found()
        let list: HTML =
            rows.isEmpty
            ? emptyState("没有人看过您的明文信息", text: "工作人员要看您的姓名、电话、证件号码明文，须先写明目的；看过就会记在这里。", icon: .eye)
            : """
            <ul class='shelf'>\(rows.html { row in
                "<li><p class='shelf-title'>\(row.what)</p><p>\(row.who)查看，目的：\(row.why)</p><p class='shelf-facts'>\(row.at.chinese) · <a href='\(url: row.link)'>\(row.record)</a></p></li>" as HTML
            })</ul>
            """
        return try visit.page(
            "谁看过我的信息", shell: .portal,
            body: """
                \(meHead("谁看过我的信息", note: rows.isEmpty ? nil : "\(rows.count)次"))<p>平时工作人员看到的姓名、电话、证件号码都是遮盖的。下面是看过明文的每一次。觉得不应该的，可以<a href='/me/do/citizen-account/pi_request/new/submit?kind=explain'>要求说明</a>，也可以拨打12348投诉。</p>\(list)
                """)
    }

    private func found() throws -> [Row] {
        var rows: [Row] = []
        let account = try OwnAccount(visit).account
        if let account {
            var query = ListQuery(type: "citizen-account/unmask_log", limit: 200, parent: account.id)
            repeat {
                let page = try visit.kernel.list(query, as: visit.actor, at: visit.now)
                rows += page.items.map { item in
                    Row(
                        at: item.moment("at") ?? item.createdAt, who: person(item.text("user")), what: "账户中的\(item.words("field"))",
                        why: item.text("purpose") ?? "", record: "我的账户", link: "/me/data/\(account.type)/\(account.id)")
                }
                query.after = page.next
            } while query.after != nil
        }
        let own = OwnRecords(visit: visit)
        let records = try own.kinds.flatMap { try own.all($0) }
        let titles = Dictionary(
            records.map { (RecordReference(type: $0.type, id: $0.id), $0.title) }, uniquingKeysWith: { first, _ in first })
        for look in try visit.kernel.looks(at: Array(titles.keys)) {
            let definition = visit.site.state.definition(look.record.type)
            let org = visit.site.state.tree.organisation(look.org)?.name ?? look.org
            rows.append(
                Row(
                    at: look.at, who: [org, look.actorName].filter { !$0.isEmpty }.joined(separator: " "),
                    what: "\(definition?.name ?? "")中的\(definition?.field(look.field)?.label ?? look.field)", why: look.purpose,
                    record: titles[look.record] ?? "", link: "/me/data/\(look.record.type)/\(look.record.id)"))
        }
        return rows.sorted { $0.at > $1.at }
    }

    private func person(_ id: String?) -> String {
        guard let id, let actor = try? visit.kernel.actor(id, at: visit.now) else { return "工作人员" }
        let org = visit.site.state.tree.organisation(actor.org)?.name ?? ""
        return "\(org) \(actor.name)"
    }
}
