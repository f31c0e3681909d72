import HTML
import WorkCalendar

/// A clock that runs: `hotline.js` counts on from what the server says; without it the words stand.
enum HotlineClock {
    /// How long since a moment, `mm:ss`.
    /// - Parameter late: seconds after which it is looked at as too long.
    static func since(_ moment: Moment, now: Moment, late: Int? = nil) -> HTML {
        let seconds = Int(max(0, (now - moment) / 1_000))
        let isLate = late.map { seconds > $0 } ?? false
        return
            "<time class='clock' datetime='\("\(moment)+08:00")' data-since='\(moment.milliseconds)'\(attribute: "data-late-after", late.map(String.init))\(attribute: "data-late", isLate)>\(shown(seconds))</time>"
    }

    /// How long until a moment; behind it how long it has been over.
    static func until(_ moment: Moment, now: Moment) -> HTML {
        let seconds = Int((moment - now) / 1_000)
        return
            "<time class='clock' datetime='\("\(moment)+08:00")' data-until='\(moment.milliseconds)'\(attribute: "data-late", seconds < 0)>\(seconds < 0 ? "超 \(shown(-seconds))" : shown(seconds))</time>"
    }

    static func shown(_ seconds: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return seconds >= 3600
            ? "\(seconds / 3600):\(two(seconds % 3600 / 60)):\(two(seconds % 60))" : "\(two(seconds / 60)):\(two(seconds % 60))"
    }
}
