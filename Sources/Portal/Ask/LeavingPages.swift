import Casework
import Definitions
import HTML
import HTTPTypes
import Hummingbird
import Site
import WorkCalendar

/// Leaving: deleting what was said, and getting away from the page at once.
struct LeavingPages: Sendable {
    let pages: AskPages

    // MARK: Deleting

    func confirm(_ visit: Visit) throws -> Response {
        let page = try pages.page(visit)
        guard let session = page.session else { return visit.redirect(to: "/ask") }
        let body: HTML
        if session.isWithPeople {
            body = notice(
                "工作人员正在处理，暂时不能删除", .soon, body: "<p>等这次人工服务结束后就可以删除。不想让别人看到，可以点“快速离开”，这台设备上就看不到了。</p>",
                actions: "\(linkButton("回到对话", to: "/ask"))\(linkButton("快速离开", to: "/ask/exit"))")
        } else {
            let order: HTML = HTML.when(
                session.order != nil, "<li>已经转为工单的内容不受影响，仍按编号和查询码办理、查询。</li>")
            body = """
                <ul class="bullets"><li>您说的话、机器人的回答和留下的电话立即删除，不能恢复。</li>\(order)<li>依《网络安全法》第二十三条，何时有过一次对话的日志留存不少于六个月，日志里没有您的姓名、证件和电话。</li></ul><div class="buttons">\(actionButton("删除本次对话", action: "/ask/delete", .danger, icon: .trash, csrf: visit.csrf, key: session.id))\(linkButton("不删，返回", to: "/ask"))</div>
                """
        }
        return try visit.page(
            session.isDiscreet ? "便民查询" : "删除本次对话", shell: .portal, body: "\(pageHead("删除本次对话"))\(body)")
    }

    func delete(_ visit: Visit) async throws -> Response {
        let page = try pages.page(visit)
        guard let session = page.session, !session.isWithPeople else { return visit.redirect(to: "/ask") }
        // A child's or a threatened person's conversation that no person has seen is not closed by a machine (SQ-07): it is put out of sight.
        let mustStay = session.isOpen && session.isEmergency && session.account == nil
        if session.isOpen, !mustStay { try await pages.act("end", on: session, [:], visit, key: "end-\(session.id)") }
        if !mustStay { try await pages.act("forget", on: session, [:], visit, key: "forget-\(session.id)") }
        try await AskStore(kernel: pages.site.kernel).unlink(session.id)
        let leaves = page.earlier.isEmpty ? visit.setting(cookie: AskCookie.removal(visit)) : visit
        return leaves.redirect(to: "/ask", saying: "对话已删除")
    }

    // MARK: Quick exit

    /// The cookie goes, so that "back" finds nothing; what is shown next tells nobody where one was.
    func exit(_ visit: Visit) -> Response {
        var answer = visit.setting(cookie: AskCookie.removal(visit)).redirect(to: "/calendar")
        if let name = HTTPField.Name("Clear-Site-Data") { answer.headers[name] = "\"cache\", \"storage\"" }
        return answer
    }

    /// A month's calendar with working days and holidays: nothing about law.
    func calendar(_ visit: Visit) throws -> Response {
        let today = visit.now.day
        let calendar = visit.kernel.state.calendar
        var cells: [HTML] = []
        for _ in 1..<today.startOfMonth.weekday { cells.append("<td></td>") }
        for number in 1...Day.length(ofMonth: today.month, year: today.year) {
            guard let day = Day(year: today.year, month: today.month, day: number) else { continue }
            let isRest = !calendar.isWorkday(day)
            let mark: HTML = "\(HTML.when(day == today, " aria-current='date'"))\(HTML.when(isRest, " class='rest'"))"
            cells.append("<td\(mark)>\(number)\(HTML.when(isRest, "<small>休</small>"))</td>")
        }
        var rows: HTML = .empty
        for start in stride(from: 0, to: cells.count, by: 7) {
            var week = Array(cells[start..<min(start + 7, cells.count)])
            while week.count < 7 { week.append("<td></td>") }
            rows += "<tr>\(week)</tr>"
        }
        let body: HTML = """
            <h1>\(today.year)年\(today.month)月</h1><p>今天是\(today.chinese)。</p><table class="month"><thead><tr>\(["一", "二", "三", "四", "五", "六", "日"].html { "<th scope='col'>\($0)</th>" })</tr></thead><tbody>\(rows)</tbody></table>
            """
        return try visit.page("日历", shell: .plain, body: body)
    }
}
