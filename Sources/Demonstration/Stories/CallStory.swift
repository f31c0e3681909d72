import Casework
import Expressions
import WorkCalendar

/// A call to 12348: rung, answered or given up, noted, perhaps an order, saved, perhaps rated.
final class CallStory: Story {
    private enum Step { case ring, answer, identify, hangUp, order, save, rate, abandon, callBack }

    private var steps: [Step]
    private let seatOrg: String
    private let area: String
    private let question: Question
    private let isLegal: Bool
    private let line: String
    private let caller: String
    private var record: String?
    private var agent: Actor?

    /// - Parameters:
    ///   - known: a number that will call again, so that its first call is noted and becomes an order.
    ///   - org: who answers; nil: the department or the city.
    init(_ province: Province, known: String? = nil, at org: String? = nil) {
        let county = province.places.county(&province.chance)
        seatOrg = org ?? (province.chance.chance(0.55) ? province.places.department.code : province.places.city(of: county.code))
        area = county.code
        isLegal = province.chance.chance(0.6)
        let service = province.chance.pick(Replies.services) ?? ("general", "请问怎样办理？")
        question =
            isLegal
            ? province.chance.pick(province.questions) ?? Question.own[0]
            : Question(text: service.text, lawField: "procedure", law: "民法典", article: "第一条")
        line = isLegal ? "legal_aid" : service.line
        caller = known ?? OrderStory.phone(&province.chance)
        steps =
            known != nil
            ? [.ring, .answer, .identify, .hangUp, .order, .save]
            : province.chance.chance(0.07)
                ? [.ring, .abandon, .callBack]
                : [.ring, .answer, .identify, .hangUp] + (province.chance.chance(0.3) ? [.order] : []) + [.save]
                    + (province.chance.chance(0.4) ? [.rate] : [])
    }

    func proceed(in province: Province) throws -> Moment? {
        guard !steps.isEmpty else { return nil }
        let step = steps.removeFirst()
        let type = "hotline-12348/call_record"
        let exchange = province.holder("sys_biz", at: seatOrg)
        let seat = agent ?? province.holder("seat_agent", at: seatOrg)
        let outcome: ActionOutcome?
        switch step {
        case .ring:
            outcome = try province.act(
                type, "ring", as: exchange,
                [
                    "caller_no": .string(caller), "city_code": .string(area), "queue": .string(line),
                    "skill": .string(province.chance.chance(0.06) ? "za" : "zh"),
                ])
            record = outcome?.id
        case .answer:
            agent = seat
            outcome = try province.act(type, "answer", on: record, as: seat)
        case .identify:
            var values: [String: Value] = ["service_line": .string(line), "city_code": .string(area), "summary": .string(question.text)]
            if isLegal { values["law_field"] = .string(question.lawField) }
            if province.chance.chance(0.7) {
                values["caller_name"] = .string(Names.person(&province.chance))
            } else {
                values["name_refused"] = .bool(true)
            }
            outcome = try province.act(type, "identify", on: record, as: seat, values)
        case .hangUp: outcome = try province.act(type, "hang_up", on: record, as: seat, ["needs_order": .bool(steps.first == .order)])
        case .order:
            outcome = try province.act(
                type, "make_order", on: record, as: seat,
                ["summary": .string(question.text), "order_title": .string(String(question.text.prefix(40)))])
            if let order = outcome?.created.last(where: { $0.type == "work-order/work_order" }) {
                let story = try province.orderStory(
                    channel: "hotline", continuing: order.id, owner: seatOrg, area: area, question: question,
                    nature: isLegal ? "legal" : "affair", line: line)
                province.agenda.note(story, at: province.moment(after: 5...90, .desk))
            }
        case .save:
            var values: [String: Value] = [
                "summary": .string(question.text),
                "answer_summary": .string(isLegal ? "已说明《\(question.law)》\(question.article)的规定和办理途径。" : "已告知办理机构和所需材料。"),
            ]
            if isLegal {
                values["law_refs"] = .list([.map([.string("law"): .string(question.law), .string("article"): .string(question.article)])])
            }
            outcome = try province.act(type, "save", on: record, as: seat, values)
        case .rate:
            outcome = try province.act(
                type, "rate_call", on: record, as: exchange,
                ["satisfaction": .string(province.chance.weighted([("5", 60), ("4", 26), ("3", 10), ("2", 3), ("1", 1)]) ?? "5")])
        case .abandon: outcome = try province.act(type, "abandon", on: record, as: exchange)
        case .callBack: outcome = try province.act(type, "callback", on: record, as: seat)
        }
        guard outcome != nil, let next = steps.first else { return nil }
        return switch next {
        case .ring, .answer:
            Moment(
                clamping: province.now.milliseconds + Int64(province.chance.weighted([(4, 50), (9, 30), (13, 12), (25, 6), (70, 2)]) ?? 9)
                    * 1_000)
        case .identify: Moment(clamping: province.now.milliseconds + Int64(province.chance.within(40...150)) * 1_000)
        case .hangUp: Moment(clamping: province.now.milliseconds + Int64(province.chance.within(60...700)) * 1_000)
        case .order: Moment(clamping: province.now.milliseconds + Int64(province.chance.within(20...140)) * 1_000)
        case .save:
            Moment(
                clamping: province.now.milliseconds + Int64(province.chance.weighted([(40, 40), (90, 40), (150, 18), (340, 2)]) ?? 60)
                    * 1_000)
        case .rate: Moment(clamping: province.now.milliseconds + 60_000)
        case .abandon: Moment(clamping: province.now.milliseconds + Int64(province.chance.within(12...90)) * 1_000)
        case .callBack: province.moment(after: 20...400, .desk)
        }
    }
}
