import Casework
import Definitions
import HTML
import Site
import WorkCalendar

/// What a list shows of records: fields and what every record has.
struct Columns {
    let place: Place
    /// Those that the visitor chose for this list, else those of the definition.
    let ids: [String]
    /// Names of people and records, for the rows that are shown.
    var names: NameBook?

    /// - Parameter chosen: nil: as the definition has it.
    init(place: Place, chosen: [String]? = nil) {
        self.place = place
        let known = chosen.map { chosen in chosen.filter(Set(ColumnChoice.offered(place)).contains) } ?? []
        ids = known.isEmpty ? Self.usual(place.definition) : known
    }

    /// As the definition lists them, where a state is told that the definition leaves out.
    static func usual(_ definition: RecordDefinition) -> [String] {
        let wanted = definition.lists.columns
        guard wanted.isEmpty else { return wanted }
        let fields = definition.fields.filter { !$0.type.isLong && !$0.isSecret && !$0.isInternal }.prefix(5).map(\.id)
        return fields + (definition.lifecycle == nil ? [] : ["state"]) + ["created_at"]
    }

    /// Whether they show titles of other records: what may be told of those hangs on more than the row.
    var tellOthers: Bool {
        ids.contains { id in
            func refers(_ type: FieldType) -> Bool {
                switch type {
                case .ref, .structure, .inline: true
                case .list(let element): refers(element)
                default: false
                }
            }
            return place.definition.field(id).map { refers($0.type) } ?? false
        }
    }

    /// The same with the names that these rows need.
    func named(for views: [RecordView]) throws -> Columns {
        var copy = self
        copy.names = try NameBook(place.visit, views, fields: Set(ids))
        return copy
    }

    func label(_ id: String) -> String {
        if let field = place.definition.field(id) { return field.label }
        switch id {
        case "due": return "到期"
        case "due_at": return "时限到期"
        case "overdue": return "逾期"
        case "closed": return "已办结"
        case "title": return "标题"
        case "created": return "建立时间"
        default: return place.definition.column(id)?.label ?? id
        }
    }

    private func type(_ id: String) -> FieldType? { (place.definition.column(id))?.type }

    /// Over a column: with the unit, which rows do not repeat.
    func heading(_ id: String) -> String {
        place.definition.field(id)?.unit.map { "\(label(id))（\($0)）" } ?? label(id)
    }

    func kind(_ id: String, isFirst: Bool) -> TableColumn.Kind {
        if isFirst { return .identity }
        switch id {
        case "state", "due", "due_at": return .state
        default: break
        }
        switch type(id) {
        case .number?, .decimal?, .money?: return .number
        case .date?, .datetime?: return .date
        default: return .text
        }
    }

    /// Whether lists can be sorted by it at the price of an index.
    func sortName(_ id: String) -> String? {
        switch id {
        case "created", "created_at": return "created_at"
        case "due", "due_at": return "due"
        case "updated_at": return "updated_at"
        default:
            guard let field = place.definition.field(id), !field.isSecret, !field.type.isComposite,
                field.isIndexed || field.uniqueWith != nil || place.definition.number?.field == id
            else { return nil }
            return id
        }
    }

    func cell(_ id: String, _ view: RecordView) -> HTML {
        let visit = place.visit
        switch id {
        case "state": return view.stateLabel.map { badge($0, Self.tone(view)) } ?? .empty
        case "due", "due_at": return view.due.map { dueChip(visit.dues.words($0)) } ?? .empty
        case "title" where view.field("title") == nil: return "\(view.title)"
        case "org" where view.field("org") == nil: return "\(place.state.tree.organisation(view.org)?.name ?? view.org)"
        case "created", "created_at": return "\(Self.short(view.createdAt))"
        case "updated_at": return "\(Self.short(view.updatedAt))"
        default:
            let text = text(id, view)
            if text.count > Self.clipped { return "<span class='clip' title='\(text)'>\(text)</span>" }
            // Names and numbers are read at a glance only when they stand on one line.
            return (3...Self.kept).contains(text.count) ? "<span class='keep'>\(text)</span>" : "\(text)"
        }
    }

    /// Characters above which a cell takes two lines at most, and room enough for them.
    private static let clipped = 16

    /// Characters up to which a cell does not break.
    private static let kept = 11

    /// As plain text, for exports too.
    func text(_ id: String, _ view: RecordView) -> String {
        switch id {
        case "state": return view.stateLabel ?? ""
        case "due", "due_at": return view.due.map { Self.short($0) } ?? ""
        case "title" where view.field("title") == nil: return view.title
        case "org" where view.field("org") == nil: return place.state.tree.organisation(view.org)?.name ?? view.org
        case "created", "created_at": return Self.short(view.createdAt)
        case "updated_at": return Self.short(view.updatedAt)
        case "created_by": return person(view.createdBy)
        case "updated_by": return person(view.updatedBy)
        default:
            guard let field = view.field(id) else { return "" }
            return names?.text(field) ?? Naming(place.visit).text(field)
        }
    }

    private func person(_ id: String) -> String { names?.person(id) ?? Naming(place.visit).person(id) }

    static func short(_ moment: Moment) -> String { "\(moment.day) \(moment.clockTime.prefix(5))" }

    /// States in which a matter ends without having been done.
    static let givenUp: Set<String> = ["not_accepted", "rejected", "refused", "withdrawn", "void", "voided", "cancelled"]

    static func tone(_ view: RecordView) -> Tone {
        if view.isClosed { return givenUp.contains(view.state ?? "") ? .neutral : .done }
        if view.isOverdue { return .danger }
        return view.state == "suspended" ? .paused : .active
    }
}
