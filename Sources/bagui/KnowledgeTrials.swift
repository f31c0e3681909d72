import ArgumentParser
import Foundation
import Knowledge

extension KnowledgeCommand {
    /// `bagui knowledge tune-entries --output FILE`
    struct TuneEntries: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "tune-entries", abstract: "由条目自己的问法（每种都从没有它的索引里找）和题集中没有留出的一半，学习条目的排序权重和置信度")
        @Option(help: "权重写到哪里") var output: String

        func run() throws {
            let folder = try KnowledgeOptions.folder(House.find())
            guard let trials = folder.trials else { throw CommandFailure(message: "没有题集 Knowledge/trials") }
            var learned = EntryTuning(folder: folder, on: .today).weights(from: trials, starting: folder.weights)
            let parts = folder.weights.learned.split(separator: "; bagui knowledge tune-entries", maxSplits: 1)
            let count = trials.meant.count { !$0.isHeldOut }
            let ways = folder.entries.reduce(0) { $0 + $1.similarQuestions.count }
            learned.learned =
                "\(parts.first ?? ""); bagui knowledge tune-entries: \(ways) ways of asking left out by parts, \(count) trials that are not held out"
            do { try learned.json.write(toFile: output, atomically: true, encoding: .utf8) } catch {
                throw CommandFailure(message: "写不了 \(output)")
            }
            print("用\(ways)种问法和\(count)个问题学得条目的权重，写入 \(output)")
        }
    }

    /// `bagui knowledge cross [--parts N] [--threshold P] [--failures]`
    struct Cross: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "cross", abstract: "把条目的问法一部分一部分地拿出索引，看还找不找得到它的条目；不用题集的留出的一半")
        @Option(help: "分成几部分，每部分拿出一次") var parts = 10
        @Option(help: "低于此置信度不答") var threshold = 0.6
        @Flag(help: "列出没有排在第一的：问法、应答的条目、找到的条目、置信度") var failures = false

        func validate() throws {
            if !(2...1000).contains(parts) { throw ValidationError("--parts 应在 2 到 1000 之间，不是 \(parts)") }
            if !(0...1).contains(threshold) { throw ValidationError("--threshold 应在 0 到 1 之间，不是 \(threshold)") }
        }

        func run() throws {
            let folder = try KnowledgeOptions.folder(House.find())
            var tuning = EntryTuning(folder: folder, on: .today)
            tuning.parts = parts
            let cross = tuning.cross(with: folder.trials ?? Trials(expected: [], meant: []), threshold: threshold)
            guard cross.asked > 0 else { throw CommandFailure(message: "Knowledge/entries 里没有一种问法可拿出来") }
            func share(_ count: Int, of all: Int) -> String {
                "\(count)/\(all)\t" + String(format: "%.1f%%", 100 * Double(count) / Double(max(1, all)))
            }
            print("本条目排第一 first\t\(share(cross.first, of: cross.asked))")
            print("前三条之内 among three\t\(share(cross.amongThree, of: cross.asked))")
            print("答对 answered rightly\t\(share(cross.rightly, of: cross.asked))")
            print("答成别的条目 answered wrongly\t\(share(cross.wrongly, of: cross.asked))")
            print("本条目不在时由别的条目答 answered without its entry\t\(share(cross.withoutEntry, of: cross.asked))")
            print("没有条目可答却答了 answered though none answers\t\(share(cross.noneAnswered, of: cross.none))")
            guard failures else { return }
            let titles = Dictionary(folder.entries.map { ($0.id, $0.question) }) { first, _ in first }
            func title(_ id: String?) -> String { id.map { "\($0) \(titles[$0] ?? "")" } ?? "" }
            for one in cross.failures {
                print("\(one.question)\t\(title(one.meant))\t\(title(one.found))\t\(String(format: "%.2f", one.confidence))")
            }
        }
    }

    /// `bagui knowledge trials [--index PATH] [--on DATE] [--learned-half] [--failures]`
    struct TrialsCommand: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "trials", abstract: "用题集（Knowledge/trials）考机器人：各类通过数，留出的一半单列")
        @Option(help: "按哪一天的法律，YYYY-MM-DD；默认为今天") var on: String?
        @Flag(help: "只考没有留出的一半：改条目、用词和权重时用，少看留出的一半") var learnedHalf = false
        @Flag(help: "列出没有答对的（不含留出的一半，以免照着它改）") var failures = false
        @OptionGroup var options: KnowledgeOptions

        func run() throws {
            let day = try KnowledgeOptions.day(on)
            let house = try House.find()
            let path = options.indexPath(house)
            let library = try options.library(house)
            guard var trials = library.trials else { throw CommandFailure(message: "没有题集 Knowledge/trials") }
            if learnedHalf { trials = Trials(expected: trials.expected, meant: trials.meant.filter { !$0.isHeldOut }) }
            if library.answerer.searcher == nil { StandardError.write("注意：没有索引 \(path)，只考条目和行为规则") }
            let run = TrialRun(trials, with: library.answerer, on: day)
            for (kind, score) in run.classes.sorted(by: { $0.key < $1.key }) { print("\(kind)\t\(score.pass)/\(score.total)") }
            print("没有条目可答的\t\(run.none)题；该答而反问或转人工\t\(run.unanswered)题；答错\t\(run.misanswered)题")
            if failures { for line in run.failures { print(line) } }
        }
    }
}
