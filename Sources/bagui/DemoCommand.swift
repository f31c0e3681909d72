import Administration
import ArgumentParser
import Casework
import Definitions
import Demonstration
import Foundation
import Identifiers
import Storage
import WorkCalendar

/// `bagui demo [--scale N] [--seed N] [--database URL] [--days N]`
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "demo", abstract: "把一个省装进空的数据库：单位、人员、团队和一年的业务")
    @Option(help: "规模：1 约一万件工单，100 约一百万件") var scale = 1
    @Option(help: "种子：相同的种子得到相同的数据") var seed: UInt64 = 1
    @Option(help: "sqlite:路径 或 postgres://…；须是空的数据库。默认与 serve --demo 相同") var database: String?
    @Option(help: "业务从多少天之前开始") var days = 365
    @Option(help: "演示的“现在”（YYYY-MM-DD 或 YYYY-MM-DDTHH:MM），默认为此刻") var until: String?
    @Flag(help: "只填两个市二十天的业务，供测试") var small = false
    @Flag(help: "结尾输出一行 JSON") var json = false

    func run() throws {
        let house = try House.find()
        let end = try moment()
        let material = try house.demonstrationMaterial()
        let (catalogue, _) = try house.catalogue()
        // The same database and key as `serve --demo` will look for.
        let configuration = ServeConfiguration(demonstrationIn: house, port: nil, database: database)
        if let file = configuration.sqliteFile {
            try FileManager.default.createDirectory(atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        }
        let storage: Database
        do { storage = try Database.open(configuration.database) } catch { throw CommandFailure(message: "打不开数据库：\(error)") }
        defer { storage.close() }
        let (master, _) = try configuration.master()
        let kernel = try Kernel(
            database: storage, catalogue: catalogue, calendar: house.calendar(), master: master, services: NodeServices(database: storage),
            identifiers: DemonstrationIdentifiers())
        let began = Date()
        do {
            let counts: DemonstrationCounts
            if small {
                counts = try Demonstration.fillSmall(kernel: kernel, material: material, seed: seed, until: end)
            } else {
                var shown = Date()
                counts = try Demonstration.fill(kernel: kernel, material: material, scale: scale, seed: seed, until: end, days: days) {
                    progress in
                    guard Date().timeIntervalSince(shown) >= 5 else { return }
                    shown = Date()
                    let seconds = max(shown.timeIntervalSince(began), 0.001)
                    StandardError.write(
                        "\(progress.now.day)  动作 \(progress.counts.actions)，时钟 \(progress.counts.firings)，每秒 \(Int(Double(progress.counts.actions + progress.counts.firings) / seconds))"
                    )
                }
            }
            report(counts, seconds: Date().timeIntervalSince(began), catalogue: kernel.state)
        } catch let failure as DemonstrationFailure { throw CommandFailure(message: "\(failure)") }
    }

    private func moment() throws -> Moment {
        guard let until else { return Moment(clamping: Int64(Date().timeIntervalSince1970) * 1000) }
        guard let moment = Moment(until) ?? Day(until).map({ Moment.endOfDay($0) }) else {
            throw CommandFailure(message: "“\(until)”不是日期或时刻，应写作 2026-03-02 或 2026-03-02T09:00", code: 2)
        }
        return moment
    }

    private func report(_ counts: DemonstrationCounts, seconds: Double, catalogue: EngineState) {
        if json {
            let object: [String: Any] = [
                "seconds": seconds, "actions": counts.actions, "firings": counts.firings, "records": counts.made,
                "refusals": counts.refusals,
            ]
            if let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes]) {
                print(String(decoding: data, as: UTF8.self))
            }
            return
        }
        for (type, number) in counts.made.sorted(by: { ($0.value, $1.key) > ($1.value, $0.key) }) {
            print("\(catalogue.definition(type)?.name ?? type)  \(number)")
        }
        if !counts.refusals.isEmpty {
            print("被拒绝的动作 \(counts.refusals.values.reduce(0, +))：")
            for (what, number) in counts.refusals.sorted(by: { ($0.value, $1.key) > ($1.value, $0.key) }) { print("  \(number)  \(what)") }
        }
        print("动作 \(counts.actions)，时钟触发 \(counts.firings)，用时 \(String(format: "%.1f", seconds)) 秒")
        print("\n演示账号：")
        for (user, what) in Demonstration.entrances { print("  \(user)  \(what)") }
    }
}

extension House {
    /// Fills the empty database of `serve --demo`: the whole province, or a small one where the program was built for debugging. `BAGUI_DEMONSTRATION` may say
    /// `full`, `small` or `none` instead.
    /// - Parameter now: the demonstration's present, nothing happens after it; the same moment gives the same province.
    func demonstrate(in kernel: Kernel, until now: Moment) throws {
        #if DEBUG
            let usual = "small"
        #else
            let usual = "full"
        #endif
        let wanted = ProcessInfo.processInfo.environment["BAGUI_DEMONSTRATION"] ?? usual
        guard wanted != "none", try kernel.isEmpty() else { return }
        print("正在填充演示数据……")
        do {
            if wanted == "full" {
                try Demonstration.fill(kernel: kernel, material: demonstrationMaterial(), until: now)
            } else {
                try Demonstration.fillSmall(kernel: kernel, material: demonstrationMaterial(), until: now)
            }
        } catch let failure as DemonstrationFailure { throw CommandFailure(message: "\(failure)") }
    }

    /// What the demonstration is made of. The collection of real questions lies beside the project and is read in place; without it, sentences of our own are used.
    func demonstrationMaterial() throws -> Demonstration.Material {
        var questions: [Question] = []
        let collection = root + "/../shared/data/legal-qa/dev_retrieval.jsonl"
        if let data = FileManager.default.contents(atPath: collection) {
            questions = Question.read(lines: String(decoding: data, as: UTF8.self))
        }
        if questions.isEmpty { StandardError.write("注意：没有找到问题集（\(collection)），咨询内容用自备的\(Question.own.count)句") }
        return Demonstration.Material(
            organisations: try organisations(), questions: questions,
            programme: ProgrammeMaterial(
                phases: try read("Demo/programme/phases.csv"),
                tasks: [try read("Demo/programme/tasks-region.csv"), try read("Demo/programme/tasks-local.csv")],
                milestones: try read("Demo/programme/milestones.csv")),
            divisions: (try? DivisionTable(csv: read("Demo/divisions.csv"))) ?? .empty)
    }
}
