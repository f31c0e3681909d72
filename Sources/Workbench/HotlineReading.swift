import Casework
import Definitions
import Expressions
import HTML
import Site
import WorkCalendar

/// What the hotline's desk shows, read with the visitor's own eyes.
struct HotlineReading {
    let visit: Visit
    private var kernel: Kernel { visit.kernel }
    private var now: Moment { visit.now }
    private var me: String { visit.actor.id }

    var isAgent: Bool { visit.actor.grants.contains { HotlineDesk.agents.contains($0.role) } }
    var isLead: Bool { visit.actor.grants.contains { HotlineDesk.leads.contains($0.role) } }

    private func ago(hours: Int64) -> Moment { Moment(clamping: now.milliseconds - hours * 3_600_000) }

    private func list(_ query: ListQuery) throws -> [RecordView] { try kernel.list(query, as: visit.actor, at: now).items }

    /// Every page of a query: only for spans that are bounded by themselves, such as one day of one seat.
    private func all(_ query: ListQuery) throws -> [RecordView] {
        var (query, found) = (query, [RecordView]())
        query.limit = 200
        while true {
            let page = try kernel.list(query, as: visit.actor, at: now)
            found += page.items
            guard let next = page.next else { return found }
            query.after = next
        }
    }

    // MARK: Seats

    /// Seats of the own organisation that are in use; they are few.
    func seats() throws -> [RecordView] {
        try all(ListQuery(type: HotlineDesk.seat, filter: "org == \(celText(visit.actor.org)) && active == true", sort: "ext"))
    }

    func mine(among seats: [RecordView]) -> RecordView? { seats.first { $0.text("user") == me && $0.state != "off" } }

