import Casework
import Expressions
import WorkCalendar

/// An application on the net: checked, sent on to its business system, decided there, delivered.
final class ApplicationStory: Story {
    private enum Step { case create, submit, preview, ask, supplement, pass, acknowledge, review, decide, deliver, rate, withdraw, reject }

    private var steps: [Step]
    private let org: String
    private let item: (name: String, line: String)
    private let citizen: Actor
    private var record: String?
    private let stallsAt: Int?
    private var done = 0

    private static let items: [(name: String, line: String)] = [
        ("学位公证", "notary"), ("亲属关系公证", "notary"), ("法律援助申请", "legal_aid"), ("农民工讨薪法律援助", "legal_aid"), ("人民调解申请", "mediation"),
        ("司法鉴定委托", "forensic"), ("律师执业许可", "licence"), ("基层法律服务工作者执业核准", "licence"),
        ("法律职业资格证书补发", "lpq"), ("申请设立合伙律师事务所分所并同时变更住所地址和负责人的许可事项一次办理", "licence"),
    ]

    init(_ province: Province) {
        let county = province.places.county(&province.chance)
        item = province.chance.pick(Self.items) ?? ("法律援助申请", "legal_aid")
        org = item.line == "licence" || item.line == "lpq" ? province.places.city(of: county.code) : county.code
        citizen = province.anyCitizen()
        steps =
            [.create]
            + (province.chance.weighted([
                ([.submit, .preview, .pass, .acknowledge, .review, .decide, .deliver, .rate], 50),
                ([.submit, .pass, .acknowledge, .decide, .deliver], 26),
                ([.submit, .ask, .supplement, .pass, .acknowledge, .review, .decide, .deliver, .rate], 12), ([.submit, .withdraw], 3),
                ([.submit, .reject], 4), ([.submit, .ask], 2), ([], 3),
            ]) ?? [])
        stallsAt = province.isRecent && province.chance.chance(0.4) ? province.chance.within(1...6) : nil
    }

    func proceed(in province: Province) throws -> Moment? {
        guard !steps.isEmpty else { return nil }
        let step = steps.removeFirst()
        let type = "online-handling/service_application"
        let desk = province.holder("front_desk", at: org)
        let exchange = province.holder("sys_biz", at: province.places.department.code)
        let outcome: ActionOutcome?
        switch step {
        case .create:
            outcome = try province.act(
                type, "create", as: citizen,
                [
                    "item_name": .string(item.name), "service_line": .string(item.line), "accept_org": .string(org),
                    "channel": .string(province.chance.pick(["web", "app", "wechat"]) ?? "web"),
                    "applicant": .map([
                        .string("name"): .string(citizen.name), .string("phone"): .string(OrderStory.phone(&province.chance)),
                    ]), "note": .string("请尽快办理，谢谢。"),
                ])
            record = outcome?.id
        case .submit: outcome = try province.act(type, "submit", on: record, as: citizen)
        case .preview: outcome = try province.act(type, "start_prereview", on: record, as: desk)
        case .ask:
            outcome = try province.act(
                type, "ask_supplement", on: record, as: desk,
                [
                    "supplement": .list([
                        .map([.string("item"): .string("身份证明"), .string("why"): .string("照片不清晰")]),
                        .map([.string("item"): .string("情况说明"), .string("why"): .string("未提交")]),
                    ])
                ])
        case .supplement:
            outcome = try province.act(
                type, "supplement", on: record, as: citizen, ["supplied": .list([.string("身份证明"), .string("情况说明")])])
        case .pass: outcome = try province.act(type, "prereview_pass", on: record, as: desk)
        case .acknowledge:
            outcome = try province.act(
                type, "ack", on: record, as: exchange,
                ["biz_ref": .string("YW-\(province.now.day.year)-\(province.chance.within(10_000...99_999))")])
        case .review:
            outcome = try province.act(
                type, "biz_event", on: record, as: exchange, ["node": .string("reviewing"), "public_text": .string("承办机构正在审查")])
        case .decide:
            outcome = try province.act(
                type, "biz_event", on: record, as: exchange,
                [
                    "node": .string("decided"), "public_text": .string("已作出决定"),
                    "result_code": .string(item.line == "licence" ? (province.chance.chance(0.93) ? "granted" : "refused") : "done"),
                ])
        case .deliver:
            outcome = try province.act(
                type, "deliver", on: record, as: province.holder("window", at: org),
                ["delivery": .string(province.chance.pick(["e_doc", "window"]) ?? "window")])
        case .rate:
            outcome = try province.act(
                type, "rate", on: record, as: citizen,
                ["satisfaction": .string(province.chance.weighted([("5", 55), ("4", 30), ("3", 15)]) ?? "5")])
        case .withdraw: outcome = try province.act(type, "withdraw", on: record, as: citizen, ["reason": .string("改为到窗口办理。")])
        case .reject:
            outcome = try province.act(
                type, "reject", on: record, as: desk,
                item.line == "legal_aid"
                    // A legal-aid application at the wrong place is passed on, never refused.
                    ? ["reject_ground": .string("unclear_identity"), "reason": .string("身份无法核实。"), "competent_body": .string("户籍所在地公安机关")]
                    : ["reject_ground": .string("wrong_organ"), "reason": .string("不属于本机关受理范围。"), "competent_body": .string("户籍所在地公证机构")])
        }
        done += 1
        guard outcome != nil, let next = steps.first, stallsAt.map({ done < $0 }) ?? true else { return nil }
        return switch next {
        case .create, .submit: province.moment(after: 2...40, .citizen)
        case .preview, .reject: province.moment(after: 15...300, .office)
        case .ask, .pass: province.moment(after: 5...180, .office)
        case .supplement: province.moment(after: 300...9_000, .citizen)
        case .acknowledge: province.moment(after: 2...26, .clock)
        case .review: province.moment(after: 60...1_500, .office)
        case .decide: province.moment(after: 1_500...11_000, .office)
        case .deliver: province.moment(after: 60...2_800, .office)
        case .rate: province.moment(after: 60...4_000, .citizen)
        case .withdraw: province.moment(after: 20...600, .citizen)
        }
    }
}
