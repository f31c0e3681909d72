import Casework
import Expressions
import WorkCalendar

/// A work order from its coming in to its closing, as the case goes: answered at once, passed to the lawyers, handed down, sent back, asked about, forgotten.
final class OrderStory: Story {
    /// What may happen to an order, in the order planned.
    enum Step: Equatable {
        case submit, accept, directAnswer, takeUp, assignTeam, assignDown(String), sign, note, message, ask, supply, agreeDate,
            requestExtension, approveExtension, urge, supervise
        case reply, draftReply, approveReply, sendBack, return_, decideReturn, assignElsewhere, transfer, result, rate, reopen, withdraw,
            reject, merge
    }

    let question: Question
    /// `legal`, `affair`, `procedure`; nil for orders that are no consultation.
    let nature: String?
    let kind: String
    var plan: [Step]
    var record: String?
    var owner: String
    var citizen: Actor?
    var number = ""
    let channel: String
    let area: String
    let line: String
    /// Who has it: user and the role in which he acts.
    var handler: Actor?
    var withTeam = false
    var needsReview = false
    let isSlow: Bool
    /// Before which step it is left lying; nil: it goes through.
    let stallsAt: Int?
    private var done = 0
    private var origin: String?

    init(
        kind: String, nature: String?, question: Question, line: String, channel: String, owner: String, area: String, citizen: Actor?,
        plan: [Step], isSlow: Bool, stallsAt: Int?
    ) {
        self.kind = kind
        self.nature = nature
        self.question = question
        self.line = line
        self.channel = channel
        self.owner = owner
        self.area = area
        self.citizen = citizen
        self.plan = plan
        self.isSlow = isSlow
        self.stallsAt = stallsAt
    }

    /// Goes on with an order that is there already.
    func resume(_ id: String, number: String, isGroup: Bool = false) {
        record = id
        self.number = number
        needsReview = nature == "legal" && ["criminal", "foreign"].contains(question.lawField) || number.hasSuffix("0") || isGroup
    }

    func proceed(in province: Province) throws -> Moment? {
        guard let step = plan.first else { return nil }
        // Nobody stands at a window at night.
        if step == .submit, ["window", "letter"].contains(channel), !(9..<17).contains(province.now.hour) {
            return province.moment(after: 0...30, .desk)
        }
        plan.removeFirst()
        guard try perform(step, province) else { return nil }
        done += 1
        guard let next = plan.first, stallsAt.map({ done < $0 }) ?? true else { return nil }
        return when(next, province)
    }

    // MARK: When

    private func when(_ step: Step, _ province: Province) -> Moment {
        switch step {
        case .submit: province.now
        case .accept: province.moment(after: isSlow ? 200...900 : 4...110, .desk)
        case .directAnswer: province.moment(after: isSlow ? 300...1_500 : 5...200, .desk)
        case .assignTeam, .assignDown, .takeUp, .transfer, .reject, .merge: province.moment(after: 3...60, .desk)
        case .assignElsewhere: province.moment(after: 20...200, .desk)
        case .sign: province.moment(after: isSlow ? 240...1_600 : 8...150, .desk)
        case .note, .message, .urge, .agreeDate: province.moment(after: 20...90, .desk)
        case .supervise, .decideReturn: province.moment(after: 30...240, .desk)
        case .ask: province.moment(after: 15...120, .desk)
        case .supply: province.moment(after: 60...4_000, .citizen)
        case .requestExtension, .approveExtension: province.moment(after: 60...300, .office)
        case .reply, .draftReply: province.moment(after: isSlow ? 1_700...11_000 : 20...260, .desk)
        case .approveReply, .sendBack: province.moment(after: 10...150, .desk)
        case .return_: province.moment(after: 20...180, .desk)
        case .result: province.moment(after: 2_000...14_000, .office)
        case .rate: province.moment(after: 30...7_000, .citizen)
        case .reopen: province.moment(after: 600...15_000, .citizen)
        case .withdraw: province.moment(after: 60...900, .citizen)
        }
    }

    // MARK: What

