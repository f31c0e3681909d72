import Casework
import Definitions
import Expressions
import Storage
import WorkCalendar

/// Compares what must be so with what is.
struct Expectations {
    let performance: ScenarioPerformance
    let line: Int
    private var kernel: Kernel { performance.kernel }

    init(performance: ScenarioPerformance, line: Int) {
        self.performance = performance
        self.line = line
    }

    private func fail(_ message: String) -> ScenarioFailure { ScenarioFailure(line: line, message: message) }

    // MARK: Refusals

    func check(_ refusal: Refusal, _ expectation: Scenario.Expectation?) throws {
        let entries = Dictionary((expectation?.entries ?? []).map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        guard let refused = entries["refused"] else {
            throw fail("被拒绝（\(refusal.reason.rawValue)）：\(refusal.message)\(refusal.rule.map { "［\($0)］" } ?? "")")
        }
        var wanted: Set<String> = []
        switch refused {
        case .string(let reason): wanted = [reason]
        case .list(let reasons): for case .string(let reason) in reasons { wanted.insert(reason) }
        case .bool(true): wanted = [refusal.reason.rawValue]
        case .map(let map):
            if case .string(let reason)? = map[.string("reason")] { wanted = [reason] } else { wanted = [refusal.reason.rawValue] }
            if case .string(let field)? = map[.string("field")] { try check(field: field, refusal) }
            if case .string(let rule)? = map[.string("rule")] { try check(rule: rule, refusal) }
        default: throw fail("refused 应为拒绝的原因")
        }
        guard wanted.contains(refusal.reason.rawValue) else {
            throw fail(
                "应拒绝为 \(wanted.sorted().joined(separator: " 或 "))，实为 \(refusal.reason.rawValue)：\(refusal.message)\(refusal.rule.map { "［\($0)］" } ?? "")"
            )
        }
        if case .string(let field)? = entries["field"] { try check(field: field, refusal) }
        if case .string(let rule)? = entries["rule"] { try check(rule: rule, refusal) }
    }

    private func check(field: String, _ refusal: Refusal) throws {
        guard refusal.problems.contains(where: { $0.field == field || $0.field.hasPrefix(field + ".") }) else {
            throw fail("应指出字段 \(field)，实为 \(refusal.problems.map(\.field))：\(refusal.message)")
        }
    }

    private func check(rule: String, _ refusal: Refusal) throws {
        guard refusal.rule?.lowercased() == rule.lowercased() else {
            throw fail("应指出规则 \(rule)，实为 \(refusal.rule ?? "无")：\(refusal.message)")
        }
    }

    // MARK: What was done

    func check(_ expectation: Scenario.Expectation, on reference: RecordReference?, outcome: ScenarioPerformance.Done?, actor: Actor) throws
    {
        if expectation.entries.contains(where: { $0.name == "refused" }) { throw fail("应被拒绝，却已完成") }
        for (name, raw) in expectation.entries {
            let value = try performance.interpolate(raw, line: line)
            switch name {
            case "count": try count(value, reference, outcome)
            case "contains", "lacks": try membership(value, outcome, wanted: name == "contains")
            case "indicator": try IndicatorExpectation(performance: performance, line: line).check(value, as: actor)
            case "value":
                guard matches(outcome?.revealed ?? .null, value) else {
                    throw fail("应见 \(text(value))，实为 \(text(outcome?.revealed ?? .null))")
                }
            default:
                guard let reference else { throw fail("没有可供核对“\(name)”的记录，请写明 on") }
                try check(name, value, reference, outcome, actor)
            }
        }
    }

    private func check(_ name: String, _ value: Value, _ reference: RecordReference, _ outcome: ScenarioPerformance.Done?, _ actor: Actor)
        throws
    {
        let view = try outcome?.view ?? kernel.view(reference.type, id: reference.id, as: .system, at: performance.now)
        switch name {
        case "state":
            guard case .string(let state) = value, view.state == state else { throw fail("状态应为 \(text(value))，实为 \(view.state ?? "无")") }
        case "version": guard value == .int(view.version) else { throw fail("版本应为 \(text(value))，实为 \(view.version)") }
        case "field", "fields": try fields(value, view)
        case "masked": try masked(value, reference, view, outcome)
        case "hidden": try hidden(value, outcome?.view)
        case "due": try due(value, view)
        case "clock": try clock(value, view)
        case "todo": try todo(value, reference, wanted: true)
        case "no_todo": try todo(value, reference, wanted: false)
        case "notified": try notified(value, reference, kinds: ["action", "reminder", "overdue", "escalation"])
        case "reminded": try notified(value, reference, kinds: ["reminder"])
        case "escalated": try notified(value, reference, kinds: ["escalation"])
        case "overdue":
            guard case .bool(let truth) = value, view.isOverdue == truth else { throw fail("超期应为 \(text(value))，实为 \(view.isOverdue)") }
        case "created": try created(value, outcome, reference)
        case "document": try document(value, reference)
        case "number": try number(value, view)
        case "journal": try journal(value, reference)
        case "actions": try actions(value, reference, actor)
        default:
            // A field named directly.
            guard view.field(name) != nil else { throw fail("不认识期望“\(name)”") }
            try fields(.map([.string(name): value]), view)
        }
    }

    private func count(_ value: Value, _ reference: RecordReference?, _ outcome: ScenarioPerformance.Done?) throws {
        if case .int(let wanted) = value {
            guard let page = outcome?.page else { throw fail("count 只用于 list，或写作 {记录: 条数}") }
            guard page.count == Int(wanted) else { throw fail("应有 \(wanted) 条，实有 \(page.count) 条") }
            return
        }
        guard case .map(let map) = value, let reference else { throw fail("count 应为条数") }
        for (key, wanted) in map {
            guard case .string(let child) = key, case .int(let number) = wanted else { continue }
            let system = reference.type.split(separator: "/").first.map(String.init) ?? ""
            let type = child.contains("/") ? child : "\(system)/\(child)"
            let parent = kernel.state.definition(type)?.parent != nil ? reference.id : nil
            let rows = try kernel.list(ListQuery(type: type, limit: 500, parent: parent), as: .system, at: performance.now).items.count
            guard rows == Int(number) else { throw fail("\(child) 应有 \(number) 条，实有 \(rows) 条") }
        }
    }

    private func membership(_ value: Value, _ outcome: ScenarioPerformance.Done?, wanted: Bool) throws {
        guard let page = outcome?.page else { throw fail("contains 与 lacks 只用于 list") }
        let names: [Value] = if case .list(let list) = value { list } else { [value] }
        for case .string(let name) in names {
            let reference = try performance.reference(name, line: line)
            guard page.contains(where: { $0.id == reference.id }) == wanted else { throw fail(wanted ? "列表中应有 \(name)" : "列表中不应有 \(name)") }
        }
    }

    private func fields(_ value: Value, _ view: RecordView) throws {
        guard case .map(let map) = value else { throw fail("field 应为一组“字段: 值”") }
        for (key, wanted) in map {
            guard case .string(let name) = key else { continue }
            let found: Value
            switch name {
            case "org": found = view.field("org")?.value ?? .string(view.org)
            case "created_by": found = view.field("created_by")?.value ?? .string(view.createdBy)
            default:
                if view.field(name) == nil, let definition = kernel.state.definition(view.type), definition.field(name) == nil {
                    throw fail("没有字段 \(name)")
                }
                found = view[name]
            }
            guard matches(found, wanted) else { throw fail("\(name) 应为 \(text(wanted))，实为 \(text(found))") }
        }
    }

    private func masked(_ value: Value, _ reference: RecordReference, _ view: RecordView, _ outcome: ScenarioPerformance.Done?) throws {
        let names: [Value] = if case .list(let list) = value { list } else { [value] }
        for case .string(let name) in names {
            let shown = outcome?.view ?? view
            // Hidden altogether is masked as well as can be.
            guard shown.field(name)?.isMasked ?? true else { throw fail("\(name) 应被遮盖，却以原文显示") }
        }
    }

    private func hidden(_ value: Value, _ view: RecordView?) throws {
        guard let view else { throw fail("hidden 只用于 view") }
        let names: [Value] = if case .list(let list) = value { list } else { [value] }
        for case .string(let name) in names where view.field(name) != nil { throw fail("\(name) 不应可见") }
    }

    private func due(_ value: Value, _ view: RecordView) throws {
        guard case .map(let map) = value else { throw fail("due 应为 {时限: 时刻}") }
        for (key, wanted) in map {
            guard case .string(let limit) = key else { continue }
            let found = view.deadlines.last { $0.limit == limit.lowercased() || $0.limit == limit }
            if wanted == .null {
                if let found, found.state == "running" { throw fail("时限 \(limit) 不应计时") }
                continue
            }
            guard let found, let due = found.due else { throw fail("时限 \(limit) 没有计时；现有：\(view.deadlines.map(\.limit))") }
            switch wanted {
            case .string(let text): try compare(text, due, "\(limit) 到期", found.explanation)
            case .map(let both):
                if case .string(let text)? = both[.string("raw")] {
                    try compare(text, found.rawDue ?? due, "\(limit) 原到期", found.explanation)
                }
                if case .string(let text)? = both[.string("effective")] { try compare(text, due, "\(limit) 到期", found.explanation) }
            default: throw fail("due 的值应为时刻")
            }
        }
    }

    private func compare(_ wanted: String, _ found: Moment, _ what: String, _ explanation: String) throws {
        let isSame = Day(wanted).map { $0 == found.day } ?? (Moment(wanted.replacing(" ", with: "T")) == found)
        guard isSame else { throw fail("\(what)应为 \(wanted)，实为 \(found)（\(explanation)）") }
    }

    private func clock(_ value: Value, _ view: RecordView) throws {
        guard case .map(let map) = value else { throw fail("clock 应为 {时限: 状态}") }
        for (key, wanted) in map {
            guard case .string(let limit) = key, case .string(let state) = wanted else { continue }
            let found = view.deadlines.last { $0.limit == limit.lowercased() || $0.limit == limit }?.state
            guard found == state else { throw fail("时限 \(limit) 应为 \(state)，实为 \(found ?? "没有")") }
        }
    }

    // MARK: People told

    private func todo(_ value: Value, _ reference: RecordReference, wanted: Bool) throws {
        let rows = try kernel.openTodos(of: reference)
        if case .bool(let any) = value {
            guard rows.isEmpty != any else {
                throw fail(any ? "应有待办，实无" : "不应有待办，实有：\(rows.map { "\($0.role ?? $0.person ?? "")@\($0.org ?? "")" })")
            }
            return
        }
        let list: [Value] = if case .list(let list) = value { list } else { [value] }
        for case .map(let map) in list {
            let role = string(map["role"]), at = string(map["at"]).flatMap { kernel.state.tree.resolve($0)?.code },
                user = string(map["user"])
            let isThere = rows.contains { row in
                let byPerson = try? row.person.flatMap { try kernel.actor($0, at: performance.now) }
                let roleFits = role == nil || row.role == role || (byPerson?.grants.contains { $0.role == role } ?? false)
                let orgFits = at == nil || row.org == at || (byPerson.map { $0.org == at || $0.grants.contains { $0.org == at } } ?? false)
                return roleFits && orgFits && (user == nil || row.person == user)
            }
            guard isThere == wanted else {
                throw fail(
                    "\(wanted ? "应有" : "不应有")待办 \(text(.map(map)))，实有：\(rows.map { "\($0.role ?? $0.person ?? "")@\($0.org ?? "")" })")
            }
        }
    }

    private func notified(_ value: Value, _ reference: RecordReference, kinds: Set<String>) throws {
        let notices = try kernel.notices(about: reference).filter { kinds.contains($0.kind) }
        if case .bool(let any) = value {
            guard notices.isEmpty != any else { throw fail(any ? "应有通知，实无" : "不应有通知") }
            return
        }
        let list: [Value] = if case .list(let list) = value { list } else { [value] }
        for item in list {
            var role: String?, at: String?, user: String?, contained: String?
            switch item {
            case .map(let map):
                role = string(map["role"])
                at = string(map["at"]).flatMap { kernel.state.tree.resolve($0)?.code }
                user = string(map["user"])
                contained = string(map["text"])
            case .string(let text):
                if kernel.state.tree.resolve(text) != nil { at = kernel.state.tree.resolve(text)?.code } else { role = text }
            default: throw fail("通知的期望应为 {role, at} 或 {user}")
            }
            let isThere = notices.contains { notice in
                let person = try? notice.person.flatMap { try kernel.actor($0, at: performance.now) }
                return
                    (role == nil || notice.role == role || (person?.grants.contains { $0.role == role } ?? false) || notice.person == role)
                    && (at == nil || notice.org == at || (person.map { $0.org == at || $0.grants.contains { $0.org == at } } ?? false))
                    && (user == nil || notice.person == user)
                    && (contained.map { notice.text.contains($0) } ?? true)
            }
            guard isThere else {
                throw fail("应通知 \(text(item))，实有：\(notices.map { "\($0.role ?? "")@\($0.org ?? $0.person ?? "") \($0.kind)" })")
            }
        }
    }

    // MARK: What came of it

    private func created(_ value: Value, _ outcome: ScenarioPerformance.Done?, _ reference: RecordReference) throws {
        guard case .map(let map) = value else { throw fail("created 应为 {系统/记录: 保存名}") }
        for (key, name) in map {
            guard case .string(let type) = key else { continue }
            let made = outcome?.outcome?.created.last { $0.type == type }
            guard let found = try made ?? kernel.newest(type, mentioning: reference) else { throw fail("应新建 \(type)，实无") }
            if case .string(let name) = name { performance.saved[name] = found }
        }
    }

    private func document(_ value: Value, _ reference: RecordReference) throws {
        let list: [Value] = if case .list(let list) = value { list } else { [value] }
        let issued = try kernel.issuedDocuments(of: reference)
        for case .string(let name) in list {
            guard issued.contains(where: { $0.document == name || $0.name == name }) else {
                throw fail("应出具文书 \(name)，实有：\(issued.map(\.document))")
            }
        }
    }

    private func number(_ value: Value, _ view: RecordView) throws {
        guard case .string(let pattern) = value, let field = kernel.state.definition(view.type)?.number?.field,
            case .string(let number) = view[field]
        else {
            throw fail("这条记录没有编号")
        }
        guard Self.fits(number, pattern) else { throw fail("编号应如 \(pattern)，实为 \(number)") }
    }

    /// `*` stands for any text.
    static func fits(_ text: String, _ pattern: String) -> Bool {
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return text == pattern }
        var rest = text[...]
        for (index, part) in parts.enumerated() where !part.isEmpty {
            if index == 0 {
                guard rest.hasPrefix(part) else { return false }
                rest = rest.dropFirst(part.count)
            } else if index == parts.count - 1 {
                guard rest.hasSuffix(part) else { return false }
            } else {
                guard let found = rest.ranges(of: part).first else { return false }
                rest = rest[found.upperBound...]
            }
        }
        return true
    }

