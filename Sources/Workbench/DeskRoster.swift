import Casework
import Definitions
import HTML
import Hummingbird
import ServiceDesk
import Site
import WorkCalendar

/// 排班: a week of an organisation's shifts, places down the side, and above them a band that says which published hours nobody stands for.
struct RosterPage {
    let visit: Visit

    private static let places = [("window", "中心窗口"), ("seat", "热线座席"), ("online", "网络值守"), ("video", "视频"), ("night", "夜间")]

    func answer() throws -> Response {
        try DeskBoards.require(DeskBoards.rosterReaders, visit, "排班")
        let today = visit.now.day
        let asked =
            try visit.query["week"].map { text in
                guard let day = Day(text) else { throw QueryProblem("week", "“\(text.prefix(20))”不是日期，请写成 2026-03-02，或从页面上翻到那一周") }
                return day
            } ?? today
        guard let first = Day(number: asked.number - (asked.weekday - 1)), let last = Day(number: first.number + 6) else {
            throw HTTPError(.badRequest)
        }
        let tree = visit.site.state.tree
        let org =
            try visit.query["org"].map { text in
                guard let found = tree.resolve(text) else { throw QueryProblem("org", "没有代码或名称为“\(text.prefix(40))”的单位，请核对") }
                return found.code
            } ?? visit.actor.org
        let span = try RosterBoard(kernel: visit.kernel).span(of: org, from: first, through: last, as: visit.actor, at: visit.now)
        let days = (0..<7).compactMap { Day(number: first.number + $0) }
        let calendar = visit.site.state.calendar
        let heads = days.map { day in
            RosterDay(
                date: day.description, label: "\(day.chineseWeekday) \(day.month)/\(day.day)",
                note: calendar.exceptions.entries.first { $0.day == day }.map { $0.kind == .workday ? "调休上班" : $0.name },
                isRestDay: !calendar.isWorkday(day), isToday: day == today)
        }
        let used = Self.places.filter { place in span.shifts.contains { $0.place == place.0 } }
        let rows = used.map { place in
            (
                name: place.1,
                cells: days.map { day in
                    span.shifts.filter { $0.place == place.0 && $0.start.day == day }.map { shift in
                        RosterShift(
                            hours: "\(shift.start.clockTime.prefix(5))—\(shift.end.clockTime.prefix(5))", people: shift.people.map(\.name),
                            needed: shift.need,
                            link: Place.link("team-roster/shift", shift.id), fault: shift.fault(name: name))
                    }
                }
            )
        }
        let short = span.shifts.count { $0.fault() != nil }
        let path = "/w/boards/roster"
        func week(_ day: Day?) -> String? { day.map { visit.query.without("said").with("week", $0.description).address(path) } }
        let pages = pager(
            previous: week(Day(number: first.number - 7)), next: week(Day(number: first.number + 7)), note: "\(first) 至 \(last)",
            labels: ("上一周", "下一周"))
        let body: HTML =
            rows.isEmpty
            ? emptyState(
                "这一周没有班次", text: "负责人在“排班计划”中新建计划和班次", icon: .calendar, action: linkButton("排班计划", to: "/w/team-roster/roster_plan"))
            : "\(band(span, days))\(RosterCalendar("\(first) 至 \(last) 班次", days: heads, places: rows))"
        return try visit.page(
            "排班",
            body: """
                \(pageHead("排班", note: "\(tree.organisation(org)?.name ?? org) · \(span.shifts.count)个班次\(short > 0 ? "，\(short)个不齐" : "")", actions: linkButton("排班计划", to: "/w/team-roster/roster_plan", icon: .calendar)))\(pages)\(body)
                """)
    }

    private func name(_ code: String) -> String {
        visit.catalogue.codeList("shared/lang")?.label(of: code) ?? visit.catalogue.codeList("shared/service_line")?.label(of: code) ?? code
    }

    /// Published hours, day by day: covered, or which hours are not.
    private func band(_ span: RosterBoard.Span, _ days: [Day]) -> HTML {
        guard !span.hours.isEmpty else { return .empty }
        let share = Int((span.coverage.share(of: span.hours, days: days.count) * 100).rounded(.down))
        let cells = days.map { day -> HTML in
            let gaps = span.coverage.gaps.filter { $0.day == day }
            return gaps.isEmpty ? badge("有人", .done) : "\(badge("无人", .danger))<br>\(gaps.map(\.words).joined(separator: "、"))"
        }
        return card(
            "窗口公开时段（每天9:00—17:00）已覆盖\(share)%",
            plainTable("公开时段覆盖", heads: days.map { "\($0.chineseWeekday) \($0.month)/\($0.day)" }, rows: [cells]))
    }
}
