import Casework
import Expressions
import Definitions
import HTML
import HTTPTypes
import Hummingbird
import Site
import WorkCalendar

/// Law for everyone: items by theme, one after the other, and quizzes with their score.
struct LearnPages: Sendable {
    let site: Site
    let shelves: Shelves

    func addRoutes(_ routes: SiteRoutes) {
        routes.get("learn", for: .anyone) { visit in
            try ShelfPage(
                visit: visit, title: "学法", path: "/learn", index: shelves.learning.current().index, kindLabel: "主题", formLabel: "类型",
                head: readingTabs("/learn")
            ).answer()
        }
        routes.get("learn/:id", for: .anyone) { visit in try show(visit, errors: [], form: nil) }
        routes.get("learn/:id/files/:hash", for: .anyone) { visit in
            try site.attachmentAnswer(visit.parameter("hash"), of: view(visit), visit)
        }
        routes.post("learn/:id", for: .anyone) { visit, form in try await mark(visit, form) }
        routes.post("learn/:id/sign-up", for: .citizen) { visit, form in
            let activity = ActivitySignUp(item: try view(visit), visit: visit)
            if let refusal = try await activity.signUp(form) { return try show(visit, errors: [], form: form, refusal: refusal) }
            return visit.redirect(to: "/learn/\(visit.parameter("id"))", saying: "已报名")
        }
        routes.post("learn/:id/cancel", for: .citizen) { visit, form in
            try await ActivitySignUp(item: try view(visit), visit: visit).cancel(form)
            return visit.redirect(to: "/learn/\(visit.parameter("id"))", saying: "已取消报名")
        }
    }

    private func view(_ visit: Visit) throws -> RecordView {
        do { return try visit.kernel.view(Shelves.learningType, id: visit.parameter("id"), as: .anyone, at: visit.now) } catch is Refusal {
            throw Refusal(.notfound, action: "learn.view", "没有这个内容，或者已经下线。请从“学法”重新查找")
        }
    }

    private func show(_ visit: Visit, errors: [FormError], form: SubmittedForm?, refusal: Refusal? = nil) throws -> Response {
        let view = try view(visit)
        let title = view.text("title") ?? view.title
        let facts = [view.words("theme"), view.words("type"), view.words("lang"), view.day("published_on")?.chineseDate ?? ""].filter {
            !$0.isEmpty
        }
        let author = view.text("author_name") ?? view.words("author_org")
        let beside = try shelves.learning.current().index.beside(view.id)
        let turning: HTML =
            beside.next == nil && beside.previous == nil
            ? .empty
            : pager(
                previous: beside.previous.map { "/learn/\($0.id)" }, next: beside.next.map { "/learn/\($0.id)" },
                note: "\(view.words("theme"))", labels: ("上一条", "下一条"))
        let activity = ActivitySignUp.isOne(view) ? try ActivitySignUp(item: view, visit: visit).html(refusal, form) : .empty
        return try visit.page(
            title, shell: .portal,
            status: refusal.map { $0.reason == .invalid ? .unprocessableContent : .conflict }
                ?? (errors.isEmpty ? .ok : .unprocessableContent),
            body: """
                <a class='back' href='/learn'>\(icon(.chevronLeft))学法</a><article class='reading'><h1>\(title)</h1><p class='help'>\(facts.joined(separator: " · "))</p><p><b>\(view.text("summary") ?? "")</b></p>\(media(view))\(prose(view.text("body") ?? ""))\(activity)\(try quiz(visit, view, errors, form))\(law(view))<p class='help'>供稿：\(author)。\(view.text("copyright") ?? "")</p></article>\(turning)
                """)
    }

    private func media(_ view: RecordView) -> HTML {
        guard let hash = view.text("media"),
            let entry = try? site.attachments.entry(hash, in: RecordReference(type: view.type, id: view.id))
        else { return .empty }
        let address = "/learn/\(view.id)/files/\(hash)"
        switch view.text("type") {
        case "audio": return "<audio controls preload='none' src='\(url: address)'></audio>"
        case "video": return "<video controls preload='none' src='\(url: address)'></video>"
        case "comic" where entry.mediaType.hasPrefix("image/"):
            return "<img src='\(url: address)' alt='\(view.text("summary") ?? entry.name)'>"
        default: return "<p><a href='\(url: address)'>\(icon(.attachment))\(entry.name)</a></p>"
        }
    }

