import Casework
import Definitions
import Expressions
import HTML
import HTTPTypes
import Hummingbird
import Site
import WorkCalendar

/// A question's page as it is drawn.
struct QuestionView: Sendable {
    let site: Site
    let guides: Guides
    let found: DraftStore.Found
    let filing: Filing
    let question: Question
    /// Rows asked for or not wanted, where no script adds them.
    var rows: String?

    private var draft: Draft { found.draft }
    private var matter: Matter { filing.matter }

    func answer(_ visit: Visit, problems: [Refusal.FieldProblem], status: HTTPResponse.Status) throws -> Response {
        let choosing = Choosing(site: site, now: visit.now)
        var fields: [FormField] = []
        var note: HTML = question.basis.map { "<p class='basis'>依据：\($0)</p>" } ?? .empty
        var hasFiles = false
        var help = question.help
        switch question.kind {
        case .fields: fields = drawn(problems)
        case .institution(let institution): fields = try offices(institution, choosing, problems, &note)
        case .slot(let slot): fields = try times(slot, choosing, problems, &note)
        case .organ(let level):
            let choices = choosing.organs(level(filing.answered))
            fields = [
                FormField(
                    "accept_org", "受理机关", .choice(choices, choices.count <= 20 ? .radios : .select),
                    values: draft["accept_org"].map { [$0] } ?? (choices.count == 1 ? [choices[0].value] : []), isRequired: true,
                    error: problems.first?.message)
            ]
        case .materials:
            hasFiles = true
            fields = try materials(visit, problems, &note)
        case .findings: note = findings(note)
        }
        if help.isEmpty, case .fields = question.kind { help = "" }
        let number = filing.index(of: question) + 1
        let back = filing.before(question).map { StartPages.start(matter, $0.id) } ?? StartPages.start(matter)
        let isChange = visit.query["change"] != nil
        let form = Form(
            to: StartPages.start(matter, question.id) + (isChange ? "?change=1" : ""), csrf: visit.csrf,
            errors: problems.map { FormError(field: $0.field == "materials" ? "file.0" : RecordForm.controlNamed($0.field), $0.message) },
            hasFiles: hasFiles, fields: fields,
            note: note, buttons: button(isChange ? "保存并返回核对" : "继续", .primary))
        let page = QuestionPage(
            step: number, of: filing.questions.count, stepWords: "\(matter.name) · 第\(number)步，共\(filing.questions.count)步",
            backAddress: isChange ? StartPages.start(matter, "check") : back, backLabel: isChange ? "回到核对" : "上一步",
            question: question.title,
            help: help, form: form)
        return try visit.matterPage(
            (problems.isEmpty ? "" : "有误：") + question.title, status: status, scripts: hasFiles ? ["/js/upload.js"] : [],
            body: "\(forWhom)\(page)\(leaving(visit))")
    }

    /// For somebody else, on every page.
    private var forWhom: HTML { draft.behalf?.note ?? .empty }

    /// On a machine that others use.
    private func leaving(_ visit: Visit) -> HTML {
        "\(SavedNote(found: found).html)<div class='question-foot'>\(actionButton("先到这里，从本机清除", action: "/matters/\(matter.slug)/leave", .quiet, csrf: visit.csrf))<a href='/matters/resume'>取件码有什么用</a></div>"
    }

    private func drawn(_ problems: [Refusal.FieldProblem]) -> [FormField] {
        guard var form = filing.form(problems: problems) else { return [] }
        if let rows, let sent = form.submitted { form.submitted = sent.adding("_rows", rows) }
        return question.parts(filing.answered).compactMap { form.question($0) }
    }

    // MARK: Institutions

    private func offices(
        _ institution: Question.Institution, _ choosing: Choosing, _ problems: [Refusal.FieldProblem], _ note: inout HTML
    ) throws -> [FormField] {
        let field = institution.field
        var fields: [FormField] = []
        let near = institution.near.lazy.compactMap { filing.answered.text($0) ?? draft[$0] }.first
        let area = institution.isRegionWide ? nil : draft["where_\(field)"] ?? near ?? homeArea
        if !institution.isRegionWide {
            let list = site.catalogue.codeList("shared/region_code")?.entries ?? []
            let names = Dictionary(list.map { ($0.code, $0.label) }, uniquingKeysWith: { one, _ in one })
            let choices = list.map { Choice($0.code, $0.label, group: $0.parent.flatMap { names[$0] }) }
            var select = FormField("where_\(field)", "市、县（区）", .choice(choices, .select), value: area, isRequired: true, refreshes: true)
            select.help = "先选地区，再选下面的机构"
            fields.append(select)
            note += hiddenInput("_shown", area ?? "")
        }
        guard institution.isRegionWide || area != nil else { return fields }
        let offered = try choosing.offices(kind: institution.kind, area: area)
        guard !offered.isEmpty else {
            note += notice("这里暂时没有可以网上受理的机构", .soon, body: "<p>请换一个地区，或者拨打 12348 由工作人员帮您安排。</p>")
            return fields
        }
        let choices = offered.map { office in
            Choice("[\(office.id)]", office.name, help: [office.address, office.phone].filter { !$0.isEmpty }.joined(separator: "，电话 "))
        }
        var chosen = draft.typed.all(field)
        // One that follows from the rules stands there already.
        if chosen.isEmpty, institution.most == 1, let first = offered.first, first.area == area, !institution.isRegionWide,
            ["accept_center", "committee"].contains(field)
        {
            chosen = ["[\(first.id)]"]
        }
        fields.append(
            FormField(
                field, institution.most > 1 ? "选择（最多\(institution.most)家）" : "选择一家",
                .choice(choices, institution.most > 1 ? .checkBoxes : .radios),
                values: chosen, isRequired: true, error: problems.first?.message))
        return fields
    }

