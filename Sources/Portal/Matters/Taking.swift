import Casework
import Definitions
import Site
import WorkCalendar

/// A page of answers taken into the draft, whatever it is a page of.
struct Taking: Sendable {
    let site: Site
    let guides: Guides
    let store: DraftStore
    let code: String
    let filing: Filing
    let question: Question
    let now: Moment
    private(set) var draft: Draft
    private(set) var problems: [Refusal.FieldProblem] = []
    /// The page comes back with what now applies: another place was chosen.
    private(set) var mustShowAgain = false

    init(site: Site, guides: Guides, store: DraftStore, found: DraftStore.Found, filing: Filing, question: Question, now: Moment) {
        self.site = site
        self.guides = guides
        self.store = store
        code = found.code
        self.filing = filing
        self.question = question
        self.now = now
        draft = found.draft
    }

    private var choosing: Choosing { Choosing(site: site, now: now) }

    mutating func take(_ form: SubmittedForm) async throws {
        switch question.kind {
        case .fields: draft.take(question.parts(filing.answered).map(\.path), from: form)
        case .institution(let institution): try takeInstitution(institution, form)
        case .slot(let slot): try takeSlot(slot, form)
        case .organ: draft.take(["accept_org"], from: form)
        case .materials: try takeFiles(form)
        case .findings: break
        }
        if !form.isRefresh, !mustShowAgain, problems.isEmpty, !draft.answered.contains(question.id) { draft.answered.append(question.id) }
    }

    private mutating func takeInstitution(_ institution: Question.Institution, _ form: SubmittedForm) throws {
        let field = institution.field
        let area = form["where_\(field)"]
        if !institution.isRegionWide, area != form["_shown"] {
            draft.set("where_\(field)", area)
            mustShowAgain = true
            return
        }
        draft.set("where_\(field)", area)
        let chosen = form.all(field).compactMap { PickedText($0) }.compactMap { if case .value(let id) = $0 { id } else { nil } }
        guard !chosen.isEmpty else {
            draft.set(field, nil)
            problems.append(.init(field: field, label: "机构", message: "请选择一家。这里没有的，请换一个地区"))
            return
        }
        guard chosen.count <= institution.most else {
            problems.append(.init(field: field, label: "机构", message: "最多选\(institution.most)家"))
            return
        }
        let offered = try choosing.offices(kind: institution.kind, area: institution.isRegionWide ? nil : area)
        let names = chosen.compactMap { id in offered.first { $0.id == id }?.name }
        guard names.count == chosen.count else {
            problems.append(.init(field: field, label: "机构", message: "所选机构现在不能受理，请另选一家"))
            return
        }
        let changed = Set(draft.typed.all(field)) != Set(chosen.map { "[\($0)]" })
        draft.pairs.removeAll { $0.name == field }
        draft.pairs += chosen.map { .init(name: field, value: "[\($0)]") }
        draft.set("said_\(field)", names.joined(separator: "、"))
        draft.set("org_\(field)", chosen.first.flatMap { choosing.organisation(of: $0) })
        // A time at another institution is no time at this one.
        if changed, draft["slot"] != nil {
            draft.set("slot", nil)
            draft.set("said_slot", nil)
            draft.answered.removeAll { $0 == "slot" }
        }
    }

    private mutating func takeSlot(_ slot: Question.Slot, _ form: SubmittedForm) throws {
        let wanted = form["slot"].flatMap { PickedText($0) }
        guard case .value(let id)? = wanted else {
            draft.set("slot", nil)
            draft.set("said_slot", nil)
            if !slot.isOptional { problems.append(.init(field: "slot", label: "时间", message: "请选一个时间")) }
            return
        }
        let offered = try draft["org_\(slot.of)"].map { try choosing.times(service: slot.service, at: $0) } ?? []
        guard let time = offered.first(where: { $0.id == id }) else {
            draft.set("slot", nil)
            draft.answered.removeAll { $0 == question.id }
            problems.append(.init(field: "slot", label: "时间", message: "这个时间刚刚约满了，请另选一个"))
            return
        }
        draft.set("slot", "[\(id)]")
        draft.set("said_slot", time.words)
    }

    // MARK: Files

    private mutating func takeFiles(_ form: SubmittedForm) throws {
        let removed = Set(form.all("_remove"))
        let had = Set(form.all("_had"))
        let kept = Set(form.pairs.filter { $0.name.hasPrefix("file.") }.map(\.value))
        // Sent since the page was drawn and taken out again by its script: no longer in the form.
        for file in draft.files
        where removed.contains(file.id) || (form["_drawn"] != nil && !had.contains(file.id) && !kept.contains(file.id)) {
            store.drop(file.id)
            draft.files.removeAll { $0.id == file.id }
        }
        if !removed.isEmpty { mustShowAgain = true }
        let items = try guides.materials(for: filing.matter, draft: draft, at: now)
        for file in form.files where !file.bytes.isEmpty {
            let index = file.field.split(separator: ".").dropFirst().first.flatMap { Int($0) }
            let item = index.flatMap { items.indices.contains($0) ? items[$0].name : nil } ?? "其他材料"
            do { _ = try keep(file.bytes, name: file.name, item: item) } catch let refused as AttachmentStore.Refused {
                problems.append(.init(field: file.field, label: item, message: "\(file.name)：\(refused.message)"))
            }
        }
        guard !mustShowAgain, filing.definition.field("materials") != nil else { return }
        for (index, item) in items.enumerated() where item.isNeededOnline && !draft.files.contains(where: { $0.item == item.name }) {
            problems.append(.init(field: "file.\(index)", label: item.name, message: "请上传“\(item.name)”；不便上传的，可以到窗口交"))
        }
    }

    /// Puts a file beside the draft.
    /// - Throws: `AttachmentStore.Refused`.
    mutating func keep(_ bytes: [UInt8], name: String, item: String) throws -> String {
        _ = try AttachmentStore.look(at: bytes)
        guard draft.files.count < DraftStore.mostFiles else { throw AttachmentStore.Refused(message: "一件申请最多\(DraftStore.mostFiles)个文件") }
        guard draft.files.reduce(bytes.count, { $0 + $1.size }) <= DraftStore.mostBytes else {
            throw AttachmentStore.Refused(message: "一件申请的材料合计不超过\(DraftStore.mostBytes >> 20) MB")
        }
        let id = try store.put(bytes, under: code)
        draft.files.append(.init(id: id, item: item.isEmpty ? "其他材料" : item, name: AttachmentStore.name(name), size: bytes.count))
        return id
    }
}
