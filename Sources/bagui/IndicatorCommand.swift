import ArgumentParser
import Casework
import Definitions
import Foundation
import Indicators
import Storage
import WorkCalendar

/// `bagui indicator SYSTEM/RECORD [INDICATOR] [--from DAY] [--to DAY] [--org ORG] [--by …] [--as ROLE@ORG]`
struct IndicatorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "indicator", abstract: "统计指标")
    @Argument(help: "系统/记录，如 work-order/work_order") var record: String
    @Argument(help: "指标；不写则列出全部指标的合计") var indicator: String?
    @Option(help: "起始日期") var from: String?
    @Option(help: "截止日期（含）") var to: String?
    @Option(help: "单位代码或名称：只统计该单位及下级") var org: String?
    @Option(help: "分组，逗号分隔：organisation、day、month、quarter、year 或字段") var by: String?
    @Option(name: .customLong("as"), help: "以谁的范围统计：角色@单位 或用户；默认为平台本身") var actor: String?
    @Flag(help: "逐行输出 JSON，含名单条件") var json = false
    @Flag(help: "计算名单的摘要") var digests = false
    @Option(help: "存为报表，以此为名；可用 --prove 复核") var save: String?
    @Flag(help: "复核全部已存的报表") var prove = false
    @OptionGroup var node: NodeOptions

    func run() throws {
        let house = try House.find()
        let (kernel, _) = try node.kernel(house, node.configuration(house))
        defer { kernel.database.close() }
        let now = Moment.present
        let actor = try ActorOption.actor(actor, kernel, at: now)
        guard let definition = kernel.state.definition(record) else {
            throw CommandFailure(message: "没有名为 \(record) 的业务；写作 系统/记录，如 work-order/work_order")
        }
        if prove { return try proveAll(Reports(kernel: kernel), actor) }
        let wanted = indicator.map { [$0] } ?? definition.indicators.map(\.id)
        guard !wanted.isEmpty else { throw CommandFailure(message: "\(definition.name)没有指标") }
        let queries = try wanted.map { id in
            FigureQuery(
                type: record, indicator: id, from: try day(from, "--from"), through: try day(to, "--to"), org: org,
                by: by?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } ?? [], digests: digests)
        }
        do {
            if let save {
                let snapshot = try Reports(kernel: kernel).save(queries, name: save, as: actor, at: now)
                print(json ? snapshot.body : "已存为报表 \(snapshot.id)，摘要 \(snapshot.digest)")
                return
            }
            for (index, query) in queries.enumerated() {
                let table = try kernel.figures(query, as: actor, at: now)
                if json {
                    print(PlainJSON.write(FigureJSON.value(table)))
                } else {
                    if index > 0 { print("") }
                    print(FigureText.table(table))
                }
            }
        } catch let problem as QueryProblem { throw CommandFailure(message: problem.message) } catch let refusal as Refusal {
            throw CommandFailure(message: refusal.message)
        }
    }

    private func day(_ text: String?, _ option: String) throws -> Day? {
        guard let text else { return nil }
        guard let day = Day(text) else { throw CommandFailure(message: "\(option) 应为日期，如 2026-03-31，不是“\(text)”", code: 2) }
        return day
    }

    private func proveAll(_ reports: Reports, _ actor: Actor) throws {
        var isWhole = true
        for report in try reports.list(as: actor, limit: 10_000) {
            let proof = try reports.prove(report)
            isWhole = isWhole && proof.findings.isEmpty
            print(
                "\(report.name)（\(report.madeAt.description.replacing("T", with: " "))）：\(proof.rows)条记录，其后有变动\(proof.changedSince)条，\(proof.findings.isEmpty ? "未被更改" : "有问题")"
            )
            for finding in proof.findings { StandardError.write(finding) }
        }
        if !isWhole { throw ExitCode(1) }
    }
}
