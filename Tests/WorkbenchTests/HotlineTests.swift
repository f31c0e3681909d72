import TestBrowser
import Casework
import Definitions
import Expressions
import Foundation
import HTTPTypes
import Site
import Testing
import WorkCalendar

/// The hotline's seat desk, over the whole router.
@Suite struct `The hotline desk` {
    private static let path = "/w/boards/hotline"
    private static let call = "hotline-12348/call_record"

    private func seat(_ desk: Desk, _ ext: String = "8001", org: String = "450100") throws -> String {
        try desk.kernel.insertGiven(
            type: "hotline-12348/seat", state: "off", values: ["org": .string(org), "ext": .string(ext)], at: desk.now
        ).id
    }

    private func signIn(_ browser: Browser, _ seat: String) async throws {
        let answer = try await browser.fill(Self.path, to: "\(Self.path)/seat", [("do", "sign_in"), ("seat", seat)])
        #expect(answer.status == 303, "\(answer.body)")
    }

    /// Takes a call down by hand and answers it.
    private func answer(_ browser: Browser, _ number: String, _ more: [(String, String)] = []) async throws -> String {
        let answer = try await browser.fill(
            Self.path, to: "\(Self.path)/ring", [("_do", "answer"), ("caller_no", number), ("queue", "legal_aid"), ("skill", "zh")] + more)
        #expect(answer.status == 303, "\(answer.status) \(answer.body)")
        let location = try #require(answer.location)
        return try #require(location.split(separator: "=").last.map { String($0.prefix { $0 != "&" }) })
    }

    private func send(_ browser: Browser, _ call: String, _ wish: String, _ values: [(String, String)]) async throws -> Browser.Page {
        let page = try await browser.get("\(Self.path)?call=\(call)")
        return try await browser.post(
            "\(Self.path)/call",
            [("_csrf", page.csrf), ("_version", page.version(of: "\(Self.path)/call") ?? ""), ("call", call), ("_do", wish)] + values)
    }

