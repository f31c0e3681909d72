import Casework
import Definitions
import Expressions
import HTML
import HTTPTypes
import Hummingbird
import Site
import WorkCalendar

/// Signing up for an activity of law popularisation, on its own page: when it is, what is left, and one's own place.
///
///     /learn/:id/sign-up    takes places
///     /learn/:id/cancel     gives them back
struct ActivitySignUp: Sendable {
    static let type = "law-pop-portal/activity_signup"
    let item: RecordView
    let visit: Visit

    static func isOne(_ item: RecordView) -> Bool { item.text("type") == "activity" }

    private var address: String { "/learn/\(item.id)" }
    private var startsAt: Moment? { item.moment("starts_at") }
    private var left: Int64 { max(0, (item.int("seats") ?? 0) - (item.int("seats_taken") ?? 0)) }
    private var isOver: Bool { startsAt.map { $0 <= visit.now } ?? true }

    /// One's own place, if one has one.
    private func own() throws -> RecordView? {
        guard visit.visitor?.isCitizen == true else { return nil }
        return try visit.kernel.list(
            ListQuery(
                type: Self.type, filter: "state == 'booked'", limit: 1, equals: ["item": item.id, "account": visit.actor.id],
                showsPersonal: true),
            as: visit.actor, at: visit.now
        ).items.first
    }

    func html(_ refusal: Refusal? = nil, _ submitted: SubmittedForm? = nil) throws -> HTML {
        let own = try own()
        let places = isOver ? "已经开始" : left == 0 ? "已报满" : "\(left)个，共\(item.int("seats") ?? 0)个"
        let facts = factList([("什么时候", "\(startsAt?.chinese ?? "")"), ("还有名额", "\(places)")])
        return "<section class='activity'><h2>报名</h2>\(facts)\(try way(own, refusal, submitted))</section>"
    }

    private func way(_ own: RecordView?, _ refusal: Refusal?, _ submitted: SubmittedForm?) throws -> HTML {
        if let own {
            let cancel: HTML =
                isOver ? .empty : actionButton("取消报名", action: "\(address)/cancel", .danger, csrf: visit.csrf)
            return notice("您已经报名", .done, body: "<p>共\(own.int("persons") ?? 1)人。来不了的，请在开始以前取消，把名额让给别人。</p>", actions: cancel)
        }
        if isOver { return "<p>活动已经开始或者结束，不能再报名。</p>" }
        if left == 0, refusal == nil { return "<p>名额已经报满。有人取消时这里会再开放，请过一天再来看；也可以拨打 <a href='tel:12348'>12348</a>。</p>" }
        guard let visitor = visit.visitor else {
            return "<p>报名要留下姓名和电话，方便通知。</p>\(linkButton("登录后报名", to: "\(PhoneSignIn.path)?back=\(QueryValues.encode(address))", .primary))"
        }
        guard visitor.isCitizen else { return "<p>您现在以工作人员身份登录。网上报名由群众本人办理；代群众报名的，请用工作台。</p>" }
        let name = try submitted?["name"] ?? OwnAccount(visit).account?.text("name")
        func error(_ field: String) -> String? {
            refusal?.problems.first {
                $0.field == field || ($0.field == "person.name" && field == "name") || ($0.field == "person.phone" && field == "phone")
            }?
            .message
        }
        let whole = refusal.map { refusal in
            refusal.problems.isEmpty ? [FormError(refusal.message)] : refusal.problems.map { FormError(field: field($0.field), $0.message) }
        }
        return Form(
            to: "\(address)/sign-up", csrf: visit.csrf, key: submitted?.key ?? visit.freshKey(), errors: whole ?? [],
            fields: [
                FormField("name", "姓名", .text(maxLength: 100), value: name, isRequired: true, error: error("name")),
                FormField(
                    "phone", "手机号码", .text(.phone, maxLength: 20), value: submitted?["phone"], help: "时间、地点有变化时通知您", isRequired: true,
                    error: error("phone")),
                FormField(
                    "persons", "一共几个人", .number(min: "1", max: "\(min(50, max(1, left)))"), value: submitted?["persons"] ?? "1",
                    isRequired: true,
                    error: error("persons"), unit: "人"),
            ], buttons: button("报名", .primary)
        ).html
    }

    private func field(_ name: String) -> String {
        name.hasPrefix("person.") ? String(name.dropFirst("person.".count)) : name == "person" ? "name" : name
    }

    // MARK: Doing

    /// - Returns: nil when it is done.
    func signUp(_ form: SubmittedForm) async throws -> Refusal? {
        let name = (form["name"] ?? "").trimmingWhitespace
        let phone = (form["phone"] ?? "").filter { !$0.isWhitespace }
        var missing: [Refusal.FieldProblem] = []
        if name.isEmpty { missing.append(.init(field: "name", label: "姓名", message: "请填写姓名")) }
        if phone.isEmpty { missing.append(.init(field: "phone", label: "手机号码", message: "请填写手机号码")) }
        if !missing.isEmpty { return Refusal(.invalid, action: "\(Self.type).sign_up", "请补齐报名信息", problems: missing) }
        let values: [String: Value] = [
            "item": .string(item.id), "person": .map([.string("name"): .string(name), .string("phone"): .string(phone)]),
            "persons": .string(form["persons"]?.nonEmpty ?? "1"),
        ]
        do {
            _ = try await visit.perform(Self.type, "sign_up", values: FormValues(values), key: form.key ?? visit.freshKey())
            return nil
        } catch let refusal as Refusal where refusal.reason != .notfound { return refusal }
    }

    func cancel(_ form: SubmittedForm) async throws {
        guard let own = try own() else {
            throw Refusal(.state, action: "\(Self.type).cancel", "您没有报名，或者已经取消。请回到活动页查看")
        }
        _ = try await visit.perform(Self.type, "cancel", on: own.id, key: form.key ?? visit.freshKey())
    }
}

extension String {
    fileprivate var trimmingWhitespace: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
