import HTML

/// A column of a list.
public struct TableColumn: Sendable {
    /// What it holds decides its alignment and figures.
    public enum Kind: String, Sendable {
        /// The first: names the record and opens it.
        case identity
        case text
        /// A sentence or an enumeration: takes the room that the others leave.
        case long
        /// At the right, tabular figures.
        case number
        /// Date or moment, ISO, tabular figures.
        case date
        /// A badge or chip.
        case state
        /// Buttons.
        case actions
    }
    public enum Order: Sendable {
        case ascending, descending
    }
    public var title: String
    public var kind: Kind
    /// Where the head leads to sort by it; nil when it cannot.
    public var sortAddress: String?
    /// How the list is sorted by it now.
    public var order: Order?

    public init(_ title: String, _ kind: Kind = .text, sortAddress: String? = nil, order: Order? = nil) {
        self.title = title
        self.kind = kind
        self.sortAddress = sortAddress
        self.order = order
    }
}

/// A row of a list: cells in the order of the columns.
public struct TableRow: Sendable {
    public var id: String
    /// Opens the record: the first cell becomes the link.
    public var link: String?
    public var cells: [HTML]
    /// What its check box is called: number and title; the id when nil.
    public var name: String?
    /// The whole row looked at: overdue rows have an edge at the left.
    public var tone: Tone?

    public init(id: String, link: String?, name: String? = nil, tone: Tone? = nil, _ cells: [HTML]) {
        self.id = id
        self.name = name
        self.link = link
        self.tone = tone
        self.cells = cells
    }
}

/// What can be done with the selected rows.
public struct BatchBar: Sendable {
    /// Receives `selected` (ids, several) by POST, and `action`: the page that shows what will happen, and asks.
    public var address: String
    public var csrf: String
    public var actions: [(id: String, label: String)]

    public init(address: String, csrf: String, actions: [(id: String, label: String)]) {
        self.address = address
        self.csrf = csrf
        self.actions = actions
    }
}

/// A list of records. Rows of 40 px, the head stays in sight, the first column is the identity; `keyboard.js` moves with j and k,
/// opens with Enter, selects with x; `table.js` counts the selection. Without scripts links and check boxes do.
public struct DataTable: Component {
    /// Names the table for those who cannot see it.
    public var caption: String
    public var columns: [TableColumn]
    public var rows: [TableRow]
    /// Rows that are written already, see ``TableRowFrame``: instead of `rows`.
    public var written: [HTML]?
    public var batch: BatchBar?
    /// Shown in place of the rows when there are none.
    public var empty: HTML
    /// On a narrow screen each row becomes a card with the column's title before each value; else the table scrolls sideways.
    public var stacksWhenNarrow: Bool
    /// The topic that makes `live.js` offer the new rows.
    public var id: String

    public init(
        _ caption: String, columns: [TableColumn], rows: [TableRow], batch: BatchBar? = nil, empty: HTML = .empty,
        stacksWhenNarrow: Bool = false,
        id: String = "list"
    ) {
        self.caption = caption
        self.columns = columns
        self.rows = rows
        self.batch = batch
        self.empty = empty
        self.stacksWhenNarrow = stacksWhenNarrow
        self.id = id
    }

    public var html: HTML {
        if written?.isEmpty ?? rows.isEmpty, !empty.isEmpty { return empty }
        let table: HTML = """
            <div class="table-scroll" role="region" aria-label="\(caption)" tabindex="0"><table class="data-table\(raw: stacksWhenNarrow ? " stacks" : "")" id="\(id)" data-table><caption class="visually-hidden">\(caption)</caption><thead><tr>\(HTML.when(batch != nil, selectAll))\(columns.html(head))</tr></thead><tbody>
            \(rowMarkup)</tbody></table></div>
            """
        guard let batch else { return table }
        return
            "<form class='selectable' method='post' action='\(url: batch.address)'>\(hiddenInput("_csrf", batch.csrf))\(bar(batch))\(table)</form>"
    }

