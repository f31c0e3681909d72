import HTML

/// A card of a board.
public struct BoardCard: Sendable {
    public var id: String
    public var title: String
    public var link: String
    /// Badges and chips.
    public var marks: HTML
    /// Load, language, field, whatever the decision needs.
    public var note: String
    /// Buttons that move it: they work where nothing can be dragged.
    public var moves: HTML

    public init(id: String, title: String, link: String, marks: HTML = .empty, note: String = "", moves: HTML = .empty) {
        self.id = id
        self.title = title
        self.link = link
        self.marks = marks
        self.note = note
        self.moves = moves
    }
}

/// A column of a board.
public struct BoardColumn: Sendable {
    public var id: String
    public var title: String
    public var note: String?
    public var cards: [BoardCard]
    /// All there are, when more than are shown.
    public var count: Int

    public init(id: String, title: String, note: String? = nil, count: Int? = nil, cards: [BoardCard]) {
        self.id = id
        self.title = title
        self.note = note
        self.cards = cards
        self.count = count ?? cards.count
    }
}

/// Work laid out in columns: supervision, dispatch, wards. Cards are moved by their buttons; `board.js` adds dragging, which posts
/// `card` and `column` to `moveAddress`.
public struct Board: Component {
    public var label: String
    public var columns: [BoardColumn]
    public var moveAddress: String?

    public init(_ label: String, columns: [BoardColumn], moveAddress: String? = nil) {
        self.label = label
        self.columns = columns
        self.moveAddress = moveAddress
    }

    public var html: HTML {
        """
        <div class="board" role="group" aria-label="\(label)" tabindex="0"\(attribute: "data-move", moveAddress)>\(columns.html(column))</div>
        """
    }

    private func column(_ column: BoardColumn) -> HTML {
        """
        <section class="board-column" data-column="\(column.id)" aria-labelledby="column-\(column.id)"><header><h2 id="column-\(column.id)">\(column.title)<span class="board-count">\(column.count)</span></h2>\(column.note.map { "<p>\($0)</p>" as HTML })</header><ul>\(column.cards.html(card))</ul>\(HTML.when(column.cards.isEmpty, "<p class='board-empty'>暂无</p>"))</section>
        """
    }

    private func card(_ card: BoardCard) -> HTML {
        """
        <li class="board-card" data-card="\(card.id)"><p class="board-title"><a href="\(url: card.link)">\(card.title)</a></p>\(HTML.when(!card.marks.isEmpty, "<p class='marks'>\(card.marks)</p>"))\(HTML.when(!card.note.isEmpty, "<p class='board-note'>\(card.note)</p>"))\(HTML.when(!card.moves.isEmpty, "<div class='buttons'>\(card.moves)</div>"))</li>
        """
    }
}
