import ArgumentParser
import Casework
import Definitions
import Foundation
import Storage
import WorkCalendar

/// `bagui journal verify` · `bagui journal seal`
struct JournalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "journal", abstract: "日志", subcommands: [Verify.self, Seal.self])

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "verify", abstract: "核验日志：逐条、逐链、逐次封存")
        @Flag(help: "输出 JSON，每项一行") var json = false
        @OptionGroup var node: NodeOptions

        func run() throws {
            let house = try House.find()
            let database = try node.open(node.configuration(house))
            defer { database.close() }
            do {
                let counts = try database.read { connection in
                    (
                        entries: try connection.first("SELECT COUNT(*) FROM journal")?.int(0) ?? 0,
                        seals: try connection.first("SELECT COUNT(*) FROM journal_seal")?.int(0) ?? 0,
                        sealed: try connection.first("SELECT MAX(last_seq) FROM journal_seal")?.int(0) ?? 0
                    )
                }
                let findings = try JournalSeal(database: database).verify()
                for finding in findings {
                    if json {
                        let object: [String: Any] = [
                            "sequence": finding.sequence as Any? ?? NSNull(), "seal": finding.seal as Any? ?? NSNull(),
                            "record": finding.record as Any? ?? NSNull(),
                            "message": finding.message,
                        ]
                        print(
                            String(
                                decoding: try JSONSerialization.data(
                                    withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes]), as: UTF8.self))
                    } else {
                        StandardError.write(finding.message)
                    }
                }
                let text = "日志\(counts.entries)条，封存\(counts.seals)次，已封存至第\(counts.sealed)条"
                if json {
                    print(
                        "{\"entries\":\(counts.entries),\"findings\":\(findings.count),\"seals\":\(counts.seals),\"sealed_through\":\(counts.sealed)}"
                    )
                } else {
                    print(findings.isEmpty ? "\(text)；未发现更改" : "\(text)；发现\(findings.count)处更改")
                }
                if !findings.isEmpty { throw ExitCode(1) }
            } catch let error as DatabaseError { throw CommandFailure(message: "日志读不出来：\(error)") }
        }
    }

    struct Seal: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "seal", abstract: "封存尚未封存的日志")
        @OptionGroup var node: NodeOptions

        func run() throws {
            let house = try House.find()
            let database = try node.open(node.configuration(house))
            defer { database.close() }
            do {
                var count = 0
                // One seal takes a bounded number of entries.
                while true {
                    let sealed = try JournalSeal(database: database).seal(at: .present)
                    if sealed == 0 { break }
                    count += sealed
                }
                print(count == 0 ? "没有需要封存的日志" : "已封存\(count)条")
            } catch let error as DatabaseError { throw CommandFailure(message: "没有封存：\(error)") }
        }
    }
}
