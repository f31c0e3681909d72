import Casework
import Definitions
import Expressions
import HTML
import HTTPTypes
import Hummingbird
import Site
import WorkCalendar

/// What is done on the hotline's desk: every step an action of the kernel, with the checks that anybody meets. What is refused comes back to where it was typed.
struct HotlineActs {
    let visit: Visit
    let form: SubmittedForm

    init(_ visit: Visit, _ form: SubmittedForm) {
        self.visit = visit
        self.form = form
    }

    private func require() throws {
        guard visit.site.state.definition(HotlineDesk.call) != nil else { throw HTTPError(.notFound) }
        try DeskBoards.require(HotlineDesk.agents, visit, "热线座席的接听")
    }

    private func again(_ place: HotlineDraft.Place, _ refusal: Refusal?, done: String? = nil) throws -> Response {
        try HotlineBoard(visit, draft: HotlineDraft(place: place, form: form, refusal: refusal, done: done)).page()
    }

    /// One form may do two things: each has a key of its own, so that sent twice both are done once.
    private func key(_ step: String) -> String? { form.key.map { "\($0).\(step)" } }

    /// Texts of a field that must be there.
    private func needed(_ name: String, _ label: String) throws -> String {
        guard let value = form[name] else { throw Refusal(.invalid, action: "hotline", "请选择\(label)，再办理") }
        return value
    }

    // MARK: Seat

    private static let seatActions = ["sign_in": "已签入", "ready": "已置闲", "rest": "已小休", "away": "已离席", "sign_out": "已签出"]

    func seat() async throws -> Response {
        try require()
        guard let action = form["do"], let said = Self.seatActions[action] else { throw HTTPError(.badRequest) }
        do {
            var values: [String: Value] = [:]
            if let reason = form["reason"], ["rest", "away"].contains(action) { values["reason"] = .string(reason) }
            try await visit.perform(
                HotlineDesk.seat, action, on: needed("seat", "座席"), values: FormValues(values), version: form.version, key: form.key)
            return visit.redirect(to: HotlineDesk.path, saying: said)
        } catch let refusal as Refusal {
            return try again(.seat, refusal)
        }
    }

    // MARK: Taking calls

    func answer() async throws -> Response {
        try require()
        do {
            let id = try needed("call", "来电")
            try await visit.perform(HotlineDesk.call, "answer", on: id, key: form.key)
            return visit.redirect(to: HotlineDesk.place(of: id))
        } catch let refusal as Refusal {
            // Whom another seat has answered is no longer ours to know.
            let words = refusal.reason == .notfound || refusal.reason == .state
            return try again(.queue, words ? Refusal(.state, action: refusal.action, "这通来电已被接听或已挂断，请接听下一通") : refusal)
        }
    }

    func ring() async throws -> Response {
        try require()
        guard let definition = visit.site.state.definition(HotlineDesk.call) else { throw HTTPError(.notFound) }
        let fields = definition.fields.filter { HotlineRing.fields.contains($0.id) }
        let values = FormValues(form, fields: fields, kernel: visit.kernel, actor: visit.actor, now: visit.now)
        let rung: ActionOutcome
        do {
            rung = try await visit.perform(HotlineDesk.call, "ring", values: values, key: key("ring"))
        } catch let refusal as Refusal {
            return try again(.ring, refusal)
        }
        guard form["_do"] != "ring" else { return visit.redirect(to: HotlineDesk.path, saying: "已登记进线") }
        do {
            try await visit.perform(HotlineDesk.call, "answer", on: rung.id, key: key("answer"))
            return visit.redirect(to: HotlineDesk.place(of: rung.id))
        } catch let refusal as Refusal {
            return try again(.queue, refusal, done: "已登记进线，在等待接听中")
        }
    }

    func dial() async throws -> Response {
        try require()
        do {
            let task = try visit.kernel.view(HotlineDesk.callback, id: needed("task", "回拨任务"), as: visit.actor, at: visit.now)
            guard let number = task.text("number"), task.field("number")?.isMasked == false else {
                throw Refusal(.forbidden, action: "\(HotlineDesk.call).dial", "您看不到这个任务的号码，请由本单位座席回拨")
            }
            var values: [String: Value] = ["caller_no": .string(number), "direction": .string("callback")]
            if let skill = task.text("skill") { values["skill"] = .string(skill) }
            let outcome = try await visit.perform(HotlineDesk.call, "dial", values: FormValues(values), key: form.key)
            return visit.redirect(to: HotlineDesk.place(of: outcome.id), saying: "已呼出。通话后在“待回拨”登记结果")
        } catch let refusal as Refusal where refusal.reason != .forbidden && refusal.reason != .notfound {
            return try again(.queue, refusal)
        }
    }

    // MARK: The call in hand

    private static let wishes: Set<String> = ["identify", "hang_up", "save", "make_order", "answer_law", "hold", "unhold"]
    /// Never kept waiting by a form: the person at the other end is there, or has gone.
    private static let urgent: Set<String> = ["hang_up", "hold", "unhold"]