    private var selectAll: HTML {
        "<th class='select' scope='col'><input type='checkbox' data-select-all aria-label='\(ComponentWords.current.selectAll)'></th>"
    }

    private func head(_ column: TableColumn) -> HTML {
        let words = ComponentWords.current
        let sorting: String? =
            switch column.order {
            case .ascending: "ascending"
            case .descending: "descending"
            case nil: nil
            }
        let start: HTML = "<th scope='col' class='c-\(column.kind.rawValue)'\(attribute: "aria-sort", sorting)>"
        guard let address = column.sortAddress else { return "\(start)\(column.title)</th>" }
        let said: HTML? = column.order.map {
            "<span class='visually-hidden'>\($0 == .ascending ? words.sortedUp : words.sortedDown)</span>"
        }
        return "\(start)<a href='\(url: address)'>\(column.title)<span class='sort-mark' aria-hidden='true'></span>\(said)</a></th>"
    }

    private var rowMarkup: HTML {
        if let written { return written.joined() }
        let frame = TableRowFrame(columns: columns, stacksWhenNarrow: stacksWhenNarrow, isSelectable: batch != nil)
        return rows.html(frame.markup)
    }

    private func bar(_ batch: BatchBar) -> HTML {
        """
        <div class="batch-bar" data-batch><output data-selected-count data-pattern="\(ComponentWords.current.selected)"></output><div class="buttons">\(batch.actions.html { button($0.label, name: "action", value: $0.id) })</div></div>
        """
    }
}

/// How the rows of a table are written. What is the same in every row of a column is made once: lists are the hottest pages.
public struct TableRowFrame: Sendable {
    private let starts: [HTML]
    /// What a check box is called, before the row's name; nil: rows cannot be selected.
    private let select: String?

    public init(columns: [TableColumn], stacksWhenNarrow: Bool, isSelectable: Bool) {
        starts = columns.enumerated().map { index, column in
            let label = stacksWhenNarrow ? column.title : nil
            let rest: HTML = " class='c-\(column.kind.rawValue)'\(attribute: "data-label", label)>"
            return index == 0 ? "<th scope='row'\(rest)" : "<td\(rest)"
        }
        select = isSelectable ? ComponentWords.current.selectRow : nil
    }

    public func markup(_ row: TableRow) -> HTML {
        let tone: HTML? = row.tone.map { " class='row-\($0.rawValue)'" }
        var all: HTML = "<tr data-id='\(row.id)'\(tone)>"
        if let select {
            all +=
                "<td class='select'><input type='checkbox' name='selected' value='\(row.id)' aria-label='\(select) \(row.name ?? row.id)'></td>"
        }
        for (index, cell) in row.cells.prefix(starts.count).enumerated() {
            all += starts[index]
            if index > 0 {
                all += cell
                all += "</td>"
            } else if let link = row.link {
                all += "<a href='\(url: link)'>\(cell)</a></th>"
            } else {
                all += "\(cell)</th>"
            }
        }
        all += "</tr>\n"
        return all
    }
}

/// A small table of facts within a page: heads and rows, no selection. With three columns or more each row becomes a card on a narrow screen.
public func plainTable(_ caption: String, heads: [String], rows: [[HTML]], numbers: Set<Int> = []) -> HTML {
    let stacks = heads.count > 2
    return """
        <div class="table-scroll" role="region" aria-label="\(caption)" tabindex="0"><table class="plain-table\(raw: stacks ? " stacks" : "")"><caption>\(caption)</caption><thead><tr>\(heads.enumerated().html { "<th scope='col'\(attribute: "class", numbers.contains($0.offset) ? "c-number" : nil)>\($0.element)</th>" })</tr></thead><tbody>\(rows.html { row in
            "<tr>\(row.enumerated().html { "<td\(attribute: "class", numbers.contains($0.offset) ? "c-number" : nil)\(attribute: "data-label", stacks && $0.offset < heads.count ? heads[$0.offset] : nil)>\($0.element)</td>" })</tr>"
        })</tbody></table></div>
        """
}
