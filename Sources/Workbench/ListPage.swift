import Casework
import Definitions
import HTML
import Hummingbird
import NIOCore
import Site
import Storage
import WorkCalendar

/// Records of one kind that the visitor may see: views as tabs, conditions as chips, keyset pages, selection with batch actions. The address says it all.
struct ListPage {
    let place: Place
    let columns: Columns
    let filters: ListFilters
    private let memory: ListMemory?
    static let counted = 10_000

    /// - Parameter memory: nil: none, for what is read once.
    init(_ place: Place, memory: ListMemory? = nil) throws {
        self.place = place
        self.memory = memory
        let (database, visit) = (place.visit.kernel.database, place.visit)
        let own = ListMemory.Own(person: visit.actor.id, type: place.type)
        let chosen =
            if let memory {
                try memory.columns.answer(own, commits: database.commits, at: visit.now) { try ColumnChoice(place).chosen() }
            } else { try ColumnChoice(place).chosen() }
        columns = Columns(place: place, chosen: chosen)
        filters = ListFilters(place: place)
    }

    private var visit: Visit { place.visit }

    var view: ListDefinition.View? { visit.query["view"].flatMap { id in place.definition.lists.views.first { $0.id == id } } }

    /// The query of the address.
    func query(limit: Int = 50, after: String? = nil) -> ListQuery {
        ListQuery(
            type: place.type, filter: filters.expression(view: view?.filter.text), sort: visit.query["sort"], after: after, limit: limit,
            equals: filters.equals)
    }

    /// Nobody who may list nothing learns that there is such a list.
    func guardAccess() throws {
        guard Navigation.mayList(place.definition, visit.actor), place.definition.parent == nil else {
            throw Refusal(.notfound, action: "\(place.type).list", "没有这个列表，或您无权查看")
        }
    }

    func answer() throws -> Response {
        try guardAccess()
        // A word that is said once belongs to no other page.
        guard let memory, visit.query["said"] == nil else { return visit.answer(try markup()) }
        let asked = ListMemory.Asked(
            address: visit.address, csrf: visit.csrf, actor: visit.actor, preferences: visit.preferences, generation: place.state.generation
        )
        return visit.answer(
            try memory.pages.answer(asked, commits: visit.kernel.database.commits, at: visit.now) { try markup() })
    }

    private func markup() throws -> ByteBuffer {
        var shown = query(after: visit.query["after"])
        shown.fields = columns.ids
        let batch = BatchPages.actions(place.definition, visit.actor)
        let page = try rows(shown, isSelectable: !batch.isEmpty)
        let total = try visit.kernel.count(query(), as: visit.actor, at: visit.now, upTo: Self.counted)
        let note = total >= Self.counted ? "至少10,000件" : "\(total)件"
        let create = ActionPages.creating(place.definition, visit.actor)
        let createButton: HTML =
            create.map { action in
                linkButton(
                    ActionPages.creationLabel(action, place.definition), to: "\(place.list)/new",
                    .primary, icon: .plus, shortcut: "n")
            } ?? .empty
        let address = visit.query.without("after", "said")
        let export: HTML =
            mayExport
            ? "\(linkButton("导出CSV", to: address.address("\(place.list)/export.csv"), .quiet, icon: .download))\(linkButton("导出XLSX", to: address.address("\(place.list)/export.xlsx"), .quiet, icon: .download))"
            : .empty
        let tools: HTML =
            "\(linkButton("选择列", to: address.address("\(place.list)/columns"), .quiet, icon: .columns, opensDialog: true))\(export)"
        let controls = filters.controls
        let bar = FilterBar(
            address: place.list, chips: filters.chips, controls: controls.shown, more: controls.more,
            kept: ["view", "sort"].compactMap { name in visit.query[name].map { (name, $0) } },
            clearAddress: filters.chips.count > 1 ? place.list : nil, tools: tools)
        var table = DataTable(
            place.definition.name, columns: headings, rows: [],
            batch: batch.isEmpty || page.rows.isEmpty
                ? nil
                : BatchBar(address: address.address("\(place.list)/batch"), csrf: visit.csrf, actions: batch.map { ($0.id, $0.label) }),
            empty: emptyState(
                filters.chips.isEmpty && view == nil ? "还没有\(place.definition.name)" : "没有符合条件的\(place.definition.name)",
                text: filters.chips.isEmpty ? "您可以看到的\(place.definition.name)会列在这里。" : "请放宽或清除条件。"), stacksWhenNarrow: true)
        table.written = page.rows
        let next = page.next.map { visit.query.without("said").with("after", $0).address(place.list) }
        let first = visit.query["after"] == nil ? nil : address.address(place.list)
        return try visit.markup(
            place.definition.name,
            body: """
                \(pageHead(place.definition.name, note: note, breadcrumb: breadcrumb([NavItem(place.system.name, to: place.list), NavItem(place.definition.name, to: place.list)]), actions: "\(try favourite)\(createButton)"))\(try tabs)\(bar)\(table)\(pager(previous: first, next: next, note: page.next == nil && first == nil ? nil : "每页50条", isFirst: true))
                """)
    }

