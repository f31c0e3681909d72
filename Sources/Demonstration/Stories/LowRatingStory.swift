import Casework
import Expressions
import WorkCalendar

/// A bad rating: passed on, called back, put right.
final class LowRatingStory: Story {
    private let rating: String
    private let owner: String
    private var steps: [String]

    init(rating: String, owner: String, _ chance: inout SeededGenerator) {
        self.rating = rating
        self.owner = owner
        // Some are forgotten; then the clock escalates.
        steps = chance.chance(0.85) ? ["pass_on", "contact", "low_rating_handle"] : chance.chance(0.5) ? ["contact"] : []
    }

    func proceed(in province: Province) throws -> Moment? {
        guard !steps.isEmpty else { return nil }
        let step = steps.removeFirst()
        let values: [String: Value] =
            switch step {
            case "contact":
                [
                    "contact_note": .string("已电话回访，当事人希望说明办理依据。"),
                    "verified": .string(province.chance.pick(["true", "false", "unreachable"]) ?? "true"),
                ]
            case "low_rating_handle": ["measure": .string("已补充答复并对经办人进行提醒。")]
            default: [:]
            }
        guard
            try province.act(
                "interaction/rating", step, on: rating, as: province.holder("supervisor", at: province.places.supervising(owner)), values)
                != nil, !steps.isEmpty
        else { return nil }
        return province.moment(after: 60...1_400, .office)
    }
}
