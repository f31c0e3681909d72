import TestBrowser
import Casework
import Expressions
import Foundation
import HTTPTypes
import Identifiers
import Site
import Testing
import WorkCalendar

/// The reception window, over the whole router.
@Suite struct `The reception window` {
    private static let path = "/w/boards/reception"

    private static let idNumber: String = {
        guard let division = DivisionCode("450103"), let birth = CivilDate(year: 1980, month: 5, day: 6),
            let card = IDCard.sample(division: division, birth: birth, sequence: 12)
        else { return "" }
        return card.description
    }()

    private func register(_ browser: Browser, _ values: [(String, String)]) async throws -> Browser.Page {
        try await browser.fill(
            Self.path, to: "\(Self.path)/visitor",
            [("_do", "register"), ("service_line", "legal_aid"), ("summary", "公司拖欠工资三个月"), ("group_size", "1")] + values)
    }

    private func id(_ page: Browser.Page) throws -> String {
        try #require(page.location?.split(separator: "=").dropFirst().first.map { String($0.prefix { $0 != "&" }) })
    }

    private func finish(_ browser: Browser, _ visit: String, _ values: [(String, String)]) async throws -> Browser.Page {
        let page = try await browser.get("\(Self.path)?visit=\(visit)")
        return try await browser.post(
            "\(Self.path)/visit",
            [("_csrf", page.csrf), ("_version", page.version(of: "\(Self.path)/visit") ?? ""), ("visit", visit)] + values)
    }

