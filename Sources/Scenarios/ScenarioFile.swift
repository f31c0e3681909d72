import Expressions
import WorkCalendar
import Yams

/// Reads scenario files: YAML, several documents a file.
public enum ScenarioFile {
    public static func read(_ text: String, file: String) throws(ScenarioProblem) -> [Scenario] {
        var scenarios: [Scenario] = []
        do {
            var documents = try Yams.compose_all(yaml: text)
            while let node = documents.next() {
                if case .scalar(let scalar) = node, scalar.string.isEmpty { continue }
                scenarios.append(try Reader(file: file).scenario(node))
            }
            // The sequence ends at what it cannot read without saying so: scenarios behind it would count as passed.
            if let error = documents.error { throw error }
        } catch let problem as ScenarioProblem {
            throw problem
        } catch let error as YamlError {
            throw ScenarioProblem(file: file, line: 0, message: "不是合法的 YAML：\(error)")
        } catch {
            throw ScenarioProblem(file: file, line: 0, message: "\(error)")
        }
        return scenarios
    }
}

private struct Reader {
    let file: String

    func problem(_ node: Node?, _ message: String) -> ScenarioProblem {
        ScenarioProblem(file: file, line: node?.mark?.line ?? 0, message: message)
    }

    func scenario(_ node: Node) throws -> Scenario {
        let map = try mapping(node, knowing: ["scenario", "start", "given", "steps", "zone", "about"], "场景")
        guard let name = map["scenario"]?.string else { throw problem(node, "缺少 scenario（场景的名称）") }
        guard let startText = map["start"]?.scalar?.string, let start = moment(startText) else {
            throw problem(map["start"] ?? node, "start 应为时刻，例如 2026-03-02T09:00")
        }
        let given = try sequence(map["given"], "given").map(self.given)
        let steps = try sequence(map["steps"], "steps").map(step)
        guard !steps.isEmpty else { throw problem(node, "steps 不能为空") }
        return Scenario(name: name, start: start, given: given, steps: steps, file: file, line: node.mark?.line ?? 0)
    }

    private func moment(_ text: String) -> Moment? {
        Moment(text.replacing(" ", with: "T")) ?? Day(text).map { .startOfDay($0) }
    }

    private func given(_ node: Node) throws -> Scenario.Given {
        let map = try mapping(node, knowing: ["record", "state", "with", "save", "at"], "given")
        guard let record = map["record"]?.string, record.contains("/") else { throw problem(node, "given 须写明 record: 系统/记录") }
        return Scenario.Given(
            record: record, state: map["state"]?.scalar?.string, values: try values(map["with"]), name: map["save"]?.scalar?.string,
            at: try map["at"]?.scalar.map { scalar in
                guard let moment = moment(scalar.string) else { throw problem(map["at"], "at 应为时刻") }
                return moment
            }, line: node.mark?.line ?? 0)
    }

    private func step(_ node: Node) throws -> Scenario.Step {
        let map = try mapping(node, knowing: ["as", "do", "on", "with", "save", "expect", "wait", "about"], "步骤")
        let expectation = try map["expect"].map(self.expectation)
        if let wait = map["wait"] {
            return .wait(
                Scenario.Wait(length: try length(wait), on: map["on"]?.scalar?.string, expectation: expectation, line: node.mark?.line ?? 0)
            )
        }
        guard let what = map["do"]?.scalar?.string, what.contains("/"), what.contains(".") else {
            throw problem(node, "步骤须写明 do: 系统/记录.动作，或 wait")
        }
        guard let performer = map["as"] else { throw problem(node, "步骤须写明 as: {role: …, at: …}") }
        return .action(
            Scenario.Action(
                performer: try self.performer(performer), do: what, on: map["on"]?.scalar?.string, values: try values(map["with"]),
                save: map["save"]?.scalar?.string,
                expectation: expectation, line: node.mark?.line ?? 0))
    }

