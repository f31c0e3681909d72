import Foundation
import Storage
import Synchronization
import Testing

/// A server of the test's own, which may be stopped and started: by the same script that the tests run under.
private final class OwnServer: @unchecked Sendable {
    let url: String
    private let control: String
    private let process: Process
    private let input: Pipe

    init?() throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../scripts/postgres/with-postgres"
        ).standardized.path
        guard FileManager.default.isExecutableFile(atPath: script) else { return nil }
        process = Process()
        process.executableURL = URL(fileURLWithPath: script)
        process.arguments = ["sh", "-c", "echo \"$BAGUI_TEST_POSTGRES\"; echo \"$BAGUI_TEST_POSTGRES_CONTROL\"; read line"]
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("BAGUI_TEST_POSTGRES") }
        let output = Pipe()
        input = Pipe()
        process.standardOutput = output
        process.standardInput = input
        try process.run()
        var text = ""
        while text.filter({ $0 == "\n" }).count < 2 {
            let piece = output.fileHandleForReading.availableData
            if piece.isEmpty { return nil }
            text += String(decoding: piece, as: UTF8.self)
        }
        let lines = text.split(separator: "\n").map(String.init)
        url = lines[0]
        control = lines[1]
    }

    func tell(_ command: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: control)
        process.arguments = [command]
        try process.run()
        process.waitUntilExit()
    }

    func end() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}

/// What the writing tasks of a test share.
private final class Course: Sendable {
    let ends = Mutex(false)
    let next = Atomic<Int>(0)
}

@Suite(.enabled(if: TestPlace.postgresURL != nil)) struct `A server that restarts` {
    @Test func `is found again by the next call, and loses nothing that was acknowledged`() async throws {
        guard let server = try OwnServer() else { return }
        defer { server.end() }
        let database = try Database.open(server.url)
        defer { database.close() }
        try database.apply([.thing])
        let count: SQL = "SELECT count(*) FROM thing"
        _ = try database.value(count)
        try database.writeBlocking { try $0.execute("INSERT INTO thing VALUES (\(1), \("a"), 1)") }

        try server.tell("restart")
        #expect(try database.value(count) == 1)
        try database.writeBlocking { try $0.enqueue("INSERT INTO thing VALUES (\(2), \("b"), 1)") }
        try server.tell("restart")
        try database.writeBlocking { try $0.enqueue("INSERT INTO thing VALUES (\(3), \("c"), 1)") }
        #expect(try database.value(count) == 3)

        try server.tell("stop")
        let write = #expect(throws: DatabaseError.self) {
            try database.writeBlocking { try $0.execute("INSERT INTO thing VALUES (4, 'd', 1)") }
        }
        #expect(write?.kind == .gone)
        let read = #expect(throws: DatabaseError.self) { try database.value(count) }
        #expect(read?.kind == .gone)
        #expect(database.health.problem != nil)
        try server.tell("start")
        #expect(try database.value(count) == 3)
        try database.writeBlocking { try $0.execute("INSERT INTO thing VALUES (4, 'd', 1)") }
        #expect(database.health.problem == nil)
    }

    @Test func `amid many writes leaves each acknowledged one once, and no refused one`() async throws {
        guard let server = try OwnServer() else { return }
        defer { server.end() }
        let database = try Database.open(server.url)
        defer { database.close() }
        try database.apply([.thing])
        let course = Course()
        try await withThrowingTaskGroup(of: (kept: [Int], refused: [Int], unknown: [Int]).self) { group in
            for _ in 0..<16 {
                group.addTask {
                    var (kept, refused, unknown): ([Int], [Int], [Int]) = ([], [], [])
                    while !course.ends.withLock({ $0 }) {
                        let id = course.next.add(1, ordering: .relaxed).newValue
                        do {
                            try await database.write { connection in
                                if try connection.first("SELECT id FROM thing WHERE id = \(id)") != nil { throw Refused(why: "twice") }
                                try connection.enqueue("INSERT INTO thing VALUES (\(id), \("n\(id)"), 1)")
                            }
                            kept.append(id)
                        } catch let error as DatabaseError where error.kind == .outcomeUnknown { unknown.append(id) } catch let error
                            as DatabaseError
                        {
                            #expect(error.kind == .gone, "\(error)")
                            refused.append(id)
                        }
                    }
                    return (kept, refused, unknown)
                }
            }
            for command in ["kill", "start", "restart", "kill", "start"] {
                try await Task.sleep(for: .milliseconds(300))
                try server.tell(command)
            }
            try await Task.sleep(for: .milliseconds(300))
            course.ends.withLock { $0 = true }
            var kept: Set<Int> = []
            var refused: Set<Int> = []
            for try await part in group {
                kept.formUnion(part.kept)
                refused.formUnion(part.refused)
            }
            let there = Set(try database.read { try $0.query("SELECT id FROM thing").compactMap { $0.int(0) }.map(Int.init) })
            #expect(kept.subtracting(there).isEmpty)
            #expect(refused.intersection(there).isEmpty)
            #expect(kept.count > 100)
        }
    }
}