    /// False when the story ends here.
    private func perform(_ step: Step, _ province: Province) throws -> Bool {
        if step == .submit { return try submit(province) }
        guard let record else { return false }
        func act(_ action: String, as actor: Actor, _ values: [String: Value] = [:]) throws -> Bool {
            try province.act("work-order/work_order", action, on: record, as: actor, values) != nil
        }
        let perform: (String, Actor, [String: Value]) throws -> Bool = { try act($0, as: $1, $2) }
        let desk = province.holder("front_desk", at: owner)
        switch step {
        case .submit: return true
        case .accept: return try act("accept", as: desk, police)
        case .directAnswer: return try act("direct_answer", as: desk, answer(province, isDirect: true))
        case .takeUp:
            handler = desk
            return try act("take_up", as: desk)
        case .assignTeam:
            withTeam = true
            handler = nil
            return try act("assign_team", as: desk)
        case .assignDown(let target):
            guard try act("assign_down", as: desk, ["to_org": .string(target)]) else { return false }
            (origin, owner, withTeam, handler) = (owner, target, false, nil)
            return true
        case .assignElsewhere:
            // The supervisor's city chooses again among its counties.
            let others = province.places.counties.filter { $0.parent == owner && $0.code != origin }
            guard let other = province.chance.pick(others), try act("assign_down", as: desk, ["to_org": .string(other.code)]) else {
                return false
            }
            owner = other.code
            return true
        case .sign: return try sign(province, perform)
        case .note: return try act("note", as: handler ?? desk, ["text": .string(province.chance.pick(Replies.notes) ?? "")])
        case .message:
            guard let citizen else { return true }
            return try act("send_message", as: citizen, ["text": .string("请问我的办件现在到哪一步了？")])
        case .ask:
            // Nobody to ask: an order without an account of its person.
            guard citizen != nil else {
                plan.removeAll { $0 == .supply }
                return true
            }
            return try act("ask", as: handler ?? desk, ["question": .string(province.chance.pick(Replies.asks) ?? "请补充材料。")])
        case .supply:
            guard let citizen else { return true }
            // Whoever does not answer is overtaken by the clock: the order goes on without him.
            _ = try act("supply", as: citizen, ["text": .string(province.chance.pick(Replies.supplies) ?? "已补充。")])
            return true
        case .agreeDate:
            let day = (try? province.state.calendar.workday(2, after: province.now.day)) ?? province.now.day
            return try act("agree_date", as: handler ?? desk, ["agreed_on": .string("\(day)"), "text": .string("问题较复杂，需查阅档案后答复。")])
        case .requestExtension:
            return try act(
                "request_extension", as: handler ?? desk,
                ["reason": .string("涉及多个单位，需要实地核实。"), "days": .int(Int64(province.chance.within(3...10)))])
        case .approveExtension:
            return try act("approve_extension", as: province.holder("line_leader", at: owner), ["comment": .string("同意。")])
        case .urge:
            _ = try act("urge", as: citizen ?? desk, [:])
            return true
        case .supervise:
            let at = province.places.supervising(owner)
            _ = try act(
                "supervise", as: province.holder("supervisor", at: at),
                ["reason": .string(province.chance.pick(["complaint", "superior", "urged_twice"]) ?? "superior")])
            return true
        case .reply:
            guard try reply(province, perform) else { return false }
            check(province)
            return true
        case .draftReply: return try act("draft_reply", as: handler ?? desk, answer(province, isDirect: false))
        case .approveReply: return try act("approve_reply", as: province.holder(withTeam ? "legal_lead" : "line_leader", at: owner))
        case .sendBack:
            return try act(
                "send_back", as: province.holder(withTeam ? "legal_lead" : "line_leader", at: owner), ["comment": .string("请写明依据的条文和办理途径。")]
            )
        case .return_:
            guard let origin else { return true }
            guard
                try act(
                    "return", as: desk,
                    [
                        "return_reason": .string(province.chance.pick(["not_area", "not_duty", "no_capacity", "dup"]) ?? "not_area"),
                        "text": .string("经核实不由本单位承办。"),
                    ])
            else { return false }
            (self.origin, owner, handler) = (owner, origin, nil)
            return true
        case .decideReturn:
            return try act(
                "decide_return", as: province.holder("supervisor", at: province.places.supervising(owner)),
                ["upheld": .bool(province.chance.chance(0.7))])
        case .transfer:
            return try act(
                "transfer_biz", as: desk,
                ["biz_system": .string(line == "notary" ? "notary" : line == "legal_aid" ? "legal_aid" : "grassroots")])
        case .result:
            return try act(
                "biz_feedback", as: province.holder("sys_biz", at: province.places.department.code),
                ["reply_public": .string("您申请的事项已办结，请登录查看结果。"), "biz_ref": .string("YW-\(number.suffix(9))"), "biz_result": .string("办结")])
        case .rate: return try rate(province)
        case .reopen: return try reopen(province, perform)
        case .withdraw:
            guard let citizen else { return false }
            _ = try act("withdraw", as: citizen, ["reason": .string("问题已经自行解决。")])
            return false
        case .reject:
            _ = try act(
                "reject", as: desk,
                [
                    "reject_reason": .string("statutory_route"),
                    "legal_route": .string(province.chance.pick(["litigation", "arbitration", "reconsider", "petition"]) ?? "litigation"),
                    "next_step": .string("请按告知书写明的途径提出。"),
                ])
            return false
        case .merge: return false
        }
    }

