import Casework

extension Actor {
    /// Whoever comes: sees what is open to the public and nothing of his own.
    static let anyone = Actor(id: "anyone", name: "访客", grants: [Grant(role: "citizen", org: "")], org: "")
}
