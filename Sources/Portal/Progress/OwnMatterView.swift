import Casework
import Definitions
import Expressions
import HTML
import Site
import Storage
import WorkCalendar

/// One's own matter, whole: the line, what is asked of one, papers, messages, what one can do.
struct OwnMatterView: Sendable {
    let site: Site
    let file: MatterFile
    let visit: Visit

    private var address: String { Progress.address(RecordReference(type: file.frame.view.type, id: file.frame.view.id)) }

    func html() throws -> HTML {
        """
        <div class="progress-page">\(breadcrumb([NavItem("我的办件", to: "/me/matters"), NavItem(file.title, to: "")]))\(pageHead(file.title, note: file.number))\(representative)\(asked)\(ProgressView(file: file, now: visit.now, isPublic: false, words: visit.chinese).html)\(try offers())\(rated)\(acts)\(try papers())\(try messages())\(try content())\(try sent())</div>
        """
    }

    /// By whom it is done for somebody else, and for whom.
    private var representative: HTML {
        guard let behalf = file.represented else { return .empty }
        return "<p class='for-whom'>\(icon(.people))为<b>\(behalf.principal)</b>办理，由\(behalf.agent)代为办理</p>"
    }

    /// What firms say to an offer of a mandate, each as it came.
    private func offers() throws -> HTML {
        let type = "apply-lawyer/mandate_offer"
        guard file.frame.view.type == "apply-lawyer/lawyer_appointment", visit.catalogue.record(type) != nil else { return .empty }
        let rows = try visit.kernel.list(
            ListQuery(type: type, limit: 10, equals: ["appointment_ref": file.frame.view.id], showsPersonal: true), as: visit.actor,
            at: visit.now
        ).items
        guard !rows.isEmpty else { return .empty }
        let firms: HTML = rows.html { row in
            let reply = row.field("reply")?.text.nonEmpty.map { "<p>\(paragraphs($0))</p>" as HTML }
            var at: HTML = .empty
            if case .timestamp(let stamp)? = row.field("replied_at")?.value { at = " <time>\(Choosing.moment(stamp).chinese)</time>" }
            return "<li><p><b>\(firm(row))</b> \(badge(row.stateLabel ?? "", row.isClosed ? .neutral : .active))\(at)</p>\(reply)</li>"
        }
        return "<section><h2>律所的回应</h2><ul class='message-list'>\(firms)</ul></section>"
    }

    /// Its public name.
    private func firm(_ offer: RecordView) -> String {
        let id: String? =
            switch offer["firm"] {
            case .string(let id): id
            case .object(let object): object.identity
            default: nil
            }
        let entry = id.flatMap { try? visit.kernel.view("legal-directory/dir_org", id: $0, as: .publicReader, at: visit.now) }
        return entry?.field("name")?.text.nonEmpty ?? "律师事务所"
    }

    /// What he thought of it.
    private var rated: HTML {
        guard let words = file.frame.view.field("satisfaction")?.text.nonEmpty else { return .empty }
        return "<p class='saved-note'>\(icon(.check))您的评价：\(words)</p>"
    }

    // MARK: What is asked

    private var asked: HTML {
        guard !file.asked.isEmpty else { return .empty }
        let due = file.limits.first { $0.deadline.limit.contains("supplement") }?.deadline.due
        let action = file.actions.first { ["supplement", "supply"].contains($0.action.id) }
        return notice(
            "请补正材料", .soon,
            body: """
                <p>请一次补齐下面的全部内容\(due.map { "，\($0.day.chinese)前" } ?? "")。只通知这一次；到期没有补的，本次申请会终止。</p><ul>\(file.asked.html { "<li><b>\($0.item)</b>\($0.why.isEmpty ? "" : "：\($0.why)")</li>" })</ul>
                """,
            actions: action.map { linkButton("补正材料", to: link($0), .primary) } ?? .empty)
    }

    // MARK: What one can do

    private func link(_ act: (part: MatterFile.Part, word: String, action: ActionDefinition)) -> String {
        "\(address)/do/\(act.word)/\(act.action.id)"
    }

    private var acts: HTML {
        let asksSupplement = !file.asked.isEmpty
        let shown = file.actions.filter { !(asksSupplement && ["supplement", "supply"].contains($0.action.id)) }
        let first = shown.first { ["rate", "object", "supplement", "supply"].contains($0.action.id) }
        let buttons = shown.map { act in
            linkButton(
                act.action.label, to: link(act),
                act.action.id == first?.action.id && act.word == first?.word
                    ? .primary : ["withdraw", "cancel"].contains(act.action.id) ? .danger : .secondary)
        }
        var more: [HTML] = []
        if [Followed.application, Followed.appointment, Followed.order].contains(file.frame.view.type) {
            more.append(linkButton("投诉", to: "\(address)/do/frame/complain", .quiet))
        }
        guard !buttons.isEmpty || !more.isEmpty else { return .empty }
        return "<section><h2>您可以</h2><div class='buttons'>\(buttons)\(more)</div></section>"
    }

    // MARK: Papers