    @Test func `is for seats and their leader, and refuses others and what is no part of it`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            for role in ["seat_agent", "legal_staff", "seat_lead"] {
                browser.forgetCookies()
                _ = try await browser.enter(role, "450100")
                let page = try await browser.get(Self.path)
                #expect(page.status == 200 && page.body.contains("热线座席"), "\(role)")
                #expect(try await browser.get("/w").body.contains("href='\(Self.path)'"), "\(role) reaches it from home")
                #expect(try await browser.get("\(Self.path)?part=queue").body.contains("等待接听"))
                #expect(try await browser.get("\(Self.path)?part=nothing").status == 404)
            }
            for role in ["front_desk", "supervisor", "leader", "sys_admin"] {
                browser.forgetCookies()
                _ = try await browser.enter(role, "450100")
                #expect(try await browser.get(Self.path).status == 403, "\(role)")
                for place in ["seat", "ring", "answer", "dial", "call", "block"] {
                    let refused = try await browser.fill(
                        "/w", to: "\(Self.path)/\(place)", [("do", "sign_in"), ("call", "x"), ("task", "x")])
                    #expect(refused.status == 403, "\(role) \(place)")
                }
            }
            // The leader watches and forces; calls are the seats'.
            browser.forgetCookies()
            _ = try await browser.enter("seat_lead", "450100")
            #expect(try await browser.fill("/w", to: "\(Self.path)/answer", [("call", "x")]).status == 403)
        }
    }

    @Test func `signs a seat in, pauses it with its reason and frees it`() async throws {
        let desk = try Desk()
        let seat = try seat(desk)
        try await desk.visit { browser in
            _ = try await browser.enter("seat_agent", "450100")
            #expect(try await browser.get(Self.path).body.contains("未签入"))
            try await signIn(browser, seat)
            #expect(try await browser.get("\(Self.path)?part=seat").body.contains("空闲"))
            let paused = try await browser.fill(Self.path, to: "\(Self.path)/seat", [("do", "rest"), ("seat", seat), ("reason", "用餐")])
            #expect(paused.status == 303)
            let bar = try await browser.get("\(Self.path)?part=seat").body
            #expect(bar.contains("小休") && bar.contains("用餐"))
            // From a pause one does not go straight to another: the refusal is said where it was asked.
            let again = try await browser.fill(Self.path, to: "\(Self.path)/seat", [("do", "away"), ("seat", seat)])
            #expect(again.status == 409 && again.body.contains("离席"))
            #expect(try await browser.fill(Self.path, to: "\(Self.path)/seat", [("do", "ready"), ("seat", seat)]).status == 303)
            #expect(try await browser.fill(Self.path, to: "\(Self.path)/seat", [("do", "barge"), ("seat", seat)]).status == 400)
            // The leader sees who sits where.
            browser.forgetCookies()
            _ = try await browser.enter("seat_lead", "450100")
            let wall = try await browser.get("\(Self.path)?part=wall").body
            #expect(wall.contains("8001") && wall.contains("空闲") && wall.contains("强制状态"))
        }
        #expect(try desk.kernel.view("hotline-12348/seat", id: seat, as: .system, at: desk.now).state == "idle")
    }

    @Test func `answers only from a seat where there are seats, and says why not`() async throws {
        let desk = try Desk()
        let seat = try seat(desk)
        try await desk.visit { browser in
            _ = try await browser.enter("seat_agent", "450100")
            let refused = try await browser.fill(
                Self.path, to: "\(Self.path)/ring", [("_do", "answer"), ("caller_no", "13900000001"), ("queue", "general")])
            #expect(refused.status == 409 && refused.body.contains("请先在本单位座席签入后再接听"))
            // It waits, and is there to be taken once signed in.
            try await signIn(browser, seat)
            let queue = try await browser.get("\(Self.path)?part=queue").body
            #expect(queue.contains("139••••0001") && !queue.contains("13900000001"))
            let id = try #require(queue.components(separatedBy: "name='call' value='").dropFirst().first?.prefix { $0 != "'" })
            let taken = try await browser.fill(Self.path, to: "\(Self.path)/answer", [("call", String(id))])
            #expect(taken.status == 303)
            let twice = try await browser.fill(Self.path, to: "\(Self.path)/answer", [("call", String(id))])
            #expect(twice.status == 409 && twice.body.contains("已被接听"))
            // Somebody of another city knows nothing of it.
            browser.forgetCookies()
            _ = try await browser.enter("seat_agent", "450000")
            #expect(try await !browser.get("\(Self.path)?part=queue").body.contains("139••••0001"))
        }
    }

    @Test func `carries what was noted into an order, ends in order, and counts it for the day`() async throws {
        let desk = try Desk()
        let seat = try seat(desk)
        try await desk.visit { browser in
            _ = try await browser.enter("seat_agent", "450100")
            try await signIn(browser, seat)
            let call = try await answer(browser, "13900000002")
            // Without a place nothing is noted, and what was typed stays.
            let refused = try await send(browser, call, "identify", [("service_line", "legal_aid"), ("summary", "公司拖欠工资三个月")])
            #expect(refused.status == 422 && refused.body.contains("请登记来电人所在地区") && refused.body.contains("公司拖欠工资三个月"))
            let noted: [(String, String)] = [
                ("service_line", "legal_aid"), ("category", "consult"), ("law_field", "wage"), ("city_code", "450103"), ("skill", "zh"),
                ("group_size", "1"),
                ("summary", "公司拖欠工资三个月"), ("caller_name", "申请人甲"),
            ]
            #expect(try await send(browser, call, "identify", noted).status == 303)
            let made = try await send(browser, call, "make_order", noted + [("order_title", "拖欠工资怎么办")])
            #expect(made.status == 303, "\(made.body)")
            desk.advance(minutes: 2)
            #expect(try await send(browser, call, "hang_up", noted).status == 303)
            let wrap = try await browser.get("\(Self.path)?call=\(call)").body
            #expect(wrap.contains("小结还剩") && wrap.contains("已形成工单 450100ZX"))
            // Two minutes talked, one answered, one order.
            desk.advance(minutes: 1)
            #expect(try await send(browser, call, "save", noted + [("answer_summary", "已告知可以申请仲裁")]).status == 303)
            let day = try await browser.get("\(Self.path)?part=day").body
            #expect(day.contains("1通") && day.contains("2分00秒") && day.contains("1分00秒") && day.contains("1件"))
            let view = try desk.kernel.view(Self.call, id: call, as: .system, at: desk.now)
            #expect(view.state == "closed")
            let order = try #require({ if case .string(let id) = view["order"] { id } else { nil } }())
            let made2 = try desk.kernel.view("work-order/work_order", id: order, as: .system, at: desk.now)
            #expect(made2["title"] == .string("拖欠工资怎么办") && made2["law_field"] == .string("wage") && made2["channel"] == .string("hotline"))
            // The seat is free again.
            #expect(try desk.kernel.view("hotline-12348/seat", id: seat, as: .system, at: desk.now).state == "idle")
        }
    }

    @Test func `never keeps a caller waiting for a form`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("seat_agent", "450100")
            let call = try await answer(browser, "13900000003")
            // Held although no place is known yet; what was typed is still there.
            let held = try await send(browser, call, "hold", [("service_line", "legal_aid"), ("summary", "还没有说完的话")])
            #expect(held.status == 200 && held.body.contains("已保持") && held.body.contains("还没有说完的话"))
            // Ended although nothing fits: the call is over, the form says what is missing.
            let ended = try await send(browser, call, "hang_up", [("service_line", "legal_aid"), ("summary", "还没有说完的话")])
            #expect(ended.status == 422 && ended.body.contains("已挂断") && ended.body.contains("请登记来电人所在地区"))
            #expect(try desk.kernel.view(Self.call, id: call, as: .system, at: desk.now).state == "wrap")
            // Silence needs neither place nor summary.
            let saved = try await send(browser, call, "save", [("category", "silent"), ("service_line", "legal_aid")])
            #expect(saved.status == 303, "\(saved.body)")
        }
    }

    @Test func `shows who calls again: calls, orders, visits and marks, without what others wrote`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            let visitor: [(String, String)] = [
                ("visitor.name", "申请人甲"), ("visitor.phone", "139 0000 0004"), ("service_line", "notary"), ("summary", "窗口说的话"),
            ]
            #expect(
                try await browser.fill("/w/boards/reception", to: "/w/boards/reception/visitor", [("_do", "register")] + visitor).status
                    == 303)
            browser.forgetCookies()
            _ = try await browser.enter("seat_agent", "450100")
            let first = try await answer(browser, "13900000004")
            #expect(try await browser.get("\(Self.path)?call=\(first)").body.contains("来访 <span class='quiet'>1次"))
            let noted: [(String, String)] = [
                ("service_line", "legal_aid"), ("law_field", "dv"), ("city_code", "450103"), ("emergency", "true"), ("summary", "第一次说的话"),
                ("caller_name", "申请人甲"),
            ]
            #expect(try await send(browser, first, "make_order", noted).status == 303)
            _ = try await send(browser, first, "hang_up", noted)
            _ = try await send(browser, first, "save", noted)
            desk.advance(minutes: 5)
            // Another seat of the same organisation.
            let other = Actor(id: "seat-2", name: "座席乙", grants: [Grant(role: "seat_agent", org: "450100")], org: "450100")
            try desk.kernel.ensurePerson(id: other.id, name: other.name, org: other.org, grants: other.grants, at: desk.now)
            let rung = try desk.kernel.performBlocking(
                ActionRequest(
                    type: Self.call, action: "ring", actor: other,
                    values: ["caller_no": .string("13900000004"), "queue": .string("legal_aid")]), at: desk.now)
            _ = try desk.kernel.performBlocking(
                ActionRequest(type: Self.call, action: "answer", record: rung.id, actor: other), at: desk.now)
            let seen = try desk.kernel.view(Self.call, id: rung.id, as: other, at: desk.now)
            func rows(_ field: String) -> [[Value: Value]] {
                if case .list(let items) = seen[field] { items.compactMap { if case .map(let map) = $0 { map } else { nil } } } else { [] }
            }
            #expect(rows("earlier_calls").count == 1 && rows("earlier_calls")[0][.string("emergency")] == .bool(true))
            #expect(rows("earlier_orders").count == 1 && rows("earlier_orders")[0][.string("open")] == .bool(true))
            #expect(rows("earlier_visits").count == 1)
            #expect(!"\(seen.fields.map(\.text))".contains("第一次说的话") && !"\(seen.fields.map(\.text))".contains("窗口说的话"))
            #expect(throws: Refusal.self) { try desk.kernel.view(Self.call, id: first, as: other, at: desk.now) }
            // At another city the same number is a stranger.
            let far = Actor(id: "seat-3", name: "座席丙", grants: [Grant(role: "seat_agent", org: "450202")], org: "450202")
            try desk.kernel.ensurePerson(id: far.id, name: far.name, org: far.org, grants: far.grants, at: desk.now)
            let elsewhere = try desk.kernel.performBlocking(
                ActionRequest(type: Self.call, action: "ring", actor: far, values: ["caller_no": .string("13900000004")]), at: desk.now)
            _ = try desk.kernel.performBlocking(
                ActionRequest(type: Self.call, action: "answer", record: elsewhere.id, actor: far), at: desk.now)
            #expect(try desk.kernel.view(Self.call, id: elsewhere.id, as: far, at: desk.now)["earlier_orders"] == .null)
        }
    }

    @Test func `shows what to do first when words or marks tell of danger`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("seat_agent", "450100")
            let call = try await answer(browser, "13900000005")
            func shown(_ page: String, _ sign: String) -> Bool {
                guard let start = page.range(of: "data-sign=\"\(sign)\""), let end = page[start.upperBound...].firstIndex(of: ">") else {
                    return false
                }
                return !page[start.upperBound..<end].contains("hidden")
            }
            let calm = try await browser.get("\(Self.path)?call=\(call)").body
            for sign in ["danger", "self_harm", "medical", "dv", "minor", "crowd"] { #expect(!shown(calm, sign), "\(sign)") }
            #expect(
                try await send(
                    browser, call, "identify", [("service_line", "legal_aid"), ("city_code", "450103"), ("summary", "他拿刀，我不想活了")]
                ).status == 303)
            let alarmed = try await browser.get("\(Self.path)?call=\(call)").body
            #expect(shown(alarmed, "danger") && shown(alarmed, "self_harm") && !shown(alarmed, "crowd"))
            #expect(alarmed.contains("do/three_way?transfer_to=p110") && alarmed.contains("12356"))
            #expect(
                try await send(
                    browser, call, "identify",
                    [
                        ("service_line", "legal_aid"), ("city_code", "450103"), ("group_size", "6"), ("person_groups", "minor"),
                        ("summary", "好了"),
                    ]
                ).status == 303)
            let marked = try await browser.get("\(Self.path)?call=\(call)").body
            #expect(shown(marked, "crowd") && shown(marked, "minor") && !shown(marked, "danger"))
            // The form for 110 comes filled in, and leads back to the desk.
            let transfer = try await browser.get(
                "/w/\(Self.call)/\(call)/do/three_way?transfer_to=p110&back=\(QueryValues.encode("\(Self.path)?call=\(call)"))")
            #expect(transfer.body.contains("value='p110' selected") || transfer.body.contains("value='p110' checked"))
            let done = try await browser.post(
                "/w/\(Self.call)/\(call)/do/three_way?back=\(QueryValues.encode("\(Self.path)?call=\(call)"))",
                [("_csrf", transfer.csrf), ("transfer_to", "p110")])
            #expect(done.status == 303 && done.location?.hasPrefix("\(Self.path)?call=\(call)") == true)
            // Never to another place than these pages.
            let away = try await browser.post(
                "/w/\(Self.call)/\(call)/do/three_way?back=https://example.org/", [("_csrf", transfer.csrf), ("transfer_to", "m120")])
            #expect(away.status == 303 && away.location?.hasPrefix("/w/\(Self.call)/\(call)") == true, "\(away.location ?? "")")
        }
    }

    @Test func `lists call-backs by what falls due, dials, and proposes nuisance numbers`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("seat_agent", "450100")
            let agent = try #require(try desk.kernel.actor("seat_agent@450100", at: desk.now))
            let task = try desk.kernel.performBlocking(
                ActionRequest(
                    type: "hotline-12348/callback_task", action: "create", actor: agent,
                    values: ["number": .string("13900000006"), "reason": .string("missed")]),
                at: desk.now)
            let list = try await browser.get("\(Self.path)?part=callbacks").body
            #expect(list.contains("13900000006") && list.contains("未接"))
            let dialled = try await browser.fill(Self.path, to: "\(Self.path)/dial", [("task", task.id)])
            #expect(dialled.status == 303)
            let call = try #require(dialled.location?.split(separator: "=").dropFirst().first.map { String($0.prefix { $0 != "&" }) })
            let view = try desk.kernel.view(Self.call, id: call, as: agent, at: desk.now)
            #expect(view["direction"] == .string("callback") && view["caller_no"] == .string("13900000006"))
            #expect(try await browser.fill(Self.path, to: "\(Self.path)/dial", [("task", "nothing")]).status == 404)
            _ = try await send(browser, call, "hang_up", [("service_line", "general"), ("city_code", "450103"), ("summary", "谩骂")])
            // The first call is never ground enough.
            let early = try await browser.fill(Self.path, to: "\(Self.path)/block", [("call", call), ("reason", "谩骂")])
            #expect(early.status == 409 && early.body.contains("首次来电的号码不得限制"))
            _ = try await send(browser, call, "save", [("service_line", "general"), ("city_code", "450103"), ("summary", "谩骂")])
            let second = try await answer(browser, "13900000006")
            let proposed = try await browser.fill(Self.path, to: "\(Self.path)/block", [("call", second), ("reason", "多次谩骂")])
            #expect(proposed.status == 303, "\(proposed.body)")
        }
    }

    @Test func `hands a call on to whoever joins, and lists messages that wait`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("seat_agent", "450100")
            let call = try await answer(browser, "13900000031")
            let agent = try #require(try desk.kernel.actor("seat_agent@450100", at: desk.now))
            _ = try desk.kernel.performBlocking(
                ActionRequest(
                    type: Self.call, action: "warm_transfer", record: call, actor: agent, values: ["transfer_to": .string("legal_team")]),
                at: desk.now)
            #expect(try await !browser.get("\(Self.path)?part=queue").body.contains("转来的通话"), "not to the seat that hands it on")
            _ = try desk.kernel.performBlocking(
                ActionRequest(
                    type: "hotline-12348/voicemail", action: "leave", actor: agent,
                    values: ["caller_no": .string("13900000032"), "transcript": .string("想问遗产怎么分")]), at: desk.now)
            let left = try await browser.get("\(Self.path)?part=callbacks").body
            #expect(left.contains("语音留言") && left.contains("想问遗产怎么分"))
            browser.forgetCookies()
            _ = try await browser.enter("legal_staff", "450100")
            let seen = try await browser.get("\(Self.path)?part=queue").body
            #expect(seen.contains("转来的通话") && seen.contains("转法律服务团队"))
            let joined = try await browser.fill(
                "/w/\(Self.call)/\(call)/do/take_over?back=\(QueryValues.encode("\(Self.path)?call=\(call)"))", [])
            #expect(joined.status == 303, "\(joined.body)")
            let console = try await browser.get("\(Self.path)?call=\(call)").body
            #expect(console.contains("记录解答") && console.contains("13900000031"))
            browser.forgetCookies()
            _ = try await browser.enter("legal_staff", "450202")
            #expect(try await !browser.get("\(Self.path)?part=queue").body.contains("转来的通话"))
        }
    }

    @Test func `does not let one seat write in another's call`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("seat_agent", "450100")
            let call = try await answer(browser, "13900000007")
            browser.forgetCookies()
            _ = try await browser.enter("legal_staff", "450100")
            for wish in ["identify", "hang_up", "save", "make_order"] {
                let refused = try await browser.fill(
                    Self.path, to: "\(Self.path)/call", [("call", call), ("_do", wish), ("summary", "别人的电话")])
                #expect(refused.status == 404, "\(wish): \(refused.status)")
            }
            #expect(try await browser.fill(Self.path, to: "\(Self.path)/call", [("call", call), ("_do", "purge_recording")]).status == 404)
        }
    }
}
