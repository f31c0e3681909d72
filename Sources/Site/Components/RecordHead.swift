import HTML

/// The head of a record's page: number, title, where it stands, what falls due, and what can be done – one filled button.
public struct RecordHead: Component {
    public var number: String
    public var title: String
    public var state: HTML
    public var breadcrumb: HTML
    public var steps: HTML
    /// `dueExplained`, one a limit.
    public var dues: [HTML]
    /// The primary action first, then others, then `moreMenu`.
    public var actions: [HTML]
    /// Owner, handler, received: short facts beneath the title.
    public var facts: [(label: String, value: String)]

    public init(
        number: String, title: String, state: HTML, breadcrumb: HTML = .empty, facts: [(label: String, value: String)] = [],
        steps: HTML = .empty, dues: [HTML] = [], actions: [HTML] = []
    ) {
        self.number = number
        self.title = title
        self.state = state
        self.breadcrumb = breadcrumb
        self.facts = facts
        self.steps = steps
        self.dues = dues
        self.actions = actions
    }

    public var html: HTML {
        """
        <header class="record-head">\(breadcrumb)<div class="record-title"><div><p class="record-number">\(number) \(state)</p><h1>\(title)</h1>\(HTML.when(!facts.isEmpty, factLine))</div><div class="buttons">\(actions)</div></div>\(steps)\(HTML.when(!dues.isEmpty, "<div class='dues'>\(dues)</div>"))</header>
        """
    }

    private var factLine: HTML {
        "<ul class='facts'>\(facts.html { "<li>\($0.label) <b>\($0.value)</b></li>" })</ul>"
    }
}
