import Casework
import Definitions
import Expressions
import HTML
import Site
import WorkCalendar

/// What became of a hand-over: the order's number, where it stands, until when it is answered, and the answer.
///
/// Read by the platform for whoever holds the conversation's cookie; nothing but what is for the public is shown.
struct OrderCard {
    let visit: Visit
    let session: AskSession
    let words: PageWords

    static let type = "work-order/work_order"

    var html: HTML {
        get throws {
            guard let id = session.order else { return .empty }
            let order: RecordView
            do { order = try visit.kernel.view(Self.type, id: id, as: .system, at: visit.now) } catch is Refusal { return .empty }
            func text(_ field: String) -> String? {
                if case .string(let text) = order[field], !text.isEmpty { return text }
                return nil
            }
            let number = text("order_no") ?? ""
            let reply = text("reply_public")
            let due = order.deadlines.first { $0.limit == "c1" && $0.state == "running" }?.due
            let state: HTML =
                reply != nil
                ? "<p>\(words(AskText.orderReplied))</p>"
                : due.map {
                    "<p>\(words.markup(AskText.orderDue, "<b>\(words.moment($0))</b>"))\(HTML.when(order.isOverdue, "\(words(AskText.orderLate))"))</p>"
                        as HTML
                }
                    ?? "<p>\(words(AskText.orderOpen))</p>"
            let basis: HTML = HTML.when(
                reply != nil && !laws(order).isEmpty,
                "<p class='quiet'>\(words.markup(AskText.basis, words.chinese(laws(order).joined(separator: "；"))))</p>")
            let answered: HTML =
                reply.map { reply in
                    "<div class='order-reply'><p><b>\(words(AskText.reply))</b></p>\(reply.split(separator: "\n").html { "<p>\(words.chinese(String($0)))</p>" })\(basis)</div>"
                } ?? .empty
            return """
                <section class="card order-card" aria-label="\(words(AskText.order))"><header class="card-head"><h2>\(words(AskText.order))</h2>\((words.isChinese ? order.stateLabel : nil).map { badge($0, reply != nil ? .done : .active) } ?? .empty)</header><div class="card-body"><p>\(words(AskText.orderNumber)) <b class="number">\(number)</b></p>\(state)\(answered)<div class="buttons">\(linkButton(words(AskText.showCode), to: "/ask/receipt?session=\(session.id)", icon: .document))\(linkButton(words(AskText.progress), to: "/progress?number=\(QueryValues.encode(number))", icon: .clock))</div></div></section>
                """
        }
    }

    private func laws(_ order: RecordView) -> [String] {
        guard case .list(let list) = order["legal_basis"] else { return [] }
        return list.compactMap { element -> String? in
            guard case .map(let map) = element, case .string(let law)? = map[.string("law")],
                case .string(let article)? = map[.string("article")]
            else { return nil }
            return "《\(law)》\(article)"
        }
    }
}
