import Casework
import Definitions
import HTML
import Hummingbird
import Site
import WorkCalendar

/// Shows a secret value for a purpose that is written down.
struct RevealPage {
    let place: Place
    private var visit: Visit { place.visit }

    init(_ place: Place) { self.place = place }

    /// The board from which it was asked.
    private var back: String? { visit.query["back"].flatMap { SafeAddress.within($0) }.flatMap { $0.hasPrefix("/w/") ? $0 : nil } }

    private var field: FieldDefinition {
        get throws {
            guard let field = place.definition.field(visit.parameter("field")) else {
                throw Refusal(.notfound, action: "\(place.type).reveal", record: place.id, "没有这个字段")
            }
            return field
        }
    }

    func form(errors: [FormError] = [], purpose: String? = nil) throws -> Response {
        let field = try field
        _ = try visit.kernel.view(place.type, id: place.id, as: visit.actor, at: visit.now)
        let title = "查看\(field.label)（留痕）"
        let form = Form(
            to: QueryValues(back.map { [("back", $0)] } ?? []).address("\(place.record)/reveal/\(field.id)"), csrf: visit.csrf,
            errors: errors,
            fields: [
                FormField(
                    "purpose", "事由", .text(.plain, maxLength: 200), value: purpose, help: "例如：联系当事人补充材料。您的姓名、单位、时间和事由将记入办理记录",
                    isRequired: true)
            ],
            buttons: "\(button("查看", .primary))\(linkButton("取消", to: back ?? place.record))")
        return try visit.page(title, status: errors.isEmpty ? .ok : .unprocessableContent, body: ActionPanel(title, "\(form)").html)
    }

    func reveal(_ form: SubmittedForm) async throws -> Response {
        let field = try field
        do {
            let value = try await visit.kernel.reveal(
                place.type, id: place.id, field: field.id, purpose: form["purpose"] ?? "", as: visit.actor, at: visit.now)
            let text = Presentation(state: place.state).text(value, field)
            return try visit.page(
                field.label,
                body: ActionPanel(
                    field.label,
                    "<p>\(revealedSecret(text, record: "已记录：\(visit.actor.name)，\(Columns.short(visit.now))"))</p><div class='buttons'>\(linkButton("返回", to: back ?? place.record, .primary))</div>"
                ).html)
        } catch let refusal as Refusal where refusal.reason == .invalid {
            return try self.form(errors: [FormError(field: "purpose", refusal.message)], purpose: form["purpose"])
        }
    }
}
