import Casework
import Site
import WorkCalendar

/// A due moment in working words, as of a moment.
struct DueReading {
    let calendar: WorkCalendar
    let now: Moment

    func words(_ due: Moment, isDay: Bool? = nil, isMissed: Bool? = nil, explanation: String? = nil, state: String? = nil) -> DueWords {
        // The last second of a day is how the end of a day is kept.
        let isDay = isDay ?? (due.hour == 23 && due.minute == 59)
        let date = isDay ? due.day.chinese : due.chinese
        let moment = isDay ? due.day.description : "\(due)+08:00"
        switch state {
        case "met"?: return DueWords(.met, words: "按期完成", date: date, moment: moment, explanation: explanation)
        case "suspended"?: return DueWords(.paused, words: "计时中止", date: date, moment: moment, explanation: explanation)
        case "missed"?: return DueWords(.missed, words: "已超期", date: date, moment: moment, explanation: explanation)
        default: break
        }
        if now > due || isMissed == true {
            return DueWords(.overdue, words: "逾期\(span(from: due, to: now))", date: date, moment: moment, explanation: explanation)
        }
        if due.day == now.day {
            return DueWords(
                .today, words: isDay ? "今天到期" : "今天\(due.clockTime.prefix(5))前", date: date, moment: moment, explanation: explanation)
        }
        let standing: DueStanding = due.day - now.day <= 3 ? .soon : .later
        return DueWords(standing, words: "还有\(span(from: now, to: due))", date: date, moment: moment, explanation: explanation)
    }

    /// Hours below two days; working days above.
    private func span(from start: Moment, to end: Moment) -> String {
        let minutes = max(0, (end - start) / 60_000)
        if minutes < 60 { return "\(max(1, minutes))分钟" }
        if minutes < 48 * 60 { return "\(minutes / 60)小时" }
        let workdays = calendar.workdays(after: start.day, through: end.day)
        return workdays > 0 ? "\(workdays)个工作日" : "\(end.day - start.day)天"
    }
}

extension Visit {
    var dues: DueReading { DueReading(calendar: site.state.calendar, now: now) }
}