    @Test func `is for front desks, and refuses others and what is no part of it`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            for org in ["450000", "450100", "450103"] {
                browser.forgetCookies()
                _ = try await browser.enter("front_desk", org)
                #expect(try await browser.get(Self.path).body.contains("登记来访"), "\(org)")
                #expect(try await browser.get("/w").body.contains("href='\(Self.path)'"))
                #expect(try await browser.get("\(Self.path)?part=today").body.contains("接待中"))
                #expect(try await browser.get("\(Self.path)?part=x").status == 404)
                #expect(try await browser.get("\(Self.path)?visit=x").status == 404)
                #expect(try await browser.get("\(Self.path)/receipt").status == 404)
            }
            for role in ["seat_agent", "supervisor", "leader", "sys_admin"] {
                browser.forgetCookies()
                _ = try await browser.enter(role, "450100")
                #expect(try await browser.get(Self.path).status == 403, "\(role)")
                for place in ["visitor", "visit", "check-in", "receipt"] {
                    #expect(try await browser.fill("/w", to: "\(Self.path)/\(place)", [("visit", "x")]).status == 403, "\(role) \(place)")
                }
            }
        }
    }

    @Test func `reads an identity number, says what is wrong with it, and knows who comes again`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            let looked = try await browser.fill(
                Self.path, to: "\(Self.path)/visitor", [("_do", "look"), ("visitor.id_no", "  \(Self.idNumber.lowercased()) ")])
            #expect(
                looked.status == 200 && looked.body.contains("号码有效") && looked.body.contains("1980-05-06")
                    && looked.body.contains("没有此人此前的来访"))
            #expect(looked.body.contains("value='\(Self.idNumber)'"))
            let wrong = String(Self.idNumber.dropLast()) + (Self.idNumber.hasSuffix("1") ? "2" : "1")
            let refused = try await register(browser, [("visitor.name", "申请人甲"), ("visitor.id_no", wrong)])
            #expect(refused.status == 422 && refused.body.contains("校验码不符") && refused.body.contains("公司拖欠工资三个月"))
            let first = try await register(
                browser, [("visitor.name", "申请人甲"), ("visitor.id_no", Self.idNumber), ("visitor.phone", "13900000011")])
            #expect(first.status == 303, "\(first.body)")
            let again = try await browser.fill(Self.path, to: "\(Self.path)/visitor", [("_do", "look"), ("visitor.id_no", Self.idNumber)])
            #expect(again.body.contains("此前来访1次") && again.body.contains("value='申请人甲'"))
            let byPhone = try await browser.fill(
                Self.path, to: "\(Self.path)/visitor", [("_do", "look"), ("visitor.phone", "139 0000 0011")])
            #expect(byPhone.body.contains("此前来访1次"))
            let second = try await register(browser, [("visitor.name", "申请人甲"), ("visitor.id_no", Self.idNumber)])
            let page = try await browser.get("\(Self.path)?visit=\(try id(second))").body
            #expect(page.contains("重复来访：此前1次"))
            #expect(!page.contains(Self.idNumber), "the number is masked once it is kept")
            // At another county nobody knows of it.
            browser.forgetCookies()
            _ = try await browser.enter("front_desk", "450202")
            let elsewhere = try await browser.fill(
                Self.path, to: "\(Self.path)/visitor", [("_do", "look"), ("visitor.id_no", Self.idNumber)])
            #expect(elsewhere.body.contains("没有此人此前的来访"))
            #expect(try await browser.get("\(Self.path)?visit=\(try id(first))").status == 404)
        }
    }

    @Test func `makes an order of a visit and hands a receipt whose code is shown with a trace`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            let visit = try id(try await register(browser, [("visitor.name", "申请人甲"), ("visitor.phone", "13900000012")]))
            #expect(try await browser.get("\(Self.path)/receipt?visit=\(visit)").status == 409)
            // A legal consultation needs its field; what was chosen stays chosen.
            let refused = try await finish(
                browser, visit,
                [("handled", "order"), ("kind", "ZX"), ("nature", "legal"), ("area_code", "450103"), ("summary", "公司拖欠工资三个月")])
            #expect(refused.status == 422 && refused.body.contains("法律类别"), "\(refused.status)")
            let done = try await finish(
                browser, visit,
                [
                    ("handled", "order"), ("kind", "ZX"), ("nature", "legal"), ("law_field", "wage"), ("area_code", "450103"),
                    ("urgency", "normal"), ("summary", "公司拖欠工资三个月"), ("guided_to", "没有选的路"),
                ])
            #expect(done.status == 303, "\(done.body)")
            let receipt = try await browser.get("\(Self.path)/receipt?visit=\(visit)")
            #expect(receipt.body.contains("450103ZX20260302") && receipt.body.contains("显示查询码"))
            let view = try desk.kernel.view("work-order/reception", id: visit, as: .system, at: desk.now)
            let order = try #require({ if case .string(let id) = view["order"] { id } else { nil } }())
            let code = try desk.kernel.revealBlocking(
                "work-order/work_order", id: order, field: "query_code", purpose: "测试核对", as: .system, at: desk.now)
            guard case .string(let text) = code else {
                Issue.record("no code")
                return
            }
            #expect(!receipt.body.contains(text))
            let shown = try await browser.fill("\(Self.path)/receipt?visit=\(visit)", to: "\(Self.path)/receipt", [("visit", visit)])
            #expect(shown.status == 200 && shown.body.contains(text))
            let trace = try desk.kernel.timeline("work-order/work_order", id: order, as: .system, at: desk.now)
            #expect(trace.contains { $0.action == "reveal" && $0.actor == "front_desk@450103" })
            #expect(view["guided_to"] == .null, "what belongs to another way is not kept")
            // A colleague may print it again, but the code is told by whoever filed it.
            let colleague = Actor(id: "front-2", name: "前台乙", grants: [Grant(role: "front_desk", org: "450103")], org: "450103")
            #expect(throws: Refusal.self) {
                try desk.kernel.revealBlocking(
                    "work-order/work_order", id: order, field: "query_code", purpose: "好奇", as: colleague, at: desk.now)
            }
        }
    }

    @Test func `answers at once, guides on, and begins an application for the visitor`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            let answered = try id(try await register(browser, []))
            let wrong = try await finish(browser, answered, [("handled", "on_spot"), ("answer", "加我微信细说"), ("summary", "问公证")])
            #expect(wrong.status == 422 && wrong.body.contains("不得留个人电话、微信"))
            #expect(
                try await finish(browser, answered, [("handled", "on_spot"), ("answer", "到公证处办理，带身份证"), ("summary", "问公证")]).status == 303)
            #expect(try await browser.get("\(Self.path)/receipt?visit=\(answered)").body.contains("到公证处办理"))
            let guided = try id(try await register(browser, []))
            #expect(try await finish(browser, guided, [("handled", "guide"), ("summary", "问社保")]).status == 422)
            #expect(try await finish(browser, guided, [("handled", "guide"), ("guided_to", "社会保险中心"), ("summary", "问社保")]).status == 303)
            let helped = try id(try await register(browser, [("visitor.name", "申请人乙"), ("visitor.phone", "13900000013")]))
            let assisted = try await finish(browser, helped, [("handled", "assist"), ("item_name", "申请法律援助"), ("summary", "要申请法律援助")])
            #expect(assisted.status == 303, "\(assisted.body)")
            let receipt = try await browser.get("\(Self.path)/receipt?visit=\(helped)").body
            #expect(receipt.contains("补充材料并提交申请") && receipt.contains("申请法律援助"))
            let today = try await browser.get("\(Self.path)?part=today").body
            #expect(today.contains("今天已接待（3）"))
            // Over and done is not done twice.
            #expect(try await finish(browser, helped, [("handled", "on_spot"), ("summary", "再来一次")]).status == 409)
        }
    }

    @Test func `tells the supervisor of a group and stops at five representatives`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            let refused = try await browser.fill(
                Self.path, to: "\(Self.path)/visitor",
                [("_do", "register"), ("service_line", "mediation"), ("summary", "多人反映物业"), ("group_size", "8"), ("representatives", "6")])
            #expect(refused.status == 422 && refused.body.contains("不得超过五人"))
            let made = try await browser.fill(
                Self.path, to: "\(Self.path)/visitor",
                [("_do", "register"), ("service_line", "mediation"), ("summary", "多人反映物业"), ("group_size", "8"), ("representatives", "5")])
            #expect(try await browser.get("\(Self.path)?visit=\(try id(made))").body.contains("群体来访8人"))
        }
    }

    @Test func `lists today's appointments of the house and checks in who has come`() async throws {
        let desk = try Desk()
        try await desk.visit { browser in
            _ = try await browser.enter("front_desk", "450103")
            func slot(_ from: String, _ date: String) throws -> String {
                try desk.kernel.insertGiven(
                    type: "online-handling/appointment_slot", state: "open",
                    values: [
                        "org": .string("450103"), "service": .string("consult"), "date": .string(date), "from": .string(from),
                        "to": .string("16:00"), "capacity": .int(5),
                        "taken": .int(0), "auto_confirm": .bool(true),
                    ], at: desk.now
                ).id
            }
            let front = try #require(try desk.kernel.actor("front_desk@450103", at: desk.now))
            func book(_ slot: String, _ name: String) throws -> String {
                try desk.kernel.performBlocking(
                    ActionRequest(
                        type: "online-handling/appointment", action: "book", actor: front,
                        values: ["slot": .string(slot), "person": .map([.string("name"): .string(name)]), "subject": .string("咨询继承")]),
                    at: desk.now
                ).id
            }
            let here = try book(try slot("15:00", "2026-03-02"), "预约人甲")
            _ = try book(try slot("15:00", "2026-03-03"), "明天的人")
            // Not confirmed yet: nobody can be checked in, and the page says so where it was pressed.
            let early = try await browser.fill(Self.path, to: "\(Self.path)/check-in", [("appointment", here)])
            #expect(early.status == 409 && early.body.contains("到场签到"))
            _ = try desk.kernel.performBlocking(
                ActionRequest(type: "online-handling/appointment", action: "confirm", record: here, actor: .system), at: desk.now)
            let today = try await browser.get("\(Self.path)?part=today").body
            #expect(today.contains("预约人甲") && today.contains("15:00") && today.contains("到场签到") && !today.contains("明天的人"))
            #expect(try await browser.fill(Self.path, to: "\(Self.path)/check-in", [("appointment", here)]).status == 303)
            #expect(try desk.kernel.view("online-handling/appointment", id: here, as: front, at: desk.now).state == "checked_in")
            #expect(try await browser.fill(Self.path, to: "\(Self.path)/check-in", [("appointment", "none")]).status == 404)
        }
    }
}
