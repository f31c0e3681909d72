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
        address = SafeAddress.within(visit.address) ?? "/"
        pairs = Self.kept(form)
        files = form.files.map(\.name)
        sentToken = form["_csrf"] ?? ""
    }

    init(_ kept: KeptForms.Kept, _ visit: Visit) {
        self.visit = visit
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

    /// - Parameter signIn: for `expired`, where the same person comes back to this form after signing in; nil: only this page holds it.
    func answer(_ reason: Reason, signIn: String? = nil) throws -> Response {
        let title: String
        let words: HTML
        let status: HTTPResponse.Status
        switch reason {
        case .expired:
            title = "登录已过期，您填写的内容还在"
            status = .unauthorized
            words =
                if let signIn {
                    """
                    <p>为了安全，长时间没有操作会自动退出。刚才提交的内容没有办理，但已经替您留存\(KeptForms.hours)小时，只有您本人登录后看得到。</p>
                    <p>\(linkButton("登录后继续", to: signIn, .primary, icon: .person))</p>
                    """
                } else {
                    """
                    <p>为了安全，长时间没有操作会自动退出。刚才提交的内容没有办理，但全部保留在本页。</p>
                    <ol><li><a class="button secondary" href="/sign-in?back=/session/ready" target="_blank" rel="noopener">\(icon(.person))在新窗口登录</a></li><li>登录后回到本页，点“继续提交”。</li></ol>
                    """
                }
        case .token:
            title = "请核对后再提交一次"
            status = .forbidden
            words = "<p>打开表单之后重新登录过，或表单缺少校验码，刚才的提交没有执行。您填写的内容都在下面，核对无误后请再提交一次。</p>"
        case .unavailable(let trouble):
            title = trouble.title
            status = .serviceUnavailable
            words = "<p>\(trouble.message)</p><p>\(trouble.advice)</p><p>您填写的内容都在本页，没有丢。</p>"
        case .resumed:
            title = "您填写的内容还在"
            status = .ok
            words = "<p>登录过期前提交的内容没有办理，都在下面。\(isRecordForm ? "回到表单可以修改，核对无误后再提交。" : "核对无误后请提交。")</p>"
        }
        let lost: HTML = HTML.when(
            !files.isEmpty, notice("文件须重新选择", .soon, body: "<p>\(files.joined(separator: "、"))没有收到，请在表单里重新选择后再提交。</p>"))
        let body: HTML = """
            \(ActionPanel(title, "\(notice(title, tone(reason), body: words))\(lost)\(form(reason, isMain: signIn == nil))\(list)"))
            """
        var answer = try visit.page(title, shell: .plain, status: status, body: body)
        if case .unavailable = reason { answer.headers[.retryAfter] = "60" }
        return answer
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
            buttons = button("继续提交", isMain ? .primary : .secondary)
            if !isMain { buttons = "<p class='quiet'>已在别的窗口登录的，也可以直接</p>\(buttons)" }
        case .token, .resumed:
            token = visit.csrf
            buttons = "\(refresh)\(button("核对无误，提交", sending))"
        case .unavailable:
            token = visit.trouble == nil ? visit.csrf : sentToken
            // The form's own key goes with it: what had been done after all is not done again.
            buttons = button("再提交一次", .primary)
        }
        let hidden: HTML = pairs.filter { $0.name != "_refresh" && $0.name != "_rows" }.html { hiddenInput($0.name, $0.value) }
        return
            "<form method='post' action='\(url: address)'>\(hiddenInput("_csrf", token))\(hidden)<div class='buttons'>\(buttons)</div></form>"
    }

    private var list: HTML {
        let shown = pairs.filter { !$0.name.hasPrefix("_") && !$0.value.isEmpty }
        return HTML.when(
            !shown.isEmpty,
            plainTable("您填写的内容", heads: ["项目", "内容"], rows: shown.map { ["\(label(of: $0.name))", "\(String($0.value.prefix(2000)))"] }))
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
