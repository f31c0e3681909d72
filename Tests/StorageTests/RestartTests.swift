import Foundation
import Storage
import Synchronization
import Testing

/// A server of the test's own, which may be stopped and started: by the same script that the tests run under.
///
/// Started through the shell and not as a `Process`, which takes a child for running as long as any process it has started is: here the
/// server.
private final class OwnServer: Sendable {
    let url: String
    private let control: String
    private let folder: String

    init() async throws {
        let scripts = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../scripts").standardized.path
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("storage-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let inside = "echo $BAGUI_TEST_POSTGRES >$OWN/url; echo $BAGUI_TEST_POSTGRES_CONTROL >$OWN/control; read line <$OWN/end"
        try Self.shell(
            """
            export OWN='\(folder)'; mkfifo $OWN/end; unset BAGUI_TEST_POSTGRES; \
            ('\(scripts)/postgres/with-postgres' sh -c '\(inside)' >$OWN/log 2>&1; echo $? >$OWN/code) &
            """)
        while !FileManager.default.fileExists(atPath: folder + "/control") || Self.line(folder + "/control").isEmpty {
            if FileManager.default.fileExists(atPath: folder + "/code") { throw Refused(why: Self.line(folder + "/log")) }
            try await Task.sleep(for: .milliseconds(20))
        }
        url = Self.line(folder + "/url")
        control = Self.line(folder + "/control")
    }

    func tell(_ command: String) throws { try Self.shell("'\(control)' \(command) >/dev/null 2>&1") }

    func end() {
        try? Self.shell("echo >'\(folder)/end'; while [ ! -s '\(folder)/code' ]; do sleep 0.05; done; rm -r '\(folder)'")
    }

    private static func line(_ path: String) -> String {
        (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    }
    private static func shell(_ command: String) throws {
        guard system(command) == 0 else { throw Refused(why: "this failed: \(command)") }
    }
}

/// What the writing tasks of a test share.
private final class Course: Sendable {
    let ends = Mutex(false)
    let next = Atomic<Int>(0)
}

@Suite(.serialized, .enabled(if: TestPlace.postgresURL != nil)) struct `A server that restarts` {
    @Test func `is found again by the next call, and loses nothing that was acknowledged`() async throws {
        let server = try await OwnServer()
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
        let server = try await OwnServer()
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
            var unknown: Set<Int> = []
            for try await part in group {
                kept.formUnion(part.kept)
                refused.formUnion(part.refused)
                unknown.formUnion(part.unknown)
            }
            let there = Set(try database.read { try $0.query("SELECT id FROM thing").compactMap { $0.int(0) }.map(Int.init) })
            // Where it could not be learnt what became of a commit, either is right.
            #expect(there.subtracting(kept).isSubset(of: unknown))
            #expect(kept.subtracting(there).isEmpty)
            #expect(refused.intersection(there).isEmpty)
            #expect(kept.count > 10)
        }
    }
}
