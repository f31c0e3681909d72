import Administration
import ArgumentParser
import Casework
import Cryptography
import Definitions
import Foundation
import Operations
import Storage
import WorkCalendar

/// `bagui backup --to FILE`
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "backup", abstract: "备份：数据库、附件与清单，一个文件；服务不必停")
    @Option(help: "写到哪个文件（不覆盖已有的）") var to: String
    @Flag(help: "连同主密钥：拿到文件的人即可读出全部加密内容") var withKey = false
    @OptionGroup var node: NodeOptions

    func run() throws {
        let house = try House.find()
        let configuration = try node.configuration(house)
        let (kernel, master) = try node.kernel(house, configuration)
        defer { kernel.database.close() }
        do {
            let outcome = try Backup(database: kernel.database, attachments: configuration.attachments, master: master).write(
                to: to, withKey: withKey, at: .present)
            print(
                "已备份到 \(to)：\(outcome.tables)张表，\(outcome.rows)行，\(outcome.attachments)个附件\n清单摘要 \(outcome.digest)\n密钥指纹 \(outcome.keyFingerprint)"
            )
            if !withKey { StandardError.write("备份不含主密钥：请另行妥善保存密钥文件，没有它加密的内容读不出来") }
            if outcome.missingAttachments > 0 {
                StandardError.write("\(outcome.missingAttachments)个附件在数据库中有登记而文件不在，请检查附件文件夹 \(configuration.attachments)")
            }
        } catch let problem as OperationProblem { throw CommandFailure(message: problem.message) } catch let error as DatabaseError {
            throw CommandFailure(message: "备份没有完成：\(error)")
        }
    }
}

/// `bagui restore --from FILE --database URL`
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "restore", abstract: "把备份恢复到空的数据库；先核对摘要，后核验日志")
    @Option(help: "备份文件") var from: String
    @Option(help: "做备份时的密钥文件（备份不含密钥时）") var key: String?
    @Flag(help: "只核对备份，不恢复") var check = false
    @OptionGroup var node: NodeOptions

    func validate() throws {
        guard check || node.database != nil || node.config != nil else { throw ValidationError("请以 --database 或 --config 指明恢复到哪里") }
    }

    func run() throws {
        do {
            let restore = Restore(path: from)
            let found = try restore.check()
            if check {
                print(
                    "备份完好：做于 \(found.madeAt)，\(found.tables)张表，\(found.rows)行，\(found.attachments)个附件，日志\(found.journalEntries)条\n清单摘要 \(found.digest)\n密钥指纹 \(found.keyFingerprint)"
                )
                return
            }
            let house = try House.find()
            let configuration = try node.configuration(house)
            let master = try master(found)
            let database = try node.open(configuration, makes: true)
            defer { database.close() }
            try Restore.requireEmpty(database)
            // The key is put where the node looks for it, and only if that place holds none or the same.
            let (held, isFresh) = try configuration.master(given: master)
            guard isFresh || held == master else { throw CommandFailure(message: "目标已有另一把密钥。请以 --database 或 --config 指明新的位置") }
            let outcome = try restore.run(into: database, attachments: configuration.attachments, master: master)
            let (catalogue, _) = try house.catalogue()
            let kernel = try Kernel(
                database: database, catalogue: catalogue, calendar: house.calendar(), master: master,
                services: NodeServices(database: database))
            try kernel.applyNodeSetting(systems: house.systems, calendar: house.baseCalendar())
            print(
                "已恢复 \(outcome.madeAt) 的备份：\(outcome.tables)张表，\(outcome.rows)行，\(outcome.attachments)个附件；日志\(outcome.journalEntries)条核验无误")
        } catch let problem as OperationProblem { throw CommandFailure(message: problem.message) } catch let error as DatabaseError {
            throw CommandFailure(message: "恢复没有完成：\(error)")
        }
    }

    private func master(_ found: Restore.Outcome) throws -> MasterKey {
        if let key {
            guard let data = FileManager.default.contents(atPath: key), let master = try? MasterKey(file: Array(data)) else {
                throw CommandFailure(message: "密钥文件 \(key) 读不到，或不完整")
            }
            return master
        }
        guard let carried = found.key.flatMap({ try? MasterKey(file: $0) }) else {
            throw CommandFailure(message: "备份不含主密钥（指纹 \(found.keyFingerprint)）。请以 --key 指明做备份时的密钥文件")
        }
        return carried
    }
}
