import ArgumentParser
import Foundation
import Knowledge

/// `bagui knowledge (import|evaluate|tune|tune-entries|cross|trials|citing|review)`
struct KnowledgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "knowledge", abstract: "机器人的知识：导入、评测、学习权重、查引用",
        subcommands: [Import.self, Evaluate.self, Tune.self, TuneEntries.self, Cross.self, TrialsCommand.self, Citing.self, Review.self])
}

/// Where the robot's knowledge lies.
struct KnowledgeOptions: ParsableArguments {
    @Option(help: "索引文件；默认为环境变量 BAGUI_KNOWLEDGE_INDEX，再为 var/knowledge/index.bkx") var index: String?

    func indexPath(_ house: House) -> String {
        index ?? ProcessInfo.processInfo.environment["BAGUI_KNOWLEDGE_INDEX"] ?? house.root + "/var/knowledge/index.bkx"
    }

    static func folder(_ house: House) throws -> KnowledgeFolder {
        do { return try KnowledgeFolder(path: house.root + "/Knowledge") } catch { throw CommandFailure(message: error.description) }
    }

    /// What the robot knows; without an index only its entries and rules.
    func library(_ house: House) throws -> Library {
        do { return try Library(folder: Self.folder(house), indexPath: indexPath(house)) } catch let error as KnowledgeError {
            throw CommandFailure(message: error.description)
        }
    }

    /// The day that `--on` names; today without it.
    static func day(_ on: String?) throws -> CivilDay {
        guard let day = on.map({ CivilDay($0) }) ?? CivilDay.today else {
            throw CommandFailure(message: "--on 应为日期 YYYY-MM-DD，不是“\(on ?? "")”", code: 2)
        }
        return day
    }

    /// The index, which must be there.
    func open(_ house: House) throws -> KnowledgeIndex {
        let path = indexPath(house)
        guard FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure(message: "还没有索引 \(path)。请先用 bagui knowledge import 文件… 建立")
        }
        do { return try KnowledgeIndex(path: path) } catch { throw CommandFailure(message: error.description) }
    }
}

extension KnowledgeCommand {
    /// `bagui knowledge import FILE… [--index PATH] [--replace] [--report FILE] [--json]`
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import", abstract: "把 JSON 行文件（条文、案例、指南、条目；可为 gzip）导入索引，建好后一次替换")
        @Argument(help: "文件，可写多个") var files: [String]
        @Flag(help: "从头建立，不保留索引中已有的内容") var replace = false
        @Option(help: "拒收的行（文件、行号、原因）写到哪里") var report: String?
        @Flag(help: "输出一行 JSON") var json = false
        @OptionGroup var options: KnowledgeOptions

