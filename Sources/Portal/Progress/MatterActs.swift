import Casework
import Definitions
import Expressions
import HTML
import HTTPTypes
import Hummingbird
import Site
import WorkCalendar

/// What the owner of a matter does with it: bring in what was asked for, withdraw, rate, object, put off, complain – each through the
/// definition's own action, on a page of its own.
struct MatterActs: Sendable {
    let site: Site
    static let limit = 64 << 20

    func addRoutes(_ routes: SiteRoutes) {
        routes.get("/progress/:kind/:id/do/:on/:action", for: .citizen) { visit in
            let act = try find(visit)
            return try page(act, visit, form: recordForm(act, visit), refusal: nil, key: visit.freshKey())
        }
        routes.post("/progress/:kind/:id/do/:on/:action", for: .citizen, limit: Self.limit) { visit, form in try await perform(visit, form)
        }
    }

    /// An act that was asked for: the record it is done to (nil: it makes one) and what it is.
    private struct Act {
        var file: MatterFile
        var part: MatterFile.Part?
        var definition: RecordDefinition
        var action: ActionDefinition
        var address: String
        var back: String
    }

    private func find(_ visit: Visit) throws -> Act {
        guard let type = Progress.type(visit.parameter("kind")) else { throw HTTPError(.notFound) }
        let file = try MatterFile(type, id: visit.parameter("id"), as: visit.actor, site: site, at: visit.now)
        let back = Progress.address(RecordReference(type: type, id: file.frame.view.id))
        let (word, id) = (visit.parameter("on"), visit.parameter("action"))
        let address = "\(back)/do/\(word)/\(id)"
        if word == "frame", id == "complain", let definition = site.state.definition("interaction/complaint"),
            let action = definition.action("submit")
        {
            return Act(file: file, part: nil, definition: definition, action: action, address: address, back: back)
        }
        guard let found = file.actions.first(where: { $0.word == word && $0.action.id == id }) else {
            throw Refusal(
                .state, action: "\(type).\(id)", record: file.frame.view.id, "现在不能这样做：办件已经到了“\(file.frame.view.stateLabel ?? "")”。请回到进度页查看")
        }
        return Act(file: file, part: found.part, definition: found.part.definition, action: found.action, address: address, back: back)
    }

    private func recordForm(_ act: Act, _ visit: Visit) -> RecordForm {
        var form = RecordForm(
            definition: act.definition, action: act.action, record: act.part?.view, state: site.state, actor: visit.actor,
            lookUpAddress: nil)
        if act.part == nil { form.initial = complaint(act.file) }
        return form
    }

    /// What a complaint about a matter knows already.
    private func complaint(_ file: MatterFile) -> [String: String] {
        [
            "target_kind": "org", "target_name": file.holder?.name ?? "",
            "service_line": Choosing.text(file.frame.view["service_line"]) ?? "general",
        ]
    }

    // MARK: Drawing

    private func parts(_ act: Act) -> [QuestionPart]? {
        if act.part == nil {
            return [
                QuestionPart("matter", "投诉什么"), QuestionPart("target_name", "投诉谁"), QuestionPart("facts", "事情经过"),
                QuestionPart("request", "您的要求", isOptional: true), QuestionPart("evidence", "证据材料", isOptional: true),
            ]
        }
        return nil
    }

    private func page(_ act: Act, _ visit: Visit, form: RecordForm, refusal: Refusal?, key: String) throws -> Response {
        let label = act.part == nil ? "投诉" : act.action.label
        var fields: [FormField] = []
        var note: HTML = .empty
        var hasFiles = false
        if let parts = parts(act) {
            fields = parts.compactMap { form.question($0) }
        } else if ["slot"] == act.action.needs, let part = act.part {
            fields = try slots(part, visit, refusal)
            if fields.isEmpty { note = notice("近期没有可以改的时间", .soon, body: "<p>请过一天再看，或者拨打 12348。</p>") }
        } else {
            let (needed, others) = form.fields
            fields = (needed + others).filter { !["materials", "supplied", "via"].contains($0.name) }
        }
        let asksFiles = act.action.asks.contains("materials")
        if asksFiles {
            hasFiles = true
            fields = fileFields(act, refusal) + fields
        }
        hasFiles = hasFiles || fields.contains { if case .file = $0.control { true } else { false } }
        if let law = act.action.basis { note += "<p class='basis'>依据：\(law)</p>" }
        if let words = act.action.consequence { note += consequence(words) }
        if let asks = act.action.confirm { note += "<p class='confirm-text'><b>\(asks)</b></p>" }
        let drawn = Form(
            to: act.address, csrf: visit.csrf, key: key, version: act.part.map { Int($0.view.version) }, errors: form.errors(refusal),
            hasFiles: hasFiles,
            fields: fields, note: note,
            buttons:
                "\(button(label, ["withdraw", "cancel"].contains(act.action.id) ? .danger : .primary))\(linkButton("返回", to: act.back))")
        return try visit.matterPage(
            label, status: refusal == nil ? .ok : refusal?.reason == .invalid ? .unprocessableContent : .conflict,
            scripts: hasFiles ? ["/js/upload.js"] : [],
            body:
                "<div class='question-page'><a class='back' href='\(url: act.back)'>\(icon(.chevronLeft))回到进度</a>\(pageHead(label))<p class='quiet'>\(act.file.title) \(act.file.number ?? "")</p>\(drawn)</div>"
        )
    }

