extension Clock {
    /// How much of the limit has run at `moment`, 0…1 up to the raw end and more beyond it. Suspended time does not run; of limits in
    /// days only the days that count do, beginning with the day after the start; of limits in working days no rest day.
    /// - Throws: `.countedBackwards` for a limit counted backwards, and what `due` throws.
    public func fraction(elapsedAt moment: Moment, in calendar: WorkCalendar) throws(CalendarError) -> Double {
        let reckoning = try running(in: calendar, now: moment)
        let total = reckoning.total
        guard total > 0 else { return moment >= start ? 1 : 0 }
        var elapsed: Int64 = 0
        for (index, stretch) in reckoning.stretches.enumerated() where stretch.from < moment {
            // After the raw end the last stretch goes on, so that an overdue limit shows by how much.
            let isLast = index == reckoning.stretches.count - 1
            elapsed += reckoning.time.length(from: stretch.from, to: isLast ? moment : min(stretch.to, moment))
        }
        return Double(elapsed) / Double(total)
    }

    /// The moment at which a share (0…1) of the limit has run: where warnings at 50 % and 80 % belong. Nil when a suspension that
    /// still lasts began before it.
    /// - Throws: `.shareOutOfRange`, `.countedBackwards` for a limit counted backwards, and what `due` throws.
    public func moment(atFraction share: Double, in calendar: WorkCalendar) throws(CalendarError) -> Moment? {
        guard (0...1).contains(share) else { throw .shareOutOfRange(share) }
        let reckoning = try running(in: calendar, now: nil)
        // Both factors are below 2⁵³, so the product is right to the millisecond it is rounded to.
        var left = Int64((Double(reckoning.total) * share).rounded())
        for (index, stretch) in reckoning.stretches.enumerated() {
            let length = reckoning.time.length(from: stretch.from, to: stretch.to)
            if left <= length || index == reckoning.stretches.count - 1 {
                let found = try reckoning.time.end(after: stretch.from, length: left)
                let stop = pauses.lazy.filter { $0.to == nil }.map(\.from).min()
                return stop.map { found > reckoning.lastRunning(of: $0) } ?? false ? nil : found
            }
            left -= length
        }
        return start
    }

    private func running(in calendar: WorkCalendar, now: Moment?) throws(CalendarError) -> Reckoning {
        guard !limit.backwards else { throw .countedBackwards(what: .share) }
        return try Reckoning(self, in: calendar, now: now)
    }
}

extension Reckoning {
    /// The stretches in which the clock runs: between its start, its suspensions and its raw end. In days the day on which a
    /// stretch begins does not run and the one on which it ends does.
    fileprivate var stretches: [(from: Moment, to: Moment)] {
        var (stretches, from) = ([(from: Moment, to: Moment)](), clock.start)
        for interval in excluded {
            stretches.append((from, lastRunning(of: interval.from)))
            from = interval.to
        }
        stretches.append((from, end))
        return stretches
    }

    fileprivate var total: Int64 { stretches.reduce(0) { $0 + time.length(from: $1.from, to: $1.to) } }

    /// The last moment that still runs when a suspension begins at `moment`.
    fileprivate func lastRunning(of moment: Moment) -> Moment { time.unit.endsWithDay ? .endOfDay(moment.day) : moment }
}
