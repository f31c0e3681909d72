import Casework

/// Where a matter is followed.
enum Progress {
    /// Kinds of what can be followed, by the word in the address.
    static let kinds: [(word: String, type: String)] = [
        ("application", Followed.application), ("appointment", Followed.appointment), ("order", Followed.order),
        ("complaint", "interaction/complaint"), ("disclosure", "notices-disclosure/disclosure_request"),
        ("lawyer", "apply-lawyer/lawyer_appointment"),
    ]

    static func address(_ record: RecordReference) -> String {
        kinds.first { $0.type == record.type }.map { "/progress/\($0.word)/\(record.id)" } ?? "/me/matters"
    }

    static func type(_ word: String) -> String? { kinds.first { $0.word == word }?.type }
}
