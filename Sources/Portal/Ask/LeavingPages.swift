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
        let words = page.words
        func say(_ text: AskText) -> String { words(text) }
        let body: HTML
        if session.isWithPeople {
            body = notice(
                say(.notNow), .soon, body: "<p>\(say(.notNowText))</p>",
                actions: "\(linkButton(say(.backToTalk), to: "/ask"))\(linkButton(say(.leave), to: "/ask/exit"))")
        } else {
            let order: HTML = HTML.when(session.order != nil, "<li>\(say(.deleteOrder))</li>")
            body = """
                <ul class="bullets"><li>\(say(.deleteSaid))</li>\(order)<li>\(say(.deleteLog))</li></ul><div class="buttons">\(actionButton(say(.delete), action: "/ask/delete", .danger, icon: .trash, csrf: visit.csrf, key: session.id))\(linkButton(say(.keep), to: "/ask"))</div>
                """
        }
        return try visit.page(
            say(session.isDiscreet ? .discreetTitle : .delete), shell: .portal, in: words, body: "\(pageHead(say(.delete)))\(body)")
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
