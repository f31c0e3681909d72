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
            return Acting(authority: reference, name: party(view, "ward"), capacity: "监护人")
        }
        guard view.text("agent_user") == visit.actor.id else { return nil }
        return Acting(authority: reference, name: party(view, "principal"), capacity: "受托人")
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
