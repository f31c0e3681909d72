import ServiceDesk
import Testing
import WorkCalendar

@Suite struct `Dispatch advice` {
    static let now = Moment("2026-03-02T10:00") ?? .first
    static let order = DispatchOrder(
        id: "O", number: "450100ZX2026030200001", serviceLine: "legal_aid", lawField: "wage", language: "za",
        parties: [
            DispatchParty(name: "韦小明", identity: "a", side: .asking), DispatchParty(name: "甲建筑有限公司", identity: "b", side: .opposing),
        ], account: "citizen-1")

    private func candidate(_ user: String, _ change: (inout DispatchCandidate) -> Void = { _ in }) -> DispatchCandidate {
        var made = DispatchCandidate(
            user: user, name: "人员\(user)", lines: ["legal_aid"], fields: ["wage"], languages: ["zh", "za"],
            onDutyUntil: Moment("2026-03-02T17:00"))
        change(&made)
        return made
    }

    private func order(of candidates: [DispatchCandidate]) -> [String] {
        DispatchAdvisor().advise(Self.order, among: candidates, now: Self.now).ranked.map(\.candidate.user)
    }

    @Test func `goes to whoever is on duty, then speaks the language, then knows the field, then has least to do`() {
        let off = candidate("off") { $0.onDutyUntil = nil }
        let past = candidate("past") { $0.onDutyUntil = Self.now }
        let mute = candidate("mute") { $0.languages = ["zh"] }
        let lay = candidate("lay") { $0.fields = ["family"] }
        let busy = candidate("busy") { $0.openOrders = 3 }
        let best = candidate("best") { $0.openOrders = 2 }
        #expect(order(of: [off, mute, past, lay, busy, best]) == ["best", "busy", "lay", "mute", "off", "past"])
    }

    @Test func `rotates among equals: who waited longest comes first, who never had one before all`() {
        let recent = candidate("a") { $0.lastAssigned = Moment("2026-03-01T09:00") }
        let longAgo = candidate("b") { $0.lastAssigned = Moment("2026-02-01T09:00") }
        let never = candidate("c")
        #expect(order(of: [recent, longAgo, never]) == ["c", "b", "a"])
    }

    @Test func `is the same in whatever order candidates come`() {
        let candidates = (0..<6).map { number in candidate("u\(number)") { $0.openOrders = number % 3 } }
        #expect(order(of: candidates) == order(of: candidates.reversed()))
    }

    @Test func `says why in words`() throws {
        let advice = DispatchAdvisor(labels: .init(language: { _ in "壮语" }, field: { _ in "欠薪" }, line: { _ in "法律援助" }))
            .advise(Self.order, among: [candidate("a") { $0.lastAssigned = Moment("2026-02-27T09:00") }], now: Self.now)
        let first = try #require(advice.ranked.first)
        #expect(first.reasons == ["在班至17:00", "会壮语", "擅长欠薪", "负责法律援助", "在办0件（最少）", "上次派单3天前"])
        #expect(first.cautions.isEmpty)
    }

    @Test func `keeps the reason of a choice that was not the first, and who stood aside`() throws {
        let conflicted = candidate("x") { $0.identity = "a" }
        let advice = DispatchAdvisor().advise(
            Self.order, among: [candidate("a"), candidate("b") { $0.openOrders = 4 }, conflicted], now: Self.now)
        let text = try #require(advice.record(choosing: "b", note: "当事人指名"))
        #expect(text.hasPrefix("说明：当事人指名。派给人员b："))
        #expect(text.contains("2名可派人员中排第2"))
        #expect(text.contains("未选排第1的人员a"))
        #expect(text.contains("回避：人员x（本人是当事人，应当回避）"))
        #expect(advice.record(choosing: "x") == nil)
        #expect(try #require(advice.record(choosing: "b", longest: 60)).count <= 60)
    }
}

@Suite struct `Conflicts of interest` {
    private let now = Moment("2026-03-02T10:00") ?? .first