    func call() async throws -> Response {
        try require()
        let id = try needed("call", "通话")
        let view = try visit.kernel.view(HotlineDesk.call, id: id, as: visit.actor, at: visit.now)
        guard view.text("agent") == visit.actor.id else {
            throw Refusal(.forbidden, action: HotlineDesk.call, record: id, "这通电话由别的座席接听，请回到座席页接听下一通")
        }
        if form.isRefresh { return try again(.call(id), nil) }
        let wish = form["_do"] ?? "identify"
        guard Self.wishes.contains(wish) else { throw HTTPError(.badRequest) }
        let isUrgent = Self.urgent.contains(wish)
        var version = form.version
        var unnoted: Refusal?
        if isToBeNoted(view, for: wish) {
            do {
                version = try await visit.perform(
                    HotlineDesk.call, "identify", on: id, values: values("identify", view), version: version, key: key("identify")
                ).version
            } catch let refusal as Refusal {
                guard isUrgent else { return try again(.call(id), refusal) }
                unnoted = refusal
            }
        }
        if wish == "identify" { return visit.redirect(to: HotlineDesk.place(of: id), saying: "已登记") }
        do {
            let outcome = try await visit.perform(
                HotlineDesk.call, wish, on: id, values: isUrgent && wish != "hang_up" ? FormValues() : values(wish, view),
                version: isUrgent ? nil : version, key: key(wish))
            let said = try words(wish, outcome)
            if let unnoted { return try again(.call(id), unnoted, done: said) }
            // What could not be noted yet stays as it was typed.
            if isUrgent, !isToBeNoted(view, for: wish) { return try again(.call(id), nil, done: said) }
            return visit.redirect(to: wish == "save" ? HotlineDesk.path : HotlineDesk.place(of: id), saying: said)
        } catch let refusal as Refusal where refusal.reason != .notfound && refusal.reason != .forbidden {
            return try again(.call(id), refusal)
        }
    }

    /// Whether what was typed is noted before the step: always, but for a pause before the place is known, and for silence and nuisance, of which nothing is noted.
    private func isToBeNoted(_ view: RecordView, for wish: String) -> Bool {
        if wish == "identify" { return true }
        let hasPlace = [form["city_code"], form["area_code"], view.text("city_code"), view.text("area_code")].contains { $0 != nil }
        if hasPlace { return true }
        switch wish {
        case "hold", "unhold": return false
        case "save": return !["harass", "silent"].contains(form["category"] ?? "") || form["caller_name"] != nil
        default: return true
        }
    }

    /// What the form shows of the fields that an action takes.
    private func values(_ action: String, _ view: RecordView) throws -> FormValues {
        guard let definition = visit.site.state.definition(HotlineDesk.call), let action = definition.action(action) else {
            throw HTTPError(.notFound)
        }
        let shown = Set(HotlineConsole.noted + HotlineConsole.orderFields)
        let form = RecordForm(definition: definition, action: action, record: view, state: visit.site.state, actor: visit.actor)
        let fields = form.accepted.filter { field in
            guard shown.contains(field.id) else { return false }
            // Whose number is known is not asked for it.
            return field.id != "caller_no" || view.text("caller_no") == nil
        }
        return FormValues(self.form, fields: fields, kernel: visit.kernel, actor: visit.actor, now: visit.now, before: view)
    }

    private func words(_ wish: String, _ outcome: ActionOutcome) throws -> String {
        switch wish {
        case "hang_up": return "已挂断，请写小结并归档"
        case "save": return "已归档，座席已置闲"
        case "hold": return "已保持"
        case "unhold": return "已取回"
        case "answer_law": return "已记录解答"
        default:
            let order = outcome.created.first { $0.type == WorkOrders.type }.flatMap {
                try? visit.kernel.view($0.type, id: $0.id, as: visit.actor, at: visit.now)
            }
            if let number = order?.text("order_no") { return "已形成工单 \(number)" }
            return outcome.created.contains { $0.type == "interaction/complaint" } ? "已登记投诉" : "已登记"
        }
    }

    // MARK: Restriction

    func block() async throws -> Response {
        try require()
        let id = try needed("call", "通话")
        let view = try visit.kernel.view(HotlineDesk.call, id: id, as: visit.actor, at: visit.now)
        guard let number = view.text("caller_no"), view.field("caller_no")?.isMasked == false else {
            throw Refusal(.invalid, action: HotlineDesk.block, "这通电话没有号码，不能提请限制")
        }
        do {
            try await visit.perform(
                HotlineDesk.block, "propose",
                values: FormValues(["number": .string(number), "reason": form["reason"].map { .string($0) } ?? .null]),
                key: form.key)
            return visit.redirect(to: HotlineDesk.place(of: id), saying: "已提请班长批准")
        } catch let refusal as Refusal where refusal.reason != .forbidden {
            return try again(.block(id), refusal)
        }
    }
}
