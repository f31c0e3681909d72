import Foundation
import Testing

@testable import Knowledge

@Suite struct `Entries` {
    @Test func `all are well formed, with ids of their own, and cover every matter's field`() throws {
        let folder = try Sample.folder()
        #expect(folder.entries.count >= 100)
        #expect(Set(folder.entries.map(\.id)).count == folder.entries.count)
        #expect(Set(folder.entries.map(\.question)).count == folder.entries.count)
        for entry in folder.entries {
            #expect(!entry.similarQuestions.isEmpty, "\(entry.id)")
            #expect(!entry.steps.isEmpty, "\(entry.id)")
            #expect((30...400).contains(entry.answerShort.count), "\(entry.id) \(entry.answerShort.count)")
        }
    }

    /// Every article cited exists in the corpus and is in force.
    @Test func `every citation resolves and is in force`() throws {
        guard let corpus = SharedData.file("legal-qa/kb_statutes.jsonl.gz") else {
            print("skipped: kb_statutes.jsonl.gz is not there; set BAGUI_DATA to the folder that holds it")
            return
        }
        let folder = try Sample.folder()
        let day = try #require(CivilDay("2026-11-26"))
        let cited = Set(folder.entries.flatMap(\.lawRefs))
        var laws: [String: StatusFinder.Law] = [:]
        var found = Set<String>()
        var lawOf: [String: String] = [:]
        try PassageReader(file: corpus).each { line in
            guard case .passage(let passage) = line else { return }
            found.insert(passage.id)
            lawOf[passage.id] = passage.law
            var law =
                laws[passage.law]
                ?? StatusFinder.Law(name: passage.law, title: passage.title, version: passage.version.map { CivilDay($0) })
            if passage.text.contains("施行") || passage.text.contains("废止") { law.closing.append(passage.text) }
            laws[passage.law] = law
        } refused: { number, reason in
            Issue.record("\(number): \(reason)")
        }
        let all = Array(laws.values).sorted { $0.name < $1.name }.map { law -> StatusFinder.Law in
            var law = law
            law.closing = Array(law.closing.suffix(3))
            return law
        }
        let statuses = Dictionary(uniqueKeysWithValues: zip(all.map(\.name), StatusFinder(register: folder.register).statuses(of: all)))
        for reference in cited.sorted(by: { $0.description < $1.description }) {
            #expect(found.contains(reference.description), "\(reference) is not in the corpus")
            let status = lawOf[reference.description].flatMap { statuses[$0] }
            #expect(status?.isInForce(on: day) == true, "\(reference): \(status?.label(on: day) ?? "unknown")")
        }
    }

    @Test func `an article lists the entries that rest on it`() throws {
        let library = try Library(folder: Sample.folder())
        let citing = library.citing(law: "民法典", article: "1079")
        #expect(citing.contains { $0.question == "离婚需要什么条件" })
        #expect(citing.allSatisfy { $0.lawRefs.contains { $0.description == "民法典#1079" } })
        #expect(library.citing(law: "民法典").count > citing.count)
        #expect(library.citing(law: "没有这部法").isEmpty)
    }

    @Test func `an edited entry is found by the next question and a removed one no more`() throws {
        let library = try Library(folder: Sample.folder())
        let day = try #require(CivilDay("2026-11-26"))
        let question = "壮族三月三歌圩摊位被人占了怎么处理"
        #expect(library.answerer.answer(question, on: day).conduct != .answer)
        let before = library.answerer.version
        library.put(try Sample.entry("KBX1", "三月三歌圩的摊位被占怎么处理", answer: "先请主办方核对摊位登记，再协商处理。", refs: ["民法典#1165"]))
        let answer = library.answerer.answer(question, on: day)
        #expect(answer.conduct == .answer)
        #expect(answer.entry == "KBX1")
        #expect(library.answerer.version != before)
        #expect(library.citing(law: "民法典", article: "1165").contains { $0.id == "KBX1" })
        library.put(try Sample.entry("KBX1", "三月三歌圩的摊位被占怎么处理", answer: "新的答复。", refs: ["民法典#1165"], extra: ["version": 2]))
        #expect(library.answerer.answer(question, on: day).text == ["新的答复。"])
        library.remove(entry: "KBX1")
        #expect(library.answerer.answer(question, on: day).entry != "KBX1")
        #expect(library.answerer.version == before)
    }

