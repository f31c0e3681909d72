import ArgumentParser
import Casework
import Cryptography
import Demonstration
import Expressions
import Foundation
import Storage
import WorkCalendar

/// Work orders submitted by many at once, durably, against the bare database writing the same rows in the same batches.
struct SubmitBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "submit", abstract: "并发提交工单")
    @Option(help: "sqlite:路径 或 postgres://…") var database: String
    @Option(help: "同时提交的人数") var clients = 32
    @Option(help: "每一项测多少秒") var seconds = 6.0
    @Option(help: "分散到多少个单位") var organisations = 100
    @Flag(help: "只测提交，供剖析") var only = false
    @Flag(help: "列出一次提交的语句") var statements = false

    func run() async throws {
        guard (1...512).contains(clients), seconds > 0, seconds <= 120 else {
            throw CommandFailure(message: "clients 应为 1–512，seconds 应不超过 120", code: 2)
        }
        let house = try House.find()
        let (catalogue, _) = try house.catalogue()
        let storage = try Database.open(database)
        defer { storage.close() }
        let kernel = try Kernel(
            database: storage, catalogue: catalogue, calendar: house.calendar(), master: MasterKey([UInt8](repeating: 7, count: 32)))
        if kernel.state.tree.count == 0 { try kernel.replaceOrganisations(house.organisations()) }
        let counties = Array(kernel.state.tree.ofKind("county_bureau").prefix(max(1, organisations)))
        let now = Moment(clamping: Int64(Date().timeIntervalSince1970) * 1000)
        let template = try await record(kernel, counties, now)
        let facts = storage.health.facts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        print(
            "database: \(storage.dialect) \(facts); \(clients) clients, \(counties.count) organisations; a submit asks \(template.reads) times and writes \(template.template.count) rows"
        )
        let submitted = try await measure("submit", storage) { client, index in
            let county = counties[(client * 7_919 + index) % counties.count]
            let outcome = try await kernel.perform(Self.request(county, key: "\(now.milliseconds)-\(client)-\(index)"), at: now)
            return outcome.version == 1
        }
        if only { return }
        let mark = UUID().uuidString
        let writes = template.template
        let bare = try await measure("bare rows", storage) { client, index in
            try await storage.write { connection in
                try writes.write("\(mark)-\(client)-\(index)", in: connection)
                return true
            }
        }
        print(String(format: "ratio submit / bare: %.2f", submitted / max(bare, 1)))
    }

    /// One submit, looked at.
    private func record(_ kernel: Kernel, _ counties: [Organisation], _ now: Moment) async throws -> (template: WriteTemplate, reads: Int) {
        let state = kernel.state
        guard let county = counties.first else { throw CommandFailure(message: "没有县级单位") }
        let showsStatements = statements
        return try await kernel.database.write { connection in
            let recording = RecordingConnection(connection)
            let key = "bench-\(UUID().uuidString)"
            let outcome = try kernel.perform(Self.request(county, key: key), at: now, state: state, connection: recording)
            if showsStatements {
                for sql in recording.reads { print("read  \(sql.text.prefix(160))") }
                for sql in recording.writes { print("write \(sql.text.prefix(160))") }
            }
            var own: Set<String> = [outcome.id, key]
            if let number = outcome.number { own.insert(number) }
            for argument in recording.writes.flatMap(\.arguments) {
                if case .text(let text) = argument, text.utf8.count == 26, !text.contains(" "), text.utf8.allSatisfy({ $0 < 0x80 }) {
                    own.insert(text)
                }
            }
            return (WriteTemplate(recording.writes, own: own), recording.reads.count)
        }
    }

    private static func request(_ county: Organisation, key: String) -> ActionRequest {
        let desk = Actor(
            id: "front_desk@\(county.code)", name: "前台受理员", grants: [Grant(role: "front_desk", org: county.code)], org: county.code)
        let phone = "1380000\(String(10_000 + abs(key.hashValue % 10_000)).dropFirst())"
        return ActionRequest(
            type: "work-order/work_order", action: "submit", actor: desk,
            values: [
                "kind": .string("ZX"), "channel": .string("window"), "title": .string("公司两个月没发工资怎么办"),
                "content": .string("公司拖欠两个月工资，希望能给出明确的答复，并告知需要准备哪些材料、到哪里办理。"), "service_line": .string("legal_aid"),
                "nature": .string("legal"), "law_field": .string("wage"), "area_code": .string(county.division),
                "urgency": .string("normal"),
                "parties": .list([
                    .map([
                        .string("role"): .string("applicant"), .string("kind"): .string("natural"), .string("name"): .string("申请人甲"),
                        .string("phone"): .string(phone),
                    ])
                ]),
            ], idempotencyKey: key)
    }

    /// So many clients, each one after the other, for so long.
    private func measure(
        _ name: String, _ storage: Database, _ work: @escaping @Sendable (_ client: Int, _ index: Int) async throws -> Bool
    ) async throws -> Double {
        let (commits, flushes, processor) = (storage.commits, storage.flushes, processorSeconds())
        let watch = Stopwatch()
        let length = seconds
        let times = try await withThrowingTaskGroup(of: [Double].self) { group in
            for client in 0..<clients {
                group.addTask {
                    var times: [Double] = []
                    while watch.seconds < length {
                        let one = Stopwatch()
                        guard try await work(client, times.count) else { throw CommandFailure(message: "\(name)：结果不对") }
                        times.append(one.milliseconds)
                    }
                    return times
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let rate = Double(times.count) / watch.seconds
        let cost = (processorSeconds() - processor) / Double(max(times.count, 1)) * 1_000_000
        print(
            "\(name): \(Int(rate))/s, \(Distribution(times)), \(String(format: "%.1f", Double(times.count) / Double(max(storage.commits - commits, 1)))) a commit, flushes \(storage.flushes - flushes) for \(storage.commits - commits) commits, \(Int(cost)) µs of processor each"
        )
        return rate
    }
}
