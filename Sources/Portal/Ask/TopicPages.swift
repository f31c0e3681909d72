import Casework
import Definitions
import HTML
import HTTPTypes
import Hummingbird
import Knowledge
import Site
import WorkCalendar

/// One matter with its answer, and what is asked about one kind of trouble: pages that can be linked to, and that keep nothing of who reads them.
struct TopicPages: Sendable {
    let site: Site
    let library: Library
    let published: PublishedEntries

    private func day(_ visit: Visit) -> CivilDay { CivilDay(visit.now.day.description) ?? .today }

    /// The answer of one entry.
    func about(_ visit: Visit) throws -> Response {
        try? published.refresh(at: visit.now)
        let id = visit.parameter("entry")
        guard let answer = library.answerer.answer(entry: id, on: day(visit)), let entry = library.answerer.entries.entries[id] else {
            throw HTTPError(.notFound, message: "没有这个问题，或者它的依据正在复审。请直接提问，或拨打12348。")
        }
        let view = AnswerView(answer: answer)
        let person: HTML = HTML.when(
            answer.handOver != nil,
            notice("这类事情请由工作人员答复", .soon, body: "<p>下面的内容供您先了解。</p>", actions: linkButton("给12348留言", to: "/ask/message", .primary)))
        let body: HTML = """
            <div class="ask-page">\(topicLink(entry.lawField))<h1>\(entry.question)</h1>\(person)\(conversation([view.turn()], label: entry.question))\(askAgain(visit, about: entry.question))</div>
            """
        return try visit.page(entry.question, shell: .portal, body: body)
    }

    private func topicLink(_ field: String) -> HTML {
        guard let name = site.catalogue.label(of: field, in: "shared/law_field") else { return .empty }
        return "<a class='back' href='/ask/topics/\(field)'>\(icon(.chevronLeft))\(name)</a>"
    }

    private func askAgain(_ visit: Visit, about question: String) -> HTML {
        """
        <form class="reply-box" method="post" action="/ask" data-keep="about">\(hiddenFields(csrf: visit.csrf, key: visit.freshKey()))<label for="reply">情况不一样？说说您的事</label><textarea id="reply" name="text" rows="2" maxlength="1000" required></textarea><div class="buttons">\(button("提问", .primary, icon: .chat))\(linkButton("给12348留言", to: "/ask/message", icon: .person))</div></form>
        """
    }

    /// Questions that are answered about one kind of trouble.
    func topic(_ visit: Visit) throws -> Response {
        try? published.refresh(at: visit.now)
        let field = visit.parameter("field")
        guard let name = site.catalogue.label(of: field, in: "shared/law_field") else { throw HTTPError(.notFound) }
        let day = day(visit)
        let entries = library.answerer.entries.entries.values.filter { $0.lawField == field && $0.isValid(on: day) }.sorted {
            $0.id < $1.id
        }
        let list: HTML =
            entries.isEmpty
            ? emptyState("还没有写好的问答", text: "请直接提问，或者给12348留言。")
            : "<ul class='link-list'>\(entries.html { "<li><a href='/ask/about/\(component: $0.id)'>\($0.question)</a></li>" })</ul>"
        let begun: HTML = HTML.when(
            !entries.isEmpty,
            Self.matters(entries).html { matter in
                MatterAddress.of(matter).map { linkButton(matter.label, to: $0, icon: .arrowRight) } ?? .empty
            })
        let body: HTML = """
            <div class="ask-page"><a class="back" href="/">\(icon(.chevronLeft))首页</a><h1>\(name)</h1>\(list)\(HTML.when(!begun.isEmpty, "<div class='buttons'>\(begun)</div>"))\(askAgain(visit, about: name))</div>
            """
        return try visit.page(name, shell: .portal, body: body)
    }

    /// What is started most after these answers, ours only, at most three.
    private static func matters(_ entries: [Entry]) -> [Knowledge.Matter] {
        let counted = Dictionary(grouping: entries.map(\.matter).filter { $0.isOurs && $0 != .consultation && $0 != .guide }, by: \.self)
        return counted.sorted { ($0.value.count, $0.key.rawValue) > ($1.value.count, $1.key.rawValue) }.prefix(3).map(\.key)
    }
}