    private func papers() throws -> HTML {
        let parts = [file.frame, file.business].compactMap { $0 }
        let issued = try parts.flatMap { try visit.kernel.issuedDocuments(of: RecordReference(type: $0.view.type, id: $0.view.id)) }
        let isNamed = RealName(site: site).mayOpenResults(visit.actor, at: visit.now)
        let references = parts.map { "\($0.view.type):\($0.view.id)" }
        let results: [HTML] = file.results.enumerated().map { index, hash in
            let of = references.first { reference in
                parts.contains { "\($0.view.type):\($0.view.id)" == reference && $0.view.fields.contains { Self.holds(hash, $0.value) } }
            }
            let link = QueryValues([("of", of ?? ""), ("download", "1")]).address("/attachments/\(hash)")
            return isNamed
                ? "<li>\(icon(.download))<a href='\(url: link)'>办理结果文书\(index + 1)</a></li>" : "<li>\(icon(.lock))办理结果文书\(index + 1)</li>"
        }
        let receipt = try ReceiptBook(site: site).find(record: RecordReference(type: file.frame.view.type, id: file.frame.view.id))
        guard !issued.isEmpty || !results.isEmpty || receipt != nil else { return .empty }
        let level: HTML = HTML.when(
            !results.isEmpty && !isNamed,
            notice("结果文书要实名后才能下载", .soon, body: "<p>请先在账户里完成实名认证；也可以带身份证到窗口领取。</p>", actions: linkButton("去实名", to: "/me")))
        return """
            <section><h2>文书和凭证</h2>\(level)<ul class="files">\(results)\(receipt.map { "<li>\(icon(.seal))<a href='\(url: "/receipts/\($0.number)")'>收件凭证（可打印）</a></li>" as HTML })\(issued.html { paper in "<li>\(icon(.document))\(paper.name)\(paper.number.map { " \($0)" } ?? "")，\(paper.at.day.chinese)</li>" })</ul></section>
            """
    }

    static func holds(_ hash: String, _ value: Value) -> Bool {
        switch value {
        case .string(let text): text == hash
        case .list(let items): items.contains { holds(hash, $0) }
        case .map(let map): map.values.contains { holds(hash, $0) }
        default: false
        }
    }

    // MARK: Messages

    private func messages() throws -> HTML {
        guard file.frame.view.type == Followed.order else { return .empty }
        var lines: [(who: String, text: String, at: Moment)] = []
        if let reply = file.frame.view.field("reply_public")?.text.nonEmpty {
            var at = file.frame.view.updatedAt
            if case .timestamp(let stamp) = file.frame.view["replied_at"] { at = Choosing.moment(stamp) }
            lines.append(("答复", reply, at))
        }
        let rows = try visit.kernel.list(
            ListQuery(type: "work-order/order_message", sort: "at", limit: 100, parent: file.frame.view.id, showsPersonal: true),
            as: visit.actor,
            at: visit.now)
        for row in rows.items {
            var at = row.createdAt
            if case .timestamp(let stamp) = row["at"] { at = Choosing.moment(stamp) }
            lines.append((row["direction"] == .string("in") ? "您" : "承办单位", row.field("text")?.text ?? "", at))
        }
        guard !lines.isEmpty else { return .empty }
        return """
            <section><h2>沟通和答复</h2><ul class="message-list">\(lines.sorted { $0.at < $1.at }.html { "<li><p><b>\($0.who)</b> <time>\($0.at.chinese)</time></p><p>\(paragraphs($0.text))</p></li>" })</ul></section>
            """
    }

    // MARK: What was filed

    private func content() throws -> HTML {
        // What was receipted is what was filed, in the words of the questions.
        if let receipt = try ReceiptBook(site: site).find(record: RecordReference(type: file.frame.view.type, id: file.frame.view.id)) {
            let lines = receipt.content.split(separator: "\n").compactMap { line -> GivenAnswer? in
                guard let colon = line.firstIndex(of: "："), !line.hasPrefix("材料：") else { return nil }
                return GivenAnswer(String(line[..<colon]), "\(String(line[line.index(after: colon)...]))")
            }
            return "<details class='filed'><summary>您提交的内容</summary>\(checkAnswers(lines))</details>"
        }
        guard let business = file.business else {
            guard let text = file.frame.view.field("content")?.text.nonEmpty else { return .empty }
            return "<section><h2>您提交的内容</h2><p>\(paragraphs(text))</p></section>"
        }
        let hidden: Set<String> = ["application", "account", "channel", "materials", "app_no", "appointment", "eligibility"]
        let lines = business.view.fields.filter { field in
            !field.definition.isSystem && field.definition.computed == nil && !field.definition.isInternal
                && !hidden.contains(field.definition.id)
                && field.value != .null && field.value != .list([]) && !field.text.isEmpty
        }.map { GivenAnswer($0.definition.label, paragraphs($0.text)) }
        return "<details class='filed'><summary>您提交的内容</summary>\(checkAnswers(lines))</details>"
    }

    private func sent() throws -> HTML {
        let files = try visit.kernel.attachments(of: file.frame.view.type, id: file.frame.view.id, as: visit.actor, at: visit.now)
            .filter { $0.withdrawnAt == nil }
        guard !files.isEmpty else { return .empty }
        let reference = "\(file.frame.view.type):\(file.frame.view.id)"
        return """
            <section><h2>材料</h2><ul class="files">\(files.html { file in
                "<li>\(icon(.attachment))<a href='\(url: QueryValues([("of", reference)]).address("/attachments/\(file.hash)"))'>\(file.name)</a>（\(byteSize(Int(file.size)))）\(file.at.day.chinese)</li>"
            })</ul></section>
            """
    }
}

/// How surely it is known who somebody is: results that concern a person are opened at R2 (progress rule 8).
struct RealName: Sendable {
    let site: Site

    func mayOpenResults(_ actor: Actor, at now: Moment) -> Bool {
        let type = "citizen-account/account"
        guard site.state.definition(type) != nil,
            let account = try? site.kernel.list(ListQuery(type: type, limit: 1, equals: ["user": actor.id]), as: .system, at: now).items
                .first
        else { return false }
        return account["real_level"] == .string("R2") || account["real_level"] == .string("R3")
    }
}
