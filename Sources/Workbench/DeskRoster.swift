import Casework
import Definitions
import Expressions
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
        let board = RosterBoard(kernel: visit.kernel)
        let span = try board.span(of: org, from: first, through: last, as: visit.actor, at: visit.now)
        let open = try board.open(of: org, from: first, through: last, as: visit.actor, at: visit.now)
        let path = "/w/boards/roster"
        let here = visit.query.without("said").address(path)
        let days = (0..<7).compactMap { Day(number: first.number + $0) }
        let calendar = visit.site.state.calendar
        let heads = days.map { day in
            RosterDay(
                date: day.description, label: "\(day.chineseWeekday) \(day.month)/\(day.day)",
                note: calendar.exceptions.entries.first { $0.day == day }.map { $0.kind == .workday ? "调休上班" : $0.name },
                isRestDay: !calendar.isWorkday(day), isToday: day == today)
        }
        // Where shifts can be moved, every place is somewhere to move them to.
        let used = Self.places.filter { place in !open.isEmpty || span.shifts.contains { $0.place == place.0 } }
        let rows = used.map { place in
            RosterPlace(
                id: place.0, name: place.1,
                cells: days.map { day in
                    span.shifts.filter { $0.place == place.0 && $0.start.day == day }.map { shift in
                        let isOpen = open.contains { $0.id == shift.plan }
                        return RosterShift(
                            id: isOpen ? shift.id : nil, version: shift.version,
                            hours: "\(shift.start.clockTime.prefix(5))—\(shift.end.clockTime.prefix(5))", people: shift.people.map(\.name),
                            needed: shift.need,
                            link: Place.link("team-roster/shift", shift.id), fault: shift.fault(name: name),
                            moves: linkButton(
                                "调整", to: QueryValues([("back", here)]).address("\(Place.link("team-roster/shift", shift.id))/do/update"),
                                .quiet, icon: .edit, opensDialog: true))
                    }
                }
            )
        }
        let short = span.shifts.count { $0.fault() != nil }
        func week(_ day: Day?) -> String? { day.map { visit.query.without("said").with("week", $0.description).address(path) } }
        let pages = pager(
            previous: week(Day(number: first.number - 7)), next: week(Day(number: first.number + 7)), note: "\(first) 至 \(last)",
            labels: ("上一周", "下一周"))
        let body: HTML =
            rows.isEmpty
            ? emptyState(
                "这一周没有班次", text: "负责人在“排班计划”中新建计划和班次", icon: .calendar, action: linkButton("排班计划", to: "/w/team-roster/roster_plan"))
            : "\(band(span, days))\(RosterCalendar("\(first) 至 \(last) 班次", days: heads, places: rows, moveAddress: open.isEmpty ? nil : "\(path)/move"))"
        return try visit.page(
            "排班", scripts: open.isEmpty ? [] : ["/js/roster.js?v=\(visit.site.settings.assetVersion)"],
            body: """
                \(pageHead("排班", note: "\(tree.organisation(org)?.name ?? org) · \(span.shifts.count)个班次\(short > 0 ? "，\(short)个不齐" : "")", actions: linkButton("排班计划", to: "/w/team-roster/roster_plan", icon: .calendar)))\(pages)\(open.html { plan($0, back: here) })\(body)
                """)
    }

    /// A plan that is being made, with what can be done with it.
    private func plan(_ plan: RosterPlan, back: String) -> HTML {
        let new = QueryValues([("plan", plan.id)]).address("/w/team-roster/shift/new")
        return notice(
            "草稿：\(plan.title)", .soon,
            body: "<p>班次可按“调整”改日期、时间和岗位，有鼠标时也可拖到别的日子或岗位；人员随班次走，规则照查。发布后须先收回才能再改。</p>",
            actions: "\(linkButton("新建班次", to: new, icon: .plus))\(linkButton("打开计划", to: Place.link("team-roster/roster_plan", plan.id)))")
    }

    /// A shift was dropped on another day or place: the same as its form, by the definition's own action.
    func move(_ form: SubmittedForm) async throws -> Response {
        try DeskBoards.require(DeskBoards.rosterReaders, visit, "排班")
        guard let shift = form["shift"], let date = form["date"], let place = form["place"] else { throw HTTPError(.badRequest) }
        do {
            try await visit.perform(
                "team-roster/shift", "update", on: shift, values: FormValues(["date": .string(date), "place": .string(place)]),
                version: form.version, key: form.key)
        } catch let refusal as Refusal where visit.isFragment {
            return visit.problem(ActionPages.status(refusal), "班次没有移动", refusal.message)
        }
        let back =
            form["back"].flatMap { SafeAddress.within($0) }.flatMap { $0.hasPrefix("/w/boards/roster") ? $0 : nil } ?? "/w/boards/roster"
        let name = Self.places.first { $0.0 == place }?.1 ?? place
        let done = visit.redirect(to: back, saying: "班次已改到\(date) \(name)")
        // A script goes there itself: following it for the script would take the word that is said once.
        return visit.isFragment ? Response(status: .noContent, headers: done.headers) : done
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
