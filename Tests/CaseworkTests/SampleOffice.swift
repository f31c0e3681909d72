import TestDatabases
@testable import Casework
@testable import Definitions
import Cryptography
import Expressions
import Foundation
import Identifiers
import Storage
import Testing
import WorkCalendar

/// Definitions that have one of everything the kernel promises, small enough to be read.
enum SampleOffice {
    static let shared = """
        roles:
          clerk:   {name: 经办人, scope: organisation}
          head:    {name: 负责人, scope: subtree}
          officer: {name: 承办人, scope: assigned}
          member:  {name: 团队成员, scope: team}
          keeper:  {name: 保管人, scope: organisation}
          watcher: {name: 观察员, scope: subtree}
          reader:  {name: 公众读者, scope: public}
          inspector: {name: 监督员, scope: region}
          helper:  {name: 协办人, scope: grant}
          novice:  {name: 见习, scope: organisation}
          citizen: {name: 群众, scope: own, kind: citizen}
        types:
          party: {name: 当事人, fields: {name: {label: 姓名, type: text, required: true}, phone: {label: 电话, type: phone, secret: true}, since: {label: 起始, type: date}}}
        """

    static let matter = """
        system: sample
        name: 样例
        platform: government-affairs
        zone: extranet
        codes:
          kind: {name: 类型, values: {ZX: 咨询, BL: 办理}}
        records:
          matter:
            name: 事项
            number: {field: no, pattern: "{org6}{kind}{yyyy}{seq3}", counter: [org6, kind, yyyy]}
            title: "{no} · {title}"
            scope: {organisation: unit, assigned: [officer], own: [account], team: team, shared: [co_orgs]}
            fields:
              no:       {label: 编号, type: text}
              title:    {label: 标题, type: text, required: true, max: 20}
              story:    {label: 经过, type: longtext, max: 100, personal: true}
              phone:    {label: 电话, type: phone, secret: true}
              id_no:    {label: 身份证号码, type: idcard, secret: true}
              count:    {label: 次数, type: number, min: 0, max: 1000}
              rate:     {label: 比率, type: decimal, max: 100}
              fee:      {label: 费用, type: money, max: 1000}
              urgent:   {label: 紧急, type: bool}
              day:      {label: 日期, type: date}
              at_time:  {label: 时刻, type: datetime}
              hour:     {label: 钟点, type: time}
              kind:     {label: 类型, type: code, codes: kind, required: true}
              unit:     {label: 承办单位, type: org}
              team:     {label: 团队, type: text}
              officer:  {label: 承办人, type: user}
              account:  {label: 申请人, type: user}
              co_orgs:  {label: 协办单位, type: list, of: org}
              place:    {label: 地点, type: geo}
              proof:    {label: 证明, type: file}
              other:    {label: 关联事项, type: ref, to: matter}
              tags:     {label: 标签, type: list, of: text}
              parties:  {label: 当事人, type: list, of: party}
              memo:     {label: 内部备注, type: text}
              code_no:  {label: 外部编号, type: text, unique: true}
              double:   {label: 两倍, type: number, computed: "count * 2"}
              due_on:   {label: 约定日, type: date}
              total:    {label: 合计, type: number, system: true}
              spawned:  {label: 派生任务, type: ref, to: errand, system: true}
            lifecycle:
              states:
                filed:   {label: 已提交, todo: {role: clerk, task: 受理}}
                doing:   {label: 办理中, todo: {user: officer, role: clerk, task: 办理}}
                waiting: {label: 等待补充, clock: suspended}
                done:    {label: 办结, end: true}
                void:    {label: 作废, end: true}
              actions:
                file:     {label: 提交, from: none, to: filed, by: [clerk, head, citizen], notifies: [unit]}
                take:     {label: 受理, from: filed, to: doing, by: [clerk, head], asks: [memo], sets: {officer: actor.id}}
                ask:      {label: 要求补充, from: doing, to: waiting, by: clerk}
                answer:   {label: 补充, from: waiting, to: doing, by: [clerk, citizen], asks: [story]}
                extend:   {label: 延期, from: doing, by: clerk, inputs: {more: {label: 天数, type: number, required: true}}, extends: {limit: reply, by: more, unit: days, times: 1, must_before_due: false}}
                reset:    {label: 重新计时, from: doing, by: clerk, restarts: [reply]}
                plan:     {label: 约定日期, from: open, by: clerk, asks: [due_on]}
                finish:   {label: 办结, from: doing, to: done, by: [clerk, head, officer], document: paper, copies: {to: parent_of(unit), within: 3 days, receipt: true}, notifies: [account]}
                approve:  {label: 审批, from: doing, by: [clerk, head], other_than: [take], asks: [memo]}
                confirm:  {label: 确认, from: open, by: [clerk, head], other_than: creator}
                decide:   {label: 评议, from: open, by: [clerk, head], other_than_user: account}
                nudge:    {label: 催办, from: open, by: clerk, every: 4 hours}
                twice:    {label: 补正, from: open, by: [clerk, head], at_most: {times: 2}}
                once_each: {label: 签名, from: open, by: [clerk, head], at_most: {times: 1, per: actor}}
                per_unit: {label: 退回, from: open, by: [clerk, head], at_most: {times: 1, per: unit}}
                lately:   {label: 约谈, from: open, by: clerk, at_most: {times: 1, within: 30 days}}
                appeal:   {label: 重办, from: done, to: doing, by: clerk, within: {of: finish, span: 15 days}}
                move:     {label: 移交, from: open, by: [clerk, head], needs: [unit]}
                share:    {label: 会办, from: open, by: clerk, needs: [co_orgs]}
                spawn:    {label: 派生, from: open, by: clerk, inputs: {what: {label: 任务, type: text}}, creates: [{record: errand, action: open, with: {name: what, source: id}, as: spawned}]}
                relate:   {label: 连带办结, from: open, by: clerk, asks: [memo], adds: {entry: {text: "'连带'"}}, creates: [{record: errand, action: open, with: {name: "'连带'", source: id}}], acts: [{on: other, action: finish}]}
                write:    {label: 记一笔, from: open, by: clerk, inputs: {line: {label: 内容, type: text}}, adds: {entry: {text: line}}}
                amend:    {label: 修改, from: open, by: clerk, asks: [title, count, memo, phone, story]}
                tally:    {label: 累计, from: open, by: clerk, inputs: {add: {label: 加上, type: number}}, sets: {total: "(total == null ? 0 : total) + add"}}
                lapse:    {label: 逾期作废, from: waiting, to: void, automatic: {after: 30 days}, by: system}
                chain:    {label: 自动连带, from: open, by: system, adds: {entry: {text: "'自动'"}}, acts: [{on: other, action: finish}]}
            documents: {paper: {name: 办结书, number: {pattern: "样{yyyy}-{seq2}"}}}
            limits:
              reply:  {label: 答复, from: file, until: finish, within: 24 hours, kind: default, suspendable: true, remind: [50%], escalate: [{at: "100% + 1 days", do: chain, to: [head]}]}
              agreed: {label: 约定, from: {field: due_on}, until: finish, fixed: due_on, kind: default}
            access:
              - {role: clerk, may: [view, list, edit, export, reveal, actions]}
              - {role: head, may: [view, list, actions], masks: [story]}
              - {role: officer, may: [view, list, actions], hides: [memo]}
              - {role: member, may: [view, list], shows: [no, title, kind, count]}
              - {role: keeper, may: [view, list], scope: organisation, when: "kind == 'BL'", hides: [phone]}
              - {role: watcher, may: [view, list], hides: [memo, count, phone, title]}
              - {role: inspector, may: [view, list]}
              - {role: helper, may: [view, list], scope: grant}
              - {role: novice, may: [view, list], when: "created_at >= now - duration('24h') || at_time > now"}
              - {role: citizen, may: [view, list, actions], hides: [memo]}
          entry:
            name: 记录
            parent: matter
            title: "{text}"
            fields:
              text: {label: 内容, type: text, required: true}
              secret_text: {label: 密文, type: text, secret: true}
            access:
              - {role: clerk, may: [view, list, edit, create]}
              - {role: head, may: [view, list]}
          errand:
            name: 任务
            title: "{name}"
            fields:
              name:   {label: 名称, type: text, required: true, max: 10}
              source: {label: 来源, type: ref, to: matter}
              by_whom: {label: 承办, type: user}
            lifecycle:
              states: {opened: 待办, closed: {label: 已了, end: true}}
              actions:
                open:  {label: 开立, from: none, to: opened, by: [clerk], other_than_user: by_whom, at_most: {times: 2, per: actor, within: 1 days}}
                close: {label: 了结, from: opened, to: closed, by: clerk}
            access:
              - {role: clerk, may: [view, list, actions]}
          notice_board:
            name: 公告
            title: "{text}"
            fields:
              text: {label: 内容, type: text, required: true}
              mark: {label: 批注, type: text}
            access:
              - {role: clerk, may: [view, list, create, edit]}
              - {role: reader, may: [view, list], hides: [mark]}
        """

