import Casework
import Expressions
import WorkCalendar

/// The hotline's seats, signed out, at the department and the cities; and at the department two who wait at the demonstration's present: somebody who has
/// called the day before, and somebody who speaks Zhuang. The calls of the weeks before were answered without seats.
final class HotlineSeats: Story {
    /// A number plainly made up.
    let caller = "13900000123"
    private let places: Places

    init(_ places: Places) { self.places = places }

    func proceed(in province: Province) throws -> Moment? {
        let department = places.department.code
        for (index, org) in ([department] + places.cities.map(\.code)).enumerated() {
            for number in 1...(org == department ? 4 : 2) {
                _ = try province.given(
                    "hotline-12348/seat", "off",
                    [
                        "org": .string(org), "ext": .string("8\(index < 10 ? "0" : "")\(index)\(number)"),
                        "langs": .list(number == 2 ? [.string("zh"), .string("za")] : [.string("zh")]),
                        "skills": .list(
                            number == 3 ? [.string("legal_aid"), .string("lawyer")] : [.string("general"), .string("legal_aid")]),
                    ])
            }
        }
        let exchange = province.holder("sys_biz", at: department)
        _ = try province.act(
            "hotline-12348/call_record", "ring", as: exchange, ["caller_no": .string(caller), "queue": .string("legal_aid")])
        _ = try province.act(
            "hotline-12348/call_record", "ring", as: exchange,
            ["caller_no": .string("13900000456"), "queue": .string("general"), "skill": .string("za")])
        return nil
    }
}
