import WorkCalendar

/// How long a span may be at least and at most, in minutes: units of different kinds compare only roughly.
struct SpanLength {
    let least: Int
    let most: Int

    /// Nil when the count is only known at run time.
    init?(of span: Span, in catalogue: Catalogue, system: String) {
        let counts: [Int]
        switch span.count {
        case .number(let count): counts = [count]
        case .parameter(let id):
            let rows = catalogue.parameter(id, in: system)?.rows ?? []
            counts = rows.compactMap { if case .number(let value) = $0.value { Int(exactly: value) } else { nil } }
        case .expression: return nil
        }
        guard let fewest = counts.min(), let greatest = counts.max(), span.unit.allowedCounts.contains(fewest),
            span.unit.allowedCounts.contains(greatest)
        else { return nil }
        let minutes = Self.minutes(of: span.unit)
        least = fewest * minutes.least
        most = greatest * minutes.most
    }

    /// Shortest and longest that one unit can be. A working day lasts at most until after the longest holiday.
    private static func minutes(of unit: LimitUnit) -> (least: Int, most: Int) {
        let day = 24 * 60
        return switch unit {
        case .minutes: (1, 1)
        case .hours: (60, 60)
        case .serviceHours: (60, 12 * day)
        case .serviceMinutes: (1, 12 * day)
        case .days: (day, day)
        case .workdays: (day, 12 * day)
        case .months: (28 * day, 31 * day)
        case .years: (365 * day, 366 * day)
        }
    }
}
