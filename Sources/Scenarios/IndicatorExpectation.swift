import Casework
import Expressions
import Definitions

/// `indicator: {system/record.indicator: value}`: what the figure is to whoever did the step. A value is a number, `50%`, null (nothing to divide by), or
/// such values by organisation, which then count what lies at or below it.
struct IndicatorExpectation {
    let performance: ScenarioPerformance
    let line: Int

    func check(_ value: Value, as actor: Actor) throws {
        guard case .map(let wanted) = value else { throw ScenarioFailure(line: line, message: "indicator 应写作 {系统/记录.指标: 值}") }
        for (key, value) in wanted {
            guard case .string(let name) = key, let dot = name.lastIndex(of: "."), name.contains("/") else {
                throw ScenarioFailure(line: line, message: "指标写作 系统/记录.指标，不是“\(key)”")
            }
            let query = FigureQuery(type: String(name[..<dot]), indicator: String(name[name.index(after: dot)...]))
            guard case .map(let byOrganisation) = value else {
                try compare(query, value, name, actor)
                continue
            }
            for (org, value) in byOrganisation {
                var query = query
                switch org {
                case .string(let code): query.org = code
                case .int(let code): query.org = String(code)
                default: throw ScenarioFailure(line: line, message: "\(name)：单位应为代码或名称")
                }
                try compare(query, value, "\(name)［\(query.org ?? "")］", actor)
            }
        }
    }

    private func compare(_ query: FigureQuery, _ wanted: Value, _ name: String, _ actor: Actor) throws {
        let found: Double?
        do { found = try performance.kernel.figures(query, as: actor, at: performance.now).total.value } catch let problem as QueryProblem {
            throw ScenarioFailure(line: line, message: "\(name)：\(problem.message)")
        } catch let refusal as Refusal { throw ScenarioFailure(line: line, message: "\(name)：\(refusal.message)") }
        let number: Double?
        switch wanted {
        case .null: number = nil
        case .int(let whole): number = Double(whole)
        case .uint(let whole): number = Double(whole)
        case .double(let real): number = real
        case .string(let text) where text.hasSuffix("%"):
            guard let percent = Double(text.dropLast()) else { throw ScenarioFailure(line: line, message: "\(name)：“\(text)”不是数字") }
            number = percent / 100
        default: throw ScenarioFailure(line: line, message: "\(name)：值应为数字、百分数或 null")
        }
        let isEqual = if let found, let number { abs(found - number) < 1e-4 } else { found == nil && number == nil }
        guard isEqual else {
            throw ScenarioFailure(
                line: line, message: "\(name) 应为 \(number.map { "\($0)" } ?? "null")，实为 \(found.map { "\($0)" } ?? "null")")
        }
    }
}
