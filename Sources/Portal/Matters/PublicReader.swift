import Casework

extension Actor {
    /// Whoever reads without having signed in: sees what is public, owns nothing, and never does anything.
    static let publicReader = Actor(id: "public-reader", name: "访客", grants: [Grant(role: "citizen", org: "")], org: "")
}
