import HTML

/// A day in the head of a roster.
public struct RosterDay: Sendable {
    /// ISO.
    public var date: String
    /// `周一 3/2`.
    public var label: String
    /// `元旦`, `三月三`, `调休上班`.
    public var note: String?
    public var isRestDay: Bool
    public var isToday: Bool

    public init(date: String, label: String, note: String? = nil, isRestDay: Bool = false, isToday: Bool = false) {
        self.date = date
        self.label = label
        self.note = note
        self.isRestDay = isRestDay
        self.isToday = isToday
    }
}

/// One shift in a cell.
public struct RosterShift: Sendable {
    /// Under which it is moved; nil: it stays where it is.
    public var id: String?
    /// The version that was seen when the calendar was made.
    public var version: Int64
    /// Buttons that change it: they work where nothing can be dragged.
    public var moves: HTML
    public var hours: String
    public var people: [String]
    public var needed: Int
    public var link: String?
    /// Why it is not as it should be: `缺1人`, `缺壮语`.
    public var fault: String?

    public init(
        id: String? = nil, version: Int64 = 0, hours: String, people: [String], needed: Int, link: String? = nil, fault: String? = nil,
        moves: HTML = .empty
    ) {
        self.id = id
        self.version = version
        self.moves = moves
        self.hours = hours
        self.people = people
        self.needed = needed
        self.link = link
        self.fault = fault
    }
}

/// A row of the calendar: a place and its shifts, a list a day.
public struct RosterPlace: Sendable {
    /// Code of the place.
    public var id: String
    public var name: String
    public var cells: [[RosterShift]]

    public init(id: String, name: String, cells: [[RosterShift]]) {
        self.id = id
        self.name = name
        self.cells = cells
    }
}

/// A week of shifts, places down the side and days along the top. Shifts that have an id are moved by their buttons; `roster.js` adds dragging to another day or
/// place, which posts `shift`, `date`, `place` and `_version` to `moveAddress`.
public struct RosterCalendar: Component {
    public var title: String
    public var days: [RosterDay]
    public var places: [RosterPlace]
    /// Nil: nothing can be dragged.
    public var moveAddress: String?

    public init(_ title: String, days: [RosterDay], places: [RosterPlace], moveAddress: String? = nil) {
        self.title = title
        self.days = days
        self.places = places
        self.moveAddress = moveAddress
    }

    public var html: HTML {
        """
        <div class="table-scroll" role="region" aria-label="\(title)" tabindex="0"><table class="roster"\(attribute: "data-move", moveAddress)><caption>\(title)</caption><thead><tr><th scope="col">岗位</th>\(days.html(head))</tr></thead><tbody>\(places.html { place in
            "<tr><th scope='row'>\(place.name)</th>\(zip(days, place.cells).html { cell($0, $1, place.id) })</tr>"
        })</tbody></table></div>
        """
    }

    private func head(_ day: RosterDay) -> HTML {
        let current = day.isToday ? "date" : nil
        return
            "<th scope='col'\(attribute: "class", day.isRestDay ? "rest" : nil)\(attribute: "aria-current", current)><time datetime='\(day.date)'>\(day.label)</time>\(day.note.map { "<small>\($0)</small>" as HTML })</th>"
    }

    private func cell(_ day: RosterDay, _ shifts: [RosterShift], _ place: String) -> HTML {
        "<td\(attribute: "class", day.isRestDay ? "rest" : nil) data-date='\(day.date)' data-place='\(place)'>\(shifts.html(shift))</td>"
    }

    private func shift(_ shift: RosterShift) -> HTML {
        let hours: HTML = shift.link.map { "<a href='\(url: $0)'>\(shift.hours)</a>" } ?? "\(shift.hours)"
        let movable: HTML? = shift.id.map { " data-shift='\($0)' data-version='\(String(shift.version))'" }
        return """
            <div class="shift\(raw: shift.fault == nil ? "" : " fault")"\(movable)><p><b>\(hours)</b><span class="shift-need">\(shift.people.count)/\(shift.needed)</span></p><p>\(shift.people.joined(separator: "、"))</p>\(shift.fault.map { "<p class='shift-fault'>\(icon(.warning))\($0)</p>" as HTML })\(HTML.when(shift.id != nil && !shift.moves.isEmpty, "<div class='buttons'>\(shift.moves)</div>"))</div>
            """
    }
}
