import Casework
import Definitions
import Expressions
import HTML
import HTTPTypes
import Hummingbird
import Logging
import Site
import Storage
import WorkCalendar

/// Sending a matter off: through the definition's action, once, with a receipt.
struct Submission: Sendable {
    let site: Site
    let pages: StartPages
    let found: DraftStore.Found
    let filing: Filing

    func file(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        let check = CheckPage(site: site, found: found, filing: filing)
        let address = StartPages.start(filing.matter, "check")
        guard let visitor = visit.visitor else {
            return visit.redirect(to: "\(PhoneSignIn.path)?back=\(QueryValues.encode(address))", saying: "登录以后再按一次“提交申请”就好")
        }
        guard visitor.isCitizen else { return try check.answer(visit) }
        if filing.firstOpen != nil || !filing.wholeProblems.isEmpty { return try check.answer(visit, status: .unprocessableContent) }
        let files = try await sent(visit)
        var values = FormValues(filing.values)
        if filing.definition.field("materials") != nil, !files.isEmpty {
            values.values["materials"] = .list(
                files.map { .map([.string("material_item"): .string($0.item), .string("file"): .string($0.hash)]) })
        }
        do {
            let outcome = try await visit.perform(filing.matter.type, filing.action, values: values, key: found.draft.key)
            let number = try await receive(outcome, files, visit)
            return pages.remembering(nil, filing.matter, visit).redirect(to: "/receipts/\(number)")
        } catch let refusal as Refusal where refusal.reason != .notfound {
            return try refused(refusal, check, visit)
        }
    }

    /// Files go from the draft into the store, under the applicant's name.
    private func sent(_ visit: Visit) async throws -> [(item: String, name: String, hash: String)] {
        var kept: [(item: String, name: String, hash: String)] = []
        for file in found.draft.files {
            guard let bytes = pages.store.bytes(file.id, under: found.code) else { continue }
            let entry = try await site.attachments.keep(bytes, name: file.name, by: visit.actor, at: visit.now)
            kept.append((file.item, file.name, entry.hash))
        }
        return kept
    }

    /// What was received, signed and kept; then the draft has done its work.
    private func receive(_ outcome: ActionOutcome, _ files: [(item: String, name: String, hash: String)], _ visit: Visit) async throws
        -> String
    {
        let followed = Followed.of(outcome)
        let view = try site.kernel.view(followed.type, id: followed.id, as: .system, at: visit.now)
        let number = Followed.number(view) ?? outcome.number ?? followed.id
        let book = ReceiptBook(site: site)
        var code: String?
        if view.field("query_code") != nil,
            case .string(let opened) = try await site.kernel.reveal(
                followed.type, id: followed.id, field: "query_code", purpose: "在收件凭证上告知本人", as: .system, at: visit.now)
        {
            code = opened
        }
        try await book.issue(
            ReceiptBook.Filed(
                number: number, account: visit.actor.id, record: followed, item: filing.matter.name,
                organ: Followed.organ(view, site.state),
                at: view.createdAt, content: FiledAnswers(filing: filing).text(number: number, files: files), queryCode: code,
                next: filing.matter.next(filing.answered)), at: visit.now)
        try await pages.store.remove(found)
        return number
    }

    /// The rule that stands against it, at the question it concerns.
    private func refused(_ refusal: Refusal, _ check: CheckPage, _ visit: Visit) throws -> Response {
        let fields = Set(refusal.problems.map(\.field))
        let question = filing.questions.first { question in
            Filing.paths(question, filing.answered).contains { path in fields.contains { Draft.owns(path, $0) || Draft.owns($0, path) } }
        }
        // The place taken is told by the time's own record, without a field of ours.
        let slot = filing.questions.first { if case .slot = $0.kind { true } else { false } }
        let concerned = question ?? (refusal.message.contains("号源") || refusal.message.contains("约满") ? slot : nil)
        let words = refusal.source.map { "\(refusal.message)（依据：\($0)）" } ?? refusal.message
        // What has been filed already is followed, not filed again.
        let isThere = refusal.rule == "online-handling-submit"
        let way =
            isThere
            ? linkButton("看我的办件", to: "/me/matters", .primary)
            : concerned.map { linkButton("去修改：\($0.title)", to: StartPages.start(filing.matter, $0.id) + "?change=1", .primary) } ?? .empty
        let status: HTTPResponse.Status = refusal.reason == .invalid ? .unprocessableContent : .conflict
        return try check.answer(
            visit, errors: [FormError(words)],
            more: notice("没有提交成功", .danger, body: "<p>\(words)</p><p>填写的内容都还在。</p>", actions: way), status: status)
    }
}

/// The record by which a matter is followed: the application or the appointment, whatever was made on the way.
enum Followed {
    static let application = "online-handling/service_application"
    static let appointment = "online-handling/appointment"
    static let order = "work-order/work_order"

    static func of(_ outcome: ActionOutcome) -> RecordReference {
        outcome.created.first { $0.type == application } ?? outcome.created.first { $0.type == appointment }
            ?? RecordReference(type: outcome.type, id: outcome.id)
    }

    static func number(_ view: RecordView) -> String? {
        for field in ["app_no", "appt_no", "order_no", "request_no", "complaint_no"] {
            if case .string(let number) = view[field] { return number }
        }
        return nil
    }

    /// Who has received it.
    static func organ(_ view: RecordView, _ state: EngineState) -> String {
        for field in ["accept_org", "appt_org", "owner_org", "firm_org", "office_org"] {
            if case .string(let code) = view[field], let organ = state.tree.organisation(code) { return organ.name }
        }
        return state.tree.organisation(view.org)?.name ?? ""
    }
}
