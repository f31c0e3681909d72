import Expressions
import Testing
import WorkCalendar

@testable import Definitions

@Suite struct `A whole system` {
    static let text = """
        system: aid
        name: 援助
        platform: government-affairs
        zone: extranet
        standards: [SF/T 0024]
        codes:
          kind: {name: 类型, values: {civil: 民事, criminal: {label: 刑事, parent: civil}}, extensible: true}
        types:
          basis: {name: 依据, fields: {law: {label: 法律, type: text, required: true}, article: {label: 条款, type: text}}}
        parameters:
          days: {name: 天数, type: number, value: 7, kind: statute, source: 法律援助法43}
          income: {name: 收入线, type: money, values: [{from: 2024-01-01, value: 2000, area: "450000"}, {from: 2026-01-01, value: 2200.5}]}
        records:
          application:
            name: 申请
            number: {field: no, pattern: "{org6}{kind2}{yyyyMMdd}{seq4}", counter: [org6, yyyyMMdd]}
            title: "{no} · {applicant.name}"
            scope: {organisation: owner_org, assigned: owner_user, own: account, shared: [co_orgs]}
            fields:
              no:         {label: 编号, type: text}
              kind:       {label: 类型, type: code, codes: kind, required: true}
              applicant:  {label: 申请人, type: party, required: true}
              account:    {label: 账户, type: user, default: actor.id}
              income:     {label: 月收入, type: money, min: 0}
              basis:      {label: 依据, type: list, of: basis}
              notes:      {label: 说明, type: list, of: {text: {label: 文字, type: longtext}, at: {label: 时间, type: datetime}}}
              owner_org:  {label: 承办机构, type: org, default: actor.org}
              owner_user: {label: 承办人, type: user}
              co_orgs:    {label: 协办, type: list, of: org}
              score:      {label: 分, type: decimal, computed: "income == null ? 0.0 : double(income) / 100.0"}
              granted_at: {label: 决定时间, type: datetime, system: true, required_in: [granted]}
              task:       {label: 任务, type: ref, to: task}
            lifecycle:
              states:
                filed: {label: 待审查, todo: {role: clerk, at: owner_org, task: 审查, due: review}}
                waiting: {label: 待补正, clock: suspended}
                granted: {label: 已给予, end: true}
                refused: {label: 不予, end: true}
              actions:
                file:   {label: 申请, from: none, to: filed, by: [citizen, {clerk: "actor.level == 'county'"}]}
                ask:
                  label: 要求补正
                  from: filed
                  to: waiting
                  by: clerk
                  needs: [what]
                  inputs: {what: {label: 补正内容, type: longtext}}
                  suspends: {limits: [review], reason: await_citizen, basis: 法律援助法43}
                  adds: {step: {text: what, by_whom: actor.id}}
                supply: {label: 补正, from: waiting, to: filed, by: citizen, resumes: review}
                decide:
                  label: 决定
                  from: filed
                  to: {"income <= param.income": granted, otherwise: refused}
                  by: {head: "owner_user != actor.id"}
                  needs: [basis]
                  check: {check: "basis.all(b, b.law != '')", message: 写明法律, field: basis, rule: LA-01, refuse: invalid}
                  sets: {granted_at: now}
                  creates: {record: task, with: {name: "applicant.name + item.law", hours: "size(basis)"}, each: basis, as: task, when: "item.article != null"}
                  acts: {on: "tasks.filter(t, t.state == 'open')", action: finish, with: {result: "'ok'"}}
                  updates: {record: step, where: "text != '' && by_whom == actor.id", set: {text: "text + '。' + parent.no", done: "true"}}
                  notifies: [account, head, {to: owner_user, text: "您的申请 {no} 已决定", via: sms}, {role: [clerk, head], to: owner_org, when: "kind == 'civil'"}]
                  document: decision
                  copies: {to: parent_of(owner_org), document: decision, within: 3 days, receipt: true}
                  other_than: [file, creator]
                  at_most: {times: 1, per: owner_org, within: 60 days}
                  every: 4 hours
                  within: {of: created_at, span: 1 years}
                  confirm: 决定后不可更改？
                  batch: true
                lapse: {label: 视为撤回, from: waiting, to: refused, automatic: {after: param.days days, since: ask}}
            limits:
              review: {label: 审查, from: file, until: [decide, {state: refused}], within: {"kind == 'criminal'": 3 days, otherwise: param.days days}, kind: statute, source: 法律援助法43, remind: [50%, 80%, 2 days before], escalate: [head, {at: 100% + 1 days, do: ask, with: {what: "'催办'"}, to: head}], public: true}
              inner: {label: 内审, from: file, until: decide, within: 5 days, at_most: review}
              plan: {label: 计划, from: {field: granted_at}, until: decide, fixed: "add_workdays(granted_at, 3)", moves: false}
              timed: {label: 按分, from: file, until: decide, within: {by: "int(score)", unit: workdays}, at_start: created_at}
            rules:
              - {id: LA-02, check: "income == null || income >= 0", on: [file, edit], message: 收入不能为负, field: income, source: 法律援助法42}
            related:
              tasks: {record: task, match: {name: applicant.name}, where: "hours > parent.income", limit: 20}
            access:
              - {role: [clerk, head], may: [view, list, actions, edit], scope: [organisation, subtree], masks: [applicant]}
              - {role: citizen, may: [view, file], scope: own, shows: [no, state], when: "account == actor.id"}
            lists: {columns: [no, kind, state, due_at], filters: [state, kind], sort: -created_at, views: {late: {label: 逾期, filter: overdue && !closed}}}
            indicators:
              rate: {label: 给予率, ratio: ["state == 'granted'", closed], at: granted_at, by: [organisation, month, kind]}
              mean: {label: 平均时长, mean: granted_at - created_at, unit: minutes, where: granted_at != null}
            documents:
              decision: {name: 决定书, number: {pattern: "〔{yyyy}〕{seq}号"}}
            exchange: {upward: true}
          step:
            name: 过程
            parent: application
            fields:
              text:    {label: 内容, type: longtext}
              by_whom: {label: 谁, type: user}
              done:    {label: 完成, type: bool, default: false}
          task:
            name: 任务
            fields: {name: {label: 名称, type: text, required: true}, hours: {label: 小时, type: number}, result: {label: 结果, type: text}}
            lifecycle:
              states: {open: 进行中, closed: {label: 完成, end: true}}
              actions:
                create: {label: 建立, from: none, to: open, by: system}
                finish: {label: 完成, from: open, to: closed, by: system, needs: result}
        """

