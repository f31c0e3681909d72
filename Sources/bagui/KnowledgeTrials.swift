import ArgumentParser
import Foundation
import Knowledge

extension KnowledgeCommand {
    /// `bagui knowledge tune-entries --output FILE`
    struct TuneEntries: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "tune-entries", abstract: "由题集（Knowledge/trials）中没有留出的一半学习条目的排序权重和置信度")
        @Option(help: "权重写到哪里") var output: String

        func run() throws {
            let folder = try KnowledgeOptions.folder(House.find())
            guard let trials = folder.trials else { throw CommandFailure(message: "没有题集 Knowledge/trials") }
            var learned = EntryTuning(folder: folder, on: .today).weights(from: trials, starting: folder.weights)
            let parts = folder.weights.learned.split(separator: "; bagui knowledge tune-entries", maxSplits: 1)
            let count = trials.meant.count { !$0.isHeldOut }
            learned.learned = "\(parts.first ?? ""); bagui knowledge tune-entries: \(count) trials that are not held out"
            do { try learned.json.write(toFile: output, atomically: true, encoding: .utf8) } catch {
                throw CommandFailure(message: "写不了 \(output)")
            }
            print("用\(count)个问题学得条目的权重，写入 \(output)")
        }
    }

    /// `bagui knowledge trials [--index PATH] [--on DATE] [--failures]`
    struct TrialsCommand: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "trials", abstract: "用题集（Knowledge/trials）考机器人：各类通过数，留出的一半单列")
        @Option(help: "按哪一天的法律，YYYY-MM-DD；默认为今天") var on: String?
        @Flag(help: "列出没有答对的（不含留出的一半，以免照着它改）") var failures = false
        @OptionGroup var options: KnowledgeOptions

        func run() throws {
            let day = try KnowledgeOptions.day(on)
            let house = try House.find()
            let path = options.indexPath(house)
            let library = try options.library(house)
            guard let trials = library.trials else { throw CommandFailure(message: "没有题集 Knowledge/trials") }
            if library.answerer.searcher == nil { StandardError.write("注意：没有索引 \(path)，只考条目和行为规则") }
            let run = TrialRun(trials, with: library.answerer, on: day)
            for (kind, score) in run.classes.sorted(by: { $0.key < $1.key }) { print("\(kind)\t\(score.pass)/\(score.total)") }
            print("没有条目可答的\t\(run.none)题；该答而反问或转人工\t\(run.unanswered)题；答错\t\(run.misanswered)题")
            if failures { for line in run.failures { print(line) } }
        }
    }
}