    /// Rows as they are written, from memory where neither the record nor what its row hangs on has changed.
    private func rows(_ query: ListQuery, isSelectable: Bool) throws -> (rows: [HTML], next: String?) {
        let frame = TableRowFrame(columns: headings, stacksWhenNarrow: true, isSelectable: isSelectable)
        func write(_ views: [RecordView]) throws -> [HTML] {
            let named = try columns.named(for: views)
            return views.map { frame.markup(row($0, named)) }
        }
        guard let memory, !columns.tellOthers else {
            let page = try visit.kernel.list(query, as: visit.actor, at: visit.now)
            return (try write(page.items), page.next)
        }
        // Due dates are told in minutes, and people by name: both stand for a minute.
        let minute = Int(visit.now.milliseconds / 60_000)
        let variant = minute * 4 + (isSelectable ? 2 : 0) + (visit.preferences.language == .english ? 1 : 0)
        return try visit.kernel.rows(query, as: visit.actor, at: visit.now, kept: memory.rows, variant: variant, write)
    }

    private var favourite: HTML {
        get throws {
            FavouritesPage.button(
                place.list, isChosen: try visit.site.favourites.links(of: visit.actor.id, at: visit.now).contains(place.list), visit)
        }
    }

    var mayExport: Bool {
        let roles = Set(visit.actor.grants.map(\.role))
        return place.definition.access.contains { roles.contains($0.role) && $0.may.contains("export") }
    }

    private var tabs: HTML {
        get throws {
            let own = ListMemory.Own(person: visit.actor.id, type: place.type)
            let saved =
                try memory?.views.answer(own, commits: visit.kernel.database.commits, at: visit.now) { try SavedViews(place).all() }
                ?? SavedViews(place).all()
            let current = visit.query["view"]
            let key = visit.query.without("after", "said").encoded
            var list = [Tab("全部", to: place.list, isCurrent: current == nil && !saved.contains { $0.query == key })]
            list += place.definition.lists.views.map {
                Tab(
                    $0.label, to: "\(place.list)?view=\(QueryValues.encode($0.id))",
                    isCurrent: current == $0.id && !saved.contains { $0.query == key })
            }
            list += saved.map {
                Tab(
                    $0.label, to: "\(place.list)?\($0.query)", isCurrent: $0.query == key,
                    removal: QueryValues([("manage", $0.id)]).address("\(place.list)/views"))
            }
            let canSave = (!filters.chips.isEmpty || visit.query["sort"] != nil) && !saved.contains { $0.query == key }
            guard list.count > 1 || canSave else { return .empty }
            return savedViews(list, saveAddress: canSave ? visit.query.without("after", "said").address("\(place.list)/views") : nil)
        }
    }

    private var headings: [TableColumn] {
        let sort = visit.query["sort"] ?? place.definition.lists.sort ?? "-created_at"
        return columns.ids.enumerated().map { index, id in
            let name = columns.sortName(id)
            let order: TableColumn.Order? = name.flatMap { sort == $0 ? .ascending : sort == "-\($0)" ? .descending : nil }
            let address = name.map {
                visit.query.without("after", "said").with("sort", order == .descending ? $0 : "-\($0)").address(place.list)
            }
            return TableColumn(columns.heading(id), columns.kind(id, isFirst: index == 0), sortAddress: address, order: order)
        }
    }

    private func row(_ view: RecordView, _ columns: Columns) -> TableRow {
        var cells = columns.ids.map { columns.cell($0, view) }
        // The first cell is the way in: never empty.
        if let first = cells.first, first.isEmpty { cells[0] = "\(view.title)" }
        return TableRow(
            id: view.id, link: Place.link(view.type, view.id), name: view.title, tone: view.isOverdue && !view.isClosed ? .danger : nil,
            cells)
    }
}