    static func load() throws -> Catalogue {
        let result = Sample.load(
            ["aid": text], papers: ["aid/documents/decision.md": "决定书\n\n{number}：{applicant.name}，{kind == 'civil' ? '民事' : '刑事'}。{{注}}\n"]
        )
        #expect(result.problems.map(\.description) == [])
        return try #require(result.catalogue)
    }

    @Test func `is read without a problem and counted`() {
        let result = Sample.load(["aid": Self.text], papers: ["aid/documents/decision.md": "决定书"])
        #expect(result.problems.map(\.description) == [])
        #expect(result.counts.systems == 1 && result.counts.records == 3)
        #expect(result.counts.fields == 19 && result.counts.actions == 7 && result.counts.limits == 4 && result.counts.rules == 1)
    }

    @Test func `gives typed fields, numbers and parameters`() throws {
        let catalogue = try Self.load()
        let record = try #require(catalogue.record("aid/application"))
        #expect(record.field("basis")?.type == .list(.structure("aid/basis")))
        #expect(record.field("applicant")?.type == .structure("shared/party"))
        #expect(record.field("co_orgs")?.type == .list(.org))
        #expect(record.field("task")?.type == .ref(["aid/task"]))
        #expect(record.field("notes")?.type.inlineFields?.map(\.id) == ["text", "at"])
        #expect(record.field("no")?.isSystem == true)
        #expect(record.number?.parts == [.organisationDivision, .field("kind"), .date("yyyyMMdd"), .sequence(digits: 4)])
        #expect(record.number?.counter == [.organisationDivision, .date("yyyyMMdd")])
        let income = try #require(catalogue.parameter("income", in: "aid"))
        #expect(income.rows.map(\.value) == [.number(2000), .decimal(2200.5)])
        #expect(income.rows.map(\.from) == [Day("2024-01-01"), Day("2026-01-01")])
        #expect(catalogue.system("aid")?.codes["kind"]?.entries.map(\.parent) == [nil, "civil"])
    }

