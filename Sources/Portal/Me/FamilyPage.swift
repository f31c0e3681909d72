import Casework
import Definitions
import Expressions
import HTML
import Hummingbird
import Site
import WorkCalendar

/// Wards and powers of attorney: what is recorded, and for whom one acts now.
struct FamilyPage {
    let visit: Visit

    func answer() throws -> Response {
        let current = Acting.current(visit)
        let wards = try rows("citizen-account/guardianship", party: "ward", current)
        let powers = try rows("citizen-account/agency", party: nil, current)
        let handlers = try rows("citizen-account/org_handler", party: nil, current)
        return try visit.page(
            "家人和代理", shell: .portal,
            body: """
                \(meHead("家人和代理"))<p>替别人办事，要有经过核验的监护关系，或者对方给您的授权。对方能看到您替他办的每一件事，也可以随时撤销授权。</p>\(card("监护", actions: linkButton("申报监护关系", to: "/me/do/citizen-account/guardianship/new/claim"), wards))\(card("代理授权", actions: linkButton("授权别人替我办", to: "/me/do/citizen-account/agency/new/grant"), "\(powers)<p class='help'>您的用户编号要告诉对方，对方授权时填写：<code>\(visit.actor.id)</code></p>"))\(card("企业经办人", actions: linkButton("绑定企业", to: "/me/do/citizen-account/org_handler/new/bind"), handlers))
                """)
    }

    private func rows(_ type: String, party: String?, _ current: Acting?) throws -> HTML {
        let items = try visit.kernel.list(ListQuery(type: type, limit: 100, showsPersonal: true), as: visit.actor, at: visit.now).items
        guard !items.isEmpty else { return "<p class='help'>没有记录。</p>" }
        return """
            <ul class='shelf'>\(try items.map { item -> HTML in
                let reference = RecordReference(type: item.type, id: item.id)
                let acting = Acting.find(reference, visit)
                let view = try visit.kernel.view(item.type, id: item.id, as: visit.actor, at: visit.now)
                let acts = view.actions.filter { OwnActs.allows(type, $0) }.html {
                    linkButton($0.label, to: "/me/do/\(type)/\(item.id)/\($0.id)")
                }
                let choose: HTML = acting.map {
                    current?.authority == reference
                        ? badge("正在为他办事", .active)
                        : actionButton("为\($0.name)办事", action: "/me/family/act", csrf: visit.csrf, fields: [("authority", $0.kept)])
                } ?? .empty
                let span = [view.day("from")?.chineseDate, view.day("to")?.chineseDate].compactMap { $0 }.joined(separator: " 至 ")
                let name = acting?.name ?? party.map { view.words($0) } ?? view.title
                return "<li><p class='shelf-title'>\(name)\(view.stateLabel.map { badge($0, view.state == "valid" ? .done : .neutral) } ?? .empty)</p><p class='shelf-facts'>\([view.words("relation"), view.words("agent_kind"), view.words("org_name"), span].filter { !$0.isEmpty }.joined(separator: " · "))</p><div class='buttons'>\(choose)\(acts)</div></li>"
            }.joined())</ul>
            """
    }

    func choose(_ form: SubmittedForm) throws -> Response {
        guard let text = form["authority"] else {
            return visit.setting(cookie: Acting.cookie, to: "").redirect(to: "/me/family", saying: "现在为自己办事")
        }
        let reference = RecordReference(text: text.replacing("~", with: ":").replacing(".", with: "/"))
        guard let acting = reference.flatMap({ Acting.find($0, visit) }) else {
            throw Refusal(.notfound, action: "act", "没有这个监护关系或授权，或者已经失效")
        }
        return visit.setting(cookie: Acting.cookie, to: acting.kept).redirect(to: "/me/family", saying: "现在为\(acting.name)办事")
    }
}
