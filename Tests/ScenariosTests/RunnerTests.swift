import Casework
import Cryptography
import Definitions
import Foundation
import Storage
import Testing
import WorkCalendar

@testable import Scenarios

/// A small system to run scenarios against.
private enum Bench {
    static let system = """
        system: bench
        name: 样例
        platform: government-affairs
        zone: extranet
        codes:
          kind: {name: 类型, values: {ZX: 咨询, BL: 办理}}
        records:
          matter:
            name: 事项
            number: {field: no, pattern: "{org6}{kind}{yyyy}{seq3}"}
            title: "{no}"
            fields:
              no:    {label: 编号, type: text}
              title: {label: 标题, type: text, required: true, max: 10}
              kind:  {label: 类型, type: code, codes: kind, required: true}
              phone: {label: 电话, type: phone, secret: true}
            lifecycle:
              states: {filed: {label: 已提交, todo: {role: clerk, task: 受理}}, done: {label: 办结, end: true}}
              actions:
                file:   {label: 提交, from: none, to: filed, by: clerk}
                finish: {label: 办结, from: filed, to: done, by: clerk}
            limits:
              reply: {label: 答复, from: file, until: finish, within: 24 hours, kind: default, remind: [50%]}
            access:
              - {role: clerk, may: [view, list, reveal, actions]}
        """
    static let shared = "roles:\n  clerk: {name: 经办人, scope: organisation}\n"
    static let organisations = [
        Organisation(code: "450000", name: "自治区司法厅", kind: "department", level: "region", parent: nil, division: "450000"),
        Organisation(code: "450103", name: "青秀区司法局", kind: "county_bureau", level: "county", parent: "450000", division: "450103"),
        Organisation(code: "450202", name: "城中区司法局", kind: "county_bureau", level: "county", parent: "450000", division: "450202"),
    ]

    static func run(_ text: String) throws -> [ScenarioRunner.Result] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("scenario-test-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (path, content) in ["shared/shared.yaml": shared, "government-affairs/bench/system.yaml": system] {
            let file = folder.appendingPathComponent(path)
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try content.write(to: file, atomically: true, encoding: .utf8)
        }
        let result = DefinitionLoader.load(directory: folder.path)
        let catalogue = try #require(result.catalogue, "\(result.problems)")
        let database = try Database.open("sqlite::memory:")
        defer { database.close() }
        let kernel = try Kernel(
            database: database, catalogue: catalogue, calendar: WorkCalendar(arrangement: .none), master: .fresh())
        let runner = try ScenarioRunner(kernel: kernel, organisations: organisations)
        return try ScenarioFile.read(text, file: "scenarios.yaml").map { runner.run($0) }
    }

    /// A scenario whose matter has been filed, and then these steps.
    static func scenario(_ steps: String, filed: String = "{state: filed}") -> String {
        """
        scenario: 样例
        start: 2026-03-02T09:00
        steps:
          - as: {role: clerk, at: "450103"}
            do: bench/matter.file
            with: {title: 修路, kind: ZX, phone: "13812345678"}
            save: A
            expect: \(filed)
        \(steps)
        """
    }
}

@Suite struct `The scenario runner` {
    @Test func `passes what is so`() throws {
        let results = try Bench.run(
            Bench.scenario(
                """
                  - wait: 12 hours
                    on: A
                    expect: {reminded: clerk}
                  - wait: 13 hours
                    on: A
                    expect: {overdue: true}
                  - as: {role: clerk, at: "450202"}
                    do: bench/matter.finish
                    on: A
                    expect: {refused: notfound}
                  - as: {role: clerk, at: 青秀区司法局}
                    do: bench/matter.finish
                    on: A
                    expect: {state: done}
                  - as: {role: clerk, at: "450103"}
                    do: bench/matter.finish
                    on: A
                    expect: {refused: state}
                  - as: {role: clerk, at: "450103"}
                    do: bench/matter.list
                    expect: {count: 1}
                """,
                filed:
                    "{state: filed, number: \"450103ZX2026001\", fields: {title: 修路}, masked: [phone], due: {reply: 2026-03-03T09:00}, todo: {role: clerk, at: \"450103\"}}"
            ))
        #expect(results.map(\.failure) == [nil])
    }

    @Test(arguments: [
        ("{state: done}", "state"), ("{number: \"450103ZX2026002\"}", "number"), ("{fields: {title: 修桥}}", "title"),
        ("{masked: [title]}", "title"), ("{due: {reply: 2026-03-03T10:00}}", "reply"),
        ("{todo: {role: clerk, at: \"450202\"}}", "todo"), ("{refused: forbidden}", "refused"), ("{overdue: true}", "overdue"),
        ("{nothing: 1}", "nothing"), ("{document: paper}", "document"),
        ("{notified: {role: clerk}}", "notified"), ("{reminded: reply}", "reminded"),
    ])
    func `fails what is not so, at its line`(expectation: String, word: String) throws {
        let result = try #require(try Bench.run(Bench.scenario("", filed: expectation)).first)
        #expect(result.failure != nil, "\(expectation) passed")
        #expect(result.line >= 4 && result.file == "scenarios.yaml")
    }

    @Test func `fails a refusal that nobody expected, and one for another reason`() throws {
        let steps = "  - as: {role: clerk, at: \"450202\"}\n    do: bench/matter.finish\n    on: A"
        #expect(try Bench.run(Bench.scenario(steps)).first?.failure != nil)
        #expect(try Bench.run(Bench.scenario(steps + "\n    expect: {refused: forbidden}")).first?.failure != nil)
        #expect(try Bench.run(Bench.scenario(steps + "\n    expect: {refused: notfound}")).first?.failure == nil)
    }

    @Test func `gives every scenario an empty house`() throws {
        let one = Bench.scenario("", filed: "{number: \"450103ZX2026001\"}")
        #expect(try Bench.run([one, one, one].joined(separator: "\n---\n")).map(\.failure) == [nil, nil, nil])
    }

    @Test(arguments: [
        "steps: []", "scenario: x\nsteps: []", "scenario: x\nstart: gestern\nsteps: [{wait: 1 days}]",
        "scenario: x\nstart: 2026-03-02\nsteps: []", "scenario: x\nstart: 2026-03-02\nwrong: 1",
        "scenario: x\nstart: 2026-03-02\nsteps: [{do: a/b.c}]", "scenario: x\nstart: 2026-03-02\nsteps: [{as: clerk, do: nothing}]",
        "scenario: x\nstart: 2026-03-02\nsteps: [{wait: bald}]",
        "scenario: x\nstart: 2026-03-02\nsteps: [{wait: 1 days, hope: 1}]", "- 1", "a: [",
        "scenario: x\nscenario: y\nstart: 2026-03-02\nsteps: [{wait: 1 days}]",
    ])
    func `says what is wrong in a file`(text: String) {
        #expect(throws: ScenarioProblem.self) { try ScenarioFile.read(text, file: "f.yaml") }
    }
}