    @Test func `what a day's law no longer carries is listed for review`() throws {
        let folder = try Sample.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "index.bkx").path
        try Sample.builder().write(to: path, builtAt: "一")
        let library = try Library(folder: Sample.folder(), indexPath: path)
        library.put(try Sample.entry("KBX6", "评理机构几天内决定受理", refs: ["评理法@2017-09-01#24"]))
        library.put(try Sample.entry("KBX7", "雨伞坏了要赔吗", refs: ["借伞法#2"], extra: ["valid_to": "2026-06-30"]))
        func reasons(_ id: String, _ day: String) throws -> [String] {
            let day = try #require(CivilDay(day))
            return library.needingReview(on: day).first { $0.entry.id == id }?.reasons ?? []
        }
        #expect(try reasons("KBX6", "2026-02-28").isEmpty)
        #expect(try reasons("KBX6", "2026-03-01").first?.contains("已失效（2026-03-01起）") == true)
        #expect(try reasons("KBX7", "2026-06-30").isEmpty)
        #expect(try reasons("KBX7", "2026-07-01") == ["有效期至2026-06-30"])
        // Articles that this small index does not have.
        #expect(try reasons("KB000001", "2026-03-01").contains { $0.contains("不在索引中") })
    }

    @Test func `the entry that was meant is among the four offered, for people's own words`() throws {
        let lines = try SharedData.own("Knowledge/trials/questions.jsonl").split(separator: "\n")
        let library = try Library(folder: Sample.folder())
        let day = try #require(CivilDay("2026-11-26"))
        var (meant, first, offered, none, answered) = (0, 0, 0, 0, 0)
        for line in lines {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let question = try #require(object["question"] as? String)
            let found = library.answerer.entries.search(NormalText(question), limit: 4, on: day).map(\.entry.id)
            if let entry = object["entry"] as? String {
                meant += 1
                if found.first == entry { first += 1 }
                if found.contains(entry) { offered += 1 }
            } else {
                none += 1
                if library.answerer.answer(question, on: day).conduct == .answer { answered += 1 }
            }
        }
        #expect(meant >= 100 && none >= 25)
        #expect(Double(offered) >= 0.9 * Double(meant), "\(offered) of \(meant)")
        #expect(Double(first) >= 0.8 * Double(meant), "\(first) of \(meant)")
        #expect(answered <= 2, "\(answered) of \(none) that no entry answers were answered")
    }

    @Test func `an expired entry is not shown`() throws {
        let library = try Library(folder: Sample.folder())
        library.put(try Sample.entry("KBX2", "歌圩摊位登记在哪里办理", refs: ["民法典#1165"], extra: ["valid_to": "2026-06-30"]))
        let question = "歌圩摊位登记在哪里办理"
        let last = try #require(CivilDay("2026-06-30"))
        let after = try #require(CivilDay("2026-07-01"))
        #expect(library.answerer.answer(question, on: last).entry == "KBX2")
        #expect(library.answerer.answer(question, on: after).entry != "KBX2")
    }

    @Test func `a bad entry names the field`() {
        func problem(_ extra: [String: Any]) -> String {
            do {
                _ = try Sample.entry("KB1", "问题", refs: ["民法典#1"], extra: extra)
                return "accepted"
            } catch { return "\(error)" }
        }
        #expect(problem(["question": ""]).contains("question"))
        #expect(problem(["law_refs": ["民法典第一条"]]).contains("law_refs"))
        #expect(problem(["matter": "moon"]).contains("matter"))
        #expect(problem(["risk": "huge"]).contains("risk"))
        #expect(problem(["valid_to": "2026-13-01"]).contains("valid_to"))
        #expect(problem(["answer_short": String(repeating: "长", count: 401)]).contains("最多400字"))
    }
}
