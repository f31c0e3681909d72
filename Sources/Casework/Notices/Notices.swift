import Definitions
import Expressions
import Storage
import WorkCalendar

/// Messages to users and desks. Sending them on (SMS, WeChat) is the work of readers of this table; no text leaves with case content.
struct Notices {
    let unit: EvaluationUnit

    func send(_ action: ActionDefinition, record: StoredRecord, activation: RecordActivation) throws {
        guard let definition = unit.state.definition(record.type) else { return }
        for (index, notification) in action.notifies.enumerated() {
            if let condition = notification.condition, !unit.holds(condition, activation, .action(action.id)) { continue }
            let text =
                notification.text.map {
                    let filling = TemplateFilling(unit: unit, activation: activation, context: .action(action.id))
                    return filling.fill($0) { name in definition.field(name).map { filling.text(of: $0, in: record) } }
                }
                ?? "\(action.label)：\(OpenTitle(state: unit.state).text(of: record, definition))"
            var receivers: [String] = []
            if let to = notification.to {
                switch try? unit.evaluate(to, activation, .action(action.id)) {
                case .string(let one)?: receivers = [one]
                case .list(let many)?: receivers = many.compactMap { if case .string(let one) = $0 { one } else { nil } }
                case .object(let object)?: receivers = [object.identity]
                default: receivers = []
                }
            } else {
                receivers = [record.org]
            }
            for (position, receiver) in Set(receivers).sorted().enumerated() {
                let isOrganisation = unit.state.tree.organisation(receiver) != nil
                try insert(
                    id: "\(record.id)-\(record.version)-\(index)-\(position)", person: isOrganisation ? nil : receiver,
                    role: notification.role, org: isOrganisation ? receiver : nil,
                    kind: "action", text: text, record: record, via: notification.via ?? "in_site")
            }
        }
    }

    func insert(
        id: String, person: String?, role: String?, org: String?, kind: String, text: String, record: StoredRecord?, via: String = "in_site"
    ) throws {
        try unit.connection.enqueue(
            """
            INSERT INTO notice (id, person, role, org, kind, text, record_type, record_id, at, read_at, via)
            VALUES (\(id), \(person), \(role), \(org), \(kind), \(text), \(record?.type), \(record?.id), \(unit.now.milliseconds), NULL, \(via)) ON CONFLICT (id) DO NOTHING
            """)
    }
}
