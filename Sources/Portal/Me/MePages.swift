import Casework
import Definitions
import Expressions
import HTML
import HTTPTypes
import Hummingbird
import NIOCore
import Site
import WorkCalendar

/// What is one's own: matters, messages, everything that is held, who looked at it, and what one may do about it.
struct MePages: Sendable {
    let site: Site
    let signIn: PhoneSignIn

    func addRoutes(_ routes: SiteRoutes) {
        routes.get("me", for: .citizen) { visit in try MePage(visit: visit).answer() }
        routes.get("me/messages", for: .citizen) { visit in try MessagesPage(visit: visit).answer() }
        routes.post("me/messages", for: .citizen) { visit, _ in
            try await visit.kernel.markNoticesRead(of: visit.actor, at: visit.now)
            return visit.redirect(to: "/me/messages", saying: "已全部标为已读")
        }
        routes.get("me/data", for: .citizen) { visit in try DataPage(visit: visit).overview() }
        routes.get("me/data/download", for: .citizen) { visit in try DataPage(visit: visit).download() }
        routes.get("me/data/:system/:record/:id", for: .citizen) { visit in try DataPage(visit: visit).one() }
        routes.get("me/looked", for: .citizen) { visit in try LookedPage(visit: visit).answer() }
        routes.get("me/consents", for: .citizen) { visit in try ConsentsPage(visit: visit).answer() }
        routes.get("me/consents/:purpose", for: .citizen) { visit in try ConsentsPage(visit: visit).confirm() }
        routes.post("me/consents/:purpose", for: .citizen) { visit, form in try await ConsentsPage(visit: visit).withdraw(form) }
        routes.get("me/requests", for: .citizen) { visit in try RequestsPage(visit: visit).answer() }
        routes.get("me/documents", for: .citizen) { visit in try DocumentsPage(visit: visit).answer() }
        routes.get("me/documents/:id/files/:hash", for: .citizen) { visit in try DocumentsPage(visit: visit).file() }
        routes.get("me/family", for: .citizen) { visit in try FamilyPage(visit: visit).answer() }
        routes.post("me/family/act", for: .citizen) { visit, form in try FamilyPage(visit: visit).choose(form) }
        routes.get("me/identity", for: .citizen) { visit in try IdentityPage(visit: visit).answer() }
        routes.post("me/identity", for: .citizen) { visit, form in try await IdentityPage(visit: visit).prove(form) }
        routes.get("me/devices", for: .citizen) { visit in try DevicesPage(visit: visit).answer() }
        routes.post("me/devices", for: .citizen) { visit, _ in try await DevicesPage(visit: visit).endOthers() }
        routes.get("me/phone", for: .citizen) { visit in try PhoneChangePages(visit: visit, signIn: signIn).phonePage() }
        routes.post("me/phone", for: .citizen) { visit, form in try await PhoneChangePages(visit: visit, signIn: signIn).send(form) }
        routes.post("me/phone/code", for: .citizen) { visit, form in try await PhoneChangePages(visit: visit, signIn: signIn).check(form) }
        routes.get("me/do/:system/:record/:id/:action", for: .citizen) { visit in try OwnActs(visit: visit).form() }
        routes.post("me/do/:system/:record/:id/:action", for: .citizen, limit: OwnActs.formLimit) { visit, form in
            try await OwnActs(visit: visit).act(form)
        }
        site.navigation.say(above: { visit in Acting.banner(visit) })
    }
}

/// A way in of `/me`, small.
func meHead(_ title: String, note: String? = nil) -> HTML {
    "<a class='back' href='/me'>\(icon(.chevronLeft))我的</a>\(pageHead(title, note: note))"
}

func factList(_ rows: [(String, HTML)]) -> HTML {
    "<dl class='fact-list'>\(rows.html { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" })</dl>"
}

/// What a page of the account says to somebody who has none.
func withoutAccount(_ visit: Visit, _ title: String) throws -> Response {
    try visit.page(
        title, shell: .portal,
        body: """
            \(meHead(title))\(emptyState("还没有账户", text: "您现在的身份没有登记手机。用手机登录一次，就会为您建立账户。", icon: .person, action: actionButton("退出并用手机登录", action: "/sign-out", .primary, csrf: visit.csrf)))
            """)
}