    private func performer(_ node: Node) throws -> Scenario.Performer {
        if let role = node.scalar?.string { return Scenario.Performer(role: role) }
        let map = try mapping(node, knowing: ["role", "at", "user"], "as")
        guard let role = map["role"]?.scalar?.string else { throw problem(node, "as 须写明 role") }
        return Scenario.Performer(role: role, at: map["at"]?.scalar?.string, user: map["user"]?.scalar?.string)
    }

    private func length(_ node: Node) throws -> Scenario.Wait.Length {
        if let text = node.scalar?.string {
            let parts = text.split(separator: " ").map(String.init)
            if parts.count == 2, let count = Int(parts[0]), let unit = unit(parts[1]) { return .span(count, unit) }
            if let moment = moment(text) { return .until(moment) }
            throw problem(node, "wait 写作“2 hours”“3 days”或“until: 2026-03-05T09:00”")
        }
        let map = try mapping(node, knowing: ["until"], "wait")
        guard let text = map["until"]?.scalar?.string, let moment = moment(text) else { throw problem(node, "wait 的 until 应为时刻") }
        return .until(moment)
    }

    private func unit(_ text: String) -> LimitUnit? {
        switch text {
        case "minute", "minutes", "min": .minutes
        case "hour", "hours", "h": .hours
        case "day", "days", "d": .days
        case "workday", "workdays": .workdays
        case "month", "months": .months
        case "year", "years": .years
        default: nil
        }
    }

    private func expectation(_ node: Node) throws -> Scenario.Expectation {
        guard case .mapping(let mapping) = node else { throw problem(node, "expect 应为一组期望") }
        return Scenario.Expectation(entries: try mapping.map { key, value in (key.scalar?.string ?? "", try self.value(value)) })
    }

    private func values(_ node: Node?) throws -> [String: Value] {
        guard let node, !isNull(node) else { return [:] }
        guard case .mapping(let mapping) = node else { throw problem(node, "with 应为一组值") }
        var values: [String: Value] = [:]
        for (key, value) in mapping { values[key.scalar?.string ?? ""] = try self.value(value) }
        return values
    }

    private func isNull(_ node: Node) -> Bool { node.tag == Tag(.null) || node.scalar?.string == "" && node.scalar?.style == .plain }

    /// Dates stay text: fields read them by their type.
    private func value(_ node: Node) throws -> Value {
        switch node {
        case .scalar(let scalar):
            if scalar.style != .plain { return .string(scalar.string) }
            if isNull(node) { return .null }
            if let truth = node.bool, ["true", "false", "True", "False"].contains(scalar.string) { return .bool(truth) }
            // A code such as 450103 or 00012 may be meant as text; whoever reads it accepts both, but leading zeros must stay.
            if let number = Int64(scalar.string), String(number) == scalar.string { return .int(number) }
            if let number = Double(scalar.string), scalar.string.contains("."), number.isFinite { return .double(number) }
            return .string(scalar.string)
        case .sequence(let sequence): return .list(try sequence.map(value))
        case .mapping(let mapping):
            var map: [Value: Value] = [:]
            for (key, item) in mapping { map[.string(key.scalar?.string ?? "")] = try value(item) }
            return .map(map)
        case .alias: throw problem(node, "场景文件中不能用别名")
        }
    }

    private func mapping(_ node: Node, knowing keys: Set<String>, _ what: String) throws -> [String: Node] {
        guard case .mapping(let mapping) = node else { throw problem(node, "\(what)应为一组“键: 值”") }
        var map: [String: Node] = [:]
        for (key, value) in mapping {
            let name = key.scalar?.string ?? ""
            guard keys.contains(name) else { throw problem(key, "\(what)中不认识“\(name)”，可用：\(keys.sorted().joined(separator: "、"))") }
            guard map.updateValue(value, forKey: name) == nil else { throw problem(key, "“\(name)”写了两次") }
        }
        return map
    }

    private func sequence(_ node: Node?, _ what: String) throws -> [Node] {
        guard let node, !isNull(node) else { return [] }
        guard case .sequence(let sequence) = node else { throw problem(node, "\(what) 应为列表") }
        return Array(sequence)
    }
}
