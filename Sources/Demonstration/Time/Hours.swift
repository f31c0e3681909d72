import Casework
import WorkCalendar

/// When people do things.
enum Hours {
    /// The desks of 12348: every day from nine to five (the programme's attachment 4: seven days of eight hours).
    case desk
    /// Business departments: workdays.
    case office
    /// The public, awake.
    case citizen
    /// At any time: machines.
    case clock
}

extension Province {
    /// So many minutes on, moved to where such people are at work.
    func moment(after minutes: ClosedRange<Int>, _ hours: Hours, from start: Moment? = nil) -> Moment {
        let spread = chance.within(minutes)
        var moment = Moment(clamping: (start ?? now).milliseconds + Int64(spread) * 60_000 + Int64(chance.below(60)) * 1_000)
        switch hours {
        case .clock: break
        case .citizen:
            if moment.hour < 7 {
                moment = at(7, on: moment.day, spread: 180)
            } else if moment.hour >= 23 {
                moment = at(7, on: next(moment.day), spread: 180)
            }
        case .desk:
            if moment.hour < 9 {
                moment = at(9, on: moment.day, spread: 45)
            } else if moment.hour >= 17 {
                moment = at(9, on: next(moment.day), spread: 45)
            }
        case .office:
            if moment.hour >= 18 { moment = at(9, on: next(moment.day), spread: 90) }
            if moment.hour < 9 { moment = at(9, on: moment.day, spread: 90) }
            let day = (try? state.calendar.nextWorkday(onOrAfter: moment.day)) ?? moment.day
            if day != moment.day { moment = at(9, on: day, spread: 150) }
        }
        return moment
    }

    private func next(_ day: Day) -> Day { (try? day.adding(days: 1)) ?? day }

    /// Some time from a full hour on, within so many minutes.
    func at(_ hour: Int, on day: Day, spread: Int) -> Moment {
        Moment(clamping: Moment.startOfDay(day).milliseconds + Int64(hour) * 3_600_000 + Int64(chance.below(spread * 60)) * 1_000)
    }

    /// When on a day something comes in: the morning's peak, the afternoon's, an evening of its own on the net, little at night.
    func arrival(on day: Day, _ hours: Hours) -> Moment {
        let weights: [(Int, Int)] =
            switch hours {
            case .desk, .office: [(9, 20), (10, 24), (11, 16), (12, 3), (13, 4), (14, 12), (15, 14), (16, 10)]
            case .citizen:
                [
                    (7, 3), (8, 6), (9, 11), (10, 13), (11, 9), (12, 7), (13, 5), (14, 8), (15, 10), (16, 9), (17, 6), (18, 4), (19, 6),
                    (20, 8), (21, 7), (22, 4),
                ]
            case .clock: (0..<24).map { ($0, 1) }
            }
        return at(chance.weighted(weights) ?? 10, on: day, spread: 60)
    }
}
