import Casework
import Definitions
import Expressions
import Foundation
import Knowledge
import Storage
import WorkCalendar

/// One conversation as it is kept: the session record with its turns.
struct AskSession: Sendable {
    static let type = "smart-qa/robot_session"
    static let turnType = "smart-qa/robot_turn"
    /// Beyond so many turns a new conversation is better for everybody.
    static let mostTurns = 120

    /// One turn.
    struct Turn: Sendable {
        var sequence: Int
        /// `user`, `robot` or `person`.
        var role: String
        var text: String
        var at: Moment
        /// What the robot said, with its sources as they stood.
        var answer: Answer?
        /// `up`, `down` or `none`.
        var feedback: String
    }

    var record: RecordView
    var turns: [Turn]

    var id: String { record.id }
    var state: String { record.state ?? "" }
    var isOpen: Bool { state == "open" }
    var isWithPeople: Bool { state == "queued" || state == "with_human" }
    var isEnded: Bool { state == "ended" }
    var account: String? { text("account") }
    var isEmergency: Bool { flag("emergency") }
    var isMinor: Bool { flag("minor") }
    /// Whether others in the house must not see it.
    var isDiscreet: Bool { isEmergency || isMinor || text("law_field") == "dv" }
    /// The person asked for a person, and the robot has had its one more answer.
    var isSilenced: Bool {
        if case .int(let count) = record["answers_since_ask"] { return count >= 1 }
        return false
    }
    var hasAskedForPerson: Bool { if case .int = record["answers_since_ask"] { true } else { false } }
    var dissatisfied: Int { if case .int(let count) = record["down_streak"] { Int(clamping: count) } else { 0 } }
    var order: String? { reference("order") }
    var hasContact: Bool { record["contact_no"] != .null }
    var isForgotten: Bool { record["deidentified_at"] != .null }

    func text(_ field: String) -> String? {
        if case .string(let text) = record[field], !text.isEmpty { return text }
        return nil
    }
    private func flag(_ field: String) -> Bool { record[field] == .bool(true) }
    private func reference(_ field: String) -> String? {
        switch record[field] {
        case .string(let id): id.isEmpty ? nil : id
        default: nil
        }
    }

    /// What was said so far, as the robot needs it.
    var conversation: Conversation {
        var conversation = Conversation()
        for turn in turns { if let answer = turn.answer { conversation.add(answer) } }
        // Who took the case over may have noted where it is.
        if conversation.place == nil { conversation.place = text("area_code") }
        for _ in 0..<min(dissatisfied, Conversation.mostDissatisfied) { conversation.thumbsDown() }
        return conversation
    }

    /// What was asked, for whoever takes over; masked.
    var summary: String {
        let asked = turns.filter { $0.role == "user" }.map(\.text)
        guard !asked.isEmpty else { return "" }
        return String(asked.joined(separator: "\n").prefix(1500))
    }

    /// - Throws: `DatabaseError`, `QueryProblem`; nil when there is no such session.
    static func read(_ id: String, _ kernel: Kernel, at now: Moment) throws -> AskSession? {
        let record: RecordView
        do { record = try kernel.view(type, id: id, as: .system, at: now) } catch let refusal as Refusal {
            guard refusal.reason == .notfound else { throw refusal }
            return nil
        }
        let rows = try kernel.list(ListQuery(type: turnType, sort: "seq", limit: 200, parent: id), as: .system, at: now).items
        let decoder = JSONDecoder()
        let turns = rows.map { row -> Turn in
            func text(_ field: String) -> String { if case .string(let text) = row[field] { text } else { "" } }
            var sequence = 0
            if case .int(let number) = row["seq"] { sequence = Int(clamping: number) }
            let shown = text("shown")
            return Turn(
                sequence: sequence, role: text("role"), text: text("text"), at: row.createdAt,
                answer: shown.isEmpty ? nil : try? decoder.decode(Answer.self, from: Data(shown.utf8)), feedback: text("feedback"))
        }
        return AskSession(record: record, turns: turns)
    }
}

/// Which sessions a browser's cookie leads to.
struct AskStore: Sendable {
    let kernel: Kernel
    /// Sessions of one browser that are looked at: the one going on, and those handed over before.
    static let most = 5

    /// Ids, newest first.
    /// - Parameter account: who has signed in: a conversation of an account is shown to that account only.
    func sessions(_ cookie: AskCookie, account: String?) throws -> [String] {
        guard cookie.isKnown else { return [] }
        let digest = cookie.digest(kernel)
        return try kernel.database.read {
            try $0.query(
                "SELECT session, account FROM ask_conversation WHERE digest = \(digest) AND dismissed = 0 ORDER BY at DESC, session DESC LIMIT \(Self.most)"
            )
        }.compactMap { row in
            let owner = row.text(1)
            return owner == nil || owner == account ? row.text(0) : nil
        }
    }

    /// Within a write that the caller holds.
    static func link(_ digest: String, _ session: String, account: String?, at now: Moment, _ connection: any Connection) throws {
        try connection.enqueue(
            """
            INSERT INTO ask_conversation (digest, session, at, account, dismissed) VALUES (\(digest), \(session), \(now.milliseconds), \(account), 0)
            ON CONFLICT (digest, session) DO NOTHING
            """)
        // Older than the cookie can be: nothing leads there any more.
        let oldest = now.milliseconds - Int64(AskCookie.days + 30) * 86_400_000
        try connection.enqueue("DELETE FROM ask_conversation WHERE at < \(oldest)")
    }

    /// Not shown any more to this browser.
    func dismiss(_ cookie: AskCookie, _ session: String) async throws {
        let digest = cookie.digest(kernel)
        try await kernel.database.write {
            try $0.enqueue("UPDATE ask_conversation SET dismissed = 1 WHERE digest = \(digest) AND session = \(session)")
        }
    }

    /// No browser leads there any more.
    func unlink(_ session: String) async throws {
        try await kernel.database.write { try $0.enqueue("DELETE FROM ask_conversation WHERE session = \(session)") }
    }
}
