import Administration
import Casework
import Definitions
import Foundation
import WorkCalendar

/// Where the program's own files are: definitions, demonstration data, page assets.
///
/// `BAGUI_HOME` says it; else the working folder or the nearest folder above the program that holds `Systems`.
struct House {
    let root: String

    static func find() throws -> House {
        let files = FileManager.default
        if let home = ProcessInfo.processInfo.environment["BAGUI_HOME"] { return House(root: home) }
        var candidates = [files.currentDirectoryPath]
        var folder = URL(fileURLWithPath: CommandLine.arguments.first ?? "").resolvingSymlinksInPath().deletingLastPathComponent()
        for _ in 0..<8 {
            candidates.append(folder.path)
            folder.deleteLastPathComponent()
        }
        for candidate in candidates where files.fileExists(atPath: candidate + "/Systems") { return House(root: candidate) }
        throw CommandFailure(message: "找不到 Systems 文件夹。请在程序的文件夹中运行，或以环境变量 BAGUI_HOME 指明")
    }

    var systems: String { root + "/Systems" }

    func read(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: root + "/" + path), let text = String(validating: data, as: UTF8.self) else {
            throw CommandFailure(message: "读不到 \(path)，请检查程序文件是否齐全")
        }
        return text
    }

    /// State Council arrangements with Guangxi's own days over them.
    func calendar() throws -> WorkCalendar {
        let base = try baseCalendar()
        return WorkCalendar(arrangement: base.national, regional: base.regional)
    }

    /// The arrangements that come with the product.
    func baseCalendar() throws -> BaseCalendar {
        do {
            return BaseCalendar(
                national: try HolidayArrangement(csv: read("Demo/calendar/holidays.csv")),
                regional: try HolidayArrangement(csv: read("Demo/calendar/guangxi.csv")))
        } catch let error as CalendarError { throw CommandFailure(message: "日历数据有误：\(error)") }
    }

    /// All definitions, checked.
    /// - Throws: `CommandFailure` with every problem.
    func catalogue(_ directory: String? = nil) throws -> (Catalogue, DefinitionCounts) {
        let result = DefinitionLoader.load(directory: directory ?? systems)
        guard let catalogue = result.catalogue, result.problems.isEmpty else {
            throw CommandFailure(message: result.problems.map(\.description).joined(separator: "\n") + "\n共\(result.problems.count)处问题")
        }
        return (catalogue, result.counts)
    }

    func organisations() throws -> [Organisation] {
        var organisations: [Organisation] = []
        for (index, line) in try read("Demo/organisations.csv").split(separator: "\n").enumerated() where index > 0 {
            let parts = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 6 else { throw CommandFailure(message: "Demo/organisations.csv 第\(index + 1)行应有6列") }
            organisations.append(
                Organisation(
                    code: parts[0], name: parts[1], kind: parts[2], level: parts[3], parent: parts[4].isEmpty ? nil : parts[4],
                    division: parts[5]))
        }
        return organisations
    }
}