    static let paper = "{no} {title} {phone} 由 {actor.name} 办结"

    static func result(_ system: String = matter) -> LoadResult {
        DefinitionLoader.load(
            DefinitionFolder(files: [
                .init(path: "shared/shared.yaml", bytes: Array(shared.utf8)),
                .init(path: "government-affairs/sample/system.yaml", bytes: Array(system.utf8)),
                .init(path: "government-affairs/sample/documents/paper.md", bytes: Array(paper.utf8)),
            ]), functions: StandardFunctions.declarations)
    }

    static func catalogue(_ system: String = matter) throws -> Catalogue {
        let result = result(system)
        let problems = result.problems.map(\.description).joined(separator: "\n")
        return try #require(result.catalogue, "\(problems)")
    }

    static let region = "450000000000"
    static let nanning = "450100000000"
    static let qingxiu = "450103000000"
    static let xingning = "450102000000"
    static let liuzhou = "450200000000"
    static let yufeng = "450203000000"
    static let office = "450103001000"

    static let organisations = [
        Organisation(code: region, name: "自治区司法厅", kind: "department", level: "region", parent: nil, division: "450000"),
        Organisation(code: nanning, name: "南宁市司法局", kind: "city_bureau", level: "city", parent: region, division: "450100"),
        Organisation(code: qingxiu, name: "青秀区司法局", kind: "county_bureau", level: "county", parent: nanning, division: "450103"),
        Organisation(code: xingning, name: "兴宁区司法局", kind: "county_bureau", level: "county", parent: nanning, division: "450102"),
        Organisation(code: office, name: "新竹司法所", kind: "judicial_office", level: "office", parent: qingxiu, division: "450103001"),
        Organisation(code: liuzhou, name: "柳州市司法局", kind: "city_bureau", level: "city", parent: region, division: "450200"),
        Organisation(code: yufeng, name: "鱼峰区司法局", kind: "county_bureau", level: "county", parent: liuzhou, division: "450203"),
    ]
}

