import Foundation
import Testing

@testable import Knowledge

@Suite struct `An index` {
    @Test func `gives back every passage as it was put in`() throws {
        let index = try Sample.index()
        #expect(index.passageCount == Sample.passages.count)
        for passage in Sample.passages {
            let position = try #require(index.position(of: passage.id), "\(passage.id)")
            #expect(index.passage(at: position) == passage)
        }
        #expect(index.position(of: "借伞法#9") == nil)
        #expect(index.passage(at: -1) == nil)
        #expect(index.passage(at: index.passageCount) == nil)
    }

    @Test func `is the same for the same content in any order`() throws {
        var other = IndexBuilder()
        for passage in Sample.passages.reversed() { other.add(passage) }
        #expect(other.build(builtAt: "2026-01-01T00:00") == Sample.builder().build(builtAt: "2026-01-01T00:00"))
    }

    @Test func `finds the article that speaks of the matter, also by what people say for it`() throws {
        let searcher = Searcher(index: try Sample.index(), weights: Weights(), vocabulary: try LayVocabulary(tsv: "洋伞\t雨伞\n赖着\t逾期 不归还\n"))
        let plain = searcher.search("雨伞逾期不归还怎么办", limit: 3)
        #expect(plain.first.map { searcher.index.id(at: $0.position) } == "借伞法#3")
        let lay = searcher.search("洋伞被人赖着", limit: 3)
        #expect(lay.first.map { searcher.index.id(at: $0.position) } == "借伞法#3")
        #expect(searcher.search("？！", limit: 3).isEmpty)
        #expect(searcher.search("雨伞", limit: 0).isEmpty)
    }

    @Test func `answers by the law of the day asked`() throws {
        let index = try Sample.index()
        let searcher = Searcher(index: index, weights: Weights(), vocabulary: .empty)
        func found(_ day: String) throws -> [String] {
            let day = try #require(CivilDay(day))
            return searcher.search("评理机构收到申请五日内受理", limit: 5, inForceOn: day).map { index.id(at: $0.position) }
        }
        #expect(try found("2026-02-28").first == "评理法@2017-09-01#24")
        #expect(try !found("2026-02-28").contains("评理法#35"))
        #expect(try found("2026-03-01").first == "评理法#35")
        #expect(try !found("2026-03-01").contains("评理法@2017-09-01#24"))
        #expect(try found("2010-01-01").allSatisfy { !$0.hasPrefix("评理法") && !$0.hasPrefix("借伞法") })
    }

    @Test func `knows from the laws' own words when each came and which it ended`() throws {
        let index = try Sample.index()
        func status(_ id: String) throws -> LawStatus {
            let position = try #require(index.position(of: id))
            return try #require(index.status(at: position))
        }
        #expect(try status("借伞法#1").from?.description == "2020-06-01")
        #expect(try status("借扇办法#1").until?.description == "2020-06-01")
        #expect(try status("借扇办法#1").replacedBy == "广西样例借伞法")
        #expect(try status("评理法@2017-09-01#24").until?.description == "2026-03-01")
        let day = try #require(CivilDay("2026-03-02"))
        #expect(try status("借扇办法#1").label(on: day) == "已失效（2020年6月1日起），现为《广西样例借伞法》")
        #expect(try status("借伞法#1").label(on: day) == "现行有效（2020年6月1日起施行）")
    }

