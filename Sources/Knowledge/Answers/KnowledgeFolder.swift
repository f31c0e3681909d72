import Foundation

/// The robot's own files, as they lie in `Knowledge/`: vocabulary, rules of conduct, hotlines, weights, the register of laws, entries.
public struct KnowledgeFolder: Sendable {
    public let vocabulary: LayVocabulary
    public let rules: ConductRules
    public let hotlines: [String: Answer.Hotline]
    public let weights: Weights
    public let register: LawRegister
    /// Cities and counties; empty where the folder has no `places.tsv`.
    public let places: Places
    public let entries: [Entry]
    /// Questions with the conduct expected of the robot (`trials/`); nil where the folder has none.
    public let trials: Trials?

    /// - Throws: `KnowledgeError` that names file and line.
    public init(path: String) throws(KnowledgeError) {
        func text(_ name: String) throws(KnowledgeError) -> String {
            guard let data = FileManager.default.contents(atPath: path + "/" + name), let text = String(validating: data, as: UTF8.self)
            else {
                throw .unreadable(file: path + "/" + name, reason: "没有这个文件，或不是 UTF-8 文字")
            }
            return text
        }
        vocabulary = try LayVocabulary(tsv: text("vocabulary.tsv"))
        rules = try ConductRules(jsonLines: text("conduct.jsonl"))
        register = try LawRegister(tsv: text("laws.tsv"))
        weights = try Weights(file: path + "/weights.json")
        places = FileManager.default.fileExists(atPath: path + "/places.tsv") ? try Places(tsv: text("places.tsv")) : .empty
        var hotlines: [String: Answer.Hotline] = [:]
        for (number, line) in try text("hotlines.tsv").split(separator: "\n").enumerated() where !line.hasPrefix("#") {
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 4, !parts[0].isEmpty, !parts[1].isEmpty else {
                throw .line(file: "hotlines.tsv", line: number + 1, reason: "应有四列：号码、名称、说明、核对日期")
            }
            hotlines[parts[0]] = Answer.Hotline(number: parts[0], name: parts[1])
        }
        for rule in rules.rules {
            for number in rule.hotlines where hotlines[number] == nil {
                throw .line(file: "conduct.jsonl", line: 0, reason: "规则 \(rule.code) 的热线 \(number) 不在 hotlines.tsv 中")
            }
        }
        self.hotlines = hotlines
        entries = try Self.entries(folder: path + "/entries")
        trials = FileManager.default.fileExists(atPath: path + "/trials") ? try Trials(folder: path + "/trials") : nil
    }

    private static func entries(folder: String) throws(KnowledgeError) -> [Entry] {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".jsonl") }.sorted() } catch {
            throw .unreadable(file: folder, reason: "没有这个文件夹")
        }
        var entries: [Entry] = []
        var files: [String: String] = [:]
        for name in names {
            var problem: KnowledgeError?
            let reader = PassageReader(file: folder + "/" + name)
            do {
                try reader.each { line in
                    guard case .entry(let entry) = line else { return }
                    if let other = files[entry.id] {
                        problem = problem ?? .line(file: name, line: 0, reason: "编号 \(entry.id) 与 \(other) 中的重复")
                    }
                    files[entry.id] = name
                    entries.append(entry)
                } refused: { number, reason in
                    problem = problem ?? .line(file: name, line: number, reason: reason)
                }
            } catch let error as KnowledgeError { throw error } catch { throw .unreadable(file: name, reason: "\(error)") }
            if let problem { throw problem }
        }
        return entries
    }
}
