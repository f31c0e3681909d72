import ArgumentParser
import Casework
import Definitions
import Foundation
import Operations
import Storage
import WorkCalendar

/// `bagui import SYSTEM/RECORD FILE [--action create] [--as ROLE@ORG] [--dry-run] [--report FILE] [--database URL]`
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "import", abstract: "批量导入（CSV、XLSX、JSON 行），拒收的行写入报告")
    @Argument(help: "系统/记录，如 work-order/work_order") var record: String
    @Argument(help: "文件") var file: String
    @Option(help: "动作；默认为新建这种记录的动作") var action: String?
    @Option(name: .customLong("as"), help: "以谁的身份：角色@单位 或用户；默认为平台本身") var actor: String?
    @Option(help: "列名=字段，可写多次；字段留空则不导入该列") var map: [String] = []
    @Flag(help: "只检查，不写入") var dryRun = false
    @Flag(help: "已导入过的文件再导入一遍") var again = false
    @Option(help: "拒收报告（CSV）写到哪里；默认为 文件名.refused.csv") var report: String?
    @Flag(help: "最后输出一行 JSON") var json = false
    @OptionGroup var node: NodeOptions

    func run() throws {
        let house = try House.find()
        let (kernel, _) = try node.kernel(house, node.configuration(house))
        defer { kernel.database.close() }
        do {
            let outcome = try run(kernel)
            if outcome.refused > 0 { throw ExitCode(1) }
        } catch let problem as OperationProblem { throw CommandFailure(message: problem.message) } catch let error as DatabaseError {
            throw CommandFailure(message: "数据库出错，已完成的行保留，再次运行即接着进行：\(error)")
        }
    }

    private func run(_ kernel: Kernel) throws -> Importer.Progress {
        var mapping: [String: String] = [:]
        for entry in map {
            guard let equals = entry.firstIndex(of: "=") else { throw CommandFailure(message: "--map 写作 列名=字段，不是“\(entry)”", code: 2) }
            mapping[String(entry[..<equals])] = String(entry[entry.index(after: equals)...])
        }
        let source = try ImportSource(path: file)
        let importer = try Importer(kernel: kernel)
        let order = Importer.Order(
            type: record, action: action, actor: try ActorOption.actor(actor, kernel, at: .present), mapping: mapping, isDryRun: dryRun,
            again: again)
        var lines: [ImportRefusal] = []
        let isTerminal = isatty(2) == 1
        let outcome = try importer.run(order, source: source, clock: { .present }, refused: { if dryRun { lines.append($0) } }) {
            progress in
            if isTerminal {
                FileHandle.standardError.write(Data("\r已处理到第\(progress.line)行，收\(progress.accepted)，拒\(progress.refused)".utf8))
            }
            return true
        }
        if isTerminal { StandardError.write(" ") }
        if outcome.wasDone { StandardError.write("这个文件已导入过；如要再导入一遍，请加 --again") }
        if let resumed = outcome.resumedAfter, !outcome.wasDone { StandardError.write("上次导入到第\(resumed)行，从其后接着进行") }
        var path: String?
        if outcome.refused > 0 {
            let target = report ?? "\(file).refused.csv"
            var text = "\u{FEFF}" + CSVWriter.line(ImportRefusal.reportHeader)
            if dryRun {
                for line in lines { text += CSVWriter.line(line.reportCells) }
            } else {
                try importer.refusals(of: outcome.job) { text += CSVWriter.line($0.reportCells) }
            }
            guard FileManager.default.createFile(atPath: target, contents: Data(text.utf8)) else {
                throw CommandFailure(message: "不能写拒收报告 \(target)")
            }
            path = target
            StandardError.write("\(outcome.refused)行被拒收，原因见 \(target)")
        }
        if json {
            let object: [String: Any] = [
                "accepted": outcome.accepted, "refused": outcome.refused, "job": outcome.job, "dry_run": dryRun,
                "report": path as Any? ?? NSNull(), "done_before": outcome.wasDone,
            ]
            print(
                String(
                    decoding: try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes]),
                    as: UTF8.self))
        } else {
            print("\(dryRun ? "检查" : "导入")完成：收\(outcome.accepted)行，拒\(outcome.refused)行")
        }
        return outcome
    }
}
