import Casework
import Storage
import WorkCalendar

/// How orders come in and what becomes of them: the mix of a year.
extension Province {
    /// An order that comes in now or later today.
    func orderStory(kind: String? = nil, channel fixed: String? = nil) -> OrderStory {
        let kind = kind ?? chance.weighted([("ZX", 905), ("YY", 25), ("BY", 25), ("JC", 15), ("QT", 30)]) ?? "ZX"
        let channel =
            fixed ?? chance.weighted([
                ("web", 26), ("app", 14), ("wechat", 12), ("robot", 8), ("window", 30), ("ministry", 3), ("h12345", 5), ("letter", 2),
            ]) ?? "web"
        let county = places.county(&chance)
        let isOnline = ["web", "app", "wechat", "robot"].contains(channel)
        let owner: String
        switch channel {
        case "ministry", "h12345": owner = places.department.code
        case "window", "letter":
            owner = chance.chance(0.72) ? county.code : chance.chance(0.8) ? places.city(of: county.code) : places.department.code
        default: owner = chance.chance(0.6) ? places.city(of: county.code) : places.department.code
        }
        let nature = kind == "ZX" ? chance.weighted([("legal", 62), ("affair", 18), ("procedure", 20)]) : nil
        let service = chance.pick(Replies.services) ?? ("general", "请问怎样办理？")
        let question: Question
        let line: String
        if nature == "legal" {
            question = chance.pick(questions) ?? Question.own[0]
            line =
                ["wage", "injury", "labor", "minor", "elder_disabled", "dv"].contains(question.lawField)
                ? "legal_aid"
                : ["family", "land", "property", "debt"].contains(question.lawField) && chance.chance(0.5) ? "mediation" : "lawyer"
        } else {
            question = Question(text: words(for: kind) ?? service.text, lawField: "procedure", law: "民法典", article: "第一条")
            line = service.line
        }
        let citizen: Actor? = isOnline || chance.chance(0.6) ? anyCitizen() : nil
        let isSlow = chance.chance(isRecent ? 0.08 : 0.045)
        let plan = self.plan(kind: kind, nature: nature, owner: owner, county: county.code, isOnline: isOnline, question: question)
        let stalls = chance.chance(liesOpen) ? chance.within(1...max(1, plan.count - 1)) : nil
        return OrderStory(
            kind: kind, nature: nature, question: question, line: line, channel: channel, owner: owner, area: county.code, citizen: citizen,
            plan: plan, isSlow: isSlow, stallsAt: stalls)
    }

    /// Within the fortnight before the demonstration's present.
    var isRecent: Bool { end.milliseconds - now.milliseconds < 14 * 86_400_000 }

    /// How likely it is that what comes in now is still on somebody's desk at the end: inboxes are alive.
    private var liesOpen: Double { !isRecent ? 0 : end.milliseconds - now.milliseconds < 2 * 86_400_000 ? 0.45 : 0.13 }

    /// An order that a call or a visit has formed: from there it goes as all do.
    func orderStory(
        channel: String, continuing id: String, owner: String, area: String, question: Question, nature: String, line: String,
        isGroup: Bool = false
    )
        throws -> OrderStory
    {
        let plan = Array(plan(kind: "ZX", nature: nature, owner: owner, county: area, isOnline: false, question: question).dropFirst())
            .filter { $0 != .rate }
        let stalls = chance.chance(liesOpen) ? chance.within(1...max(1, plan.count)) : nil
        let story = OrderStory(
            kind: "ZX", nature: nature, question: question, line: line, channel: channel, owner: owner, area: area, citizen: nil,
            plan: plan, isSlow: chance.chance(isRecent ? 0.08 : 0.045), stallsAt: stalls)
        story.resume(
            id, number: try connection.first("SELECT order_no FROM work_order__work_order WHERE _id = \(id)")?.text(0) ?? "",
            isGroup: isGroup)
        return story
    }

    private func words(for kind: String) -> String? {
        switch kind {
        case "BY": chance.pick(["公证处的工作人员耐心解答，帮我把材料一次备齐，特此表扬。", "值班律师讲得清楚，态度很好，谢谢。"])
        case "JC": chance.pick(["网上公布的法律援助中心地址已经搬迁，请更正。", "办事指南里的电话打不通，请核对。"])
        case "YY": "想预约周五上午到公共法律服务中心当面咨询。"
        case "QT": chance.pick(["反映社区调解室长期不开门，希望有人处理。", "想了解村里法律顾问的服务时间。", "请求协助联系当地司法所调解邻里纠纷。"])
        default: nil
        }
    }

    private func plan(kind: String, nature: String?, owner: String, county: String, isOnline: Bool, question: Question) -> [OrderStory.Step]
    {
        let level = places.tree.organisation(owner)?.level ?? "county"
        let isHigh = level == "region" || level == "city"
        if isOnline, chance.chance(0.012) { return [.submit, .withdraw] }
        if kind == "ZX", chance.chance(0.012) { return [.submit, .reject] }
        var plan: [OrderStory.Step] = [.submit]
        let rated: [OrderStory.Step] = chance.chance(0.48) ? [.rate] : []
        if nature == "affair" || nature == "procedure" {
            if chance.chance(0.72) { return plan + [.directAnswer] + rated }
            if isHigh, chance.chance(0.6) { return plan + [.accept] + down(from: level, to: county) + answering() + rated }
            return plan + [.accept, .takeUp] + answering() + rated
        }
        if kind == "BY" || kind == "JC" { return plan + [.directAnswer] }
        plan.append(.accept)
        if nature == "legal", isHigh {
            if level == "region", chance.chance(0.25) { return plan + down(from: level, to: places.city(of: county)) + answering() + rated }
            return plan + [.assignTeam, .sign] + answering() + rated
        }
        if nature != "legal", isHigh, chance.chance(0.8) { return plan + down(from: level, to: county) + answering(extends: true) + rated }
        return plan + [.takeUp] + answering(extends: nature != "legal") + rated
    }

    /// Handed down, sometimes the wrong way.
    private func down(from level: String, to target: String) -> [OrderStory.Step] {
        if level == "city", chance.chance(0.05) { return [.assignDown(target), .return_, .decideReturn, .assignElsewhere, .sign] }
        return [.assignDown(target), .sign]
    }

    private func answering(extends: Bool = false) -> [OrderStory.Step] {
        var steps: [OrderStory.Step] = []
        if chance.chance(0.05) { steps.append(.note) }
        if chance.chance(0.03) { steps.append(.message) }
        if chance.chance(0.05) {
            steps += [.ask, .supply]
        } else if extends, chance.chance(0.05) {
            steps += [.requestExtension, .approveExtension]
        } else if chance.chance(0.012) {
            steps.append(.agreeDate)
        }
        if chance.chance(0.02) { steps.append(.urge) }
        if chance.chance(0.004) { steps.append(.supervise) }
        return steps + [.reply]
    }
}