    /// A file for each thing asked for; or files as such.
    private func fileFields(_ act: Act, _ refusal: Refusal?) -> [FormField] {
        let items = act.file.asked.map(\.item)
        let rules = FileRules(
            accepted: ["image/*", ".pdf", ".ofd"], acceptedWords: "拍照，或者 PDF、OFD、JPG、PNG", maxBytes: AttachmentStore.limit,
            isMultiple: true, offersCamera: true,
            uploadAddress: "/attachments")
        return (items.isEmpty ? ["材料"] : items).enumerated().map { index, item in
            FormField("file.\(index)", item, .file(rules), values: [], isRequired: false)
        }
    }

    private func slots(_ part: MatterFile.Part, _ visit: Visit, _ refusal: Refusal?) throws -> [FormField] {
        guard
            let slot = MatterFile.reference(part.view["slot"])
                ?? Choosing.text(part.view["slot"]).map({ RecordReference(type: "online-handling/appointment_slot", id: $0) }),
            let held = try? visit.kernel.view("online-handling/appointment_slot", id: slot.id, as: .publicReader, at: visit.now),
            let service = Choosing.text(held["service"])
        else { return [] }
        let times = try Choosing(site: site, now: visit.now).times(service: service, at: held.org).filter { $0.id != slot.id }
        guard !times.isEmpty else { return [] }
        return [
            FormField(
                "slot", "改到", .choice(times.map { Choice("[\($0.id)]", $0.words, help: $0.note) }, .radios), values: [], isRequired: true,
                error: refusal?.problems.first { $0.field == "slot" }?.message)
        ]
    }

    // MARK: Doing

    private func perform(_ visit: Visit, _ submitted: SubmittedForm) async throws -> Response {
        let act = try find(visit)
        var form = recordForm(act, visit)
        let key = submitted.key ?? visit.freshKey()
        var sent = submitted
        do {
            for file in submitted.files where !file.bytes.isEmpty {
                let entry = try await site.attachments.keep(file.bytes, name: file.name, by: visit.actor, at: visit.now)
                sent = sent.adding(file.field, entry.hash)
            }
        } catch let refused as AttachmentStore.Refused {
            form.submitted = sent
            return try page(act, visit, form: form, refusal: Refusal(.invalid, action: act.action.id, refused.message), key: key)
        }
        form.submitted = sent
        if submitted.isRefresh { return try page(act, visit, form: form, refusal: nil, key: key) }
        var values = FormValues(
            sent, fields: form.accepted.filter { $0.id != "materials" && $0.id != "supplied" }, kernel: visit.kernel, actor: visit.actor,
            now: visit.now)
        if act.part == nil { complete(&values, act) }
        if act.action.asks.contains("materials"), let part = act.part { bring(&values, act, part, sent) }
        if act.action.asks.contains("via") || act.action.inputs.contains(where: { $0.id == "via" }) { values.values["via"] = nil }
        do {
            let outcome = try await visit.perform(
                act.definition.type, act.action.id, on: act.part?.view.id, values: values,
                version: act.part == nil ? nil : submitted.version, key: key)
            let to = act.part == nil ? Progress.address(RecordReference(type: outcome.type, id: outcome.id)) : act.back
            return visit.redirect(
                to: to, saying: act.part == nil ? "投诉已收到\(outcome.number.map { "，编号 \($0)" } ?? "")" : "已\(act.action.label)")
        } catch let refusal as Refusal where refusal.reason != .notfound {
            form.problems = refusal.problems
            return try page(act, visit, form: form, refusal: refusal, key: key)
        }
    }

    /// A complaint about a matter says which.
    private func complete(_ values: inout FormValues, _ act: Act) {
        let view = act.file.frame.view
        for (name, value) in complaint(act.file) where values.values[name] == nil { values.values[name] = .string(value) }
        values.values["related"] = .string("\(view.type):\(view.id)")
    }

    /// What is brought in joins what is there; each thing asked for is named as supplied when a file or a word for it came.
    private func bring(_ values: inout FormValues, _ act: Act, _ part: MatterFile.Part, _ sent: SubmittedForm) {
        let items = act.file.asked.map(\.item)
        var rows: [Value] = []
        if case .list(let held) = part.view["materials"] { rows = held }
        var supplied: [Value] = []
        for (index, item) in (items.isEmpty ? ["材料"] : items).enumerated() {
            let hashes = sent.all("file.\(index)").filter { !$0.isEmpty }
            rows += hashes.map { .map([.string("material_item"): .string(item), .string("file"): .string($0)]) }
            if !hashes.isEmpty { supplied.append(.string(item)) }
        }
        values.values["materials"] = rows.isEmpty ? nil : .list(rows)
        if act.action.inputs.contains(where: { $0.id == "supplied" }), !items.isEmpty { values.values["supplied"] = .list(supplied) }
    }
}
