import Testing

@testable import Definitions

/// Small definitions for tests. `▲` in a text shows where a problem is expected; it is taken out before reading.
enum Sample {
    static let shared = """
        roles:
          clerk: {name: 经办人, scope: organisation}
          head: {name: 负责人, scope: subtree}
          citizen: {name: 群众, scope: own, kind: citizen}
        codes:
          urgency: {name: 紧急程度, values: {normal: 一般, urgent: 紧急}}
        types:
          party: {name: 当事人, fields: {name: {label: 姓名, type: text, required: true}, role: {label: 角色, type: text}}}
        """

    /// A system with one record, whose keys beside `name` are `body`.
    static func system(_ body: String, id: String = "sample", record: String = "matter") -> String {
        """
        system: \(id)
        name: 样例
        platform: government-affairs
        zone: extranet
        codes:
          kind: {name: 类型, values: {ZX: 咨询, BL: 办理}}
        parameters:
          days: {name: 天数, type: number, value: 5}
        records:
          \(record):
            name: 事项
        \(body.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }.joined(separator: "\n"))
        """
    }

    /// A record's keys with fields and a lifecycle, to which `more` is added.
    static func record(fields: String = "", actions: String = "", states: String = "", _ more: String = "") -> String {
        """
        fields:
          no:    {label: 编号, type: text}
          title: {label: 标题, type: text, required: true}
          kind:  {label: 类型, type: code, codes: kind}
          unit:  {label: 承办单位, type: org}
          count: {label: 次数, type: number}
          day:   {label: 日期, type: date}
        \(indented(fields, 2))
        lifecycle:
          states: {filed: 已提交, done: {label: 办结, end: true}\(states)}
          actions:
            file:   {label: 提交, from: none, to: filed, by: clerk}
            finish: {label: 办结, from: filed, to: done, by: clerk}
        \(indented(actions, 4))
        \(more)
        """
    }

    private static func indented(_ text: String, _ spaces: Int) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { String(repeating: " ", count: $0.isEmpty ? 0 : spaces) + $0 }
            .joined(separator: "\n")
    }

    static func folder(_ files: [String: String]) -> DefinitionFolder {
        DefinitionFolder(files: files.map { .init(path: $0.key, bytes: Array($0.value.utf8)) })
    }

    /// Loads systems (by id) beside the shared definitions.
    static func load(_ systems: [String: String], shared: String = shared, papers: [String: String] = [:]) -> LoadResult {
        var files = ["shared/shared.yaml": shared]
        for (id, text) in systems { files["government-affairs/\(id)/system.yaml"] = text }
        for (path, text) in papers { files["government-affairs/\(path)"] = text }
        return DefinitionLoader.load(folder(files), functions: StandardFunctions.declarations)
    }

    /// Where `▲` stands, and the text without it.
    static func unmarked(_ text: String) -> (text: String, line: Int, column: Int)? {
        guard let mark = text.firstIndex(of: "▲") else { return nil }
        let before = text[..<mark]
        let line = before.count { $0 == "\n" } + 1
        let lineStart = before.lastIndex(of: "\n").map { before.index(after: $0) } ?? before.startIndex
        return (text.replacing("▲", with: ""), line, before[lineStart...].unicodeScalars.count + 1)
    }
}

/// Expects exactly one problem in the marked definition: at the mark, with this message and mend.
func expectProblem(
    _ marked: String, _ expected: String, file: String = "government-affairs/sample/system.yaml",
    location: SourceLocation = #_sourceLocation
) {
    guard let (text, line, column) = Sample.unmarked(marked) else {
        Issue.record("没有 ▲", sourceLocation: location)
        return
    }
    let result = Sample.load(["sample": text])
    #expect(result.problems.map(\.description) == ["\(file):\(line):\(column): \(expected)"], sourceLocation: location)
    #expect(result.catalogue == nil, sourceLocation: location)
}

/// The same where the end of the text is another room's: what an expression has wrong is said by `Expressions`.
func expectProblem(_ marked: String, startingWith expected: String, location: SourceLocation = #_sourceLocation) {
    guard let (text, line, column) = Sample.unmarked(marked) else {
        Issue.record("没有 ▲", sourceLocation: location)
        return
    }
    let problems = Sample.load(["sample": text]).problems.map(\.description)
    #expect(problems.count == 1, sourceLocation: location)
    let start = "government-affairs/sample/system.yaml:\(line):\(column): \(expected)"
    #expect(problems.first?.hasPrefix(start) == true, "\(problems)", sourceLocation: location)
}
