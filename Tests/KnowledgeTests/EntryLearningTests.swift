import Foundation
import Testing

@testable import Knowledge

@Suite struct `What is learned of entries` {
    private let day = CivilDay("2026-11-26") ?? .today

    /// Entries of neighbouring matters, few enough to learn from in a moment.
    private func few(_ folder: KnowledgeFolder) -> [Entry] {
        Array(folder.entries.filter { $0.lawField == "debt" || $0.lawField == "wage" }.prefix(16))
    }

    @Test func `ways of asking and trials put the meant entry first, and held-out trials teach nothing`() throws {
        let folder = try Sample.folder()
        let entries = few(folder)
        let ids = Set(entries.map(\.id))
        let some = try #require(folder.trials).meant.filter { trial in
            !trial.isHeldOut && (trial.entries.isEmpty || trial.entries.contains(where: ids.contains))
        }
        var start = folder.weights
        start.entryRanking = [0, 0, 0.5, 0, -1, 0]
        start.entryConfidence = [0, 0, 0, 0, 0, 0]
        var tuning = EntryTuning(folder: folder, entries: entries, on: day)
        tuning.parts = 3
        let learned = tuning.weights(from: Trials(expected: [], meant: some), starting: start)
        let ways = tuning.ways()
        func first(_ weights: Weights) -> Int {
            ways.count { $0.ranked(by: weights.entryRanking).first?.candidate.isRight ?? false }
        }
        #expect(ways.count == entries.reduce(0) { $0 + $1.similarQuestions.count })
        #expect(Double(first(learned)) > 0.6 * Double(ways.count), "\(first(learned)) of \(ways.count)")
        #expect(first(learned) > first(start))
        #expect(learned.entryConfidence.count == start.entryConfidence.count)
        // The greater the odds for the first, the surer.
        #expect(learned.entryConfidence[1] > 0)
        #expect(tuning.weights(from: Trials(expected: [], meant: some), starting: start) == learned)
        let hidden = some.map { trial in
            var trial = trial
            trial.isHeldOut = true
            return trial
        }
        let none = tuning.weights(from: Trials(expected: [], meant: []), starting: start)
        #expect(tuning.weights(from: Trials(expected: [], meant: hidden), starting: start) == none)
        #expect(none != learned)
    }

    @Test func `nothing to learn from changes nothing`() throws {
        let folder = try Sample.folder()
        let lonely = try Sample.entry("KBX1", "歌圩摊位登记在哪里办理", refs: ["民法典#1165"])
        let tuning = EntryTuning(folder: folder, entries: [lonely], on: day)
        #expect(tuning.weights(from: Trials(expected: [], meant: []), starting: folder.weights) == folder.weights)
        #expect(tuning.cross(with: Trials(expected: [], meant: [])).asked == 0)
    }

    @Test func `a way of asking that is left out never meets itself`() throws {
        let folder = try Sample.folder()
        // Each way in words of its own, some of them its neighbour's: what is met could only be met by itself.
        let entries = [
            try Sample.entry("KBX1", "甲乙丙丁", similar: ["戊己庚辛", "子丑寅卯"], answer: "一", refs: ["民法典#1165"]),
            try Sample.entry("KBX2", "辰巳午未", similar: ["戊己庚辛申", "子丑寅卯酉"], answer: "二", refs: ["民法典#1165"]),
        ]
        var tuning = EntryTuning(folder: folder, entries: entries, on: day)
        tuning.parts = 1000
        let cross = tuning.cross(with: Trials(expected: [], meant: []))
        #expect(cross.asked == 4)
        #expect(cross.first == 0)
        #expect(Set(cross.failures.map(\.question)) == ["戊己庚辛", "子丑寅卯", "戊己庚辛申", "子丑寅卯酉"])
        #expect(cross.failures.allSatisfy { $0.found != $0.meant && $0.found != nil })
        // In the index they are met.
        let index = EntryIndex(vocabulary: folder.vocabulary, entries: entries, ranking: folder.weights.entryRanking)
        #expect(index.search(NormalText("子丑寅卯"), limit: 1, on: day).first?.entry.id == "KBX1")
    }

    @Test func `what is left out of several is met by what remains, and counted`() throws {
        let folder = try Sample.folder()
        var tuning = EntryTuning(folder: folder, entries: few(folder), on: day)
        tuning.parts = 4
        let trials = Trials(expected: [], meant: try #require(folder.trials).meant.filter { !$0.isHeldOut && $0.entries.isEmpty })
        let cross = tuning.cross(with: trials)
        #expect(cross.first + cross.failures.count == cross.asked)
        #expect(cross.first <= cross.amongThree && cross.amongThree <= cross.asked)
        #expect(cross.rightly <= cross.first)
        #expect(cross.wrongly <= cross.failures.count)
        #expect(Double(cross.first) > 0.6 * Double(cross.asked), "\(cross.first) of \(cross.asked)")
        #expect(cross.none == trials.meant.count)
        #expect(cross.noneAnswered * 2 < cross.none)
        // A lower threshold answers more.
        let bold = tuning.cross(with: trials, threshold: 0.2)
        #expect(bold.rightly + bold.wrongly > cross.rightly + cross.wrongly)
        #expect(bold.first == cross.first)
    }

    @Test func `what came and went leaves no trace`() throws {
        let folder = try Sample.folder()
        let entries = few(folder)
        let other = try Sample.entry("KBX1", "老板欠我工钱还借我的钱", similar: ["借条和工资条都在"], refs: ["民法典#1165"], extra: ["law_field": "other"])
        let fresh = EntryIndex(vocabulary: folder.vocabulary, entries: entries, ranking: folder.weights.entryRanking)
        var changed = EntryIndex(vocabulary: folder.vocabulary, entries: [other] + entries.reversed(), ranking: folder.weights.entryRanking)
        changed.put(other)
        for entry in entries.prefix(3) { changed.put(entry) }
        changed.remove(other.id)
        for question in ["借条写了名字没写日期", "老板拖欠三个月工资", "今天会下雨吗"] {
            let question = NormalText(question)
            #expect(changed.search(question, limit: 9, on: day) == fresh.search(question, limit: 9, on: day))
        }
    }

    @Test func `Newton's method finds the least of a loss, also where the first step goes too far`() {
        // (x − 3)² + 2 (x + y)², least at (3, −3).
        let found = Newton(width: 2, penalty: 0).least { place, least in
            let (x, y) = (place[0], place[1])
            least.value += (x - 3) * (x - 3) + 2 * (x + y) * (x + y)
            least.slope[0] += 2 * (x - 3) + 4 * (x + y)
            least.slope[1] += 4 * (x + y)
            least.bend(by: 2, along: [1, 0])
            least.bend(by: 4, along: [1, 1])
        }
        #expect(abs(found[0] - 3) < 1e-6 && abs(found[1] + 3) < 1e-6, "\(found)")
        // √(1 + (x − 8)²): full steps from 0 diverge.
        let steep = Newton(width: 1, penalty: 0, steps: 100).least { place, least in
            let distance = place[0] - 8
            let root = (1 + distance * distance).squareRoot()
            least.value += root
            least.slope[0] += distance / root
            least.bend(by: 1 / (root * root * root), along: [1])
        }
        #expect(abs(steep[0] - 8) < 1e-3, "\(steep)")
    }
}
