import Casework
import HTML
import HTTPTypes
import Hummingbird
import Site
import WorkCalendar

/// All answers on one page before they are sent, each with a way to change it; what is still open; what will follow.
struct CheckPage: Sendable {
    let site: Site
    let found: DraftStore.Found
    let filing: Filing

    private var matter: Matter { filing.matter }

    func answer(_ visit: Visit, errors: [FormError] = [], more: HTML = .empty, status: HTTPResponse.Status = .ok) throws -> Response {
        if let open = filing.questions.first(where: { !found.draft.answered.contains($0.id) }) {
            return visit.redirect(to: StartPages.start(matter, open.id))
        }
        var wrong = errors
        for question in filing.questions {
            wrong += filing.problems(of: question).map { FormError("\(question.title)：\($0.message)") }
        }
        wrong += filing.wholeProblems.map { FormError($0) }
        let given = filing.questions.flatMap { question in answers(question) }
        let mayFile = wrong.isEmpty || !errors.isEmpty
        let isCitizen = visit.visitor?.isCitizen ?? false
        let officer: HTML = HTML.when(
            visit.visitor != nil && !isCitizen, notice("您现在以工作人员身份登录", .soon, body: "<p>网上申请由群众本人提交。请先退出登录；代群众办理的，请用工作台的窗口登记。</p>"))
        let form = Form(
            to: StartPages.start(matter, "check"), csrf: visit.csrf, key: found.draft.key, errors: wrong, fields: [],
            note: "<p class='help'>提交就是承诺所填内容真实。收到后给您编号和查询码。</p>",
            buttons: mayFile && officer.isEmpty
                ? button(isCitizen ? "提交申请" : "登录并提交", .primary) : .empty)
        let steps: HTML = "<ol class='plain-steps'>\(matter.next(filing.answered).html(Self.step))</ol>"
        let body: HTML = """
            <div class="question-page"><a class="back" href="\(url: StartPages.start(matter, filing.questions.last?.id))">\(icon(.chevronLeft))上一步</a><h1>核对一遍，再提交</h1>\(behalf(visit))\(officer)\(more)\(checkAnswers(given))\(files)<h2>提交以后</h2>\(steps)\(form)\(SavedNote(found: found).html)</div>
            """
        return try visit.matterPage("核对：\(matter.name)", status: status, body: body)
    }

    /// For whom, and by which right; with a way to make it one's own.
    private func behalf(_ visit: Visit) -> HTML {
        guard let behalf = found.draft.behalf else {
            // He acts for somebody else elsewhere: that this one is his own ought not to surprise him.
            return Acting.current(visit).map { acting in
                notice("这份申请是您自己的", body: "<p>您正在为\(acting.name)办事，但这份是以您自己的名义开始填的。要为\(acting.name)办，请另起一份。</p>")
            } ?? .empty
        }
        return notice(
            "为\(behalf.name)办理", body: "<p>您是\(behalf.capacity)，由您代为提交。回执和进度上都会写明。</p>",
            actions: actionButton("改为我自己的申请", action: "/matters/\(matter.slug)/own", .quiet, csrf: visit.csrf))
    }

    static func step(_ step: Matter.NextStep) -> HTML {
        "<li><b>\(step.title)</b><p>\(step.text)</p>\(step.basis.map { "<p class='basis'>依据：\($0)</p>" as HTML })</li>"
    }

    private var files: HTML {
        guard let question = filing.questions.first(where: { Question.Kind.isMaterials($0.kind) }) else { return .empty }
        let files = found.draft.files
        let list: HTML = files.isEmpty ? "没有上传材料" : "<ul>\(files.html { "<li>\($0.item)：\($0.name)</li>" })</ul>"
        return checkAnswers([GivenAnswer("材料", list, changeAddress: change(question))])
    }

    private func change(_ question: Question) -> String { StartPages.start(matter, question.id) + "?change=1" }

    private func answers(_ question: Question) -> [GivenAnswer] {
        FiledAnswers(filing: filing).lines(of: question).map { line in
            GivenAnswer(line.question, paragraphs(line.answer.isEmpty ? "没有填写" : line.answer), changeAddress: change(question))
        }
    }
}

/// That all is saved, and the code by which one comes back.
struct SavedNote: Sendable {
    let found: DraftStore.Found

    var html: HTML {
        "<p class='saved-note'>\(icon(.check))每一步都已保存。取件码 <code>\(ReturnCode.shown(found.code))</code>，\(found.expiresAt.day.chinese)前可以凭它继续</p>"
    }
}

/// A text with its line breaks.
func paragraphs(_ text: String) -> HTML {
    text.split(whereSeparator: \.isNewline).enumerated().map { index, line -> HTML in index == 0 ? "\(String(line))" : "<br>\(String(line))"
    }
    .joined()
}

/// The answers as lines of text: for checking, and for the record of what was filed.
struct FiledAnswers: Sendable {
    let filing: Filing

    func lines(of question: Question) -> [(question: String, answer: String)] {
        let draft = filing.draft
        switch question.kind {
        case .fields:
            guard let form = filing.form() else { return [] }
            return question.parts(filing.answered).compactMap { part in
                form.question(part).map { field in (field.label, Self.words(field)) }
            }
        case .institution(let one): return [(question.title, draft["said_\(one.field)"] ?? "")]
        case .slot: return [("时间", draft["said_slot"] ?? "没有约时间")]
        case .organ:
            return [("受理机关", draft["accept_org"].flatMap { filing.site.state.tree.organisation($0)?.name } ?? "")]
        case .materials, .findings: return []
        }
    }

    /// What stands in a field, as people read it.
    static func words(_ field: FormField) -> String {
        switch field.control {
        case .choice(let choices, _):
            let labels = field.values.filter { !$0.isEmpty }.map { value in choices.first { $0.value == value }?.label ?? value }
            if labels.isEmpty, let none = choices.first(where: { $0.value.isEmpty }), field.values.contains("") { return none.label }
            return labels.joined(separator: "、")
        case .yesNo: return field.values.last == "true" ? "是" : "否"
        case .money: return field.values.first.flatMap(\.nonEmpty).map { "\($0)元" } ?? ""
        case .date: return field.values.first.flatMap { Day($0) }?.chinese ?? field.values.first ?? ""
        case .rows(let rows):
            return rows.rows.map { row in row.map { Self.words($0) }.filter { !$0.isEmpty }.joined(separator: "，") }.filter { !$0.isEmpty }
                .joined(separator: "\n")
        default: return field.values.joined(separator: "\n")
        }
    }

    /// The whole content, to be kept, given out and checked against its digest.
    func text(number: String, files: [(item: String, name: String, hash: String)]) -> String {
        var lines = ["编号：\(number)", "事项：\(filing.matter.name)"]
        if let behalf = filing.draft.behalf { lines.append("为谁办理：\(behalf.name)（由\(behalf.capacity)代为办理）") }
        for question in filing.questions {
            lines += self.lines(of: question).filter { !$0.answer.isEmpty }.map { "\($0.question)：\($0.answer)" }
        }
        lines += files.map { "材料：\($0.item)，\($0.name)，SHA-256 \($0.hash)" }
        return lines.joined(separator: "\n") + "\n"
    }
}