    private func journal(_ value: Value, _ reference: RecordReference) throws {
        let entries = try kernel.timeline(reference.type, id: reference.id, as: .system, at: performance.now, limit: 500)
        let list: [Value] = if case .list(let list) = value { list } else { [value] }
        for item in list {
            switch item {
            case .string(let action):
                guard entries.contains(where: { $0.action == action }) else {
                    throw fail("日志应有 \(action)，实有：\(entries.map(\.action).reversed())")
                }
            case .int(let count): guard entries.count == Int(count) else { throw fail("日志应有 \(count) 条，实有 \(entries.count) 条") }
            case .map(let map):
                let action = string(map["action"]), actor = string(map["actor"]) ?? string(map["by"]), role = string(map["role"])
                let found = entries.filter {
                    (action == nil || $0.action == action) && (actor == nil || $0.actor == actor) && (role == nil || $0.role == role)
                }
                if case .int(let count)? = map[.string("count")] {
                    guard found.count == Int(count) else { throw fail("日志 \(text(item)) 应有 \(count) 条，实有 \(found.count) 条") }
                } else if found.isEmpty {
                    throw fail("日志应有 \(text(item))，实有：\(entries.map(\.action).reversed())")
                }
            default: throw fail("journal 的期望应为动作")
            }
        }
    }

