import Casework
import Cryptography
import Expressions
import Foundation
import Storage
import TestDatabases
import WorkCalendar

import Definitions

/// A small system with what the room's tests need, its organisations, and a clock that the test moves.
public enum Hall {
    public static let shared = """
        roles:
          clerk:   {name: 经办人, scope: organisation}
          head:    {name: 负责人, scope: subtree}
          keeper:  {name: 保管人, scope: subtree}
          watcher: {name: 观察员, scope: subtree}
          officer: {name: 承办人, scope: assigned}
        types:
          party: {name: 当事人, fields: {name: {label: 姓名, type: text, required: true}, phone: {label: 电话, type: phone, secret: true}, born: {label: 出生, type: date}}}
        """

    public static let system = """
        system: sample
        name: 样例
        platform: government-affairs
        zone: extranet
        codes:
          kind: {name: 类型, values: {ZX: 咨询, BL: 办理, "=X": 特别}}
        records:
          matter:
            name: 事项
            number: {field: no, pattern: "{org6}{kind2}{yyyy}{seq3}", counter: [org6, yyyy]}
            title: "{title}"
            scope: {organisation: unit, assigned: [officer], shared: [co_orgs]}
            fields:
              no:      {label: 编号, type: text}
              title:   {label: 标题, type: text, required: true, max: 20}
              kind:    {label: 类型, type: code, codes: kind, required: true}
              kind2:   {label: 类型码, type: text, computed: "kind == 'ZX' ? 'ZX' : 'BL'"}
              unit:    {label: 承办单位, type: org}
              officer: {label: 承办人, type: user}
              co_orgs: {label: 协办单位, type: list, of: org}
              count:   {label: 次数, type: number, min: 0, max: 1000}
              fee:     {label: 费用, type: money}
              urgent:  {label: 紧急, type: bool}
              phone:   {label: 电话, type: phone, secret: true}
              day:     {label: 日期, type: date}
              done_at: {label: 办结时间, type: datetime}
              tags:    {label: 标签, type: list, of: text}
              parties: {label: 当事人, type: list, of: party}
              code_no: {label: 外部编号, type: text, unique: true}
              memo:    {label: 内部备注, type: text}
            lifecycle:
              states: {filed: 已提交, done: {label: 办结, end: true}}
              actions:
                file:   {label: 提交, from: none, to: filed, by: [clerk, head]}
                finish: {label: 办结, from: filed, to: done, by: [clerk, head, officer], asks: [memo], sets: {done_at: now}}
            access:
              - {role: clerk, may: [view, list, edit, export, reveal, actions]}
              - {role: head, may: [view, list, export, actions]}
              - {role: keeper, may: [view, list, export], when: "kind == 'BL'"}
              - {role: watcher, may: [view, list], hides: [kind, fee]}
              - {role: officer, may: [view, list, actions]}
            indicators:
              filed:     {label: 受理量, count: "true", by: [organisation, month]}
              done_rate: {label: 办结率, ratio: ["closed", "kind == 'ZX'"], by: [organisation, month]}
              fees:      {label: 收费, sum: fee, at: day}
              mean_time: {label: 平均办理时长, mean: "done_at - created_at", unit: hours, at: done_at}
              counts:    {label: 次数, mean: count, where: "urgent == true"}
          entry:
            name: 记录
            parent: matter
            title: "{text}"
            fields:
              text:  {label: 内容, type: text, required: true}
              grade: {label: 等次, type: code, codes: kind}
            access:
              - {role: clerk, may: [view, list, create]}
              - {role: head, may: [view, list]}
              - {role: keeper, may: [view, list], when: "grade == 'BL'"}
            indicators:
              entries: {label: 记录数, count: "true", by: [organisation, grade]}
        """

    public static let catalogue: Result<Catalogue, any Error> = Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bagui-hall-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (path, text) in [("shared/shared.yaml", shared), ("government-affairs/sample/system.yaml", system)] {
            let file = folder.appendingPathComponent(path)
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let result = DefinitionLoader.load(directory: folder.path, functions: StandardFunctions.declarations)
        guard let catalogue = result.catalogue else { throw Wrong(problems: result.problems.map(\.description)) }
        return catalogue
    }
    public struct Wrong: Error { var problems: [String] }

    public static let region = "450000000000"
    public static let nanning = "450100000000"
    public static let qingxiu = "450103000000"
    public static let xingning = "450102000000"
    public static let liuzhou = "450200000000"
    public static let office = "450103001000"

    public static let organisations = [
        Organisation(code: region, name: "自治区司法厅", kind: "department", level: "region", parent: nil, division: "450000"),
        Organisation(code: nanning, name: "南宁市司法局", kind: "city_bureau", level: "city", parent: region, division: "450100"),
        Organisation(code: qingxiu, name: "青秀区司法局", kind: "county_bureau", level: "county", parent: nanning, division: "450103"),
        Organisation(code: xingning, name: "兴宁区司法局", kind: "county_bureau", level: "county", parent: nanning, division: "450102"),
        Organisation(code: office, name: "新竹司法所", kind: "judicial_office", level: "office", parent: qingxiu, division: "450103001"),
        Organisation(code: liuzhou, name: "柳州市司法局", kind: "city_bureau", level: "city", parent: region, division: "450200"),
    ]
    /// The same in every process: a killed one's database is opened again.
    public static let master = (try? MasterKey([UInt8](repeating: 7, count: 32))) ?? .fresh()
}

/// A kernel over a fresh database.
public final class Desk: @unchecked Sendable {
    public let kernel: Kernel
    public let database: Database
    public var now = Moment("2026-03-02T09:00") ?? .first

    public init(_ database: Database) throws {
        self.database = database
        kernel = try Kernel(
            database: database, catalogue: Hall.catalogue.get(), calendar: WorkCalendar(arrangement: .none), master: Hall.master)
        if kernel.state.tree.count == 0 { try kernel.replaceOrganisations(Hall.organisations) }
    }

    /// Makes the person known, too.
    public func person(_ id: String, _ role: String, at org: String) throws -> Actor {
        let grant = Grant(role: role, org: org)
        try kernel.ensurePerson(id: id, name: id, org: org, grants: [grant], at: now)
        return Actor(id: id, name: id, grants: [grant], org: org)
    }

    @discardableResult
    public func perform(
        _ action: String, _ record: String? = nil, _ values: [String: Value] = [:], as actor: Actor = .system,
        type: String = "sample/matter"
    ) throws -> String {
        try kernel.performBlocking(ActionRequest(type: type, action: action, record: record, actor: actor, values: values), at: now).id
    }

    @discardableResult
    public func file(_ org: String, _ values: [String: Value] = [:]) throws -> String {
        try perform("file", nil, ["title": .string("修路"), "kind": .string("ZX"), "unit": .string(org)].merging(values) { $1 })
    }

    public func number(_ sql: SQL) throws -> Int64 { try database.read { try $0.first(sql)?.int(0) ?? -1 } }
    public func texts(_ sql: SQL) throws -> [String] { try database.read { try $0.query(sql).compactMap { $0.text(0) } } }
}

extension TestPlace {
    /// Runs `body` at a desk of its own.
    public func desk<Result>(_ body: (Desk) async throws -> Result) async throws -> Result {
        try await withURL { url, own in
            var configuration = Database.Configuration()
            configuration.lockKey = own
            let database = try Database.open(url, configuration: configuration)
            defer { database.close() }
            return try await body(try Desk(database))
        }
    }
}
