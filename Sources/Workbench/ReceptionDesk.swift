import Casework
import HTML
import Hummingbird
import Site
import WorkCalendar

/// 来访接待 at the window (domain specification public-legal-service.md §1 `reception`, §8 `appointment`): who has an appointment today, who is being received,
/// a visitor taken down with his identity number read and his earlier visits recognised, the question answered, made an order or an application, and the receipt.
///
///     GET  /w/boards/reception              today; `visit=` opens one visit, `part=` answers a piece for live updates
///     POST /w/boards/reception/visitor      looks a visitor up, or takes the visit down
///     POST /w/boards/reception/visit        how the visit was handled
///     POST /w/boards/reception/check-in     somebody with an appointment has come
///     GET  /w/boards/reception/receipt      the receipt of a visit; POST shows the query code on it, with a trace
public struct ReceptionDesk: Sendable {
    static let visit = "work-order/reception"
    static let appointment = "online-handling/appointment"
    static let application = "online-handling/service_application"
    static let path = "/w/boards/reception"
    static let roles: Set<String> = ["front_desk"]
    static let topic = "reception"

    let site: Site

    public init(site: Site) { self.site = site }

    public func addRoutes(to router: Router<SiteContext>) {
        let routes = SiteRoutes(router, site)
        site.navigation.add(
            staff: .init(label: "来访接待", link: Self.path, icon: .people) { actor, engine in
                engine.definition(Self.visit) != nil && actor.grants.contains { Self.roles.contains($0.role) }
            })
        site.kernel.onAction { [live = site.live] _, request in
            if [Self.visit, Self.appointment].contains(request.type) { live.tell(Self.topic) }
        }
        routes.get("w/boards/reception") { visit in try ReceptionBoard(visit).answer() }
        routes.post("w/boards/reception/visitor") { visit, form in try await ReceptionActs(visit, form).visitor() }
        routes.post("w/boards/reception/visit") { visit, form in try await ReceptionActs(visit, form).finish() }
        routes.post("w/boards/reception/check-in") { visit, form in try await ReceptionActs(visit, form).checkIn() }
        routes.get("w/boards/reception/receipt") { visit in try ReceptionReceipt(visit).answer() }
        routes.post("w/boards/reception/receipt") { visit, form in try await ReceptionReceipt(visit).withCode(form) }
    }

    static func place(of visit: String) -> String { "\(path)?visit=\(QueryValues.encode(visit))" }
}

/// What came back and is shown again where it was typed.
struct ReceptionDraft {
    enum Place: Equatable { case visitor, visit(String), appointments }
    var place: Place
    var form: SubmittedForm
    var refusal: Refusal?
    /// What was found of the visitor who was looked up.
    var found: KnownVisitor?
}