    private func law(_ view: RecordView) -> HTML {
        let cited = citations(view)
        return cited.isEmpty ? .empty : "<section><h2>涉及的法律</h2><ul>\(cited.html { "<li>\($0)</li>" as HTML })</ul></section>"
    }

    // MARK: Quizzes

    private struct Question {
        var number: Int64
        var text: String
        var options: [String]
    }

    private func questions(_ view: RecordView) -> [Question] {
        guard case .list(let rows) = view["questions"] else { return [] }
        return rows.compactMap { row in
            guard case .map(let map) = row, case .int(let number)? = map[.string("no")], case .string(let text)? = map[.string("text")],
                case .list(let options)? = map[.string("options")]
            else { return nil }
            return Question(
                number: number, text: text, options: options.compactMap { if case .string(let option) = $0 { option } else { nil } })
        }
    }

    private func quiz(_ visit: Visit, _ view: RecordView, _ errors: [FormError], _ form: SubmittedForm?) throws -> HTML {
        let asked = questions(view)
        guard view.text("type") == "quiz", !asked.isEmpty else { return .empty }
        return Form(
            to: "/learn/\(view.id)", csrf: visit.csrf, key: visit.freshKey(), errors: errors,
            fields: asked.map { question in
                FormField(
                    "q\(question.number)", "\(question.number). \(question.text)",
                    .choice(question.options.map { Choice($0, $0) }, .radios),
                    value: form?["q\(question.number)"], isRequired: true,
                    error: errors.first { $0.field == "q\(question.number)" }?.message)
            }, buttons: button("交卷", .primary)
        ).html
    }

    private func mark(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        let view = try view(visit)
        let asked = questions(view)
        let missing = asked.filter { form["q\($0.number)"] == nil }
        guard !asked.isEmpty, missing.isEmpty else {
            return try show(visit, errors: missing.map { FormError(field: "q\($0.number)", "第\($0.number)题还没有选") }, form: form)
        }
        guard try await Attempts(kernel: visit.kernel).take("quiz", by: visit.source ?? "", most: 120, within: 60, at: visit.now) else {
            return try show(visit, errors: [FormError("交卷次数过多，请过一会儿再试")], form: form)
        }
        let answers = asked.map { question in
            Value.map([.string("no"): .int(question.number), .string("answer"): .string(form["q\(question.number)"] ?? "")])
        }
        var request = ActionRequest(
            type: "law-pop-portal/quiz_attempt", action: "answer", actor: visit.visitor?.isCitizen == true ? visit.actor : .system,
            values: ["item": .string(view.id), "answers": .list(answers)])
        request.idempotencyKey = form.key.map { "quiz|\(visit.csrf.prefix(20))|\($0)" }
        request.source = visit.source
        let outcome = try await visit.kernel.perform(request, at: visit.now)
        let score = try visit.kernel.view(outcome.type, id: outcome.id, as: .system, at: visit.now).int("score") ?? 0
        return try visit.page(
            "得分", shell: .portal,
            body: receipt(
                title: "\(score)分", entries: [("题目", view.text("title") ?? ""), ("共", "\(asked.count)题")],
                next: score == 100 ? "<p>全部答对。</p>" : "<p>可以看看下面的法律，再做一遍。</p>\(law(view))",
                actions: "\(linkButton("再做一遍", to: "/learn/\(view.id)"))\(linkButton("看别的", to: "/learn"))"))
    }
}

/// `劳动法 第五十条`, a line each.
func citations(_ view: RecordView) -> [String] {
    guard case .list(let rows) = view["law_refs"] else { return [] }
    return rows.compactMap { row in
        guard case .map(let map) = row, case .string(let law)? = map[.string("law")] else { return nil }
        guard case .string(let article)? = map[.string("article")] else { return "《\(law)》" }
        return "《\(law)》\(article.hasPrefix("第") ? article : "第\(article)条")"
    }
}

/// 学法 and 案例 beside each other.
func readingTabs(_ current: String) -> HTML {
    tabs(
        [Tab("学法", to: "/learn", isCurrent: current == "/learn"), Tab("案例", to: "/cases", isCurrent: current == "/cases")], label: "学法和案例")
}
