import Casework
import Expressions
import Storage
import WorkCalendar

/// A quality check of an order that was answered, with an appeal now and then.
final class QualityStory: Story {
    private var steps = ["open", "issue"]
    private let order: String
    private let owner: String
    private let handler: Actor
    private var record: String?

    init(order: String, owner: String, handler: Actor, _ chance: inout SeededGenerator) {
        self.order = order
        self.owner = owner
        self.handler = handler
        if chance.chance(0.12) { steps += ["appeal", "decide_appeal"] }
    }

    func proceed(in province: Province) throws -> Moment? {
        guard !steps.isEmpty else { return nil }
        let step = steps.removeFirst()
        let at = province.places.supervising(owner)
        let outcome: ActionOutcome?
        switch step {
        case "open":
            outcome = try province.act(
                "work-order/quality_check", step, as: province.holder("qc", at: at),
                [
                    "target": .string("work-order/work_order:\(order)"),
                    "sample_reason": .string(province.chance.pick(["random", "random", "overdue", "low_rating", "new_staff"]) ?? "random"),
                    "issued_to": .string(handler.id),
                ])
            record = outcome?.id
        case "issue":
            let items: [(String, Int)] = [("规范用语", 15), ("倾听与登记", 15), ("答复准确", 40), ("依据有效", 15), ("时限", 10), ("保密", 5)]
            outcome = try province.act(
                "work-order/quality_check", step, on: record, as: province.holder("qc", at: at),
                [
                    "items": .list(
                        items.map { item in
                            .map([
                                .string("item"): .string(item.0), .string("weight"): .int(Int64(item.1)),
                                .string("score"): .int(Int64(item.1 * province.chance.within(70...100) / 100)),
                            ])
                        })
                ])
        case "appeal":
            outcome = try province.act("work-order/quality_check", step, on: record, as: handler, ["appeal": .string("引用的条文适用于本案，请复核扣分。")])
        default:
            outcome = try province.act(
                "work-order/quality_check", step, on: record, as: province.holder("supervisor", at: at),
                ["final_score": .int(Int64(province.chance.within(80...98)))])
        }
        return outcome == nil || steps.isEmpty ? nil : province.moment(after: 60...900, .office)
    }
}

/// Each workday the supervised units answer what was issued to them, and what they answered is closed by whoever issued it.
final class SupervisionRound: Story {
    func proceed(in province: Province) throws -> Moment? {
        let table = "work_order__supervise_order"
        let since = Moment(clamping: province.now.milliseconds - 14_400_000)
        let open = try province.connection.query(
            "SELECT _id, _state, to_org, grade, signed_by FROM \(identifier: table) WHERE _closed = 0 AND _state IN ('issued', 'replied') AND _updated_at <= \(since.milliseconds) ORDER BY _created_at, _id LIMIT 200"
        )
        for row in open {
            guard let id = row.text(0), let to = row.text(2), province.chance.chance(0.6) else { continue }
            let type = "work-order/supervise_order"
            let leads = row.text(3) == "3"
            let leader = province.holder("leader", at: province.places.supervising(to))
            if row.text(1) == "issued" {
                if leads, row.text(4) == nil { _ = try province.act(type, "sign_off", on: id, as: leader) }
                _ = try province.act(
                    type, "reply", on: id, as: province.holder("front_desk", at: to), ["reply": .string("已查明原因：当日来件较多。已安排专人办理并向当事人说明。")])
            } else {
                let closer = leads ? leader : province.holder("supervisor", at: province.places.supervising(to))
                _ = try province.act(
                    type, "close", on: id, as: closer, ["result": .string(province.chance.chance(0.8) ? "solved" : "explained")])
            }
        }
        return province.moment(after: 1_380...1_500, .office)
    }
}
