import HTML

/// A piece of open work: what, who, why me, until when, and the next action as a button.
public struct TodoRow: Sendable {
    public var title: String
    public var link: String
    /// Number and system.
    public var note: String
    /// Why it is mine: `您是承办人`, `本单位前台待签收`.
    public var reason: String
    public var due: DueWords?
    public var state: HTML
    /// The next action.
    public var action: HTML

    public init(_ title: String, to link: String, note: String, reason: String, due: DueWords?, state: HTML = .empty, action: HTML = .empty)
    {
        self.title = title
        self.link = link
        self.note = note
        self.reason = reason
        self.due = due
        self.state = state
        self.action = action
    }
}

/// Open work that falls due at about the same time.
public struct TodoGroup: Component {
    public var title: String
    public var tone: Tone
    public var count: Int
    public var rows: [TodoRow]
    /// Where the rest of them is, when not all are shown.
    public var moreAddress: String?

    public init(_ title: String, _ tone: Tone, count: Int, rows: [TodoRow], moreAddress: String? = nil) {
        self.title = title
        self.tone = tone
        self.count = count
        self.rows = rows
        self.moreAddress = moreAddress
    }

    public var html: HTML {
        """
        <section class="todo-group tone-\(tone.rawValue)"><h2>\(title)<span class="todo-count">\(count)</span></h2><ol class="todos" data-rows-navigable>\(rows.html(row))</ol>\(moreAddress.map { "<p class='more'><a href='\(url: $0)'>全部\(count)件</a></p>" as HTML })</section>
        """
    }

    private func row(_ row: TodoRow) -> HTML {
        """
        <li data-row><div class="todo-what"><a href="\(url: row.link)">\(row.title)</a><p><span>\(row.note)</span> <span class="todo-why">\(row.reason)</span></p></div><div class="todo-state">\(row.state)</div><div class="todo-due">\(row.due.map(dueChip))</div><div class="todo-action">\(row.action)</div></li>
        """
    }
}
