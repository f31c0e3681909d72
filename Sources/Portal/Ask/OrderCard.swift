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
                ? "<p>工作人员已经答复。</p>"
                : due.map {
                    "<p>将在<b>\($0.chinese)</b>前答复（SF/T 0058—2019，二十四小时）。\(HTML.when(order.isOverdue, "已经超过时限，您可以拨打12348催办。"))</p>" as HTML
                }
                    ?? "<p>正在办理。</p>"
            let basis: HTML = HTML.when(
                reply != nil && !laws(order).isEmpty, "<p class='quiet'>依据：\(laws(order).joined(separator: "；"))</p>")
            let words: HTML =
                reply.map { reply in
                    "<div class='order-reply'><p><b>答复</b></p>\(reply.split(separator: "\n").html { "<p>\($0)</p>" })\(basis)</div>"
                } ?? .empty
            return """
                <section class="card order-card" aria-label="办件\(number)"><header class="card-head"><h2>您的留言已转为工单</h2>\(order.stateLabel.map { badge($0, reply != nil ? .done : .active) } ?? .empty)</header><div class="card-body"><p>编号 <b class="number">\(number)</b></p>\(state)\(words)<div class="buttons">\(linkButton("查看编号和查询码", to: "/ask/receipt?session=\(session.id)", icon: .document))\(linkButton("查进度", to: "/progress?number=\(QueryValues.encode(number))", icon: .clock))</div></div></section>
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
