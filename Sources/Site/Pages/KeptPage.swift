import Casework
import Definitions
import HTML
import HTTPTypes
import Hummingbird
import Storage
import WorkCalendar

/// What was typed, on a page from which it can be sent again: nothing is lost, and nothing is done that was not asked for here.
struct KeptPage {
    /// Why a form was not taken.
    enum Reason {
        /// The session has ended.
        case expired
        /// Another session has begun since the form was opened.
        case token
        /// The database did not do it.
        case unavailable(DatabaseTrouble)
        /// Signed in again: here it is.
        case resumed
    }

    let visit: Visit
    /// An officer's pages are Chinese.
    private let speech: PageWords
    /// Where the form was sent to.
    let address: String
    /// Without the token and without passwords.
    let pairs: [(name: String, value: String)]
    /// Names of files that came with it: those must be chosen again.
    var files: [String] = []
    /// The token that the form bore: where nobody can be asked who sent it, it is given back to its sender.
    var sentToken = ""

    init(_ form: SubmittedForm, _ visit: Visit) {
        self.visit = visit
        speech = visit.isStaffs ? visit.chinese : visit.words(for: KeptText.page)
        address = SafeAddress.within(visit.address) ?? "/"
        pairs = Self.kept(form)
        files = form.files.map(\.name)
        sentToken = form["_csrf"] ?? ""
    }

    init(_ kept: KeptForms.Kept, _ visit: Visit) {
        self.visit = visit
        speech = visit.isStaffs ? visit.chinese : visit.words(for: KeptText.page)
        address = SafeAddress.within(kept.address) ?? "/"
        pairs = kept.pairs.map { ($0.name, $0.value) }
    }

    static func kept(_ form: SubmittedForm) -> [(name: String, value: String)] {
        form.pairs.filter { $0.name != "_csrf" && !isPassword($0.name) }
    }

    private static func isPassword(_ name: String) -> Bool { name.lowercased().contains("password") }

    /// Whether a form holds what must never be put into a page again.
    static func holdsPassword(_ form: SubmittedForm) -> Bool { form.pairs.contains { isPassword($0.name) } }

    /// Forms made from definitions are drawn anew, filled in, when they are sent with `_refresh`.
    private var isRecordForm: Bool {
        let path = address.prefix { $0 != "?" }
        return path.hasPrefix("/w/") && (path.hasSuffix("/new") || path.contains("/do/"))
    }

    private func say(_ text: KeptText) -> String { speech(text) }

    /// - Parameter signIn: for `expired`, where the same person comes back to this form after signing in; nil: only this page holds it.
    func answer(_ reason: Reason, signIn: String? = nil) throws -> Response {
        try speech.speaking { try drawn(reason, signIn) }
    }

    private func drawn(_ reason: Reason, _ signIn: String?) throws -> Response {
        let (title, status, words) = head(reason, signIn)
        let names = files.joined(separator: speech.isChinese ? "、" : ", ")
        let lost: HTML = HTML.when(
            !files.isEmpty,
            notice(say(.filesAgain), .soon, body: "<p>\(speech.markup(KeptText.filesAgainText, speech.chinese(names)))</p>"))
        let body: HTML = """
            \(ActionPanel(title, "\(notice(title, tone(reason), body: words))\(lost)\(form(reason, isMain: signIn == nil))\(list)"))
            """
        var answer = try visit.page(title, shell: .plain, status: status, in: speech, body: body)
        if case .unavailable = reason { answer.headers[.retryAfter] = "60" }
        return answer
    }

