import Casework
import Expressions
import WorkCalendar

/// Somebody comes to the centre.
final class ReceptionStory: Story {
    private let at: String
    private let area: String
    private var record: String?
    private let isLegal: Bool
    private let question: Question
    private let line: String
    private let handled: String
    private let visitors: Int

    init(_ province: Province) {
        let county = province.places.county(&province.chance)
        at = province.chance.chance(0.75) ? county.code : province.places.city(of: county.code)
        area = county.code
        isLegal = province.chance.chance(0.5)
        let service = province.chance.pick(Replies.services) ?? ("general", "请问怎样办理？")
        question =
            isLegal
            ? province.chance.pick(province.questions) ?? Question.own[0]
            : Question(text: service.text, lawField: "procedure", law: "民法典", article: "第一条")
        line = isLegal ? "legal_aid" : service.line
        handled = province.chance.weighted([("on_spot", 62), ("order", 14), ("guide", 12), ("assist", 12)]) ?? "on_spot"
        visitors = province.chance.chance(0.03) ? province.chance.within(2...8) : 1
    }

    func proceed(in province: Province) throws -> Moment? {
        let desk = province.holder("front_desk", at: at)
        guard let record else {
            var values: [String: Value] = [
                "service_line": .string(line), "summary": .string(question.text), "window": .string("\(province.chance.within(1...6))号窗口"),
                "group_size": .int(Int64(visitors)),
            ]
            values["visitor"] = .map([
                .string("name"): .string(Names.person(&province.chance)), .string("phone"): .string(OrderStory.phone(&province.chance)),
            ])
            record = try province.act("work-order/reception", "register", as: desk, values)?.id
            return record == nil ? nil : province.moment(after: 6...35, .clock)
        }
        var values: [String: Value] = ["handled": .string(handled), "area_code": .string(area)]
        if handled == "guide" { values["guided_to"] = .string(province.chance.pick(["人力资源和社会保障局", "自然资源局", "人民法院诉讼服务中心"]) ?? "主管单位") }
        if isLegal {
            values["nature"] = .string("legal")
            values["law_field"] = .string(question.lawField)
        }
        let outcome = try province.act("work-order/reception", "finish", on: record, as: desk, values)
        if let order = outcome?.created.last(where: { $0.type == "work-order/work_order" }) {
            let story = try province.orderStory(
                channel: "window", continuing: order.id, owner: at, area: area, question: question, nature: isLegal ? "legal" : "procedure",
                line: line, isGroup: visitors >= 5)
            province.agenda.note(story, at: province.moment(after: 5...60, .desk))
        } else if outcome != nil, province.chance.chance(0.35) {
            _ = try province.act(
                "work-order/reception", "rate", on: record, as: desk,
                ["satisfaction": .string(province.chance.weighted([("5", 70), ("4", 22), ("3", 8)]) ?? "5")])
        }
        return nil
    }
}