    @Test func `the register corrects what the texts do not say`() throws {
        let register = try LawRegister(tsv: "# 注\n借伞法\t2020-07-01\t2026-01-01\t新借伞法\t样例\n")
        var builder = IndexBuilder(register: register)
        for passage in Sample.passages { builder.add(passage) }
        let index = try KnowledgeIndex(bytes: builder.build(builtAt: ""))
        let position = try #require(index.position(of: "借伞法#2"))
        let status = try #require(index.status(at: position))
        #expect(status.from?.description == "2020-07-01")
        #expect(status.until?.description == "2026-01-01")
        #expect(throws: KnowledgeError.line(file: "laws.tsv", line: 1, reason: "第2列应为日期 YYYY-MM-DD，不是“六月”")) {
            try LawRegister(tsv: "借伞法\t六月\t\t\t")
        }
    }

    @Test func `is put in place whole, and who reads the old one goes on with it`() throws {
        let folder = try Sample.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "index.bkx").path
        try Sample.builder().write(to: path, builtAt: "一")
        let old = try KnowledgeIndex(path: path)
        var builder = IndexBuilder(extending: old)
        #expect(builder.add(Sample.article("借伞法", 5, "雨伞丢失的应当照价赔偿。", version: "2020-03-01")) == .new)
        #expect(builder.add(Sample.passages[0]) == .same)
        try builder.write(to: path, builtAt: "二")
        let new = try KnowledgeIndex(path: path)
        #expect(old.position(of: "借伞法#5") == nil)
        #expect(old.passage(at: 0) != nil)
        #expect(new.position(of: "借伞法#5") != nil)
        #expect(new.passageCount == old.passageCount + 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["index.bkx"])
    }

    @Test func `a damaged, cut or foreign file is refused with a reason`() throws {
        let good = Sample.builder().build(builtAt: "")
        func reason(_ bytes: [UInt8]) -> String {
            do {
                _ = try KnowledgeIndex(bytes: bytes)
                return "accepted"
            } catch { return error.description }
        }
        #expect(reason(Array(good.dropLast(100))).contains("文件不完整"))
        var flipped = good
        flipped[good.count / 2] ^= 0x40
        #expect(reason(flipped).contains("校验和不符"))
        #expect(reason(Array("不是索引".utf8)).contains("不是索引文件"))
        var later = good
        later[8] = 9
        #expect(reason(later).contains("版式为9"))
        #expect(reason([]).contains("不是索引文件"))
    }

    @Test func `every cut and every flipped byte is noticed`() throws {
        let good = Sample.builder().build(builtAt: "")
        for length in stride(from: 0, to: good.count, by: 997) {
            #expect(throws: KnowledgeError.self) { try KnowledgeIndex(bytes: Array(good.prefix(length))) }
        }
        for position in stride(from: 8, to: good.count, by: 1499) {
            var bytes = good
            bytes[position] ^= 0x11
            #expect(throws: KnowledgeError.self) { try KnowledgeIndex(bytes: bytes) }
        }
    }
}

@Suite struct `Import files` {
    private func read(_ lines: String) throws -> (read: [ImportedLine], refused: [Int: String]) {
        let folder = try Sample.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "corpus.jsonl")
        try Data(lines.utf8).write(to: file)
        var read: [ImportedLine] = []
        var refused: [Int: String] = [:]
        try PassageReader(file: file.path).each {
            read.append($0)
        } refused: {
            refused[$0] = $1
        }
        return (read, refused)
    }

    @Test func `bad lines are refused by number and reason, the others go on`() throws {
        let result = try read(
            """
            {"id": "借伞法#1", "kind": "statute", "law": "借伞法", "article": "第一条", "text": "应当归还。", "version": "2020-03-01"}
            不是对象

            {"id": "借伞法#2", "kind": "statute", "law": "借伞法", "article": "第二条", "text": " "}
            {"id": "借伞法", "kind": "statute", "law": "借伞法", "article": "第二条", "text": "好"}
            {"id": "借伞法#3", "kind": "statute", "law": "借伞法", "article": "第三条", "text": "好", "version": "去年"}
            {"id": "x", "kind": "poem", "text": "好"}
            {"id": "KB1", "kind": "entry", "question": "问", "answer_short": "答", "law_refs": []}
            {"id": "q", "kind": "question with the statutes that answer it", "question": "问"}
            """)
        #expect(result.read.count == 2)
        #expect(result.refused[2] == "不是一个 JSON 对象")
        #expect(result.refused[4] == "缺字段 text，应为非空文字")
        #expect(result.refused[5]?.contains("法名#条号") == true)
        #expect(result.refused[6]?.contains("version 应为日期") == true)
        #expect(result.refused[7]?.contains("字段 kind") == true)
        #expect(result.refused[8]?.contains("没有法律依据的条目不能用来答复") == true)
        #expect(result.refused.count == 6)
    }

    @Test func `a file that is not there or is cut off is said so`() throws {
        #expect(throws: KnowledgeError.unreadable(file: "/nirgends.jsonl", reason: "没有这个文件")) {
            try PassageReader(file: "/nirgends.jsonl").each { _ in
            } refused: { _, _ in
            }
        }
        guard let packed = SharedData.file("legal-qa/kb_cases.jsonl.gz") else { return }
        let folder = try Sample.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let cut = folder.appending(path: "cut.jsonl.gz")
        try Data(contentsOf: URL(filePath: packed)).prefix(30_000).write(to: cut)
        #expect(throws: KnowledgeError.self) {
            try PassageReader(file: cut.path).each { _ in
            } refused: { _, _ in
            }
        }
    }

    @Test func `packed files are read like plain ones`() throws {
        guard let packed = SharedData.file("legal-qa/kb_cases.jsonl.gz") else { return }
        var count = 0
        try PassageReader(file: packed).each { line in
            if case .passage(let passage) = line, passage.kind == .typicalCase { count += 1 }
        } refused: { number, reason in
            Issue.record("\(number): \(reason)")
        }
        #expect(count == 48)
    }
}
