/// A role held at an organisation.
public struct Grant: Sendable, Hashable, Codable {
    public var role: String
    /// Organisation code; empty for citizens.
    public var org: String
    public init(role: String, org: String) {
        self.role = role
        self.org = org
    }
}

/// Who acts.
public struct Actor: Sendable, Hashable {
    /// User id; `system` for the platform itself.
    public var id: String
    /// Shown in timelines.
    public var name: String
    public var grants: [Grant]
    /// Teams the user is an active member of.
    public var teams: [String]
    /// Home organisation.
    public var org: String
    /// The person for whom an agent or window acts, when another.
    public var onBehalfOf: String?
    /// The platform itself: timers, consequences of other actions, imports.
    public var isSystem: Bool

    public init(
        id: String, name: String, grants: [Grant], teams: [String] = [], org: String, onBehalfOf: String? = nil, isSystem: Bool = false
    ) {
        self.id = id
        self.name = name
        self.grants = grants
        self.teams = teams
        self.org = org
        self.onBehalfOf = onBehalfOf
        self.isSystem = isSystem
    }

    /// The platform itself.
    public static let system = Actor(id: "system", name: "系统", grants: [Grant(role: "system", org: "")], org: "", isSystem: true)

    public var isCitizen: Bool { grants.contains { ["citizen", "org_user", "agent"].contains($0.role) } }

    /// The platform acting because `self` did something.
    var consequence: Actor {
        var copy = self
        copy.isSystem = true
        return copy
    }
}
