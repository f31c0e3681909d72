import TestDatabases
import Definitions
import Expressions
import Storage
import Testing
import WorkCalendar

@testable import Casework

/// Random filters over the sample's columns, the same for the same seed.
private struct RandomFilter {
    var random: SplitMix

    mutating func pick<T>(_ items: [T]) -> T { items[Int.random(in: 0..<items.count, using: &random)] }

    mutating func filter(_ depth: Int) -> String {
        if depth == 0 { return atom() }
        switch Int.random(in: 0..<8, using: &random) {
        case 0, 1: return "(\(filter(depth - 1)) && \(filter(depth - 1)))"
        case 2, 3: return "(\(filter(depth - 1)) || \(filter(depth - 1)))"
        case 4: return "!(\(filter(depth - 1)))"
        case 5: return "(\(filter(depth - 1)) ? \(filter(depth - 1)) : \(filter(depth - 1)))"
        default: return atom()
        }
    }

    private mutating func atom() -> String {
        let comparison = pick(["==", "!=", "<", "<=", ">", ">="])
        let equality = pick(["==", "!="])
        switch Int.random(in: 0..<20, using: &random) {
        case 0: return "count \(comparison) \(pick(["0", "1", "3", "count", "fee", "1000", "-1"]))"
        case 1: return "rate \(comparison) \(pick(["0.5", "2.0", "rate"]))"
        case 2: return "\(pick(["title", "memo"])) \(comparison) \(pick(["'a'", "'南'", "''", "memo", "title"]))"
        case 3:
            return
                "\(pick(["title", "memo"])).\(pick(["startsWith", "endsWith", "contains"]))(\(pick(["'a'", "'%'", "'_'", "'南'", "''", "memo"])))"
        case 4: return "kind \(equality) \(pick(["'ZX'", "'BL'"]))"
        case 5: return "kind in \(pick(["['ZX']", "['ZX', 'BL']"]))"
        case 6: return "state \(equality) \(pick(["'filed'", "'doing'", "'done'"]))"
        case 7: return "urgent\(pick(["", " == true", " != true", " == null"]))"
        case 8: return "\(pick(["day", "at_time", "due_on"])) \(comparison) \(pick(["today", "now", "day", "created_at"]))"
        case 9: return "\(pick(["count", "rate", "memo", "urgent", "day", "officer", "tags", "other", "kind", "fee"])) \(equality) null"
        case 10: return "has(\(pick(["count", "memo", "day", "tags"])))"
        case 11: return pick(["overdue", "closed", "!overdue", "!closed"])
        case 12: return "\(pick(["'a'", "'b'", "'南'", "memo"])) in tags"
        case 13: return "tags.\(pick(["exists", "all"]))(t, t \(equality) \(pick(["'a'", "memo", "title"])))"
        case 14: return "count \(pick(["+", "-", "*", "/", "%"])) \(pick(["1", "0", "count", "2"])) \(comparison) \(pick(["1", "4"]))"
        case 15: return "size(\(pick(["title", "memo", "tags"]))) \(comparison) \(pick(["0", "1", "2"]))"
        case 16: return "officer \(equality) \(pick(["actor.id", "'c1'", "created_by"]))"
        case 17: return "unit \(equality) actor.org"
        case 18: return "due_at \(comparison) now"
        default: return pick(["true", "false", "1 / 0 == 1", "count > null || true"])
        }
    }
}

@Suite struct `A filter` {
    @Test(arguments: TestPlace.all) func `finds in the database what evaluation finds, for random filters over random records`(
        place: TestPlace
    ) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            var random = SplitMix(state: 3)
            func some<T>(_ values: [T]) -> T? {
                Int.random(in: 0..<3, using: &random) == 0 ? nil : values[Int.random(in: 0..<values.count, using: &random)]
            }
            for index in 0..<60 {
                var values: [String: Value] = [
                    "title": .string(["a", "ab", "南宁", "%", "A"][index % 5]), "kind": index % 3 == 0 ? "BL" : "ZX",
                ]
                values["count"] = some([Value.int(0), .int(1), .int(3), .int(1000)])
                values["rate"] = some([Value.double(0), .double(0.5), .double(2), .double(99.9)])
                values["fee"] = some([Value.int(0), .int(1), "0.03"])
                values["memo"] = some([Value.string("a"), "南", "_", "a%b"])
                values["urgent"] = some([Value.bool(true), .bool(false)])
                values["day"] = some([Value.string("2026-03-02"), "2026-03-03", "1999-12-31"])
                values["at_time"] = some([Value.string("2026-03-02T09:00"), "2026-03-02T08:59"])
                values["due_on"] = some([Value.string("2026-03-02"), "2026-04-01"])
                values["tags"] = some([Value.list(["a"]), .list(["a", "b", "南"]), .list(["_"])])
                values["officer"] = some([Value.string("c1")])
                values["unit"] = some([Value.string(SampleOffice.qingxiu)])
                let id = try desk.file(as: clerk, values).id
                if index % 3 == 1 { try desk.perform("take", id, as: clerk) }
                if index % 6 == 4 { try desk.perform("finish", id, as: clerk) }
            }
            let now = try desk.now.adding(milliseconds: 30 * 3_600_000)
            _ = try Scheduler(kernel: desk.kernel).advance(from: desk.now, to: try desk.now.adding(milliseconds: 3_600_000))
            let definition = try #require(desk.kernel.state.definition("sample/matter"))
            let schema = try #require(desk.kernel.state.schema("sample/matter"))
            var generator = RandomFilter(random: SplitMix(state: 17))
            let (matched, tried) = try desk.kernel.reading(clerk, at: now) { unit in
                let records = try unit.reader.records("sample/matter", where: "1 = 1 ORDER BY _id")
                var (matched, tried) = (0, 0)
                for _ in 0..<1500 {
                    let text = generator.filter(3)
                    // What does not pass the check is no filter; what passes must mean the same twice.
                    guard let checked = try? unit.state.compiled.filter(text, for: definition) else { continue }
                    tried += 1
                    let sql = try FilterSQL(unit: unit, definition: definition, schema: schema).compile(checked)
                    let found = try unit.connection.query("SELECT _id FROM sample__matter WHERE \(sql) ORDER BY _id").compactMap {
                        $0.text(0)
                    }
                    let grant = clerk.grants.first
                    let meant = records.filter { record in
                        (try? checked.evaluate(RecordActivation(unit: unit, definition: definition, stored: record, grant: grant)))
                            == .bool(true)
                    }.map(\.id)
                    if found != meant {
                        Issue.record("\(text): 数据库 \(found.count)，求值 \(meant.count)；差 \(Set(found).symmetricDifference(meant).count)")
                    }
                    if !meant.isEmpty && meant.count < records.count { matched += 1 }
                }
                return (matched, tried)
            }
            #expect(tried > 1000 && matched > 300, "\(tried) \(matched)")
        }
    }
}