    private func submit(_ province: Province) throws -> Bool {
        let actor: Actor
        switch channel {
        case "web", "app", "wechat", "robot", "sms": actor = citizen ?? province.anyCitizen()
        case "ministry": actor = province.holder("sys_ministry", at: owner)
        case "h12345": actor = province.holder("sys_12345", at: owner)
        default: actor = province.holder("front_desk", at: owner)
        }
        var values: [String: Value] = [
            "kind": .string(kind), "channel": .string(channel), "title": .string(title(province)), "content": .string(content(province)),
            "service_line": .string(line), "area_code": .string(area),
            "urgency": .string(province.chance.chance(0.04) ? "urgent" : "normal"),
        ]
        if let nature { values["nature"] = .string(nature) }
        if nature == "legal" { values["law_field"] = .string(question.lawField) }
        if channel == "ministry" || channel == "h12345" {
            values["external_no"] = .string(
                "\(channel == "ministry" ? "MOJ" : "12345")-\(province.now.milliseconds)-\(province.chance.within(100...999))")
        }
        let isOnline = actor.isCitizen
        if isOnline, owner != province.places.department.code { values["received_by"] = .string(owner) }
        if let citizen {
            var party: [Value: Value] = [
                .string("role"): .string("applicant"), .string("kind"): .string("natural"), .string("name"): .string(citizen.name),
                .string("phone"): .string(Self.phone(&province.chance)),
            ]
            party[.string("area_code")] = .string(area)
            values["parties"] = .list([.map(party)])
            if !isOnline { values["account"] = .string(citizen.id) }
        } else if kind != "ZX" || !province.chance.chance(0.3) {
            values["parties"] = .list([
                .map([
                    .string("role"): .string("applicant"), .string("name"): .string(Names.person(&province.chance)),
                    .string("phone"): .string(Self.phone(&province.chance)),
                ])
            ])
        } else {
            values["is_anonymous"] = .bool(true)
        }
        if province.chance.chance(0.18) {
            values["person_groups"] = .list([
                .string(
                    province.chance.pick(["elder", "woman", "migrant_worker", "disabled", "poor", "veteran", "ethnic_lang"]) ?? "elder")
            ])
        }
        if province.chance.chance(0.05) { values["lang_need"] = .string(province.chance.pick(["za", "yue", "gl", "vi"]) ?? "za") }
        if province.chance.chance(0.015) { values["group_size"] = .int(Int64(province.chance.within(5...60))) }
        if province.chance.chance(0.03), nature == "legal" {
            values["limitation_date"] = .string(
                "\((try? province.now.day.adding(days: province.chance.within(3...40))) ?? province.now.day)")
        }
        guard let outcome = try province.act("work-order/work_order", "submit", as: actor, values) else { return false }
        record = outcome.id
        number = outcome.number ?? ""
        needsReview =
            nature == "legal" && ["criminal", "foreign"].contains(question.lawField) || number.hasSuffix("0") || values["group_size"] != nil
        if values["limitation_date"] != nil, plan.contains(.directAnswer) { plan = plan.map { $0 == .directAnswer ? .takeUp : $0 } }
        return true
    }

    private func sign(_ province: Province, _ act: (_ action: String, _ actor: Actor, _ values: [String: Value]) throws -> Bool) throws
        -> Bool
    {
        guard withTeam else {
            let desk = province.holder("front_desk", at: owner)
            handler = desk
            return try act("sign", desk, [:])
        }
        let lawyer = province.lawyers[owner].flatMap { province.chance.pick($0) }
        let actor = province.person(lawyer?.user ?? "legal_staff@\(owner)", role: "legal_staff", org: owner)
        handler = actor
        var values: [String: Value] = [:]
        if let lawyer { values = ["legal_org": .string(lawyer.institution), "legal_person": .string(lawyer.person)] }
        return try act("sign", actor, values)
    }

