/// How much of a limit is left at a moment, up to its effective end.
public struct Remaining: Sendable, Hashable {
    /// Milliseconds until the limit is missed; zero or negative once it is.
    public let milliseconds: Int64
    /// Whole units left: minutes for a limit that ends at a moment, working days for one in working days, else days. Negative once
    /// missed, then always in minutes or calendar days.
    public let count: Int
    public let unit: LimitUnit
    /// Whether the clock is suspended: then this is what will be left when it goes on.
    public let isSuspended: Bool

    /// Whether the limit is missed.
    public var isMissed: Bool { milliseconds <= 0 }

    /// `还剩3个工作日`, `今日届满`, `已超期2日`, `还剩3小时20分钟`, `已中止，恢复后还剩4日`.
    public var chinese: String {
        let size = abs(count)
        let amount =
            unit == .minutes && size >= 60 ? "\(size / 60)小时" + (size % 60 == 0 ? "" : "\(size % 60)分钟") : unit.chinese(size)
        if isMissed { return count == 0 ? "已超期" : "已超期\(amount)" }
        if isSuspended { return "已中止，恢复后还剩\(amount)" }
        if count == 0 { return unit == .minutes ? "不足1分钟" : "今日届满" }
        return "还剩\(amount)"
    }
}

extension Clock {
    /// What is left at `moment`; while suspended, what will be left after resumption.
    /// - Throws: what `due` throws.
    public func remaining(at moment: Moment, in calendar: WorkCalendar) throws(CalendarError) -> Remaining {
        let due = try due(in: calendar, asIfResumedAt: moment)
        let left = due.missedFrom - moment
        var (count, unit) = (Int((due.effective - moment) / 60_000), LimitUnit.minutes)
        if due.isDay {
            let (today, last) = (moment.day, due.effective.day)
            let inWorkdays = limit.unit == .workdays && last >= today
            (count, unit) = inWorkdays ? (calendar.workdays(after: today, through: last), .workdays) : (last - today, .days)
        }
        return Remaining(milliseconds: left, count: count, unit: unit, isSuspended: isSuspended(at: moment))
    }
}
