import ArgumentParser
import Definitions
import Expressions
import Foundation
import Identifiers
import WorkCalendar

/// `bagui check [DIR]`
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "check", abstract: "检查全部业务定义")
    @Argument(help: "定义所在的文件夹") var directory: String?
    @Flag(help: "输出一行 JSON") var json = false
    @Flag(help: "输出供编辑器用的 JSON Schema") var schema = false

    func run() throws {
        if schema {
            print(JSONSchema.definitionFile())
            return
        }
        let house = try directory == nil ? House.find() : House(root: FileManager.default.currentDirectoryPath)
        let (_, counts) = try house.catalogue(directory)
        if json {
            print(
                "{\"systems\":\(counts.systems),\"records\":\(counts.records),\"fields\":\(counts.fields),\"actions\":\(counts.actions),\"limits\":\(counts.limits),\"rules\":\(counts.rules),\"scenarios\":\(counts.scenarios)}"
            )
        } else {
            print(
                "系统 systems \(counts.systems)\n记录 records \(counts.records)\n字段 fields \(counts.fields)\n动作 actions \(counts.actions)\n时限 limits \(counts.limits)\n规则 rules \(counts.rules)\n场景 scenarios \(counts.scenarios)"
            )
        }
    }
}

/// `bagui expression evaluate`
struct ExpressionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "expression", abstract: "表达式（CEL）", subcommands: [Evaluate.self])

    struct Evaluate: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "evaluate", abstract: "逐行读入 {\"expr\", \"bindings\"}，逐行输出 {\"value\"} 或 {\"error\"}")
        func run() throws {
            while let line = readLine() {
                if line.allSatisfy(\.isWhitespace) { continue }
                print(evaluateLine(line))
            }
        }
    }
}

/// `bagui calendar add DATE[THH:MM] COUNT UNIT`
struct CalendarAddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "calendar", abstract: "法定期限", subcommands: [Add.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "add", abstract: "自某日（时刻）起若干时间之后：先输出原到期，后输出顺延后的到期")
        @Argument(parsing: .allUnrecognized, help: "日期或时刻、数目、单位（hours service-hours days workdays months）") var arguments: [String] = []
        @Flag(help: "输出一行 JSON") var json = false

        func run() throws {
            do {
                let calendar = try House.find().calendar()
                let lines = try CalendarCommand.add(arguments, calendar: calendar)
                let due = try CalendarCommand.due(arguments, calendar: calendar)
                if !due.unannouncedYears.isEmpty {
                    StandardError.write("注意：\(due.unannouncedYears.map { "\($0)年" }.joined(separator: "、"))的放假安排未公布，按周末推算")
                }
                if json {
                    print("{\"raw\":\"\(lines.first ?? "")\",\"effective\":\"\(lines.last ?? "")\"}")
                } else {
                    for line in lines { print(line) }
                }
            } catch let error as CalendarError {
                if case .usage = error { throw CommandFailure(message: "\(error)", code: 2) }
                throw CommandFailure(message: "\(error)")
            }
        }
    }
}

/// `bagui identify KIND`
struct IdentifyingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "identify", abstract: "逐行读入号码，说明是否有效、为什么、含有什么")
    @Argument(help: "idcard、credit-code、phone 或 division") var kind: String
    @Flag(help: "每行输出一个 JSON 对象") var json = false

    func run() throws {
        guard let kind = IdentifyCommand.Kind(rawValue: kind) else {
            throw CommandFailure(message: "种类应为 idcard、credit-code、phone 或 division，不是“\(kind)”", code: 2)
        }
        let table = (try? DivisionTable(csv: House.find().read("Demo/divisions.csv"))) ?? .empty
        let command = IdentifyCommand(kind: kind, table: table)
        var isAllValid = true
        while let line = readLine() {
            let examination = command.examine(line: line)
            isAllValid = isAllValid && examination.isValid
            print(json ? examination.json : examination.text)
        }
        if !isAllValid { throw ExitCode(1) }
    }
}
