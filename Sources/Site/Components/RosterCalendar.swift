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
    public var hours: String
    public var people: [String]
    public var needed: Int
    public var link: String?
    /// Why it is not as it should be: `缺1人`, `缺壮语`.
    public var fault: String?

    public init(hours: String, people: [String], needed: Int, link: String? = nil, fault: String? = nil) {
        self.hours = hours
        self.people = people
        self.needed = needed
        self.link = link
        self.fault = fault
    }
}

/// A week of shifts, places down the side and days along the top.
public struct RosterCalendar: Component {
    public var title: String
    public var days: [RosterDay]
    /// A place and its shifts, a list a day.
    public var places: [(name: String, cells: [[RosterShift]])]

    public init(_ title: String, days: [RosterDay], places: [(name: String, cells: [[RosterShift]])]) {
        self.title = title
        self.days = days
        self.places = places
    }

    public var html: HTML {
        """
        <div class="table-scroll" role="region" aria-label="\(title)" tabindex="0"><table class="roster"><caption>\(title)</caption><thead><tr><th scope="col">岗位</th>\(days.html(head))</tr></thead><tbody>\(places.html { place in
            "<tr><th scope='row'>\(place.name)</th>\(zip(days, place.cells).html(cell))</tr>"
        })</tbody></table></div>
        """
    }

    private func head(_ day: RosterDay) -> HTML {
        let current = day.isToday ? "date" : nil
        return
            "<th scope='col'\(attribute: "class", day.isRestDay ? "rest" : nil)\(attribute: "aria-current", current)><time datetime='\(day.date)'>\(day.label)</time>\(day.note.map { "<small>\($0)</small>" as HTML })</th>"
    }

    private func cell(_ day: RosterDay, _ shifts: [RosterShift]) -> HTML {
        "<td\(attribute: "class", day.isRestDay ? "rest" : nil)>\(shifts.html(shift))</td>"
    }

    private func shift(_ shift: RosterShift) -> HTML {
        let hours: HTML = shift.link.map { "<a href='\(url: $0)'>\(shift.hours)</a>" } ?? "\(shift.hours)"
        return """
            <div class="shift\(raw: shift.fault == nil ? "" : " fault")"><p><b>\(hours)</b><span class="shift-need">\(shift.people.count)/\(shift.needed)</span></p><p>\(shift.people.joined(separator: "、"))</p>\(shift.fault.map { "<p class='shift-fault'>\(icon(.warning))\($0)</p>" as HTML })</div>
            """
    }
}
