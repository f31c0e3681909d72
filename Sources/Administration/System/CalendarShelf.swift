import Casework
import Storage
import WorkCalendar

/// The arrangements of days that come with the product: the State Council's, and over it the region's.
public struct BaseCalendar: Sendable {
    public var national: HolidayArrangement
    public var regional: HolidayArrangement
    public init(national: HolidayArrangement, regional: HolidayArrangement) {
        self.national = national
        self.regional = regional
    }
}

/// Arrangements that the node's administrator enters year by year, laid over those of the product. The newest of a layer and year holds; none is ever changed.
final class CalendarShelf: Sendable {
    enum Layer: String, CaseIterable, Sendable {
        case national, regional

        var label: String { self == .national ? "国务院放假安排" : "自治区（壮族三月三）" }
    }

    /// One arrangement as it was entered.
    struct Kept: Sendable {
        var layer: Layer
        var year: Int
        var entries: HolidayArrangement
        var source: String
        var at: Int64
        var by: String
    }

    private let kernel: Kernel
    private let base: BaseCalendar

    /// - Parameter base: nil: what the kernel was opened with, taken as the national layer.
    init(kernel: Kernel, base: BaseCalendar?) {
        self.kernel = kernel
        self.base = base ?? BaseCalendar(national: kernel.state.calendar.exceptions, regional: .none)
    }

    /// Newest first.
    func kept() throws -> [Kept] {
        try kernel.database.read { connection in
            try connection.query("SELECT layer, year, csv, source, at, by_person FROM calendar_layer ORDER BY at DESC, id DESC").compactMap
            { row in
                guard let layer = row.text(0).flatMap(Layer.init), let entries = row.text(2).flatMap({ try? HolidayArrangement(csv: $0) })
                else { return nil }
                return Kept(
                    layer: layer, year: Int(row.int(1) ?? 0), entries: entries, source: row.text(3) ?? "", at: row.int(4) ?? 0,
                    by: row.text(5) ?? "")
            }
        }
    }

    /// The calendar with what is kept, and one arrangement more.
    func calendar(with more: Kept? = nil) throws -> WorkCalendar {
        var layers: [Layer: HolidayArrangement] = [.national: base.national, .regional: base.regional]
        var done: Set<String> = []
        for one in [more].compactMap({ $0 }) + (try kept()) where done.insert("\(one.layer)\(one.year)").inserted {
            guard let below = layers[one.layer] else { continue }
            // A year entered anew replaces what that year had, so that a day struck off is off.
            layers[one.layer] = try HolidayArrangement(entries: below.entries.filter { Self.year(of: $0.day) != one.year }).overlaid(
                by: one.entries)
        }
        return WorkCalendar(
            arrangement: layers[.national] ?? .none, regional: layers[.regional] ?? .none, serviceHours: kernel.state.calendar.serviceHours)
    }

    func applyKept() throws {
        guard try !kept().isEmpty else { return }
        kernel.replace(calendar: try calendar())
    }

    /// The year an arrangement's day is told of: the last days of December belong to the next year's 元旦.
    static func year(of day: Day) -> Int { day.month == 12 ? day.year + 1 : day.year }
}
