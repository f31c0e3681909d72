import Casework
import Definitions
import Expressions
import Site

/// The account of whoever is signed in; there may be none, for example in the demonstration's made-up citizens.
struct OwnAccount {
    static let type = "citizen-account/account"

    let visit: Visit
    let account: RecordView?

    init(_ visit: Visit) throws {
        self.visit = visit
        let found = try visit.kernel.list(
            ListQuery(type: Self.type, limit: 1, equals: ["user": visit.actor.id]), as: .system, at: visit.now
        ).items.first
        // Seen as oneself, never as the platform.
        account = try found.map { try visit.kernel.view(Self.type, id: $0.id, as: visit.actor, at: visit.now) }
    }

    /// Where an action on the account is done; `/me` where there is none.
    func address(_ action: String) -> String { account.map { "/me/do/\(Self.type)/\($0.id)/\(action)" } ?? "/me" }

    /// The proven phone in clear, for a form of one's own: the journal of the account says for what.
    func phone(for purpose: String) async throws -> String? {
        guard let account, account.field("phone") != nil else { return nil }
        let value = try await visit.kernel.reveal(
            Self.type, id: account.id, field: "phone", purpose: "本人：\(purpose)", as: .system, at: visit.now)
        if case .string(let phone) = value { return phone }
        return nil
    }
}
