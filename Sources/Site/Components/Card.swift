import HTML

/// One way in on a start page.
public struct StartCard: Sendable {
    public var title: String
    public var text: String
    public var link: String
    public var icon: Icon
    /// A figure or state at the edge.
    public var note: String?

    public init(_ title: String, text: String = "", to link: String, icon: Icon, note: String? = nil) {
        self.title = title
        self.text = text
        self.link = link
        self.icon = icon
        self.note = note
    }
}

/// A grid of ways in; each card is one link.
public func cardGrid(_ cards: [StartCard]) -> HTML {
    """
    <ul class="card-grid">\(cards.html { card in
        "<li><a class='start-card' href='\(url: card.link)'>\(icon(card.icon))<span><b>\(card.title)</b>\(HTML.when(!card.text.isEmpty, "<span>\(card.text)</span>"))</span>\(card.note.map { "<small>\($0)</small>" as HTML })</a></li>"
    })</ul>
    """
}

/// A part of a page under a heading, with what can be done with it at the right.
/// - Parameter level: Of the heading, 2…6, so that headings of a page nest without a gap.
public func card(_ title: String, level: Int = 2, id: String? = nil, actions: HTML = .empty, _ body: HTML) -> HTML {
    "<section class='card'\(attribute: "id", id)><header class='card-head'>\(heading(title, level: level))\(HTML.when(!actions.isEmpty, "<div class='buttons'>\(actions)</div>"))</header><div class='card-body'>\(body)</div></section>"
}

/// A heading of the level, kept within 1…6.
public func heading(_ title: String, level: Int, id: String? = nil) -> HTML {
    switch level {
    case ...1: "<h1\(attribute: "id", id)>\(title)</h1>"
    case 2: "<h2\(attribute: "id", id)>\(title)</h2>"
    case 3: "<h3\(attribute: "id", id)>\(title)</h3>"
    case 4: "<h4\(attribute: "id", id)>\(title)</h4>"
    case 5: "<h5\(attribute: "id", id)>\(title)</h5>"
    default: "<h6\(attribute: "id", id)>\(title)</h6>"
    }
}

/// The head of a page: its title, what there is of it (`至少10,000件`), and what can be done at the right.
public func pageHead(_ title: String, note: String? = nil, breadcrumb: HTML = .empty, actions: HTML...) -> HTML {
    """
    <header class="page-head">\(breadcrumb)<div class="page-title"><h1>\(title)</h1>\(note.map { "<span class='page-note'>\($0)</span>" as HTML })\(HTML.when(!actions.isEmpty, "<div class='buttons'>\(actions)</div>"))</div></header>
    """
}

/// Two columns, the wide one first; one under the other where there is no room.
public func twoColumns(main: HTML, aside: HTML, asideLabel: String) -> HTML {
    "<div class='columns'><div class='column-main'>\(main)</div><aside class='column-aside' aria-label='\(asideLabel)'>\(aside)</aside></div>"
}

/// The way here. The last one is this page.
public func breadcrumb(_ items: [NavItem]) -> HTML {
    guard let last = items.last else { return .empty }
    return """
        <nav class="breadcrumb" aria-label="\(ComponentWords.current.breadcrumb)"><ol>\(items.dropLast().html { "<li><a href='\(url: $0.link)'>\($0.label)</a></li>" })<li aria-current="page">\(last.label)</li></ol></nav>
        """
}

/// What would be shown here, when there is none yet.
public func emptyState(_ title: String, text: String = "", icon symbol: Icon = .inbox, action: HTML = .empty) -> HTML {
    "<div class='empty-state'>\(icon(symbol))<p><b>\(title)</b></p>\(HTML.when(!text.isEmpty, "<p>\(text)</p>"))\(action)</div>"
}

/// A panel that stands at the right of what it belongs to.
public func sidePanel(_ title: String, id: String, actions: HTML = .empty, _ body: HTML) -> HTML {
    """
    <aside class="side-panel" id="\(id)" aria-labelledby="\(id)-title"><header class="card-head"><h2 id="\(id)-title">\(title)</h2>\(HTML.when(!actions.isEmpty, "<div class='buttons'>\(actions)</div>"))</header><div class="side-panel-body">\(body)</div></aside>
    """
}
