import WorkCalendar

/// To whom an order should go, and why: who is on duty, speaks the language, knows the field, has least on his desk, and whose turn it is – in this order, the same for
/// everybody. A proposal: people decide, and what they decided upon is kept with its reasons.
public struct DispatchAdvisor: Sendable {
    /// Names of codes, for reasons in words.
    public struct Labels: Sendable {
        public var language: @Sendable (String) -> String
        public var field: @Sendable (String) -> String
        public var line: @Sendable (String) -> String
        public init(
            language: @escaping @Sendable (String) -> String = { $0 }, field: @escaping @Sendable (String) -> String = { $0 },
            line: @escaping @Sendable (String) -> String = { $0 }
        ) {
            self.language = language
            self.field = field
            self.line = line
        }
    }

    /// One candidate in his place, with everything that put him there.
    public struct Ranked: Sendable {
        public var candidate: DispatchCandidate
        /// In words, the weightiest first.
        public var reasons: [String]
        /// What speaks against him or must be looked at first.
        public var cautions: [String]
    }

    /// One who may not have it.
    public struct Excluded: Sendable {
        public var candidate: DispatchCandidate
        public var reason: String
    }

    /// The whole answer.
    public struct Advice: Sendable {
        public var order: DispatchOrder
        /// The best first.
        public var ranked: [Ranked]
        public var excluded: [Excluded]

        /// Why this one, as it is kept with the assignment: his reasons, whether he was the first choice, and who had to stand aside.
        /// - Parameters:
        ///   - note: what the person who assigns adds.
        ///   - longest: characters at most; what does not fit is named by its number.
        /// - Returns: nil when he is not among the ranked.
        public func record(choosing user: String, note: String? = nil, longest: Int = 500) -> String? {
            guard let place = ranked.firstIndex(where: { $0.candidate.user == user }) else { return nil }
            let chosen = ranked[place]
            var parts = [
                "派给\(chosen.candidate.name)：\((chosen.reasons + chosen.cautions).joined(separator: "，"))",
                "\(ranked.count)名可派人员中排第\(place + 1)",
            ]
            if place > 0, let first = ranked.first { parts.append("未选排第1的\(first.candidate.name)") }
            if !excluded.isEmpty { parts.append("回避：" + excluded.map { "\($0.candidate.name)（\($0.reason)）" }.joined(separator: "、")) }
            if let note, !note.isEmpty { parts.insert("说明：\(note)", at: 0) }
            let text = parts.joined(separator: "。")
            guard text.count > longest else { return text }
            parts.removeAll { $0.hasPrefix("回避：") }
            if !excluded.isEmpty { parts.append("回避\(excluded.count)人") }
            return String(parts.joined(separator: "。").prefix(longest))
        }
    }

    public let labels: Labels

    public init(labels: Labels = Labels()) { self.labels = labels }

    public func advise(_ order: DispatchOrder, among candidates: [DispatchCandidate], now: Moment) -> Advice {
        let conflicts = ConflictOfInterest(order: order, now: now)
        var excluded: [Excluded] = []
        var free: [(candidate: DispatchCandidate, cautions: [String])] = []
        for candidate in candidates {
            let findings = conflicts.findings(about: candidate)
            if let reason = findings.first(where: \.excludes) {
                excluded.append(Excluded(candidate: candidate, reason: reason.words))
            } else {
                free.append((candidate, findings.map(\.words)))
            }
        }
        let least = free.map(\.candidate.openOrders).min() ?? 0
        let ranked = free.sorted { comes($0.candidate, before: $1.candidate, order, now) }.map { one in
            Ranked(
                candidate: one.candidate, reasons: reasons(one.candidate, order, now, least: least),
                cautions: lacks(one.candidate, order, now) + one.cautions)
        }
        return Advice(
            order: order, ranked: ranked,
            excluded: excluded.sorted { ($0.candidate.name, $0.candidate.user) < ($1.candidate.name, $1.candidate.user) })
    }

    private func isOnDuty(_ candidate: DispatchCandidate, _ now: Moment) -> Bool { candidate.onDutyUntil.map { $0 > now } ?? false }
    private func speaks(_ candidate: DispatchCandidate, _ order: DispatchOrder) -> Bool {
        order.language.map { candidate.languages.contains($0) } ?? true
    }
    private func knows(_ candidate: DispatchCandidate, _ order: DispatchOrder) -> Bool {
        order.lawField.map { candidate.fields.contains($0) } ?? true
    }
    private func serves(_ candidate: DispatchCandidate, _ order: DispatchOrder) -> Bool {
        order.serviceLine.map { candidate.lines.isEmpty || candidate.lines.contains($0) } ?? true
    }

    private func comes(_ one: DispatchCandidate, before other: DispatchCandidate, _ order: DispatchOrder, _ now: Moment) -> Bool {
        for holds in [
            // The language first of all skills: without it nothing else helps the person who asks.
            { isOnDuty($0, now) }, { speaks($0, order) }, { knows($0, order) }, { serves($0, order) },
        ] as [(DispatchCandidate) -> Bool] where holds(one) != holds(other) { return holds(one) }
        if one.openOrders != other.openOrders { return one.openOrders < other.openOrders }
        if one.lastAssigned != other.lastAssigned {
            // Who never had one comes before who had one long ago.
            guard let mine = one.lastAssigned, let theirs = other.lastAssigned else { return one.lastAssigned == nil }
            return mine < theirs
        }
        return one.user < other.user
    }

    private func reasons(_ candidate: DispatchCandidate, _ order: DispatchOrder, _ now: Moment, least: Int) -> [String] {
        var found: [String] = []
        if let until = candidate.onDutyUntil, until > now { found.append("在班至\(until.clockTime.prefix(5))") }
        if let language = order.language, candidate.languages.contains(language) { found.append("会\(labels.language(language))") }
        if let field = order.lawField, candidate.fields.contains(field) { found.append("擅长\(labels.field(field))") }
        if let line = order.serviceLine, candidate.lines.contains(line) { found.append("负责\(labels.line(line))") }
        found.append(candidate.openOrders == least ? "在办\(candidate.openOrders)件（最少）" : "在办\(candidate.openOrders)件")
        found.append(candidate.lastAssigned.map { "上次派单\(ago($0, now))" } ?? "还没有派过单")
        return found
    }

    private func lacks(_ candidate: DispatchCandidate, _ order: DispatchOrder, _ now: Moment) -> [String] {
        var found: [String] = []
        if !isOnDuty(candidate, now) { found.append("现在不在班") }
        if let language = order.language, !candidate.languages.contains(language) { found.append("不会\(labels.language(language))") }
        if let field = order.lawField, !candidate.fields.contains(field) { found.append("没有登记擅长\(labels.field(field))") }
        return found
    }

    private func ago(_ moment: Moment, _ now: Moment) -> String {
        let days = now.day - moment.day
        return days <= 0 ? "今天" : "\(days)天前"
    }
}
