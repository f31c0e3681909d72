import TestDatabases
import Expressions
import Foundation
import Storage
import Synchronization
import Testing
import WorkCalendar

@testable import Casework

/// Where a process that will be killed finds what it shall do.
private enum Doomed {
    static let url = ProcessInfo.processInfo.environment["BAGUI_DOOMED_URL"]
    static let ledger = ProcessInfo.processInfo.environment["BAGUI_DOOMED_LEDGER"] ?? ""
    static let lockKey = ProcessInfo.processInfo.environment["BAGUI_DOOMED_KEY"].flatMap(Int64.init) ?? 0
}

/// A line for each acknowledgement, written before the next is awaited.
private final class Ledger: Sendable {
    private let handle: Mutex<FileHandle>
    init(_ handle: sending FileHandle) { self.handle = Mutex(handle) }
    func note(_ line: String) { handle.withLock { $0.write(Data((line + "\n").utf8)) } }
}

/// Runs only as the process that `Killed without warning` starts and kills.
@Suite(.enabled(if: Doomed.url != nil)) struct `The doomed process` {
    @Test func `files orders and notes each acknowledgement`() async throws {
        var configuration = Database.Configuration()
        configuration.lockKey = Doomed.lockKey
        let url = try #require(Doomed.url)
        let database = try Database.open(url, configuration: configuration)
        let desk = try Desk(database, url: url)
        let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
        let handle = try #require(FileHandle(forWritingAtPath: Doomed.ledger))
        try handle.seekToEnd()
        let ledger = Ledger(handle)
        let (kernel, now) = (desk.kernel, desk.now)
        await withTaskGroup(of: Void.self) { group in
            for lane in 0..<16 {
                group.addTask {
                    for index in 0..<100_000 {
                        let key = "\(lane)-\(index)-\(getpid())"
                        guard
                            let outcome = try? await kernel.perform(
                                ActionRequest(
                                    type: "sample/matter", action: "file", actor: clerk,
                                    values: ["title": .string(key), "kind": "ZX", "phone": "13812345678"], idempotencyKey: key), at: now)
                        else { return }
                        ledger.note("\(key) \(outcome.id) \(outcome.number ?? "")")
                    }
                }
            }
        }
    }
}

@Suite(.serialized, .enabled(if: Doomed.url == nil)) struct `Killed without warning` {
    @Test(arguments: TestPlace.all) func `a process has kept all that it acknowledged, and nothing by halves`(place: TestPlace) async throws
    {
        try await place.withURL { url, own in
            let ledger = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-\(own)").path
            #expect(FileManager.default.createFile(atPath: ledger, contents: nil))
            defer { try? FileManager.default.removeItem(atPath: ledger) }
            func acknowledged() -> [[String]] {
                let text = (try? String(contentsOfFile: ledger, encoding: .utf8)) ?? ""
                // The last line may be cut.
                return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
                    $0.split(separator: " ").map(String.init)
                }.filter { $0.count == 3 }
            }
            for round in 1...2 {
                let process = Process()
                process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
                process.arguments = CommandLine.arguments.dropFirst().first.map { $0.hasSuffix(".xctest") ? [$0] : [] } ?? []
                process.arguments? += ["--test-bundle-path"].filter { CommandLine.arguments.contains($0) }
                if let index = CommandLine.arguments.firstIndex(of: "--test-bundle-path"), index + 1 < CommandLine.arguments.count {
                    process.arguments = ["--test-bundle-path", CommandLine.arguments[index + 1]]
                }
                process.arguments? += ["--testing-library", "swift-testing", "--filter", "The doomed process"]
                var environment = ProcessInfo.processInfo.environment
                environment["BAGUI_DOOMED_URL"] = url
                environment["BAGUI_DOOMED_LEDGER"] = ledger
                environment["BAGUI_DOOMED_KEY"] = String(own)
                process.environment = environment
                process.standardOutput = FileHandle.nullDevice
                process.standardError = FileHandle.nullDevice
                try process.run()
                while acknowledged().count < 300 * round, process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
                try #require(process.isRunning, "it ended by itself: \(acknowledged().count)")
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()

                var configuration = Database.Configuration()
                configuration.lockKey = own
                let database = try Database.open(url, configuration: configuration)
                defer { database.close() }
                let desk = try Desk(database, url: url)
                let kept = Dictionary(
                    try database.read { try $0.query("SELECT _id, no FROM sample__matter").map { ($0.text(0) ?? "", $0.text(1) ?? "") } },
                    uniquingKeysWith: { first, _ in first })
                let lines = acknowledged()
                #expect(lines.count >= 300 * round)
                for line in lines { #expect(kept[line[1]] == line[2]) }
                let sequences = kept.values.compactMap { Int($0.dropFirst("450103ZX2026".count)) }
                #expect(sequences.count == kept.count && Set(sequences) == Set(1...kept.count), "without gap or double")
                #expect(try desk.number("SELECT COUNT(*) FROM journal") == Int64(kept.count))
                #expect(try desk.number("SELECT COUNT(*) FROM idempotency") == Int64(kept.count))
                #expect(try desk.number("SELECT COUNT(*) FROM record_key") == Int64(kept.count))
                #expect(try desk.number("SELECT COUNT(*) FROM todo") == Int64(kept.count))
                #expect(try desk.number("SELECT COUNT(*) FROM deadline") == Int64(kept.count))
                #expect(try desk.findings().isEmpty)
                // Who heard nothing asks again and gets what was done, or it is done now.
                let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
                if round == 2 { continue }
                let again = try desk.perform(
                    "file", as: clerk, ["title": .string(lines[0][0]), "kind": "ZX", "phone": "13812345678"], key: lines[0][0])
                #expect(again.wasRepeated && again.id == lines[0][1])
            }
        }
    }
}

