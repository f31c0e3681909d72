import Definitions
import WorkCalendar

/// The moments on a limit's way at which something happens, in their order.
struct Marks {
    struct Mark {
        /// `remind:0`, `due`, `escalate:1`.
        var id: String
        var at: Moment
        /// At the same moment: reminders, then the due date itself, then what follows from it.
        var rank: Int
    }

    let all: [Mark]

    init(_ limit: LimitDefinition, row: DeadlineRow, calendar: WorkCalendar, count: (Definitions.Span) -> Int) {
        guard let due = row.due else {
            all = []
            return
        }
        // What is due by the end of a day is overdue with the next day.
        let end = row.isDay ? Moment(clamping: due.milliseconds + 1000) : due
        func moment(_ mark: LimitDefinition.Mark) -> Moment? {
            if let percent = mark.percent, percent < 100 {
                guard let clock = row.clock else { return nil }
                return (try? clock.moment(atFraction: Double(percent) / 100, in: calendar)) ?? nil
            }
            guard let offset = mark.offset else { return end }
            let number = count(offset)
            if mark.isBefore {
                // Warnings speak of the date that the law's own count gives, before it moves from a rest day: nobody counts on the grace.
                let warned = row.rawDue ?? due
                switch offset.unit {
                case .minutes, .serviceMinutes: return Moment(clamping: warned.milliseconds - Int64(number) * 60_000)
                case .hours, .serviceHours: return Moment(clamping: warned.milliseconds - Int64(number) * 3_600_000)
                // A day's reminder comes when the desk opens.
                case .workdays: return (try? calendar.workday(number, before: warned.day)).flatMap { Moment(day: $0, hour: 9, minute: 0) }
                case .months: return (try? warned.day.adding(months: -number)).flatMap { Moment(day: $0, hour: 9, minute: 0) }
                default: return (try? warned.day.adding(days: -number)).flatMap { Moment(day: $0, hour: 9, minute: 0) }
                }
            }
            guard let limit = try? Limit(number, offset.unit, hours: .desk, movesFromRestDay: false) else { return nil }
            // "Second overdue day" begins when the first has passed: counted from the due moment itself.
            if case .days = offset.unit { return Moment(clamping: end.milliseconds + Int64(number) * 86_400_000) }
            return (try? Clock(limit: limit, start: end).due(in: calendar))??.effective
        }
        var marks = [Mark(id: "due", at: end, rank: 1)]
        for (index, reminder) in limit.reminders.enumerated() {
            if let at = moment(reminder) { marks.append(Mark(id: "remind:\(index)", at: at, rank: 0)) }
        }
        for (index, escalation) in limit.escalations.enumerated() {
            if let at = moment(escalation.at) { marks.append(Mark(id: "escalate:\(index)", at: at, rank: 2 + index)) }
        }
        all = marks.sorted { ($0.at, $0.rank) < ($1.at, $1.rank) }
    }

    func next(notIn fired: [String]) -> Mark? { all.first { !fired.contains($0.id) } }
}