    /// A reply, through review where the order must be reviewed.
    private func reply(_ province: Province, _ act: (_ action: String, _ actor: Actor, _ values: [String: Value]) throws -> Bool) throws
        -> Bool
    {
        guard !needsReview else {
            plan.insert(contentsOf: province.chance.chance(0.12) ? [.sendBack, .draftReply, .approveReply] : [.approveReply], at: 0)
            return try act("draft_reply", handler ?? province.holder("front_desk", at: owner), answer(province, isDirect: false))
        }
        return try act("reply", handler ?? province.holder("front_desk", at: owner), answer(province, isDirect: false))
    }

    private func answer(_ province: Province, isDirect: Bool) -> [String: Value] {
        var values: [String: Value] = isDirect ? police : [:]
        if nature == "legal" {
            values["reply_public"] = .string(Replies.legal(question, &province.chance))
            values["legal_basis"] = .list([.map([.string("law"): .string(question.law), .string("article"): .string(question.article)])])
        } else {
            values["reply_public"] = .string(Replies.service(line, &province.chance))
        }
        if isSlow, province.chance.chance(0.7) { values["overdue_reason"] = .string("当日来件较多，核实情况用时较长。") }
        return values
    }

    private func rate(_ province: Province) throws -> Bool {
        guard let citizen, let record else { return false }
        let level = province.chance.weighted([("5", 46), ("4", 30), ("3", 14), ("2", isSlow ? 30 : 4), ("1", isSlow ? 22 : 2)]) ?? "4"
        var values: [String: Value] = ["satisfaction": .string(level)]
        if province.chance.chance(0.3) {
            values["comment"] = .string(
                (level < "3"
                    ? province.chance.pick(Array(Replies.comments.suffix(3))) : province.chance.pick(Array(Replies.comments.prefix(2))))
                    ?? "")
        }
        guard let outcome = try province.act("work-order/work_order", "rate", on: record, as: citizen, values) else { return false }
        if level < "3", let rating = outcome.created.first(where: { $0.type == "interaction/rating" }) {
            province.agenda.note(
                LowRatingStory(rating: rating.id, owner: owner, &province.chance), at: province.moment(after: 20...300, .desk))
        }
        if level == "1", province.chance.chance(0.5) { plan.insert(.reopen, at: 0) }
        return true
    }

    private func reopen(_ province: Province, _ act: (_ action: String, _ actor: Actor, _ values: [String: Value]) throws -> Bool) throws
        -> Bool
    {
        guard let citizen, try act("reopen", citizen, ["reason": .string("问题还没有解决。"), "reopen_kind": .string("unsolved")]) else {
            return false
        }
        let level = province.places.tree.organisation(owner)?.level
        plan = nature == "legal" && level != "county" && level != "office" ? [.assignTeam, .sign, .reply] : [.takeUp, .reply]
        return true
    }

    /// Some of what was answered is drawn for a quality check.
    private func check(_ province: Province) {
        guard let record, let handler, province.chance.chance(0.03) else { return }
        province.agenda.note(
            QualityStory(order: record, owner: owner, handler: handler, &province.chance),
            at: province.moment(after: 1_440...7_200, .office))
    }

    /// Whoever reports violence at home is told to call the police first; the desk notes it.
    private var police: [String: Value] { question.lawField == "dv" ? ["police_called": .string("advised")] : [:] }

    // MARK: Words

    private func title(_ province: Province) -> String {
        let text = question.text.replacing("\n", with: " ")
        // Now and then somebody writes a title as long as it may be.
        if province.chance.chance(0.06) {
            let long = "关于\(province.places.tree.organisation(area)?.name.replacing("司法局", with: "") ?? "本地")群众反映“\(text)”有关问题如何依法处理的请求"
            return String(long.prefix(province.chance.chance(0.5) ? 60 : 40))
        }
        return String(text.prefix(40))
    }

    private func content(_ province: Province) -> String {
        province.chance.chance(0.4) ? question.text + "希望能给出明确的答复，并告知需要准备哪些材料、到哪里办理。" : question.text
    }

    /// Numbers that the operators have given to nobody in particular: 138 0000 xxxx.
    static func phone(_ chance: inout SeededGenerator) -> String { "1380000\(String(10_000 + chance.below(10_000)).dropFirst())" }
}
