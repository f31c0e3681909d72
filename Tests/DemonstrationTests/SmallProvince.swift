import Casework
import Cryptography
import Definitions
import Expressions
import Foundation
import Identifiers
import Storage
import WorkCalendar

@testable import Demonstration

/// A small province in a database of its own, kept in memory.
struct SmallProvince {
    let kernel: Kernel
    let counts: DemonstrationCounts
    let end: Moment
    /// One for all that only look.
    static let shared = Result { try SmallProvince(seed: 5, until: moment) }
    static let moment = Moment(day: Day(year: 2026, month: 6, day: 17) ?? .first, hour: 15, minute: 30) ?? .first

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .path

    init(seed: UInt64, until end: Moment) throws {
        self.end = end
        kernel = try Self.emptyKernel()
        counts = try Demonstration.fillSmall(kernel: kernel, material: Self.material(), seed: seed, until: end)
    }

    static func emptyKernel() throws -> Kernel {
        let result = DefinitionLoader.load(directory: root + "/Systems")
        guard let catalogue = result.catalogue, result.problems.isEmpty else {
            throw Missing(what: result.problems.map(\.description).joined(separator: "\n"))
        }
        let calendar = WorkCalendar(
            arrangement: try HolidayArrangement(csv: text("Demo/calendar/holidays.csv")),
            regional: try HolidayArrangement(csv: text("Demo/calendar/guangxi.csv")))
        return try Kernel(
            database: Database.open("sqlite::memory:"), catalogue: catalogue, calendar: calendar, master: .fresh(),
            identifiers: DemonstrationIdentifiers())
    }

    static func material() throws -> Demonstration.Material {
        let organisations = try text("Demo/organisations.csv").split(separator: "\n").dropFirst().map { line in
            let parts = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return Organisation(
                code: parts[0], name: parts[1], kind: parts[2], level: parts[3], parent: parts[4].isEmpty ? nil : parts[4],
                division: parts[5])
        }
        return Demonstration.Material(organisations: organisations, divisions: try DivisionTable(csv: text("Demo/divisions.csv")))
    }

    static func text(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: root + "/" + path) else { throw Missing(what: path) }
        return String(decoding: data, as: UTF8.self)
    }

    struct Missing: Error { var what: String }

    /// All records of a type as the platform itself sees them, in order of making.
    func records(_ type: String) throws -> [RecordView] {
        var all: [RecordView] = []
        var query = ListQuery(type: type, sort: "created_at", limit: 500)
        repeat {
            let page = try kernel.list(query, as: .system, at: end)
            all += page.items
            query.after = page.next
        } while query.after != nil
        return all
    }

    /// Everything that was made, a line a record, as an export would write it.
    func export() throws -> [String] {
        try kernel.state.catalogue.records.filter { $0.parent == nil }.map(\.type).sorted().flatMap { type in
            try records(type).map { record in
                // A secret is drawn anew each time, as it must be: the query code of an order.
                let fields = record.fields.filter { !$0.definition.isSecret }.map { "\($0.definition.id)=\($0.text)" }.joined(
                    separator: "|")
                return
                    "\(type) \(record.id) v\(record.version) \(record.state ?? "-") \(record.createdAt) \(record.createdBy) \(record.updatedAt) \(fields)"
            }
        }
    }

    func count(_ sql: SQL) throws -> Int { Int(try kernel.database.read { try $0.first(sql)?.int(0) } ?? 0) }
}
