import Cryptography
import Definitions
import Expressions
import Storage
import WorkCalendar

/// Papers issued by actions: the text as it was then, with its digest, so that it can be shown, printed and proven later.
struct Papers {
    let unit: EvaluationUnit

    func issue(_ document: DocumentDefinition, record: StoredRecord, activation: RecordActivation, identifier: String) throws {
        guard let definition = unit.state.definition(record.type) else { return }
        let presentation = Presentation(state: unit.state)
        let filling = TemplateFilling(unit: unit, activation: activation, context: .document(document.id))
        var number: String?
        if let pattern = document.number {
            number = try Numbering(unit: unit).next(pattern, type: "\(record.type)#\(document.id)", org: record.org) { record[$0] }
        }
        var values: [String: String] = [
            "state": presentation.text(of: "state", record: record, definition: definition),
            "org": presentation.text(of: "org", record: record, definition: definition),
            "now": unit.now.chinese, "today": unit.now.day.chinese, "id": record.id, "created_at": record.createdAt.chinese,
            "number": number ?? "",
            "actor.name": unit.actor.name, "actor.org": unit.state.tree.organisation(unit.actor.org)?.name ?? "",
            "title": record.label ?? definition.name,
        ]
        for field in definition.fields { values[field.id] = filling.text(of: field, in: record) }
        for input in definition.action(activation.action ?? "")?.inputs ?? [] {
            values[input.id] = presentation.text(activation.input[input.id] ?? .null, input)
        }
        // What the template names beside: parts of structures, fields of other records, sums.
        for case .place(let place, _) in (try? TemplateText.pieces(document.body)) ?? [] where values[place] == nil {
            values[place] = filling.text(of: place)
        }
        let body = unit.services.render(document, values: values, number: number, at: unit.now)
        let digest = Digest.of(Array(body.utf8), unit.secrets.suite).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
        .joined()
        try unit.connection.enqueue(
            """
            INSERT INTO issued_document (id, record_type, record_id, document, name, number, body, digest, at, by_person)
            VALUES (\(identifier), \(record.type), \(record.id), \(document.id), \(document.name), \(number), \(body), \(digest), \(unit.now.milliseconds), \(unit.actor.id))
            """)
    }
}
