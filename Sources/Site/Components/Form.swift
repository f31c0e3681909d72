import HTML

/// What is wrong with a form, and the field to mend it at.
public struct FormError: Sendable, Hashable {
    /// The field's name; nil for what concerns the whole.
    public var field: String?
    public var message: String

    public init(field: String? = nil, _ message: String) {
        self.field = field
        self.message = message
    }
}

/// The summary above a form that was refused: each line leads to its field. It takes the focus, so that it is heard first.
public func errorSummary(_ errors: [FormError], title: String? = nil) -> HTML {
    guard !errors.isEmpty else { return .empty }
    return """
        <div class="error-summary" role="alert" tabindex="-1" id="error-summary" data-autofocus><p><b>\(icon(.warning))\(title ?? ComponentWords.current.errorSummary)</b></p><ul>\(errors.html { error in
            error.field.map { "<li><a href='#f-\(component: $0)'>\(error.message)</a></li>" as HTML } ?? "<li>\(error.message)</li>"
        })</ul></div>
        """
}

/// A form that changes something. Names that begin with `_` are the form's own: `_csrf`, `_key`, `_version`, `_rows`.
///
/// `form-keep.js` keeps what was typed until the form has been received, so that an expired session loses nothing, and lets it go only once.
public struct Form: Component {
    public var address: String
    public var csrf: String
    /// Idempotency key.
    public var key: String?
    /// Version of the record the form was made from.
    public var version: Int?
    public var errors: [FormError]
    public var fields: [FormField]
    /// More markup after the fields: law quoted, consequences.
    public var note: HTML
    public var buttons: HTML
    /// Under this name what was typed is kept; nil keeps nothing (passwords).
    public var keepAs: String?
    public var hasFiles: Bool
    public var id: String?

    public init(
        to address: String, csrf: String, key: String? = nil, version: Int? = nil, errors: [FormError] = [], keepAs: String? = nil,
        hasFiles: Bool = false, id: String? = nil, fields: [FormField], note: HTML = .empty, buttons: HTML
    ) {
        self.address = address
        self.csrf = csrf
        self.key = key
        self.version = version
        self.errors = errors
        self.keepAs = keepAs
        self.hasFiles = hasFiles
        self.id = id
        self.fields = fields
        self.note = note
        self.buttons = buttons
    }

    public var html: HTML {
        // Enter presses the first submit button of a form: without this one it would be 删除 or 更新.
        let first: HTML = HTML.when(
            hasOtherButtons, "<button type='submit' class='default-submit' tabindex='-1' aria-hidden='true'></button>")
        let kind: HTML =
            "\(attribute: "id", id)\(attribute: "enctype", hasFiles ? "multipart/form-data" : nil)\(attribute: "data-keep", keepAs)"
        return """
            <form class="form" method="post" action="\(url: address)"\(kind)>\(first)\(hiddenFields(csrf: csrf, key: key, version: version))\(errorSummary(errors))<div class="form-fields">\(fields)</div>\(HTML.when(!note.isEmpty, "<div class='form-note'>\(note)</div>"))<div class="buttons form-buttons">\(buttons)</div></form>
            """
    }

    private var hasOtherButtons: Bool {
        fields.contains {
            if case .rows = $0.control { true } else { $0.refreshes }
        }
    }
}

/// The law a form or action rests on, quoted.
public func lawQuote(_ source: String, _ text: String, link: String? = nil) -> HTML {
    let cite: HTML = link.map { "<a href='\(url: $0)'>\(source)</a>" } ?? "\(source)"
    return "<blockquote class='law'><p>\(text)</p><footer>\(cite)</footer></blockquote>"
}

/// What an action will bring about, said before it is done: `将通知申请人，并起算7日审查期限`.
public func consequence(_ text: String) -> HTML { "<p class='consequence'>\(icon(.arrowRight))\(text)</p>" }
