import WorkCalendar

/// Whether somebody may not handle an order because of whom he serves or is (WO-04; domain specification public-legal-service §1, 回避).
public struct ConflictOfInterest: Sendable {
    /// So many months back a matter counts, closed ones too: whom one has just advised one does not advise against.
    public static let months = 12

    /// Why somebody is out, or what must be looked at first.
    public enum Finding: Sendable, Hashable {
        /// He is the person whose matter it is, by account or identity number.
        case partyHimself
        /// Bears the name of a party; the documents do not tell whether he is one.
        case sameNameAsParty(String)
        /// Serves, in another matter, whoever stands against a party of this one – or the reverse. The same by identity number.
        case opposedIn(order: String, isOpen: Bool)
        /// The same by name only.
        case opposedByNameIn(order: String, isOpen: Bool)
        /// His answer to this order was redone.
        case redone

        /// Whether he is out. Names alone exclude too: a wrong exclusion costs a choice, a wrong assignment the trust of both sides.
        public var excludes: Bool { if case .sameNameAsParty = self { false } else { true } }

        /// The reason in words. Names no party: the reader may not know the other matter.
        public var words: String {
            switch self {
            case .partyHimself: "本人是当事人，应当回避"
            case .sameNameAsParty: "与当事人同名，指派前请核实是否本人"
            case .opposedIn(let order, let isOpen): "\(isOpen ? "正在办理" : "12个月内办过")的工单 \(order) 中服务对方当事人，利益冲突"
            case .opposedByNameIn(let order, let isOpen): "\(isOpen ? "正在办理" : "12个月内办过")的工单 \(order) 中有同名的对方当事人，按利益冲突回避"
            case .redone: "本工单因其答复质量重办，不再由其承办"
            }
        }
    }

    public let order: DispatchOrder
    public let now: Moment

    public init(order: DispatchOrder, now: Moment) {
        self.order = order
        self.now = now
    }

    /// All that is found, the gravest first.
    public func findings(about candidate: DispatchCandidate) -> [Finding] {
        var found: [Finding] = []
        if let account = order.account, account == candidate.user { found.append(.partyHimself) }
        let himself = DispatchParty(name: candidate.name, identity: candidate.identity, side: .other)
        for party in order.parties {
            switch party.match(himself) {
            case .identity?: found.append(.partyHimself)
            case .name?: found.append(.sameNameAsParty(party.name))
            case nil: break
            }
        }
        if order.excludedUser == candidate.user { found.append(.redone) }
        for matter in candidate.matters where matter.number != order.number && counts(matter) {
            if let finding = opposition(in: matter) { found.append(finding) }
        }
        var seen: Set<Finding> = []
        return found.filter { seen.insert($0).inserted }.sorted { Self.gravity($0) < Self.gravity($1) }
    }

    private func counts(_ matter: DispatchMatter) -> Bool {
        if matter.isOpen { return true }
        // A day that no calendar holds lies beyond the months that count.
        guard let oldest = try? now.day.adding(months: -Self.months) else { return false }
        return matter.since.day >= oldest
    }

    /// A party of this order who stands, in the other matter, on the side against the one served there.
    private func opposition(in matter: DispatchMatter) -> Finding? {
        var byName = false
        for party in order.parties {
            for other in matter.parties where party.side.isAgainst(other.side) {
                switch party.match(other) {
                case .identity?: return .opposedIn(order: matter.number, isOpen: matter.isOpen)
                case .name?: byName = true
                case nil: break
                }
            }
        }
        return byName ? .opposedByNameIn(order: matter.number, isOpen: matter.isOpen) : nil
    }

    private static func gravity(_ finding: Finding) -> Int {
        switch finding {
        case .partyHimself: 0
        case .redone: 1
        case .opposedIn: 2
        case .opposedByNameIn: 3
        case .sameNameAsParty: 4
        }
    }
}
