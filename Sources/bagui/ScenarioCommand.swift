import Administration
import ArgumentParser
import Casework
import Cryptography
import Foundation
import Scenarios
import Storage

/// `bagui scenario FILE… [--database URL]`
struct ScenarioCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "scenario", abstract: "运行验收场景")
    @Argument(help: "场景文件（YAML）") var files: [String]
    @Option(help: "sqlite:路径 或 postgres://…；须是空的数据库。默认在内存中") var database: String?
    @Option(help: "定义所在的文件夹") var systems: String?
    @Option(help: "只运行名称含此文字的场景") var only: String?
    @Flag(help: "每个场景输出一行 JSON") var json = false

    func run() throws {
        let house = try House.find()
        var scenarios: [Scenario] = []
        for file in files {
            guard let data = FileManager.default.contents(atPath: file), let text = String(validating: data, as: UTF8.self) else {
                throw CommandFailure(message: "读不到场景文件 \(file)")
            }
            do { scenarios += try ScenarioFile.read(text, file: file) } catch { throw CommandFailure(message: error.description) }
        }
        if let only { scenarios = scenarios.filter { $0.name.contains(only) } }
        let (catalogue, _) = try house.catalogue(systems)
        let storage: Database
        do { storage = try Database.open(database ?? "sqlite::memory:") } catch { throw CommandFailure(message: "打不开数据库：\(error)") }
        defer { storage.close() }
        let kernel = try Kernel(
            database: storage, catalogue: catalogue, calendar: house.calendar(), master: .fresh(),
            services: NodeServices(database: storage))
        guard try kernel.isEmpty() else { throw CommandFailure(message: "场景只能在空的数据库上运行：这个数据库里已有业务记录") }
        let runner = try ScenarioRunner(kernel: kernel, organisations: house.organisations())
        var failed = 0
        for scenario in scenarios {
            let result = runner.run(scenario)
            if result.failure != nil { failed += 1 }
            if json {
                let object: [String: Any] = [
                    "scenario": result.name, "file": result.file, "line": result.line, "passed": result.failure == nil,
                    "failure": result.failure as Any? ?? NSNull(),
                ]
                let data = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
                print(String(decoding: data, as: UTF8.self))
            } else if let failure = result.failure {
                print("✗ \(result.name)\n  \(result.file):\(result.line): \(failure)")
            } else {
                print("✓ \(result.name)")
            }
        }
        print("\(scenarios.count - failed) passed, \(failed) failed")
        if failed > 0 { throw ExitCode(1) }
    }
}
