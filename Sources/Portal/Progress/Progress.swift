import Casework
import Definitions
import Expressions
import Site

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

    /// Of a record of a matter, whichever it is: the application or appointment behind a form of business. Nil where it is no matter's.
    static func address(_ type: String?, _ id: String?, _ visit: Visit) -> String? {
        guard let type, let id else { return nil }
        let record = RecordReference(type: type, id: id)
        if kinds.contains(where: { $0.type == type }), type != "apply-lawyer/lawyer_appointment" { return address(record) }
        guard Matter.all.contains(where: { $0.type == type }),
            let view = try? visit.kernel.view(type, id: id, as: visit.actor, at: visit.now)
        else { return nil }
        for (field, followed) in [
            ("application", Followed.application), ("appointment", Followed.appointment), ("visit", Followed.appointment),
        ] {
            switch view[field] {
            case .string(let id): return address(RecordReference(type: followed, id: id))
            case .object(let object): return address(RecordReference(type: followed, id: object.identity))
            default: continue
            }
        }
        return kinds.contains { $0.type == type } ? address(record) : nil
    }

    static func type(_ word: String) -> String? { kinds.first { $0.word == word }?.type }
}
