import Casework
import Definitions
import HTML
import Hummingbird
import Site
import WorkCalendar

/// What one has asked for: government information, rights over one's own data, corrections of the directory.
struct RequestsPage {
    let visit: Visit

    func answer() throws -> Response {
        let disclosure = try list(DisclosurePages.type, "信息公开申请", "还没有申请过", { "/disclosure/\($0.id)" }, { $0.text("req_no") ?? $0.title })
        let rights = try list(
            "citizen-account/pi_request", "个人信息权利请求", "还没有提出过", { "/me/data/\($0.type)/\($0.id)" },
            { "\($0.words("kind")) \($0.text("request_no") ?? "")" })
        let corrections = try list(
            "legal-directory/correction_request", "机构信息纠错", "还没有提交过", { "/me/data/\($0.type)/\($0.id)" }, { $0.title })
        return try visit.page(
            "我的申请和请求", shell: .portal,
            body: """
                \(meHead("我的申请和请求"))<div class='buttons'>\(linkButton("申请公开政府信息", to: "/disclosure"))\(linkButton("提出个人信息请求", to: "/me/do/citizen-account/pi_request/new/submit"))</div>\(disclosure)\(rights)\(corrections)
                """)
    }

    private func list(
        _ type: String, _ title: String, _ empty: String, _ address: (RecordView) -> String, _ name: (RecordView) -> String
    ) throws -> HTML {
        let items = try visit.kernel.list(ListQuery(type: type, limit: 50, showsPersonal: true), as: visit.actor, at: visit.now).items
        guard !items.isEmpty else { return card(title, "<p class='help'>\(empty)。</p>") }
        return card(
            title,
            """
            <ul class='shelf'>\(items.html { item in
                "<li><p class='shelf-title'><a href='\(url: address(item))'>\(name(item))</a>\(item.stateLabel.map { badge($0, item.isClosed ? .neutral : .active) } ?? .empty)\(item.isOverdue ? badge("已超期", .danger) : .empty)</p><p class='shelf-facts'>\(item.createdAt.day.chinese)提出\(item.due.map { "，最迟\($0.day.chinese)答复" } ?? "")</p></li>" as HTML
            })</ul>
            """)
    }
}
