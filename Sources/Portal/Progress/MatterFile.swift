import Casework
import Definitions
import Expressions
import Site
import WorkCalendar

/// Everything about one followed matter that its owner may know: the record by which it is followed, the record of its business beside it,
/// what has happened, what is to come.
struct MatterFile: Sendable {
    /// One thing that has happened.
    struct Node: Sendable {
        var label: String
        /// A code of ``MatterFile/nodeCodes``, or a state of the record.
        var code: String
        var isState: Bool
        var text: String
        var at: Moment
        var pause: String?
    }

    /// A limit that runs, of which record it is, and the law or rule behind it.
    struct Limit: Sendable {
        var deadline: RecordView.Deadline
        var type: String
        var source: String?
    }

    /// A record with its definition.
    struct Part: Sendable {
        var view: RecordView
        var definition: RecordDefinition
    }

    let frame: Part
    /// The business behind an application or appointment.
    let business: Part?
    /// Oldest first.
    let nodes: [Node]
    let state: EngineState

    static let mostNodes = 200
    /// What an application's nodes are.
    static let nodeCodes = "online-handling/progress_node"

    /// - Throws: `Refusal` `notfound` when it is not the actor's to know.
    init(_ type: String, id: String, as actor: Actor, site: Site, at now: Moment) throws {
        let state = site.state
        guard let definition = state.definition(type) else {
            throw Refusal(.notfound, action: "\(type).view", record: id, "没有这件办件，或者不是您的办件")
        }
        let view = try site.kernel.view(type, id: id, as: actor, at: now)
        self.state = state
        frame = Part(view: view, definition: definition)
        business =
            Self.reference(view["form"]).flatMap { try? Self.part($0, actor, site, now) }
            ?? Self.reference(view["matter"]).flatMap { try? Self.part($0, actor, site, now) }
        nodes = try Self.nodes(view, definition, as: actor, site: site, at: now)
    }

    private static func part(_ reference: RecordReference, _ actor: Actor, _ site: Site, _ now: Moment) throws -> Part? {
        guard let definition = site.state.definition(reference.type) else { return nil }
        return Part(view: try site.kernel.view(reference.type, id: reference.id, as: actor, at: now), definition: definition)
    }

    static func reference(_ value: Value) -> RecordReference? {
        switch value {
        case .string(let text): RecordReference(text: text)
        case .object(let object): RecordReference(text: object.identity) ?? RecordReference(type: object.type, id: object.identity)
        default: nil
        }
    }

    /// Applications have nodes of their own; of everything else the journal says when it passed from state to state.
    private static func nodes(_ view: RecordView, _ definition: RecordDefinition, as actor: Actor, site: Site, at now: Moment) throws
        -> [Node]
    {
        if view.type == Followed.application {
            let rows = try site.kernel.list(
                ListQuery(type: "online-handling/app_progress", sort: "at", limit: mostNodes, parent: view.id, showsPersonal: true),
                as: actor,
                at: now)
            return rows.items.map { row in
                var at = row.createdAt
                if case .timestamp(let stamp) = row["at"] { at = Choosing.moment(stamp) }
                let next = row.field("next_step")?.text ?? ""
                return Node(
                    label: row.field("node")?.text ?? "", code: row.text("node") ?? "", isState: false,
                    text: [row.field("public_text")?.text ?? "", next].filter { !$0.isEmpty }.joined(separator: "。"),
                    at: at, pause: row.field("pause_reason")?.text.nonEmpty)
            }
        }
        let entries = try site.kernel.timeline(view.type, id: view.id, as: actor, at: now, limit: 100)
        var nodes: [Node] = []
        for entry in entries.reversed() {
            // What was a draft on the way was never the citizen's to see.
            guard let to = entry.toState, to != "draft", entry.fromState != to, let label = definition.state(to)?.label else { continue }
            nodes.append(Node(label: label, code: to, isState: true, text: "", at: entry.at, pause: nil))
        }
        return nodes
    }

    // MARK: What is so now

    var matter: Matter? { business.flatMap { part in Matter.all.first { $0.type == part.view.type } } }
    var title: String {
        for field in ["item_name", "subject", "title", "purpose_kind"] {
            if let text = frame.view.field(field)?.text, !text.isEmpty { return text }
        }
        return frame.definition.name
    }
    var number: String? { Followed.number(frame.view) }
    var isClosed: Bool { frame.view.isClosed && (business?.view.isClosed ?? true) }