        func run() throws {
            let house = try House.find()
            let folder = try KnowledgeOptions.folder(house)
            let path = options.indexPath(house)
            let clock = ContinuousClock()
            let start = clock.now
            var builder = IndexBuilder(register: folder.register)
            if !replace, FileManager.default.fileExists(atPath: path) {
                do { builder = IndexBuilder(extending: try KnowledgeIndex(path: path), register: folder.register) } catch {
                    throw CommandFailure(message: "\(error)；或加 --replace 从头建立")
                }
            }
            var (new, changed, same, questions) = (0, 0, 0, 0)
            var refused: [String] = []
            for file in files {
                func count(_ change: IndexBuilder.Change) {
                    switch change {
                    case .new: new += 1
                    case .changed: changed += 1
                    case .same: same += 1
                    }
                }
                do {
                    try PassageReader(file: file).each { line in
                        switch line {
                        case .passage(let passage): count(builder.add(passage))
                        case .entry(let entry): count(builder.add(entry))
                        case .evaluationQuestion: questions += 1
                        }
                    } refused: { number, reason in
                        refused.append("\(file) 第\(number)行：\(reason)")
                    }
                } catch let error as KnowledgeError { throw CommandFailure(message: "\(error)。索引没有改变") }
                builder.note(source: URL(fileURLWithPath: file).lastPathComponent)
            }
            guard builder.passageCount + builder.entryCount > 0 else {
                throw CommandFailure(message: "没有可导入的内容，索引没有改变" + (refused.first.map { "；第一处问题：\($0)" } ?? ""))
            }
            // Nothing new: the index stays as it is.
            let isChanged = replace || new + changed > 0
            if isChanged {
                do { try builder.write(to: path, builtAt: Date.now.formatted(.iso8601)) } catch {
                    throw CommandFailure(message: error.description)
                }
            }
            let elapsed = start.duration(to: clock.now)
            let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
            let rate = Double(new + changed + same) / max(seconds, 1e-9)
            if let report {
                do { try (refused.joined(separator: "\n") + "\n").write(toFile: report, atomically: true, encoding: .utf8) } catch {
                    throw CommandFailure(message: "不能写拒收报告 \(report)")
                }
            }
            if json {
                print(
                    #"{"new":\#(new),"changed":\#(changed),"same":\#(same),"refused":\#(refused.count),"questions_passed_over":\#(questions),"passages":\#(builder.passageCount),"entries":\#(builder.entryCount),"seconds":\#(String(format: "%.3f", seconds)),"per_second":\#(Int(rate))}"#
                )
            } else {
                print("新增\(new)，改变\(changed)，未变\(same)，拒收\(refused.count)；索引现有条文和文档\(builder.passageCount)，条目\(builder.entryCount)")
                if questions > 0 { print("评测用的问题\(questions)个未导入（请用 bagui knowledge evaluate）") }
                print("用时\(String(format: "%.2f", seconds))秒，每秒\(Int(rate))条，" + (isChanged ? "写入 \(path)" : "索引没有改变"))
            }
            if !refused.isEmpty {
                StandardError.write(refused.prefix(20).joined(separator: "\n"))
                if refused.count > 20 {
                    StandardError.write("……共\(refused.count)行被拒收" + (report == nil ? "，加 --report 文件 可看全部" : "，全部见 \(report ?? "")"))
                }
                throw ExitCode(1)
            }
        }
    }

    /// `bagui knowledge evaluate FILE [--index PATH] [--half 0|1] [--json]`
    struct Evaluate: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "evaluate", abstract: "用已知答案的问题评测检索：召回率、排名、用时、转人工率")
        @Argument(help: "JSON 行：{\"qid\", \"question\", \"relevant\": [条文编号]}") var file: String
        @Option(help: "只用其中一半：0 为学习所用，1 为留出") var half: Int?
        @Option(help: "低于此置信度转人工") var threshold = 0.6
        @Option(help: "权重文件；默认为 Knowledge/weights.json") var weights: String?
        @Flag(help: "输出一行 JSON") var json = false
        @OptionGroup var options: KnowledgeOptions

        func validate() throws {
            if let half, half != 0, half != 1 { throw ValidationError("--half 应为 0 或 1，不是 \(half)") }
            if !(0...1).contains(threshold) { throw ValidationError("--threshold 应在 0 到 1 之间，不是 \(threshold)") }
        }

        func run() throws {
            let house = try House.find()
            let folder = try KnowledgeOptions.folder(house)
            let index = try options.open(house)
            do {
                let used = try weights.map { try Weights(file: $0) } ?? folder.weights
                let questions = try RetrievalQuestion.read(file: file).filter { half == nil || $0.half == half }
                let searcher = Searcher(index: index, weights: used, vocabulary: folder.vocabulary)
                let result = Evaluation(of: questions, with: searcher, threshold: threshold)
                func three(_ value: Double) -> String { String(format: "%.3f", value) }
                if json {
                    print(
                        #"{"questions":\#(result.questions),"recall@1":\#(three(result.recallAt1)),"recall@10":\#(three(result.recallAt10)),"recall@100":\#(three(result.recallAt100)),"mrr@10":\#(three(result.reciprocalRankAt10)),"handover_rate":\#(three(result.handOverRate)),"answered_rightly":\#(three(result.answeredRightly)),"p50_ms":\#(three(result.p50)),"p99_ms":\#(three(result.p99))}"#
                    )
                } else {
                    print(
                        """
                        问题 questions \(result.questions)
                        recall@1 \(three(result.recallAt1))
                        recall@10 \(three(result.recallAt10))
                        recall@100 \(three(result.recallAt100))
                        MRR@10 \(three(result.reciprocalRankAt10))
                        转人工率 hand-over \(three(result.handOverRate))（置信度低于\(threshold)）
                        答复时前三条命中 answered rightly \(three(result.answeredRightly))
                        用时 p50 \(three(result.p50)) ms，p99 \(three(result.p99)) ms
                        """)
                }
            } catch let error as KnowledgeError { throw CommandFailure(message: error.description) }
        }
    }

    /// `bagui knowledge tune FILE [--index PATH] [--half 0|1] --output FILE`
    struct Tune: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "tune", abstract: "由已知答案的问题学习排序权重和置信度；默认只用一半，留一半评测")
        @Argument(help: "JSON 行：{\"qid\", \"question\", \"relevant\": [条文编号]}") var file: String
        @Option(help: "用哪一半学习：0 或 1") var half = 0
        @Option(help: "我们的条目每引用一次某法，算作几个问题") var citationWeight = 0.2
        @Option(help: "权重写到哪里") var output: String
        @OptionGroup var options: KnowledgeOptions

        func validate() throws { if half != 0, half != 1 { throw ValidationError("--half 应为 0 或 1，不是 \(half)") } }

        func run() throws {
            let house = try House.find()
            let folder = try KnowledgeOptions.folder(house)
            let index = try options.open(house)
            do {
                let questions = try RetrievalQuestion.read(file: file).filter { $0.half == half }
                var learned = Tuning(index: index, vocabulary: folder.vocabulary).weights(
                    from: questions, cited: Tuning.citations(of: folder.entries, in: index, each: citationWeight), starting: folder.weights)
                learned.learned =
                    "bagui knowledge tune: \(questions.count) questions of half \(half) of \(URL(fileURLWithPath: file).lastPathComponent), \(index.passageCount) passages"
                do { try learned.json.write(toFile: output, atomically: true, encoding: .utf8) } catch {
                    throw CommandFailure(message: "写不了 \(output)")
                }
                print("用\(questions.count)个问题学得权重，写入 \(output)")
            } catch let error as KnowledgeError { throw CommandFailure(message: error.description) }
        }
    }

    /// `bagui knowledge citing LAW [ARTICLE]`
    struct Citing: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "citing", abstract: "列出引用某法（某条）的全部条目：法律改变后要复审的")
        @Argument(help: "法名，如 民法典") var law: String
        @Argument(help: "条号，如 1079") var article: String?
        @Flag(help: "每条一行 JSON") var json = false
        @OptionGroup var options: KnowledgeOptions

        func run() throws {
            let house = try House.find()
            let library = try options.library(house)
            let citing = library.citing(law: law, article: article)
            for entry in citing {
                print(json ? entry.json : "\(entry.id)\t\(entry.question)\t\(entry.lawRefs.map(\.description).joined(separator: " "))")
            }
            if !json { print("共\(citing.count)条") }
        }
    }

    /// `bagui knowledge review [--on DATE]`
    struct Review: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "review", abstract: "列出某日不能用来答复、需要复审的条目：已过有效期，或依据不是现行有效")
        @Option(help: "哪一天，YYYY-MM-DD；默认为今天") var on: String?
        @Flag(help: "每条一行 JSON") var json = false
        @OptionGroup var options: KnowledgeOptions

        func run() throws {
            let day = try KnowledgeOptions.day(on)
            let house = try House.find()
            let path = options.indexPath(house)
            let library = try options.library(house)
            if library.answerer.searcher == nil { StandardError.write("注意：没有索引 \(path)，只能看有效期，不能看依据") }
            let found = library.needingReview(on: day)
            for (entry, reasons) in found {
                if json {
                    let object: [String: Any] = ["id": entry.id, "question": entry.question, "reasons": reasons]
                    let data = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
                    print(String(decoding: data, as: UTF8.self))
                } else {
                    print("\(entry.id)\t\(entry.question)\t\(reasons.joined(separator: "；"))")
                }
            }
            if !json { print("\(day)需要复审的条目共\(found.count)条") }
        }
    }
}
