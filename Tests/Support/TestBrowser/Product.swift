import Casework
import Definitions
import Foundation
import WorkCalendar

/// What the product ships, as tests of pages take it: its definitions, its calendar, a few organisations.
public enum Product {
    /// The checkout.
    public static let house = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    private static let loaded: Catalogue? = DefinitionLoader.load(directory: house + "/Systems").catalogue
    public struct Missing: Error {}

    /// - Throws: `Missing` where the definitions are wrong.
    public static func catalogue() throws -> Catalogue {
        guard let loaded else { throw Missing() }
        return loaded
    }

    /// - Parameter name: `holidays`, `guangxi`.
    public static func arrangement(_ name: String) throws -> HolidayArrangement {
        try HolidayArrangement(csv: String(contentsOfFile: "\(house)/Demo/calendar/\(name).csv", encoding: .utf8))
    }

    /// The region, a city, a county.
    public static let organisations = [
        Organisation(code: "450000", name: "广西壮族自治区司法厅", kind: "department", level: "region", parent: nil, division: "450000"),
        Organisation(code: "450100", name: "南宁市司法局", kind: "city_bureau", level: "city", parent: "450000", division: "450100"),
        Organisation(code: "450103", name: "青秀区司法局", kind: "county_bureau", level: "county", parent: "450100", division: "450103"),
    ]
}