    private func findings(
        _ parties: [DispatchParty], _ matters: [DispatchMatter], name: String = "陆律师", identity: String? = nil, account: String? = nil,
        excluded: String? = nil
    ) -> [ConflictOfInterest.Finding] {
        let order = DispatchOrder(id: "O", number: "N-0", parties: parties, account: account, excludedUser: excluded)
        return ConflictOfInterest(order: order, now: now).findings(
            about: DispatchCandidate(user: "u", name: name, matters: matters, identity: identity))
    }

    private func matter(_ parties: [DispatchParty], since: String = "2026-02-01T09:00", isOpen: Bool = true) -> DispatchMatter {
        DispatchMatter(number: "N-1", parties: parties, since: Moment(since) ?? .first, isOpen: isOpen)
    }

    @Test func `whoever serves the other side is out`() {
        let asks = DispatchParty(name: "甲公司", identity: "k", side: .asking)
        let opposes = DispatchParty(name: "甲公司", identity: "k", side: .opposing)
        #expect(findings([opposes], [matter([asks])]) == [.opposedIn(order: "N-1", isOpen: true)])
        #expect(findings([asks], [matter([opposes])]) == [.opposedIn(order: "N-1", isOpen: true)])
    }

    @Test func `serving the same side again is no conflict`() {
        let asks = DispatchParty(name: "甲公司", identity: "k", side: .asking)
        #expect(findings([asks], [matter([asks])]).isEmpty)
        #expect(findings([DispatchParty(name: "甲公司", side: .other)], [matter([asks])]).isEmpty)
    }

    @Test func `an identity number decides over the name`() {
        let other = matter([DispatchParty(name: "韦小明", identity: "k2", side: .asking)])
        #expect(findings([DispatchParty(name: "韦小明", identity: "k1", side: .opposing)], [other]).isEmpty)
        #expect(findings([DispatchParty(name: "韦小明", side: .opposing)], [other]) == [.opposedByNameIn(order: "N-1", isOpen: true)])
        #expect(
            findings([DispatchParty(name: " 甲(南宁)公司", side: .opposing)], [matter([DispatchParty(name: "甲（南宁）公司", side: .asking)])]) == [
                .opposedByNameIn(order: "N-1", isOpen: true)
            ])
    }

    @Test func `closed matters count for twelve months, to the day`() {
        let opposes = DispatchParty(name: "甲公司", side: .opposing)
        let asks = DispatchParty(name: "甲公司", side: .asking)
        #expect(
            findings([opposes], [matter([asks], since: "2025-03-02T00:00", isOpen: false)]) == [
                .opposedByNameIn(order: "N-1", isOpen: false)
            ])
        #expect(findings([opposes], [matter([asks], since: "2025-03-01T23:59", isOpen: false)]).isEmpty)
        #expect(
            findings([opposes], [matter([asks], since: "2020-01-01T09:00", isOpen: true)]) == [.opposedByNameIn(order: "N-1", isOpen: true)]
        )
    }

    @Test func `a party does not handle his own matter; a name alone is a caution`() {
        #expect(findings([], [], account: "u") == [.partyHimself])
        #expect(findings([DispatchParty(name: "甲", identity: "k", side: .opposing)], [], name: "陆律师", identity: "k") == [.partyHimself])
        let named = findings([DispatchParty(name: "陆律师", side: .asking)], [])
        #expect(named == [.sameNameAsParty("陆律师")])
        #expect(named.allSatisfy { !$0.excludes })
    }

    @Test func `whose answer was redone does not get it again`() {
        #expect(findings([], [], excluded: "u") == [.redone])
    }

    @Test func `no reason names a party of another matter`() {
        let found = findings([DispatchParty(name: "秘密当事人", side: .opposing)], [matter([DispatchParty(name: "秘密当事人", side: .asking)])])
        #expect(found.allSatisfy { !$0.words.contains("秘密当事人") })
    }
}
