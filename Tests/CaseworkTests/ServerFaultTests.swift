import TestDatabases
import Expressions
import Foundation
import Storage
import Synchronization
import Testing

@testable import Casework

/// A PostgreSQL server of the test's own, which may be killed and started. Through the shell: a `Process` would wait for the server, too.
private final class OwnServer: Sendable {
    let url: String
    private let control: String
    private let folder: String

    init() async throws {
        let scripts = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../scripts").standardized.path
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("casework-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let inside = "echo $BAGUI_TEST_POSTGRES >$OWN/url; echo $BAGUI_TEST_POSTGRES_CONTROL >$OWN/control; read line <$OWN/end"
        try Self.shell(
            """
            export OWN='\(folder)'; mkfifo $OWN/end; unset BAGUI_TEST_POSTGRES; \
            ('\(scripts)/postgres/with-postgres' sh -c '\(inside)' >$OWN/log 2>&1; echo $? >$OWN/code) &
            """)
        while Self.line(folder + "/control").isEmpty {
            if FileManager.default.fileExists(atPath: folder + "/code") { throw CocoaError(.executableLoad) }
            try await Task.sleep(for: .milliseconds(20))
        }
        (url, control) = (Self.line(folder + "/url"), Self.line(folder + "/control"))
    }

    func tell(_ command: String) throws { try Self.shell("'\(control)' \(command) >/dev/null 2>&1") }

    func end() { try? Self.shell("echo >'\(folder)/end'; while [ ! -s '\(folder)/code' ]; do sleep 0.05; done; rm -r '\(folder)'") }

    private static func line(_ path: String) -> String {
        (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    }
    private static func shell(_ command: String) throws { if system(command) != 0 { throw CocoaError(.executableLoad) } }
}

@Suite(.serialized, .enabled(if: TestPlace.postgresURL != nil)) struct `When the server dies` {
    @Test func `what was acknowledged is there, what was in doubt is done once by asking again, and the journal verifies`() async throws {
        let server = try await OwnServer()
        defer { server.end() }
        let database = try Database.open(server.url)
        defer { database.close() }
        let desk = try Desk(database, url: server.url)
        let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
        let (kernel, now) = (desk.kernel, desk.now)
        let (acknowledged, ends) = (Tally(), Tally())
        async let filing: Void = withTaskGroup(of: Void.self) { group in
            for lane in 0..<8 {
                group.addTask {
                    var index = 0
                    while ends.all.isEmpty || index < 5 {
                        let key = "\(lane)-\(index)"
                        let request = ActionRequest(
                            type: "sample/matter", action: "file", actor: clerk, values: ["title": .string(key), "kind": "ZX"],
                            idempotencyKey: key)
                        // Whoever hears nothing, or of a broken line, asks again under the same key.
                        do {
                            let outcome = try await kernel.perform(request, at: now)
                            acknowledged.add("\(outcome.id) \(outcome.number ?? "")")
                            index += 1
                        } catch is DatabaseError { try? await Task.sleep(for: .milliseconds(20)) } catch { Issue.record(error) }
                    }
                }
            }
        }
        for round in 1...2 {
            while acknowledged.all.count < 60 * round { try await Task.sleep(for: .milliseconds(10)) }
            try server.tell("kill")
            try server.tell("start")
        }
        let before = acknowledged.all.count
        while acknowledged.all.count < before + 40 { try await Task.sleep(for: .milliseconds(10)) }
        ends.add("now")
        await filing

        let kept = Set(
            try database.read { try $0.query("SELECT _id, no FROM sample__matter").map { "\($0.text(0) ?? "") \($0.text(1) ?? "")" } })
        #expect(kept == Set(acknowledged.all), "each key was asked until it was acknowledged")
        let sequences = kept.compactMap { Int($0.split(separator: " ")[1].dropFirst("450103ZX2026".count)) }
        #expect(Set(sequences) == Set(1...kept.count) && sequences.count == kept.count)
        #expect(try desk.number("SELECT COUNT(*) FROM journal") == Int64(kept.count))
        #expect(try desk.findings().isEmpty)
    }
}
