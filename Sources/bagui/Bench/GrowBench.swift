import ArgumentParser
import Foundation
import Storage

/// A second size for measurements: closed orders copied until there are as many as wanted. The open work stays what it was.
///
/// Copies carry ids, numbers and moments of their own and stand in the scope table like the originals; they have no journal, since nothing happened to them.
struct GrowBench: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "grow", abstract: "把已办结的工单复制到指定的件数，供测量")
    @Option(help: "已用 bagui demo 填好的数据库；复制后只供测量") var database: String
    @Option(help: "一共要多少件工单") var orders = 1_000_000

    private static let table = "work_order__work_order"

    func run() throws {
        guard (1...5_000_000).contains(orders) else { throw CommandFailure(message: "orders 应为 1–5000000", code: 2) }
        let storage = try Database.open(database)
        defer { storage.close() }
        let there = Int(try storage.read { try $0.first("SELECT COUNT(*) FROM \(identifier: Self.table)")?.int(0) ?? 0 })
        let originals = try storage.read {
            try $0.query("SELECT * FROM \(identifier: Self.table) WHERE _closed = 1 ORDER BY _id LIMIT 20000")
        }
        guard let first = originals.first, there < orders else {
            throw CommandFailure(message: originals.isEmpty ? "没有已办结的工单：请先用 bagui demo 填充" : "已有\(there)件，不必复制")
        }
        let names = first.columnNames
        let scopes = try Dictionary(
            grouping: storage.read {
                try $0.query(
                    "SELECT kind, principal, record_type, created_at, record_id, due FROM record_scope WHERE record_id IN (SELECT _id FROM \(identifier: Self.table) WHERE _closed = 1)"
                )
            }, by: { $0.text(4) ?? "" })
        let watch = Stopwatch()
        let copies = orders - there
        try storage.bulk(0..<copies, perCommit: 5_000) { connection, index in
            let original = originals[index % originals.count]
            let round = Int64(index / originals.count + 1)
            // A quarter of an hour earlier each time, so that moments stay apart and in the past.
            let earlier = round * 900_000
            let mark = Self.mark(index)
            var values = original.values
            var created: Int64 = 0
            for (column, name) in names.enumerated() {
                switch (name, values[column]) {
                case ("_id", .text(let id)): values[column] = .text(String(id.prefix(20)) + mark)
                case ("order_no", .text(let number)): values[column] = .text(number + "." + mark)
                case ("_created_at", .integer(let moment)):
                    created = moment - earlier
                    values[column] = .integer(created)
                case ("_updated_at", .integer(let moment)): values[column] = .integer(moment - earlier)
                default: break
                }
            }
            let id = String((original.text("_id") ?? "").prefix(20)) + mark
            try connection.enqueue("INSERT INTO \(identifier: Self.table) (\(identifiers: names)) VALUES (\(values))")
            for scope in scopes[original.text("_id") ?? ""] ?? [] {
                try connection.enqueue(
                    "INSERT INTO record_scope (kind, principal, record_type, created_at, record_id, due) VALUES (\(scope[0]), \(scope[1]), \(scope[2]), \(created), \(id), \(scope[5]))"
                )
            }
            if (index + 1) % 100_000 == 0 { print("\(index + 1) copies, \(Int(Double(index + 1) / watch.seconds))/s") }
        }
        print("orders: \(orders), \(copies) copied in \(Int(watch.seconds)) s")
    }

    /// Six digits to the base of 32, as record ids end.
    private static func mark(_ index: Int) -> String {
        let digits = Array("0123456789abcdefghjkmnpqrstvwxyz")
        var (rest, text) = (index, "")
        for _ in 0..<6 {
            text = String(digits[rest % 32]) + text
            rest /= 32
        }
        return text
    }
}