@Suite(.enabled(if: Doomed.url == nil)) struct `When the database fails` {
    @Test func `a full one refuses the write whole and goes on reading`() async throws {
        var configuration = Database.Configuration()
        configuration.maximumPages = 450
        try await TestPlace.sqlite.desk(configuration) { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            var filed = 0
            var failure: DatabaseError?
            let story = Value.string(String(repeating: "长", count: 100))
            while failure == nil, filed < 5000 {
                do {
                    try desk.file(as: clerk, ["story": story])
                    filed += 1
                } catch let error as DatabaseError { failure = error }
            }
            #expect(failure?.kind == .full)
            #expect(try desk.number("SELECT COUNT(*) FROM sample__matter") == Int64(filed))
            #expect(try desk.number("SELECT COUNT(*) FROM journal") == Int64(filed))
            #expect(try desk.number("SELECT MAX(value) FROM counter") == Int64(filed))
            #expect(try desk.findings().isEmpty)
            #expect(try desk.list(ListQuery(type: "sample/matter", limit: 3), as: clerk).count == min(3, filed))
        }
    }

    @Test func `one locked by another hand is said to be busy, and used again afterwards`() async throws {
        var configuration = Database.Configuration()
        configuration.busyTimeoutMilliseconds = 50
        try await TestPlace.sqlite.desk(configuration) { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let other = try Database.open(desk.url)
            defer { other.close() }
            try other.writeBlocking { connection in
                try connection.execute("UPDATE counter SET value = value")
                let error = #expect(throws: DatabaseError.self) { try desk.file(as: clerk) }
                #expect(error?.kind == .busy)
            }
            #expect(try desk.file(as: clerk).number == "450103ZX2026001")
        }
    }

    @Test func `one closed or of another sort is refused in words`() async throws {
        try await TestPlace.sqlite.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            desk.database.close()
            #expect(throws: DatabaseError.self) { try desk.file(as: clerk) }
            #expect(throws: DatabaseError.self) { _ = try desk.list(ListQuery(type: "sample/matter"), as: clerk) }
            #expect(throws: DatabaseError.self) { _ = try Scheduler(kernel: desk.kernel).run(at: desk.now) }
        }
        #expect(throws: DatabaseError.self) { _ = try Database.open("sqlite:/no/such/folder/x.sqlite") }
    }

    @Test(arguments: TestPlace.all) func `ids rise also when the clock goes back, and records stay in order of filing by id`(
        place: TestPlace
    ) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            var ids: [String] = []
            for step in [0, 5000, -60_000, -86_400_000, 3, 0] {
                desk.now = try desk.now.adding(milliseconds: Int64(step))
                for _ in 0..<3 { ids.append(try desk.file(as: clerk).id) }
            }
            #expect(ids == ids.sorted() && Set(ids).count == 18)
            #expect(try desk.findings().isEmpty)
            #expect(try desk.all(ListQuery(type: "sample/matter", limit: 4), as: clerk).count == 18)
        }
    }
}
