import Casework
import Definitions
import Expressions
import HTML
import Site
import WorkCalendar

/// For whom a citizen acts: himself, a ward, or whoever has given him a power – by a record that is in force now, looked at anew at every request.
struct Acting: Sendable, Hashable {
    static let cookie = "acting"

    /// The `guardianship` or `agency` it rests on.
    var authority: RecordReference
    /// For whom.
    var name: String
    /// 监护人 or 受托人.
    var capacity: String
    /// Of a ward.
    var birthday: Day?
    /// `relative`, `lawyer` …: what the agent is to the principal.
    var agentKind: String?
    /// Guides' items for which a power was given, by their ids.
    var items: Set<String> = []

    var isGuardian: Bool { authority.type == Self.types[0] }

    /// Younger than eight: no capacity (民法典 20). Adults whose capacity is limited are what the proof says; here the milder is taken.
    func hasNoCapacity(on today: Day) -> Bool {
        guard let birthday, let eighth = try? birthday.adding(months: 96) else { return false }
        return today < eighth
    }

    private static let types = ["citizen-account/guardianship", "citizen-account/agency"]

    /// Nil: for himself.
    static func current(_ visit: Visit) -> Acting? {
        guard visit.visitor?.isCitizen == true, let text = visit.cookie(cookie),
            let reference = RecordReference(text: text.replacing("~", with: ":").replacing(".", with: "/"))
        else { return nil }
        return find(reference, visit)
    }

    /// The authority, where it is in force and the visitor's.
    static func find(_ reference: RecordReference, _ visit: Visit) -> Acting? {
        guard types.contains(reference.type),
            let view = try? visit.kernel.view(reference.type, id: reference.id, as: visit.actor, at: visit.now),
            view.state == "valid"
        else { return nil }
        if reference.type == types[0] {
            guard view.text("guardian_user") == visit.actor.id else { return nil }
            var birthday: Day?
            if case .map(let ward) = view["ward"], case .timestamp(let stamp)? = ward[.string("birth_date")] {
                birthday = Moment(clamping: stamp.milliseconds).day
            }
            return Acting(authority: reference, name: party(view, "ward"), capacity: "监护人", birthday: birthday)
        }
        guard view.text("agent_user") == visit.actor.id else { return nil }
        var items: Set<String> = []
        if case .list(let scope) = view["scope"] {
            for one in scope {
                let reference: RecordReference? =
                    switch one {
                    case .string(let text): RecordReference(text: text)
                    case .object(let object):
                        RecordReference(text: object.identity) ?? RecordReference(type: object.type, id: object.identity)
                    default: nil
                    }
                if let reference, reference.type == "service-guide/service_item" { items.insert(reference.id) }
            }
        }
        return Acting(
            authority: reference, name: party(view, "principal"), capacity: "受托人", agentKind: view.text("agent_kind"), items: items)
    }

    private static func party(_ view: RecordView, _ field: String) -> String {
        if case .map(let map) = view[field], case .string(let name)? = map[.string("name")] { return name }
        return "被代理人"
    }

    /// As the cookie holds it.
    var kept: String { authority.text.replacing(":", with: "~").replacing("/", with: ".") }

    /// Said above every page as long as it lasts.
    static func banner(_ visit: Visit) -> HTML {
        guard let acting = current(visit) else { return .empty }
        return """
            <div class='acting' role='status'>\(icon(.people))<span>您正在以\(acting.capacity)的身份为<b>\(acting.name)</b>办事</span>\(actionButton("改为自己办", action: "/me/family/act", .quiet, csrf: visit.csrf))</div>
            """
    }
}