    /// Who has it: the institution when it has gone there, else who received it.
    var holder: (name: String, code: String)? {
        // An offer of a mandate lies with the firms that were chosen, each of which answers for itself.
        if frame.view.type == "apply-lawyer/lawyer_appointment" { return nil }
        let fields = ["handler_org", "accept_org", "appt_org", "owner_org", "firm_org", "organ"]
        for field in fields {
            if case .string(let code) = frame.view[field], let organ = state.tree.organisation(code) { return (organ.name, code) }
        }
        return nil
    }

    /// For whom and by whom, where it is done for somebody else.
    var represented: (principal: String, agent: String)? {
        for part in [frame, business].compactMap({ $0 }) {
            guard part.view["authority"] != .null, let agent = Self.name(part.view["agent"]) ?? Self.name(part.view["person"]) else {
                continue
            }
            let principal = ["principal", "applicant", "applicants", "person"].lazy.compactMap { Self.name(part.view[$0]) }.first
            if let principal { return (principal, agent) }
        }
        return nil
    }

    private static func name(_ party: Value) -> String? {
        switch party {
        case .map(let map): if case .string(let name)? = map[.string("name")] { name } else { nil }
        case .list(let parties): parties.first.flatMap { name($0) }
        default: nil
        }
    }

    /// Limits that run, the earliest first; of both records, each once.
    var limits: [Limit] {
        let all = [frame, business].compactMap { $0 }.flatMap { part in
            part.view.deadlines.filter { $0.state == "running" || $0.state == "suspended" }.map { deadline in
                Limit(
                    deadline: deadline, type: part.view.type, source: part.definition.limits.first { $0.id == deadline.limit }?.source)
            }
        }
        // What waits for nobody is no promise: drafts' expiry and the machines' own answers.
        return all.filter { !["draft_expiry", "push_ack"].contains($0.deadline.limit) }.sorted {
            ($0.deadline.due?.milliseconds ?? .max) < ($1.deadline.due?.milliseconds ?? .max)
        }
    }

    /// Steps of the matter that lie ahead, by where it stands.
    var ahead: [Matter.NextStep] {
        guard !isClosed, let matter else { return [] }
        let judged = Answered(
            judged: ActionExamination(
                values: Dictionary(business?.view.fields.map { ($0.definition.id, $0.value) } ?? [], uniquingKeysWith: { one, _ in one })),
            typed: QueryValues())
        let steps = matter.next(judged)
        let passed: Int =
            switch frame.view.state ?? "" {
            case "submitted", "prereview", "need_supplement", "booked": 1
            case "accepted", "pushed", "in_biz", "suspended", "confirmed", "checked_in", "serving": 2
            default: 3
            }
        return steps.dropFirst(passed).filter { $0.title != "不同意怎么办" && $0.title != "费用" }
    }

    /// What its owner may do now, of both records; those of the frame give way to the same of the business, which knows more.
    var actions: [(part: Part, word: String, action: ActionDefinition)] {
        let own = (business.map { part in part.view.actions.map { (part: part, word: "business", action: $0) } } ?? [])
        let names = Set(own.map(\.action.id))
        let framed = frame.view.actions.map { (part: frame, word: "frame", action: $0) }.filter { !names.contains($0.action.id) }
        return (own + framed).filter { act in
            !act.action.isHidden && !["reveal", "edit", "export"].contains(act.action.id)
                && !(act.action.id == "rate" && act.part.view["satisfaction"] != .null)
        }
    }

    /// What has to be brought in, when something has been asked for.
    var asked: [(item: String, why: String)] {
        if case .list(let rows) = frame.view["supplement"], frame.view.state == "need_supplement" {
            return rows.compactMap { row in
                guard case .map(let map) = row, case .string(let item)? = map[.string("item")] else { return nil }
                var why = ""
                if case .string(let text)? = map[.string("why")] { why = text }
                return (item, why)
            }
        }
        if let business, ["supplement"].contains(business.view.state ?? "") {
            if case .list(let items) = business.view["supplement_items"] {
                let note = business.view.field("supplement_note")?.text ?? ""
                return items.compactMap { if case .string(let text) = $0 { (text, note) } else { nil } }
            }
            if let text = business.view.field("supplement_note")?.text.nonEmpty { return [(text, "")] }
            if case .list(let rows) = business.view["supplement"] {
                return rows.compactMap { row in
                    guard case .map(let map) = row, case .string(let item)? = map[.string("item")] else { return nil }
                    return (item, "")
                }
            }
        }
        return []
    }

    /// Files of the result.
    var results: [String] {
        var found: [String] = []
        if case .list(let items) = frame.view["result_docs"] {
            found += items.compactMap { if case .string(let hash) = $0 { hash } else { nil } }
        }
        if case .string(let hash)? = business?.view["e_certificate"] { found.append(hash) }
        return found
    }
}