/// A kernel over a fresh database, with a clock that the test moves.
final class Desk: @unchecked Sendable {
    let kernel: Kernel
    let database: Database
    let url: String
    var now: Moment
    /// The same in every process: a killed one's database is opened again.
    static let master = (try? MasterKey([UInt8](repeating: 7, count: 32))) ?? .fresh()
    static let monday = Moment("2026-03-02T09:00") ?? .first

    init(
        _ database: Database, url: String, catalogue: Catalogue? = nil, organisations: [Organisation] = SampleOffice.organisations,
        identifiers: any IdentifierSource = TimeOrderedIdentifiers(), master: MasterKey = Desk.master
    ) throws {
        self.database = database
        self.url = url
        now = Self.monday
        kernel = try Kernel(
            database: database, catalogue: try catalogue ?? SampleOffice.catalogue(), calendar: WorkCalendar(arrangement: .none),
            master: master, identifiers: identifiers)
        if !organisations.isEmpty { try kernel.replaceOrganisations(organisations) }
    }

    /// Makes the person known, too.
    func person(_ id: String, _ role: String, at org: String, teams: [String] = []) throws -> Actor {
        let grant = Grant(role: role, org: role == "citizen" ? "" : org)
        try kernel.ensurePerson(id: id, name: id, org: org, grants: [grant], at: now)
        return Actor(id: id, name: id, grants: [grant], teams: teams, org: org)
    }

    @discardableResult
    func perform(
        _ action: String, _ record: String? = nil, as actor: Actor, _ values: [String: Value] = [:], type: String = "sample/matter",
        version: Int64? = nil, key: String? = nil
    ) throws
        -> ActionOutcome
    {
        try kernel.performBlocking(
            ActionRequest(type: type, action: action, record: record, actor: actor, values: values, version: version, idempotencyKey: key),
            at: now)
    }

    @discardableResult
    func file(as actor: Actor, _ values: [String: Value] = [:]) throws -> ActionOutcome {
        try perform("file", as: actor, ["title": "修路", "kind": "ZX"].merging(values) { $1 })
    }

    func view(_ id: String, as actor: Actor, type: String = "sample/matter") throws -> RecordView {
        try kernel.view(type, id: id, as: actor, at: now)
    }

    func list(_ query: ListQuery, as actor: Actor) throws -> [String] { try kernel.list(query, as: actor, at: now).items.map(\.id) }

    /// All pages.
    func all(_ query: ListQuery, as actor: Actor) throws -> [RecordView] {
        var query = query
        var found: [RecordView] = []
        repeat {
            let page = try kernel.list(query, as: actor, at: now)
            found += page.items
            query.after = page.next
        } while query.after != nil
        return found
    }

    func number(_ sql: SQL) throws -> Int64 { try database.read { try $0.first(sql)?.int(0) ?? -1 } }
    func texts(_ sql: SQL) throws -> [String] { try database.read { try $0.query(sql).compactMap { $0.text(0) } } }
    func findings() throws -> [JournalSeal.Finding] { try JournalSeal(database: database).verify() }
}

/// Why something was refused.
func refusal(_ location: SourceLocation = #_sourceLocation, _ body: () throws -> Void) -> Refusal? {
    do {
        try body()
        Issue.record("不应成功", sourceLocation: location)
        return nil
    } catch let refusal as Refusal { return refusal } catch {
        Issue.record(error, sourceLocation: location)
        return nil
    }
}

extension Value: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral {
    public init(stringLiteral text: String) { self = .string(text) }
    public init(integerLiteral number: Int64) { self = .int(number) }
}

extension TestPlace {
    /// Runs `body` at a desk of its own.
    func desk<Result>(
        _ configuration: Database.Configuration = .init(), catalogue: Catalogue? = nil, master: MasterKey = Desk.master,
        _ body: (Desk) async throws -> Result
    )
        async throws -> Result
    {
        try await withURL { url, own in
            var configuration = configuration
            configuration.lockKey = own
            let database = try Database.open(url, configuration: configuration)
            defer { database.close() }
            return try await body(try Desk(database, url: url, catalogue: catalogue, master: master))
        }
    }
}
