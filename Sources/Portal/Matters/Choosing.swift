import Casework
import Definitions
import Expressions
import HTML
import Site
import WorkCalendar

/// Institutions, times and organs that a question offers, read as everybody may read them.
struct Choosing: Sendable {
    let site: Site
    let now: Moment

    /// An institution as it is offered.
    struct Office: Sendable {
        var id: String
        var name: String
        var address: String
        var phone: String
        var area: String
    }

    static let mostOffices = 60
    static let mostSlots = 80

    /// Institutions of a kind that take matters now, in the area's city; those of the area itself first.
    func offices(kind: String, area: String?) throws -> [Office] {
        var filter = "state == 'published' && status == 'normal' && kind == '\(kind)'"
        if kind != "LA", kind != "31", kind != "35" { filter += " && bookable == true" }
        if let area, area.utf8.count == 6, area.utf8.allSatisfy({ (48...57).contains($0) }) {
            filter += " && area_code.startsWith('\(area.prefix(4))')"
        }
        let page = try site.kernel.list(
            ListQuery(
                type: "legal-directory/dir_org", filter: filter, sort: "name", limit: Self.mostOffices,
                fields: ["name", "address", "phone", "area_code"]), as: .publicReader, at: now)
        let offices = page.items.map { view in
            Office(
                id: view.id, name: view.field("name")?.text ?? view.title, address: view.field("address")?.text ?? "",
                phone: view.field("phone")?.text ?? "", area: Self.text(view["area_code"]) ?? "")
        }
        return offices.filter { $0.area == area } + offices.filter { $0.area != area }
    }

    /// The organisation behind a directory's entry: whose times are offered, who receives.
    func organisation(of office: String) -> String? {
        (try? site.kernel.view("legal-directory/dir_org", id: office, as: .system, at: now)).flatMap { Self.text($0["agency_org"]) }
    }

    /// A time as it is offered.
    struct Time: Sendable {
        var id: String
        var day: Day
        var words: String
        var left: Int64
        var note: String
    }

    /// Open times of an institution from now on.
    func times(service: String, at org: String) throws -> [Time] {
        let page = try site.kernel.list(
            ListQuery(
                type: "online-handling/appointment_slot", filter: "status == 'open' && service == '\(service)' && starts_at > now",
                sort: "starts_at", limit: Self.mostSlots, under: org), as: .publicReader, at: now)
        return page.items.compactMap { view in
            guard case .timestamp(let from)? = view.field("starts_at")?.value, case .timestamp(let to)? = view.field("ends_at")?.value,
                case .timestamp(let open)? = view.field("open_at")?.value, case .timestamp(let close)? = view.field("close_at")?.value,
                Self.moment(open) <= now, Self.moment(close) >= now
            else { return nil }
            let (start, end) = (Self.moment(from), Self.moment(to))
            var left: Int64 = 0
            if case .int(let capacity) = view["capacity"], case .int(let taken) = view["taken"] { left = capacity - taken }
            let mode = view.field("mode")?.text ?? ""
            let person = view.field("person").flatMap { $0.value == .null ? nil : $0.text } ?? ""
            return Time(
                id: view.id, day: start.day, words: "\(start.day.chinese)\(Self.clock(start))–\(Self.clock(end))", left: left,
                note: [mode, person].filter { !$0.isEmpty }.joined(separator: " · "))
        }
    }

    static func clock(_ moment: Moment) -> String { String(moment.clockTime.prefix(5)) }

    /// Organs of justice of a level.
    func organs(_ level: Question.OrganLevel) -> [Choice] {
        let kinds: Set<String> =
            switch level {
            case .region: ["department"]
            case .city: ["city_bureau"]
            case .county: ["county_bureau"]
            }
        return site.state.tree.all.filter { kinds.contains($0.kind) && $0.isActive }.map { Choice($0.code, $0.name) }
    }

    static func moment(_ stamp: Timestamp) -> Moment { Moment(clamping: stamp.milliseconds) }

    static func text(_ value: Value) -> String? { if case .string(let text) = value { text } else { nil } }
}
