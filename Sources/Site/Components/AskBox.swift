import HTML

/// The citizen's question box: on the home page it *is* the page. A GET form with one field; one box takes a law question, a name, an
/// item or a number.
public struct AskBox: Component {
    /// The heading: `您遇到了什么法律问题？`.
    public var question: String
    public var address: String
    public var hint: String
    public var buttonLabel: String
    /// Beneath: the matters most asked this week.
    public var examplesTitle: String
    public var examples: [NavItem]
    /// What it is and is not: `智能问答，回答附依据，不代替律师意见；随时可转人工`.
    public var note: String
    public var text: String
    /// Set: the question is sent as a form that changes something (`text`), with this token; else as a search (`q`).
    public var csrf: String?
    /// Idempotency key of such a form.
    public var key: String?
    /// More of the form: hidden values.
    public var more: HTML

    public init(
        question: String, address: String, hint: String, buttonLabel: String, examplesTitle: String = "", examples: [NavItem] = [],
        note: String = "", text: String = "", csrf: String? = nil, key: String? = nil, more: HTML = .empty
    ) {
        self.question = question
        self.address = address
        self.hint = hint
        self.buttonLabel = buttonLabel
        self.examplesTitle = examplesTitle
        self.examples = examples
        self.note = note
        self.text = text
        self.csrf = csrf
        self.key = key
        self.more = more
    }

    public var html: HTML {
        let list: HTML = """
            <p class="ask-title" id="ask-examples">\(examplesTitle)</p><ul class="ask-examples" aria-labelledby="ask-examples">\(examples.html { "<li><a href='\(url: $0.link)'\(attribute: "lang", $0.language)>\($0.label)</a></li>" })</ul>
            """
        let sent: HTML = csrf.map { "\(hiddenFields(csrf: $0, key: key))\(more)" as HTML } ?? more
        let kind: HTML = csrf == nil ? "role='search'" : "method='post'"
        return """
            <section class="ask"><h1><label for="ask">\(question)</label></h1><form class="ask-form" \(kind) action="\(url: address)">\(sent)<textarea id="ask" name="\(csrf == nil ? "q" : "text")" rows="2" maxlength="1000" placeholder="\(hint)"\(HTML.when(!note.isEmpty, " aria-describedby='ask-note'")) required>\n\(text)</textarea>\(button(buttonLabel, .primary, icon: .search))</form>\(HTML.when(!note.isEmpty, "<p class='ask-note' id='ask-note'>\(note)</p>"))\(HTML.when(!examples.isEmpty, list))</section>
            """
    }
}

/// Where somebody may be in danger: what to do first, before anything else on the page.
public func urgentBand(_ title: String, _ numbers: [EmergencyNumber], text: String = "") -> HTML {
    """
    <section class="urgent-band" aria-label="\(title)"><p><b>\(icon(.warning))\(title)</b>\(HTML.when(!text.isEmpty, " <span>\(text)</span>"))</p><div class="buttons">\(numbers.html { "<a class='button danger' href='\(url: "tel:\($0.number)")'>\(icon(.phone))\($0.number) \($0.label)</a>" })</div></section>
    """
}
