import ArgumentParser
import Casework
import Definitions
import Foundation
import Operations
import Storage
import WorkCalendar

/// `bagui export SYSTEM/RECORD [--filter CEL] [--under ORG] [--format csv|xlsx|jsonl] [--as ROLE@ORG] -o FILE`
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "export", abstract: "批量导出（CSV、XLSX、JSON 行）")
    @Argument(help: "系统/记录，如 work-order/work_order") var record: String
    @Option(help: "条件（CEL）") var filter: String?
    @Option(help: "单位代码或名称：只导出该单位及下级") var under: String?
    @Option(help: "排序字段，前加 - 为倒序") var sort: String?
    @Option(help: "csv、xlsx 或 jsonl；默认看文件名") var format: String?
    @Option(name: .customLong("as"), help: "以谁的身份：角色@单位 或用户；默认为平台本身") var actor: String?
    @Option(name: [.short, .long], help: "写到哪个文件") var output: String
    @OptionGroup var node: NodeOptions

    func run() throws {
        let name = format ?? output.split(separator: ".").last.map(String.init) ?? "csv"
        guard let format = RecordExport.Format(rawValue: name.lowercased()) else {
            throw CommandFailure(message: "格式应为 csv、xlsx 或 jsonl，不是“\(name)”", code: 2)
        }
        let house = try House.find()
        let (kernel, _) = try node.kernel(house, node.configuration(house))
        defer { kernel.database.close() }
        let now = Moment.present
        do {
            let query = ListQuery(type: record, filter: filter, sort: sort, under: under)
            let outcome = try RecordExport(kernel: kernel, query: query, format: format, actor: ActorOption.actor(actor, kernel, at: now))
                .write(to: output, at: now)
            print("已导出\(outcome.rows)条到 \(output)")
            if outcome.heldBack > 0 { StandardError.write("\(outcome.heldBack)条可查看而无权导出，未导出") }
        } catch let problem as OperationProblem { throw CommandFailure(message: problem.message) } catch let problem as QueryProblem {
            throw CommandFailure(message: problem.message)
        } catch let refusal as Refusal { throw CommandFailure(message: refusal.message) }
    }
}
