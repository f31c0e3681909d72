import WorkCalendar

/// Which side of a matter somebody stands on.
public enum DispatchSide: String, Sendable, Hashable, CaseIterable {
    /// Who asks, with his agent or guardian.
    case asking
    /// 对方当事人.
    case opposing
    /// 第三人 and whoever else is named.
    case other

    /// - Parameter role: code of `party_role`.
    public init(partyRole role: String?) {
        switch role {
        case "applicant", "agent", "guardian", nil: self = .asking
        case "opponent": self = .opposing
        default: self = .other
        }
    }

    /// Sides that cannot be served by one person.
    func isAgainst(_ other: DispatchSide) -> Bool {
        switch (self, other) {
        case (.asking, .opposing), (.opposing, .asking): true
        default: false
        }
    }
}

/// A person or body of a matter, as far as conflicts of interest can be told by it.
public struct DispatchParty: Sendable, Hashable {
    public var name: String
    /// Number of the identity document or credit code, as it is or as a keyed digest: equal for the same person, and never shown.
    public var identity: String?
    public var side: DispatchSide

    public init(name: String, identity: String? = nil, side: DispatchSide) {
        self.name = name
        self.identity = identity
        self.side = side
    }

    /// How sure it is that two are the same.
    enum Match { case identity, name }

    func match(_ other: DispatchParty) -> Match? {
        if let identity, let theirs = other.identity { return identity == theirs ? .identity : nil }
        let (one, two) = (Self.plain(name), Self.plain(other.name))
        return !one.isEmpty && one == two ? .name : nil
    }

    /// White space and the width of brackets do not make another person of somebody.
    private static func plain(_ name: String) -> String {
        String(
            name.filter { !$0.isWhitespace }.map { character in
                switch character {
                case "(": "（"
                case ")": "）"
                default: character
                }
            })
    }
}

/// The order to be given to somebody.
public struct DispatchOrder: Sendable, Hashable {
    public var id: String
    public var number: String
    /// Code of `service_line`.
    public var serviceLine: String?
    /// Code of `law_field`, and its name.
    public var lawField: String?
    /// Code of `lang` that the person asks for, when he does.
    public var language: String?
    public var parties: [DispatchParty]
    /// Account of the person whose matter it is.
    public var account: String?
    /// Must not handle it again: its answer was redone.
    public var excludedUser: String?

    public init(
        id: String, number: String, serviceLine: String? = nil, lawField: String? = nil, language: String? = nil,
        parties: [DispatchParty] = [], account: String? = nil,
        excludedUser: String? = nil
    ) {
        self.id = id
        self.number = number
        self.serviceLine = serviceLine
        self.lawField = lawField
        self.language = language
        self.parties = parties
        self.account = account
        self.excludedUser = excludedUser
    }
}

/// Another matter that a candidate has or had.
public struct DispatchMatter: Sendable, Hashable {
    public var number: String
    public var parties: [DispatchParty]
    /// When it was taken up.
    public var since: Moment
    public var isOpen: Bool

    public init(number: String, parties: [DispatchParty], since: Moment, isOpen: Bool) {
        self.number = number
        self.parties = parties
        self.since = since
        self.isOpen = isOpen
    }
}

/// Somebody of the team or the institutions' pool.
public struct DispatchCandidate: Sendable, Hashable {
    /// Account.
    public var user: String
    public var name: String
    public var institution: String?
    /// Codes of `service_line`, `law_field`, `lang`.
    public var lines: Set<String>
    public var fields: Set<String>
    public var languages: Set<String>
    /// Orders assigned to him and not closed.
    public var openOrders: Int
    /// End of the shift he is on now; nil: not on duty.
    public var onDutyUntil: Moment?
    /// When he was last given an order; nil: never.
    public var lastAssigned: Moment?
    public var matters: [DispatchMatter]
    /// Identity as in ``DispatchParty/identity``.
    public var identity: String?

    public init(
        user: String, name: String, institution: String? = nil, lines: Set<String> = [], fields: Set<String> = [],
        languages: Set<String> = ["zh"], openOrders: Int = 0,
        onDutyUntil: Moment? = nil, lastAssigned: Moment? = nil, matters: [DispatchMatter] = [], identity: String? = nil
    ) {
        self.user = user
        self.name = name
        self.institution = institution
        self.lines = lines
        self.fields = fields
        self.languages = languages
        self.openOrders = openOrders
        self.onDutyUntil = onDutyUntil
        self.lastAssigned = lastAssigned
        self.matters = matters
        self.identity = identity
    }
}
