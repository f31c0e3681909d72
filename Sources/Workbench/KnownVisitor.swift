import Casework
import HTML
import Identifiers
import Site
import WorkCalendar

/// What the window knows of a visitor by identity number or phone: what the number itself says, visits here before, orders under way. Only what the officer may see.
struct KnownVisitor {
    /// What an identity number says; nil when none was given.
    var card: IDCard?
    /// Why the number is none.
    var fault: String?
    var visits: [RecordView] = []
    var orders: [RecordView] = []
    /// Something was given to look for.
    var wasAsked = false

    static let shown = 10

    init(idNumber: String?, phone: String?, visit: Visit) throws {
        let number = idNumber.map(Self.tidy)
        if let number {
            wasAsked = true
            card = IDCard(number)
            if card == nil { fault = IDCard.examine(number).reason }
        }
        let dialled = phone.flatMap { Phone($0) }
        if phone != nil { wasAsked = true }
        var seen: Set<String> = []
        func visits(_ field: String, _ text: String) throws {
            let page = try visit.kernel.list(
                // Asked for by the visitor's own papers: his own visits.
                ListQuery(type: ReceptionDesk.visit, limit: Self.shown, equals: [field: text], showsPersonal: true), as: visit.actor,
                at: visit.now)
            self.visits += page.items.filter { seen.insert($0.id).inserted }
        }
        if let number, fault == nil || !Self.looksLikeIdentityNumber(number) { try visits("visitor_id_no", number) }
        if let dialled {
            try visits("contact_no", dialled.description)
            orders =
                try visit.kernel.list(
                    ListQuery(type: WorkOrders.type, limit: Self.shown, equals: ["contact_no": dialled.description]), as: visit.actor,
                    at: visit.now
                ).items
        }
        self.visits = Array(self.visits.sorted { $0.createdAt > $1.createdAt }.prefix(Self.shown))
    }

    /// Readers and hands write spaces, and the last letter small.
    static func tidy(_ text: String) -> String { text.filter { !$0.isWhitespace }.uppercased() }

    /// Other papers have numbers of their own kind.
    static func looksLikeIdentityNumber(_ text: String) -> Bool { (15...18).contains(text.count) && text.dropLast().allSatisfy(\.isNumber) }

    /// The name that the newest visit was taken down under.
    var name: String? { visits.lazy.compactMap { $0.part("visitor")?.text("name") }.first }

    /// As the visit's form shows it: what was found, or that nothing was.
    func html(_ visit: Visit) -> HTML {
        guard wasAsked else { return .empty }
        let says: HTML =
            card.map { card in
                "<p>\(badge("号码有效", .done)) \(card.kind.rawValue)，\(card.sex.rawValue)，\(card.birth.description)出生</p>"
            } ?? fault.map { "<p>\(badge("号码有误", .danger)) \($0)</p>" } ?? .empty
        let before: HTML =
            visits.isEmpty
            ? "<p class='quiet'>本单位没有此人此前的来访。</p>"
            : "<p>\(badge("此前来访\(visits.count >= Self.shown ? "至少\(Self.shown)" : "\(visits.count)")次", .soon))</p><ul class='plain-list'>\(visits.html { Self.line($0) })</ul>"
        let open: HTML = HTML.when(
            !orders.isEmpty,
            "<p><b>同号码工单</b></p><ul class='plain-list'>\(orders.html { order in "<li><a href='\(url: Place.link(order.type, order.id))'>\(order.text("order_no") ?? order.title)</a> \(order.stateLabel.map { badge($0, Columns.tone(order)) })<p class='quiet'>\(order.words("service_line"))</p></li>" })</ul>"
        )
        return "<div class='known-visitor' role='status'>\(says)\(before)\(open)</div>"
    }

    static func line(_ view: RecordView) -> HTML {
        """
        <li><a href="\(url: ReceptionDesk.place(of: view.id))">\(view.text("rec_no") ?? view.title)</a><p class="quiet">\(view.moment("visit_at").map { Columns.short($0) } ?? "") · \(view.words("service_line")) · \(view.text("handled") == nil ? "接待中" : view.words("handled"))</p></li>
        """
    }
}
