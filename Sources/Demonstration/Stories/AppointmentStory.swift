import Casework
import Expressions
import WorkCalendar

/// A slot of an institution, who books it, and how it goes.
final class AppointmentStory: Story {
    private enum Step { case open, book, confirm, cancel, checkIn, begin, finish }

    private var steps: [Step]
    private let institution: String
    private let service: String
    private let day: Day
    private let hour: Int
    private let citizen: Actor
    private var slot: String?
    private var record: String?

    init?(_ province: Province) {
        let county = province.places.county(&province.chance)
        let letters = province.chance.weighted([("NO", 60), ("LA", 40)]) ?? "NO"
        guard let place = province.places.institutions(of: county.code, letters).first,
            let wanted = try? province.now.day.adding(days: province.chance.within(1...9)),
            let workday = try? province.state.calendar.nextWorkday(onOrAfter: wanted)
        else { return nil }
        institution = place.code
        service = letters == "NO" ? "notary" : "legal_aid"
        day = workday
        hour = province.chance.within(9...16)
        citizen = province.anyCitizen()
        steps =
            province.chance.weighted([
                ([.open, .book, .confirm, .checkIn, .begin, .finish], 70), ([.open, .book, .confirm], 10), ([.open, .book, .cancel], 10),
                ([.open], 10),
            ]) ?? [.open]
    }

    func proceed(in province: Province) throws -> Moment? {
        guard !steps.isEmpty else { return nil }
        let step = steps.removeFirst()
        let type = "online-handling/appointment"
        let clerk = province.holder("agency_clerk", at: institution)
        let practitioner = province.holder("practitioner", at: institution)
        let outcome: ActionOutcome?
        switch step {
        case .open:
            let from = "\(DirectoryEntries.padded(hour)):00"
            outcome = try province.act(
                "online-handling/appointment_slot", "create", as: clerk,
                [
                    "service": .string(service), "mode": .string(province.chance.chance(0.85) ? "onsite" : "video"),
                    "date": .string("\(day)"), "from": .string(from), "to": .string("\(DirectoryEntries.padded(hour)):30"),
                    "capacity": .int(Int64(province.chance.within(1...4))),
                ])
            slot = outcome?.id
        case .book:
            outcome = try province.act(
                type, "book", as: citizen,
                [
                    "slot": .string(slot ?? ""),
                    "person": .map([.string("name"): .string(citizen.name), .string("phone"): .string(OrderStory.phone(&province.chance))]),
                    "subject": .string(service == "notary" ? "办理公证" : "咨询法律援助"),
                ])
            record = outcome?.id
        case .confirm: outcome = try province.act(type, "confirm", on: record, as: clerk)
        case .cancel: outcome = try province.act(type, "cancel", on: record, as: citizen, ["cancel_reason": .string("临时有事。")])
        case .checkIn: outcome = try province.act(type, "check_in", on: record, as: citizen)
        case .begin: outcome = try province.act(type, "start", on: record, as: practitioner)
        case .finish:
            outcome = try province.act(type, "finish", on: record, as: practitioner, ["result_note": .string("已核验身份和材料，说明了办理流程。")])
        }
        guard outcome != nil, let next = steps.first else { return nil }
        return switch next {
        case .open, .book: province.moment(after: 5...300, .citizen)
        case .confirm, .cancel: province.moment(after: 10...120, .office)
        case .checkIn:
            Moment(clamping: Moment.startOfDay(day).milliseconds + Int64(hour) * 3_600_000 - Int64(province.chance.within(2...25)) * 60_000)
        case .begin: province.moment(after: 3...30, .clock)
        case .finish: province.moment(after: 10...50, .clock)
        }
    }
}
