import Casework
import Definitions
import Expressions
import HTML
import HTTPTypes
import Hummingbird
import Identifiers
import Site

/// What is done at the window, each step an action of the kernel.
struct ReceptionActs {
    let visit: Visit
    let form: SubmittedForm

    init(_ visit: Visit, _ form: SubmittedForm) {
        self.visit = visit
        self.form = form
    }

    private func require() throws -> RecordDefinition {
        guard let definition = visit.site.state.definition(ReceptionDesk.visit) else { throw HTTPError(.notFound) }
        try DeskBoards.require(ReceptionDesk.roles, visit, "来访接待")
        return definition
    }

    private func again(_ draft: ReceptionDraft) throws -> Response { try ReceptionBoard(visit, draft: draft).page() }

    // MARK: A visitor

    func visitor() async throws -> Response {
        let definition = try require()
        let tidied = tidy(form)
        guard form["_do"] == "register" else {
            let found = try KnownVisitor(idNumber: tidied["visitor.id_no"], phone: tidied["visitor.phone"], visit: visit)
            return try again(ReceptionDraft(place: .visitor, form: completed(tidied, by: found), found: found))
        }
        if form.isRefresh { return try again(ReceptionDraft(place: .visitor, form: tidied)) }
        // Said precisely here; the definition's own rule would only say that it does not fit.
        if let number = tidied["visitor.id_no"], (tidied["visitor.id_type"] ?? "id_card") == "id_card", IDCard(number) == nil {
            let reason = IDCard.examine(number).reason ?? "号码有误"
            let refusal = Refusal(
                .invalid, action: "\(ReceptionDesk.visit).register", "证件号码：\(reason)",
                problems: [.init(field: "visitor.id_no", label: "证件号码", message: "证件号码：\(reason)")])
            return try again(ReceptionDraft(place: .visitor, form: tidied, refusal: refusal))
        }
        let wanted = Set(ReceptionForm.fields + ["visitor"])
        let fields = definition.fields.filter { wanted.contains($0.id) }
        let values = FormValues(tidied, fields: fields, kernel: visit.kernel, actor: visit.actor, now: visit.now)
        do {
            let outcome = try await visit.perform(ReceptionDesk.visit, "register", values: values, key: form.key)
            return visit.redirect(to: ReceptionDesk.place(of: outcome.id), saying: "已登记来访\(outcome.number.map { "，编号 \($0)" } ?? "")")
        } catch let refusal as Refusal where refusal.reason != .forbidden {
            return try again(ReceptionDraft(place: .visitor, form: tidied, refusal: refusal))
        }
    }

    /// The number as it is kept; a number without a kind is an identity card's when it looks like one.
    private func tidy(_ form: SubmittedForm) -> SubmittedForm {
        guard let typed = form["visitor.id_no"] else { return form }
        let number = KnownVisitor.tidy(typed)
        var values = form.values.with("visitor.id_no", number)
        if form["visitor.id_type"] == nil, KnownVisitor.looksLikeIdentityNumber(number) {
            values = values.with("visitor.id_type", "id_card")
        }
        return SubmittedForm(values, files: form.files)
    }

    /// What the number itself and the visits before say, where nothing was typed.
    private func completed(_ form: SubmittedForm, by found: KnownVisitor) -> SubmittedForm {
        var values = form.values
        func fill(_ name: String, _ value: String?) { if let value, values[name] == nil { values = values.with(name, value) } }
        if let card = found.card {
            fill("visitor.id_type", "id_card")
            fill("visitor.gender", card.sex == .male ? "1" : "2")
            fill("visitor.birth_date", card.birth.description)
        }
        fill("visitor.name", found.name)
        return SubmittedForm(values, files: form.files)
    }

    // MARK: A visit

    func finish() async throws -> Response {
        let definition = try require()
        guard let id = form["visit"], let finish = definition.action("finish") else { throw HTTPError(.badRequest) }
        let view = try visit.kernel.view(ReceptionDesk.visit, id: id, as: visit.actor, at: visit.now)
        let handled = form["handled"] ?? ""
        // Fields of a way that was not gone are not sent on: they would be refused or mean nothing.
        let wanted = Set(
            ReceptionVisit.common + (handled == "guide" ? ReceptionVisit.guide : []) + (handled == "order" ? ReceptionVisit.order : [])
                + (handled == "assist" ? ReceptionVisit.assist : []))
        let recordForm = RecordForm(definition: definition, action: finish, record: view, state: visit.site.state, actor: visit.actor)
        let values = FormValues(
            form, fields: recordForm.accepted.filter { wanted.contains($0.id) }, kernel: visit.kernel, actor: visit.actor, now: visit.now,
            before: view)
        do {
            try await visit.perform(ReceptionDesk.visit, "finish", on: id, values: values, version: form.version, key: form.key)
            return visit.redirect(to: "\(ReceptionDesk.path)/receipt?visit=\(QueryValues.encode(id))", saying: "已办结接待，请把回执交给来访人")
        } catch let refusal as Refusal where refusal.reason != .forbidden && refusal.reason != .notfound {
            return try again(ReceptionDraft(place: .visit(id), form: form, refusal: refusal))
        }
    }

    // MARK: An appointment

    func checkIn() async throws -> Response {
        _ = try require()
        guard let id = form["appointment"] else { throw HTTPError(.badRequest) }
        do {
            try await visit.perform(ReceptionDesk.appointment, "check_in", on: id, key: form.key)
            return visit.redirect(to: ReceptionDesk.path, saying: "已签到，已通知承办人员")
        } catch let refusal as Refusal where refusal.reason != .forbidden && refusal.reason != .notfound {
            return try again(ReceptionDraft(place: .appointments, form: form, refusal: refusal))
        }
    }
}
