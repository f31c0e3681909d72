import Casework
import Definitions
import HTML
import HTTPTypes
import Hummingbird
import Site
import WorkCalendar

/// The desk as a page: the seat along the top; the call in hand, or those who wait; beside it what is known of the number, call-backs and the day.
struct HotlineBoard {
    let visit: Visit
    let reading: HotlineReading
    var draft: HotlineDraft?

    init(_ visit: Visit, draft: HotlineDraft? = nil) {
        self.visit = visit
        self.draft = draft
        reading = HotlineReading(visit: visit)
    }

    static let roles = HotlineDesk.agents.union(HotlineDesk.leads)

    func answer() throws -> Response {
        guard visit.site.state.definition(HotlineDesk.call) != nil else { throw HTTPError(.notFound) }
        try DeskBoards.require(Self.roles, visit, "热线座席")
        if let part = visit.query["part"] { return try visit.fragment(piece(part)) }
        return try page()
    }

    /// A piece for live updates.
    /// - Throws: `Refusal` `notfound` for a name that is no piece.
    private func piece(_ part: String) throws -> HTML {
        let seats = try reading.seats()
        switch part {
        case "seat": return try HotlineSeatBar(visit, reading, draft).content(seats)
        case "queue": return try HotlineQueue(visit, reading, draft).content(seats)
        case "waiting": return try HotlineQueue(visit, reading, draft, isBeside: true).content(seats)
        case "callbacks": return try HotlineCallbacks(visit, reading).content()
        case "day": return try day()
        case "wall": return try HotlineWall(visit, reading).content(seats)
        default: throw Refusal(.notfound, action: "hotline", "热线座席页没有名为“\(part.prefix(20))”的部分")
        }
    }

    private func live(_ part: String, _ content: HTML, look: StaticString = "") -> HTML {
        "<div class='\(raw: look.description)' data-live='\(HotlineDesk.topic)' data-live-from='\(HotlineDesk.path)?part=\(part)'>\(content)</div>"
    }

    func page() throws -> Response {
        let seats = try reading.seats()
        let org = visit.site.state.tree.organisation(visit.actor.org)?.name
        var head: HTML = .empty
        var main: HTML = .empty
        var aside: HTML = .empty
        var foot: HTML = .empty
        if reading.isAgent {
            head =
                "<div data-live='\(HotlineDesk.topic)' data-live-from='\(HotlineDesk.path)?part=seat'>\(try HotlineSeatBar(visit, reading, draft).content(seats))</div>"
            let open = try reading.openCalls()
            let chosen = wanted(open)
            if let chosen {
                let view = try visit.kernel.view(HotlineDesk.call, id: chosen.id, as: visit.actor, at: visit.now)
                let console = HotlineConsole(visit, reading, view, draft)
                main = "\(callTabs(open, chosen))\(try console.html)"
                aside =
                    "\(try HotlineCaller(visit, reading, view, draft).html)\(live("waiting", try HotlineQueue(visit, reading, draft, isBeside: true).content(seats)))"
            } else {
                main =
                    "\(live("queue", try HotlineQueue(visit, reading, draft).content(seats)))\(try HotlineRing(visit, reading, draft).html)"
            }
            aside += "\(live("callbacks", try HotlineCallbacks(visit, reading).content()))"
            foot = live("day", try day())
        }
        if reading.isLead {
            main += live("wall", try HotlineWall(visit, reading).content(seats))
            if !reading.isAgent { aside += live("waiting", try HotlineQueue(visit, reading, draft, isBeside: true).content(seats)) }
            if !reading.isAgent { aside += live("callbacks", try HotlineCallbacks(visit, reading).content()) }
        }
        let status: HTTPResponse.Status = draft?.refusal.map(ActionPages.status) ?? .ok
        let done: HTML = draft?.done.map { toast($0) } ?? .empty
        return try visit.page(
            "热线座席", status: status, scripts: ["/js/hotline.js?v=\(visit.site.settings.assetVersion)"],
            body: """
                \(pageHead("热线座席", note: org))\(done)<div class="hotline-desk" data-now="\(visit.now.milliseconds)">\(head)\(twoColumns(main: main, aside: aside, asideLabel: "来电人、回拨"))\(foot)</div>
                """)
    }

    /// The call asked for, the one that came back, the one being talked, or the last to be archived.
    private func wanted(_ open: [RecordView]) -> RecordView? {
        if case .call(let id)? = draft?.place, let found = open.first(where: { $0.id == id }) { return found }
        if case .block(let id)? = draft?.place, let found = open.first(where: { $0.id == id }) { return found }
        if let id = visit.query["call"], let found = open.first(where: { $0.id == id }) { return found }
        return open.first
    }

    private func callTabs(_ open: [RecordView], _ chosen: RecordView) -> HTML {
        guard open.count > 1 else { return .empty }
        return tabs(
            open.map { call in
                Tab(
                    "\(call.stateLabel ?? "") \(call.text("call_no") ?? call.title)", to: HotlineDesk.place(of: call.id),
                    isCurrent: call.id == chosen.id)
            }, label: "在手的通话")
    }

    // MARK: The day

    private func day() throws -> HTML {
        let day = try reading.today()
        let list = QueryValues([("f.agent", visit.actor.id), ("f.ring_at.from", visit.now.day.description)]).address(
            "/w/\(HotlineDesk.call)")
        let tiles = [
            FigureTile("今天接听", "\(day.answered)通", link: list, definition: "今天由本人接听的呼入"),
            FigureTile(
                "15秒内接听", HotlineDay.share(day.within15, of: day.answered), link: list,
                definition: "从进入队列到接听不超过15秒的，占接听的比例（GB/T 33358—2016）"),
            FigureTile(
                "平均通话", day.talked == 0 ? "—" : HotlineDay.span(day.talkSeconds / day.talked), link: list,
                definition: "今天接通的通话（含呼出）从接听到结束的平均用时；通话时长不单独考核"),
            FigureTile(
                "平均整理", day.wrapped == 0 ? "—" : HotlineDay.span(day.wrapSeconds / day.wrapped), link: list,
                definition: "结束通话到归档的平均用时；小结限\(reading.number("summary_minutes") ?? 5)分钟"),
            FigureTile("形成工单", "\(day.orders)件", link: list, definition: "本人今天的通话中形成工单、投诉、建议的"),
            FigureTile(
                "回拨", "\(day.callbacks)次", link: "/w/\(HotlineDesk.callback)?f.agent=\(QueryValues.encode(visit.actor.id))",
                definition: "今天首次回拨的任务"),
            FigureTile(
                "满意率", HotlineDay.share(day.satisfied, of: day.rated), link: list, comparison: day.rated == 0 ? "还没有评价" : "\(day.rated)人评价",
                definition: "评价为基本满意以上的，占今天通话中已评价的"),
            FigureTile(
                "座席利用率", HotlineDay.share(day.busy, of: day.signedIn), link: "/w/\(HotlineDesk.seatLog)",
                comparison: "签入\(HotlineDay.span(day.signedIn))", definition: "（通话＋整理）÷签入时长，今天"),
        ]
        return "<h2>我的今天</h2>\(figureRow(tiles))"
    }
}
