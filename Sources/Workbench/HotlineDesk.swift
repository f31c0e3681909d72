import Casework
import HTML
import Hummingbird
import Site
import WorkCalendar

/// 热线座席 (domain specification public-legal-service.md §4, seat console): the seat's state, the calls that wait, the call in hand with what is known of the
/// number, who must be called back, and the seat's own figures of the day. For the group leader the wall of seats.
///
///     GET  /w/boards/hotline               the desk; `call=` chooses among open calls, `part=` answers a piece for live updates
///     POST /w/boards/hotline/seat          sign in, free, pause, sign out
///     POST /w/boards/hotline/ring          a call that the exchange has not announced: rung, and answered at once if wanted
///     POST /w/boards/hotline/answer        takes a waiting call
///     POST /w/boards/hotline/dial          calls back
///     POST /w/boards/hotline/call          the call in hand: noted, answered, made an order, ended, archived
///     POST /w/boards/hotline/block         proposes to restrict a number
public struct HotlineDesk: Sendable {
    static let call = "hotline-12348/call_record"
    static let seat = "hotline-12348/seat"
    static let seatLog = "hotline-12348/seat_state_log"
    static let callback = "hotline-12348/callback_task"
    static let voicemail = "hotline-12348/voicemail"
    static let block = "hotline-12348/blacklist"
    static let path = "/w/boards/hotline"
    /// Those who take calls.
    static let agents: Set<String> = ["seat_agent", "legal_staff"]
    static let leads: Set<String> = ["seat_lead"]
    /// The topic on which hotline screens listen.
    static let topic = "hotline"

    let site: Site

    public init(site: Site) { self.site = site }

    public func addRoutes(to router: Router<SiteContext>) {
        let routes = SiteRoutes(router, site)
        site.navigation.add(
            staff: .init(label: "热线座席", link: Self.path, icon: .phone) { actor, engine in
                engine.definition(Self.call) != nil && actor.grants.contains { Self.agents.union(Self.leads).contains($0.role) }
            })
        site.kernel.onAction { [live = site.live] _, request in
            if request.type.hasPrefix("hotline-12348/") { live.tell(Self.topic) }
        }
        routes.get("w/boards/hotline") { visit in try HotlineBoard(visit).answer() }
        routes.post("w/boards/hotline/seat") { visit, form in try await HotlineActs(visit, form).seat() }
        routes.post("w/boards/hotline/ring") { visit, form in try await HotlineActs(visit, form).ring() }
        routes.post("w/boards/hotline/answer") { visit, form in try await HotlineActs(visit, form).answer() }
        routes.post("w/boards/hotline/dial") { visit, form in try await HotlineActs(visit, form).dial() }
        routes.post("w/boards/hotline/call") { visit, form in try await HotlineActs(visit, form).call() }
        routes.post("w/boards/hotline/block") { visit, form in try await HotlineActs(visit, form).block() }
    }

    /// Where one call stands on the desk.
    static func place(of call: String) -> String { "\(path)?call=\(QueryValues.encode(call))" }
}

/// What came back refused and is shown again where it was typed.
struct HotlineDraft {
    enum Place: Equatable { case seat, ring, queue, call(String), block(String) }
    var place: Place
    var form: SubmittedForm
    var refusal: Refusal?
    /// What was done all the same.
    var done: String?
}