    private func head(_ reason: Reason, _ signIn: String?) -> (title: String, status: HTTPResponse.Status, words: HTML) {
        switch reason {
        case .expired:
            let words: HTML =
                if let signIn {
                    """
                    <p>\(speech(KeptText.expiredKept, "\(KeptForms.hours)"))</p>
                    <p>\(linkButton(say(.signInAndGoOn), to: signIn, .primary, icon: .person))</p>
                    """
                } else {
                    """
                    <p>\(say(.expiredHere))</p>
                    <ol><li><a class="button secondary" href="/sign-in?back=/session/ready" target="_blank" rel="noopener">\(icon(.person))\(say(.signInElsewhere))</a></li><li>\(say(.thenGoOn))</li></ol>
                    """
                }
            return (say(.expired), .unauthorized, words)
        case .token: return (say(.token), .forbidden, "<p>\(say(.tokenText))</p>")
        case .unavailable(let trouble):
            let isChinese = speech.isChinese
            let message = isChinese ? trouble.message : speech(trouble.isUnknown ? ProblemText.unknownText : .unavailableText)
            let advice = isChinese ? trouble.advice : speech(ProblemText.unavailableAdvice)
            return (
                isChinese ? trouble.title : speech(ProblemText.unavailable), .serviceUnavailable,
                "<p>\(message)</p><p>\(advice)</p><p>\(say(.nothingLost))</p>"
            )
        case .resumed:
            let words: HTML = isRecordForm ? "<p>登录过期前提交的内容没有办理，都在下面。回到表单可以修改，核对无误后再提交。</p>" : "<p>\(say(.resumedText))</p>"
            return (say(.resumed), .ok, words)
        }
    }

    private func tone(_ reason: Reason) -> Tone {
        switch reason {
        case .unavailable: .danger
        case .resumed: .active
        case .expired, .token: .soon
        }
    }

    private func form(_ reason: Reason, isMain: Bool) -> HTML {
        let token: String
        var buttons: HTML
        let refresh: HTML = HTML.when(
            isRecordForm, button("回到表单修改", isMain ? .primary : .secondary, name: "_refresh", value: "1", skipsValidation: true))
        let sending: ButtonRank = isRecordForm || !isMain ? .secondary : .primary
        switch reason {
        case .expired:
            token = ""
            buttons = button(say(.goOn), isMain ? .primary : .secondary)
            if !isMain { buttons = "<p class='quiet'>\(say(.signedInElsewhere))</p>\(buttons)" }
        case .token, .resumed:
            token = visit.csrf
            buttons = "\(refresh)\(button(say(.checked), sending))"
        case .unavailable:
            token = visit.trouble == nil ? visit.csrf : sentToken
            // The form's own key goes with it: what had been done after all is not done again.
            buttons = button(say(.again), .primary)
        }
        let hidden: HTML = pairs.filter { $0.name != "_refresh" && $0.name != "_rows" }.html { hiddenInput($0.name, $0.value) }
        return
            "<form method='post' action='\(url: address)'>\(hiddenInput("_csrf", token))\(hidden)<div class='buttons'>\(buttons)</div></form>"
    }

    private var list: HTML {
        let shown = pairs.filter { !$0.name.hasPrefix("_") && !$0.value.isEmpty }
        return HTML.when(
            !shown.isEmpty,
            plainTable(
                say(.list), heads: [say(.item), say(.content)],
                rows: shown.map { ["\(label(of: $0.name))", speech.chinese(String($0.value.prefix(2000)))] }))
    }

    /// What a field is called on the form; its name where that is not known.
    private func label(of name: String) -> String {
        let parts = address.prefix { $0 != "?" }.split(separator: "/")
        guard isRecordForm, parts.count >= 3, let definition = visit.site.state.definition("\(parts[1])/\(parts[2])") else { return name }
        let path = FormTree.path(name)
        guard let first = path.first else { return name }
        let inputs = (definition.lifecycle?.actions ?? []).flatMap(\.inputs)
        guard let field = definition.field(first) ?? inputs.first(where: { $0.id == first }) else { return name }
        var labels = [field.label]
        var type = field.type
        for part in path.dropFirst() {
            if let number = Int(part) {
                labels.append("第\(number + 1)项")
                if case .list(let element) = type { type = element }
                continue
            }
            let parts: [FieldDefinition] =
                switch type {
                case .structure(let id): visit.catalogue.structure(id)?.fields ?? []
                case .inline(let fields): fields
                default: []
                }
            guard let inner = parts.first(where: { $0.id == part }) else {
                labels.append(part)
                continue
            }
            labels.append(inner.label)
            type = inner.type
        }
        return labels.joined(separator: " · ")
    }
}
