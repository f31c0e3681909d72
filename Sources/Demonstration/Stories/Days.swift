import Casework
import WorkCalendar

/// Every morning the day's matters are drawn: more on Mondays, few at weekends and at the Spring Festival, somewhat more each month.
final class Days: Story {
    private let perDay: Double
    /// Orders that come of one unit of a day's work, by the shares below: their own, and those that calls, visits, applications, complaints and suggestions form.
    static let ordersDrawn = 0.9

    /// - Parameter perDay: orders that come in on an ordinary day.
    init(perDay: Double) { self.perDay = perDay }

    func proceed(in province: Province) throws -> Moment? {
        let day = province.now.day
        let weight = Self.weight(of: day, isWorkday: province.state.calendar.isWorkday(day))
        func count(_ share: Double) -> Int {
            let expected = perDay * weight * share
            return Int(expected) + (province.chance.chance(expected - Double(Int(expected))) ? 1 : 0)
        }
        func draw(_ share: Double, _ make: () -> (any Story)?, _ hours: Hours) {
            for _ in 0..<count(share) { if let story = make() { province.agenda.note(story, at: province.arrival(on: day, hours)) } }
        }
        draw(0.70, { province.orderStory() }, .citizen)
        draw(0.34, { CallStory(province) }, .desk)
        draw(0.28, { ReceptionStory(province) }, .desk)
        draw(0.08, { ApplicationStory(province) }, .citizen)
        for _ in 0..<count(0.045) {
            if let story = try MatterStory(province) { province.agenda.note(story, at: province.arrival(on: day, .citizen)) }
        }
        draw(0.06, { AppointmentStory(province) }, .desk)
        draw(0.022, { ComplaintStory(province) }, .citizen)
        draw(0.012, { SuggestionStory(province) }, .citizen)
        return Moment.startOfDay((try? day.adding(days: 1)) ?? day)
    }

    private static func weight(of day: Day, isWorkday: Bool) -> Double {
        let season = 0.85 + 0.3 * Double(day.month) / 12
        return season * (isWorkday ? [1.25, 1.12, 1.05, 1.0, 1.0, 0.9, 0.9][day.weekday - 1] : 0.35)
    }
}