    private func actions(_ value: Value, _ reference: RecordReference, _ actor: Actor) throws {
        let mine = try kernel.view(reference.type, id: reference.id, as: actor, at: performance.now).actions.map(\.id)
        let list: [Value] = if case .list(let list) = value { list } else { [value] }
        for case .string(let action) in list where !mine.contains(action) { throw fail("应可进行 \(action)，实可：\(mine)") }
    }

    // MARK: Values

    private func string(_ value: Value?) -> String? {
        switch value {
        case .string(let text)?: text
        case .int(let number)?: String(number)
        default: nil
        }
    }

    private func string(_ value: Value) -> String? { string(Optional(value)) }

    /// Dates by their day or moment, money in 元 or 分, codes as text; a text with `*` is a pattern.
    func matches(_ found: Value, _ wanted: Value) -> Bool {
        switch (found, wanted) {
        case (.null, .null): true
        case (.list(let items), .null): items.isEmpty
        case (.timestamp(let stamp), .string(let text)):
            Day(text).map { $0 == Moment(clamping: stamp.milliseconds).day }
                ?? (Moment(text.replacing(" ", with: "T"))?.milliseconds == stamp.milliseconds)
        case (.string(let text), .string(let pattern)):
            text == pattern || (pattern.contains("*") && Self.fits(text, pattern)) || pattern.hasSuffix(":" + text)
                || text.hasSuffix(":" + pattern)
        case (.string(let text), .int(let number)): text == String(number)
        case (.int(let number), .int(let wanted)): number == wanted
        case (.int(let number), .double(let wanted)): Double(number) == wanted
        case (.double(let number), .int(let wanted)): number == Double(wanted)
        case (.double(let number), .double(let wanted)): abs(number - wanted) < 1e-9
        case (.list(let items), .list(let wanted)): items.count == wanted.count && zip(items, wanted).allSatisfy { matches($0, $1) }
        case (.list(let items), _): items.count == 1 && matches(items[0], wanted)
        case (.map(let map), .map(let wanted)): wanted.allSatisfy { key, value in matches(map[key] ?? .null, value) }
        default: found == wanted
        }
    }

    private func text(_ value: Value) -> String {
        switch value {
        case .null: "空"
        case .string(let text): "“\(text)”"
        case .timestamp(let stamp): Moment(clamping: stamp.milliseconds).description
        default: PlainJSON.write(value)
        }
    }
}

extension [Value: Value] {
    subscript(_ name: String) -> Value? { self[.string(name)] }
}