    private var homeArea: String? { draft.pairs.first { $0.name.hasSuffix(".area_code") && !$0.value.isEmpty }?.value }

    private func times(_ slot: Question.Slot, _ choosing: Choosing, _ problems: [Refusal.FieldProblem], _ note: inout HTML) throws
        -> [FormField]
    {
        let offered = try draft["org_\(slot.of)"].map { try choosing.times(service: slot.service, at: $0) } ?? []
        let office = draft["said_\(slot.of)"] ?? "所选机构"
        let institution = filing.questions.first { if case .institution(let one) = $0.kind { one.field == slot.of } else { false } }
        let other = institution.map { linkButton("换一家机构", to: StartPages.start(matter, $0.id)) } ?? .empty
        guard !offered.isEmpty else {
            note +=
                slot.isOptional
                ? notice("\(office)没有放出网上预约的时间", body: "<p>可以直接继续，由机构与您联系。</p>", actions: other)
                : notice("\(office)近期没有可以约的时间", .soon, body: "<p>请换一家机构，或者过一天再来看；也可以拨打 12348。</p>", actions: other)
            return []
        }
        let choices = offered.map {
            Choice(
                "[\($0.id)]", $0.words,
                help: [$0.note, $0.left > 1 ? "还有\($0.left)个号" : ""].filter { !$0.isEmpty }.joined(separator: " · "))
        }
        note += "<p>\(office)。约满的时间不显示。</p>"
        return [
            FormField(
                "slot", "可以约的时间", .choice(slot.isOptional ? choices + [Choice("", "先不约时间")] : choices, .radios),
                values: draft.typed.all("slot"), isRequired: !slot.isOptional, error: problems.first?.message)
        ]
    }

    // MARK: Materials

    private func materials(_ visit: Visit, _ problems: [Refusal.FieldProblem], _ note: inout HTML) throws -> [FormField] {
        let items = try guides.materials(for: matter, draft: draft, at: visit.now)
        note += "\(hiddenInput("_drawn", "1"))\(draft.files.html { hiddenInput("_had", $0.id) })"
        if !draft.files.isEmpty {
            note += """
                <h2>已上传\(draft.files.count)个文件</h2><ul class="files">\(draft.files.html { file in
                    "<li>\(icon(.attachment))\(file.item)：\(file.name)（\(byteSize(file.size))）<button type='submit' class='button quiet' formnovalidate name='_remove' value='\(file.id)'>移除<span class='visually-hidden'>\(file.name)</span></button></li>"
                })</ul>
                """
        }
        return items.enumerated().map { index, item in
            let sent = draft.files.count { $0.item == item.name }
            let query = QueryValues([("for", item.name)])
            return FormField(
                "file.\(index)", item.name,
                .file(
                    FileRules(
                        accepted: ["image/*", ".pdf", ".jpg", ".jpeg", ".png", ".ofd"], acceptedWords: "拍照，或者 PDF、OFD、JPG、PNG",
                        maxBytes: AttachmentStore.limit,
                        isMultiple: true, offersCamera: true, uploadAddress: query.address("/matters/\(matter.slug)/upload"))),
                values: [],
                help: [item.condition.map { "适用：\($0)" }, sent > 0 ? "已上传\(sent)个" : nil].compactMap { $0 }.joined(separator: "。").nonEmpty,
                isRequired: item.isNeededOnline && sent == 0, error: problems.first { $0.field == "file.\(index)" }?.message)
        }
    }

    // MARK: Findings

    /// What the rules say of the answers so far, one by one, as the definition reckons it.
    private func findings(_ note: HTML) -> HTML {
        guard case .list(let rows) = filing.answered.judged["eligibility"] else { return note }
        let lines = rows.compactMap { row -> (rule: String, basis: String, result: String)? in
            guard case .map(let map) = row, case .string(let rule)? = map[.string("rule")],
                case .string(let result)? = map[.string("result")]
            else { return nil }
            var basis = ""
            if case .string(let text)? = map[.string("basis")] { basis = text }
            return (rule, basis, result)
        }.filter { $0.rule != "受理机构" && $0.rule != "承办人员" }
        return """
            <dl class="answers findings">\(lines.html { "<div><dt>\($0.rule)</dt><dd><b>\($0.result)</b><br><small>\($0.basis)</small></dd></div>" })</dl>\(note)
            """
    }
}

extension String {
    /// Nil where there is nothing.
    var nonEmpty: String? { isEmpty ? nil : self }
}
