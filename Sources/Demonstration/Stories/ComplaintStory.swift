import Casework
import Expressions
import WorkCalendar

/// A complaint: sorted, accepted, looked into, decided by another, answered.
final class ComplaintStory: Story {
    private var steps = ["submit", "triage", "accept", "investigate", "decide", "reply", "close"]
    private let received: String
    private let county: Organisation
    private let citizen: Actor
    private var record: String?
    private let stallsAt: String?

    init(_ province: Province) {
        county = province.places.county(&province.chance)
        received = province.chance.chance(0.6) ? province.places.city(of: county.code) : province.places.department.code
        citizen = province.anyCitizen()
        stallsAt =
            province.isRecent && province.chance.chance(0.6)
            ? province.chance.pick(["triage", "accept", "investigate", "decide", "reply"]) : province.chance.chance(0.02) ? "decide" : nil
        if province.chance.chance(0.08) { steps = ["submit", "triage", "not_accept"] }
        if province.chance.chance(0.04) { steps = ["submit", "withdraw"] }
        if province.chance.chance(0.5) { steps.removeAll { $0 == "close" } }
    }

    func proceed(in province: Province) throws -> Moment? {
        guard !steps.isEmpty else { return nil }
        let step = steps.removeFirst()
        let supervisor = province.holder("supervisor", at: received)
        // The complained unit is a county's; its city's department handles it.
        let handler = province.holder("line_officer", at: received)
        let actor: Actor
        var values: [String: Value] = [:]
        switch step {
        case "submit":
            actor = citizen
            let matter = province.chance.pick(Replies.complaints) ?? ("late", "超过承诺时间没有答复。")
            values = [
                "target_kind": .string("staff"), "target_name": .string("\(county.name)公共法律服务窗口"), "target_org": .string(county.code),
                "matter": .string(matter.matter), "facts": .string(matter.facts), "service_line": .string("general"),
                "area_code": .string(county.division),
                "complainant": .map([
                    .string("role"): .string("applicant"), .string("kind"): .string("natural"), .string("name"): .string(citizen.name),
                    .string("phone"): .string(OrderStory.phone(&province.chance)),
                ]),
            ]
            if received != province.places.department.code { values["received_by"] = .string(received) }
        case "triage":
            actor = supervisor
            values = ["route": .string("line_dept"), "handler_org": .string(received), "handler": .string(handler.id)]
        case "accept": actor = handler
        case "investigate":
            actor = handler
            values = ["text": .string("调取窗口监控和叫号记录，并向当班人员核实。")]
        case "decide":
            actor = province.holder("line_leader", at: received)
            let finding = province.chance.weighted([("true", 30), ("partly", 30), ("false", 30), ("unclear", 10)]) ?? "partly"
            values = ["finding": .string(finding)]
            if finding == "true" || finding == "partly" { values["measures"] = .string("对当班人员批评教育，重新公示服务承诺。") }
        case "reply":
            actor = handler
            values = ["reply": .string("您反映的问题已调查核实，处理情况见答复书。感谢您的监督。"), "remedy": .string("对答复不服的，可以向上一级司法行政机关反映。")]
        case "not_accept":
            actor = handler
            values = ["decision_reason": .string("所反映事项应当通过法定途径解决。"), "legal_route": .string("向人民法院提起诉讼")]
        default: actor = citizen
        }
        let outcome = try province.act("interaction/complaint", step, on: record, as: actor, values)
        if step == "submit" { record = outcome?.id }
        guard outcome != nil, let next = steps.first, next != stallsAt else { return nil }
        return switch next {
        case "triage": province.moment(after: 20...380, .office)
        case "accept", "not_accept": province.moment(after: 60...2_000, .office)
        case "investigate": province.moment(after: 200...1_600, .office)
        case "decide": province.moment(after: 400...3_000, .office)
        case "reply": province.moment(after: 60...1_000, .office)
        default: province.moment(after: 100...6_000, .citizen)
        }
    }
}

/// A suggestion and what becomes of it.
final class SuggestionStory: Story {
    private var steps = ["submit", "triage", "reply", "publish"]
    private let citizen: Actor
    private let county: Organisation
    private var record: String?

    init(_ province: Province) {
        citizen = province.anyCitizen()
        county = province.places.county(&province.chance)
        if province.chance.chance(0.6) { steps.removeLast() }
        if province.isRecent, province.chance.chance(0.6) { steps = Array(steps.prefix(province.chance.within(1...2))) }
    }

    func proceed(in province: Province) throws -> Moment? {
        guard !steps.isEmpty else { return nil }
        let step = steps.removeFirst()
        let department = province.places.department.code
        let supervisor = province.holder("supervisor", at: department)
        let outcome: ActionOutcome? =
            switch step {
            case "submit":
                try province.act(
                    "interaction/suggestion", step, as: citizen,
                    [
                        "subject": .string(String((province.chance.pick(Replies.suggestions) ?? "建议").prefix(100))),
                        "content": .string("群众办事多在周末，希望考虑。"), "area_code": .string(county.division), "service_line": .string("general"),
                    ])
            case "triage":
                try province.act("interaction/suggestion", step, on: record, as: supervisor, ["handler_org": .string(department)])
            case "reply":
                try province.act(
                    "interaction/suggestion", step, on: record, as: province.holder("line_officer", at: department),
                    [
                        "adopt": .string(
                            province.chance.weighted([("adopted", 25), ("partly", 35), ("reference", 30), ("not", 10)]) ?? "reference"),
                        "reply": .string("感谢您的建议，我们将在今后的工作中认真研究改进。"),
                    ])
            default: try province.act("interaction/suggestion", step, on: record, as: supervisor)
            }
        if step == "submit" { record = outcome?.id }
        return outcome == nil || steps.isEmpty ? nil : province.moment(after: 200...4_000, .office)
    }
}