    /// Since when each seat is in its present state, and why it pauses. A state lasts no longer than a day: signing out ends it.
    func standing() throws -> [String: (since: Moment, note: String?)] {
        let open = try all(ListQuery(type: HotlineDesk.seatLog, filter: "to == null", since: ago(hours: 24)))
        return Dictionary(
            open.compactMap { log in
                log.text("seat").flatMap { seat in log.moment("from").map { (seat, (since: $0, note: log.text("note"))) } }
            }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: Calls

    /// Calls in hand: talking, and those not archived yet, also of days before.
    func openCalls() throws -> [RecordView] {
        // The console is the page of each call in hand.
        var found = try list(
            ListQuery(
                type: HotlineDesk.call, filter: "agent == \(celText(me)) && state in ['talking', 'wrap']", limit: 50, since: ago(hours: 24),
                showsPersonal: true)
        )
        let late = try kernel.todos(of: visit.actor, at: now, type: HotlineDesk.call, limit: 100).filter { item in
            item.person == me && !found.contains { $0.id == item.record }
        }
        found += late.compactMap { try? kernel.view(HotlineDesk.call, id: $0.record, as: visit.actor, at: now) }
        return found.sorted {
            ($0.state == "talking" ? 0 : 1, -$0.createdAt.milliseconds) < ($1.state == "talking" ? 0 : 1, -$1.createdAt.milliseconds)
        }
    }

    /// Those who wait, the longest first.
    func queue() throws -> [RecordView] {
        try all(ListQuery(type: HotlineDesk.call, filter: "state == 'queued' && org == \(celText(visit.actor.org))", since: ago(hours: 24)))
            .sorted { $0.createdAt < $1.createdAt }
    }

    /// Calls that another seat hands on and stays in until somebody joins.
    func handedOn() throws -> [RecordView] {
        try all(
            ListQuery(
                type: HotlineDesk.call,
                filter: "state == 'talking' && transfer_to in ['legal_team', 'region', 'city'] && agent != \(celText(me))",
                since: ago(hours: 24)))
    }

    /// Messages left on the machine that wait for an answer, what falls due first.
    func voicemails() throws -> [RecordView] {
        let ids = try kernel.todos(of: visit.actor, at: now, type: HotlineDesk.voicemail, limit: Self.callbacksShown).map(\.record)
        guard !ids.isEmpty else { return [] }
        // To be answered from here, one after the other.
        return try list(
            ListQuery(
                type: HotlineDesk.voicemail, filter: "id in [\(ids.map(celText).joined(separator: ", "))]", sort: "due_at",
                limit: Self.callbacksShown, showsPersonal: true))
    }

    /// Calls that are being talked, for the group leader.
    func talking() throws -> [RecordView] {
        try all(ListQuery(type: HotlineDesk.call, filter: "state == 'talking'", since: ago(hours: 24)))
    }

    /// Reported by seats and not yet to the head.
    func escalated() throws -> [RecordView] {
        try all(
            ListQuery(
                type: HotlineDesk.call,
                filter: "escalated_at != null && reported_at == null && escalate_kind in ['group', 'media', 'threat']",
                since: ago(hours: 72)))
    }

    // MARK: Call-backs

    static let callbacksShown = 20

    /// Who must be called back, what falls due first; and whether there are more.
    func callbacks() throws -> (items: [RecordView], hasMore: Bool) {
        let ids = try kernel.todos(of: visit.actor, at: now, type: HotlineDesk.callback, limit: Self.callbacksShown + 1).map(\.record)
        if ids.isEmpty, visit.actor.grants.contains(where: { $0.role == "seat_agent" }) { return ([], false) }
        // Who has no to-dos of this kind (duty lawyers, group leaders) reads the list.
        let filter = ids.isEmpty ? "state == 'waiting'" : "id in [\(ids.prefix(Self.callbacksShown).map(celText).joined(separator: ", "))]"
        let page = try kernel.list(
            // Numbers to be dialled, one after the other.
            ListQuery(type: HotlineDesk.callback, filter: filter, sort: "due_at", limit: Self.callbacksShown, showsPersonal: true),
            as: visit.actor, at: now)
        return (page.items, ids.count > Self.callbacksShown || page.next != nil)
    }

    // MARK: The day

    func today() throws -> HotlineDay {
        let start = Moment.startOfDay(now.day)
        let calls = try all(ListQuery(type: HotlineDesk.call, filter: "agent == \(celText(me))", since: start))
        let logs = try all(ListQuery(type: HotlineDesk.seatLog, equals: ["user": me], since: start))
        let returned = try all(
            ListQuery(
                type: HotlineDesk.callback, filter: "agent == \(celText(me)) && first_at >= today",
                since: ago(hours: 24 * 7)))
        return HotlineDay(calls: calls, logs: logs, callbacks: returned.count, now: now)
    }

    /// Answered and asked for within the last 24 hours (GB/T 33358—2016: not under 95 % in any 24 hours).
    /// And how many of the answered were so within the seconds that the standard gives.
    func connected() throws -> (answered: Int, asked: Int, inTime: Int) {
        func count(_ filter: String) throws -> Int {
            try kernel.count(
                ListQuery(type: HotlineDesk.call, filter: filter, since: ago(hours: 24)), as: visit.actor, at: now, upTo: 100_000)
        }
        let asked = "direction == 'in' && human_request == true && state != 'queued'"
        let answered = "\(asked) && answer_at != null"
        return (try count(answered), try count(asked), try count("\(answered) && h1_met == true"))
    }

    // MARK: Words

    /// A parameter of the hotline as it holds here today.
    func parameter(_ id: String) -> ParameterValue? {
        let lineage = visit.site.state.tree.lineage(of: visit.actor.org)
        return kernel.services.parameterOverride(system: "hotline-12348", id: id, day: now.day, lineage: lineage)
            ?? visit.catalogue.parameter(id, in: "hotline-12348")?.row(on: now.day, lineage: lineage)?.value
    }

    func number(_ id: String) -> Int? { if case .number(let number)? = parameter(id) { Int(clamping: number) } else { nil } }

    func words(_ id: String) -> [String] {
        guard case .list(let items)? = parameter(id) else { return [] }
        return items.compactMap { if case .text(let word) = $0, !word.isEmpty { word } else { nil } }
    }

    func label(_ code: String?, _ list: String) -> String { code.map { visit.catalogue.codeList(list)?.label(of: $0) ?? $0 } ?? "" }
}

/// A seat's own figures of one day. Length of calls never stands alone (domain specification §4 rule 9): it is shown beside what came of them.
struct HotlineDay {
    var answered = 0
    var within15 = 0
    var talked = 0
    var talkSeconds = 0
    var wrapSeconds = 0
    var wrapped = 0
    var orders = 0
    var satisfied = 0
    var rated = 0
    var callbacks = 0
    /// Seconds signed in, and of them in calls and their wrap-up.
    var signedIn = 0
    var busy = 0

    init(calls: [RecordView], logs: [RecordView], callbacks: Int, now: Moment) {
        self.callbacks = callbacks
        for call in calls where call.moment("answer_at") != nil {
            if call.text("direction") == "in" {
                answered += 1
                if call.flag("h1_met") { within15 += 1 }
            }
            if call.moment("end_at") != nil {
                talked += 1
                talkSeconds += call.number("talk_sec") ?? 0
            }
            if call.moment("saved_at") != nil {
                wrapped += 1
                wrapSeconds += call.number("wrap_sec") ?? 0
            }
            if ["order", "complaint", "suggestion"].contains(where: { call.text($0) != nil }) { orders += 1 }
            if let level = call.text("satisfaction") {
                rated += 1
                if ["3", "4", "5"].contains(level) { satisfied += 1 }
            }
        }
        for log in logs {
            guard let from = log.moment("from"), let state = log.text("state"), state != "off" else { continue }
            let seconds = Int(max(0, ((log.moment("to") ?? now) - from) / 1_000))
            signedIn += seconds
            if ["talking", "wrap"].contains(state) { busy += seconds }
        }
    }

    /// `3分05秒`.
    static func span(_ seconds: Int) -> String {
        let seconds = max(0, seconds)
        if seconds >= 3600 { return "\(seconds / 3600)小时\(seconds % 3600 / 60)分" }
        return seconds < 60 ? "\(seconds)秒" : "\(seconds / 60)分\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)秒"
    }

    static func share(_ part: Int, of whole: Int) -> String { whole == 0 ? "—" : "\((part * 1000 / whole + 5) / 10)%" }
}
