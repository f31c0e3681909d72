import Foundation
import Testing

@testable import WorkCalendar

/// The arrangements that the demonstration ships.
enum Fixtures {
    static let national = WorkCalendar(arrangement: arrangement("holidays"))
    static let guangxi = WorkCalendar(arrangement: arrangement("holidays"), regional: arrangement("guangxi"))
    static let weekRule = WorkCalendar(arrangement: .none)

    static func arrangement(_ name: String) -> HolidayArrangement {
        do {
            return try HolidayArrangement(csv: text(name))
        } catch {
            Issue.record("Demo/calendar/\(name).csv: \(error)")
            return .none
        }
    }

    static func text(_ name: String) throws -> String {
        // The package may be built through links: the tests' own path says where the project is.
        let project = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: project.appending(path: "Demo/calendar/\(name).csv"), encoding: .utf8)
    }
}

func day(_ text: String, _ location: SourceLocation = #_sourceLocation) throws -> Day {
    try #require(Day(text), sourceLocation: location)
}

/// `2026-03-02T09:00`, or a date for its midnight.
func moment(_ text: String, _ location: SourceLocation = #_sourceLocation) throws -> Moment {
    try #require(Moment(text) ?? Day(text).map(Moment.startOfDay), sourceLocation: location)
}

/// A repeatable source of randomness (SplitMix64).
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