    @Test func `gives states and actions`() throws {
        let record = try #require(try Self.load().record("aid/application"))
        #expect(record.state("waiting")?.suspendsClocks == true)
        #expect(record.state("filed")?.todos.map(\.due) == ["review"])
        let decide = try #require(record.action("decide"))
        #expect(decide.to.states == ["granted", "refused"])
        #expect(decide.by == [.init(role: "head", condition: decide.by.first?.condition)])
        #expect(decide.by.first?.condition?.text == "owner_user != actor.id")
        #expect(decide.notifies.map(\.role) == [nil, "head", nil, "clerk", "head"])
        #expect(decide.notifies.first?.to?.text == "account")
        #expect(decide.caps == [.init(times: 1, per: "owner_org", within: Span(count: .number(60), unit: .days))])
        #expect(decide.otherThan == ["file", "creator"])
        #expect(record.action("lapse")?.by == [.init(role: "system")])
        #expect(record.action("lapse")?.automatic?.after == Span(count: .parameter("days"), unit: .days))
        #expect(record.action("ask")?.suspends == [.init(limits: ["review"], reason: "await_citizen", basis: "法律援助法43")])
        #expect(record.access.map(\.role) == ["clerk", "head", "citizen"])
    }

    @Test func `a state wins over the word open`() throws {
        let task = try #require(try Self.load().record("aid/task"))
        #expect(task.action("finish")?.from == .states(["open"]))
    }

    @Test func `gives limits`() throws {
        let record = try #require(try Self.load().record("aid/application"))
        let review = try #require(record.limit("review"))
        #expect(review.until == ["decide"] && review.untilStates == ["refused"])
        #expect(review.within.map(\.span) == [Span(count: .number(3), unit: .days), Span(count: .parameter("days"), unit: .days)])
        #expect(review.within.map { $0.condition?.text } == ["kind == 'criminal'", nil])
        #expect(review.isSuspendable)
        #expect(review.reminders.map(\.percent) == [50, 80, nil])
        #expect(review.reminders.last?.isBefore == true)
        #expect(review.escalations.map(\.to) == [["head"], ["head"]])
        #expect(review.escalations.last?.at.offset == Span(count: .number(1), unit: .days))
        #expect(record.limit("plan")?.start == .field("granted_at"))
        #expect(record.limit("plan")?.moves == false)
        #expect(record.limit("inner")?.isSuspendable == false)
    }

    @Test func `keeps where everything stands`() throws {
        let record = try #require(try Self.load().record("aid/application"))
        let lines = Self.text.split(separator: "\n", omittingEmptySubsequences: false)
        for field in record.fields {
            #expect(lines[field.position.line - 1].dropFirst(field.position.column - 1).hasPrefix(field.id))
        }
        for action in record.lifecycle?.actions ?? [] {
            #expect(lines[action.position.line - 1].dropFirst(action.position.column - 1).hasPrefix(action.id))
        }
    }

    @Test func `has the usual actions where it declares none`() throws {
        let catalogue = try Self.load()
        let step = try #require(catalogue.record("aid/step"))
        #expect(step.usualActions.map(\.id) == ["create", "edit"])
        #expect(step.performable("create")?.asks == ["text", "by_whom", "done"])
        let application = try #require(catalogue.record("aid/application"))
        #expect(application.usualActions.map(\.id) == ["edit"])
        #expect(application.performable("edit")?.asks.contains("score") == false)
        #expect(application.performable("create") == nil)
    }

    @Test func `has the standing columns`() throws {
        let catalogue = try Self.load()
        #expect(
            StandingColumns.of(try #require(catalogue.record("aid/step"))).map(\.id)
                == ["id", "version", "org", "parent", "created_at", "created_by", "updated_at", "updated_by"])
        #expect(StandingColumns.of(try #require(catalogue.record("aid/task"))).map(\.id).contains("state"))
    }
}
