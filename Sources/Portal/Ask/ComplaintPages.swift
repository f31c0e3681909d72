import Casework
import Definitions
import Expressions
import HTML
import HTTPTypes
import Hummingbird
import Identifiers
import Knowledge
import Site
import WorkCalendar

/// A complaint about staff, institutions or this site: taken by people, never by the robot (specification, rule 6 i).
struct ComplaintPages: Sendable {
    static let type = "interaction/complaint"
    let pages: AskPages

    private var site: Site { pages.site }

    func addRoutes(_ routes: SiteRoutes) {
        routes.get("complaint", for: .anyone) { visit in try page(visit, nil, []) }
        routes.post("complaint", for: .anyone) { visit, form in try await submit(visit, form) }
    }

    private func choices(_ list: String) -> [Choice] {
        (site.catalogue.codeList("interaction/\(list)")?.entries ?? []).map { Choice($0.code, $0.label) }
    }

    private func page(_ visit: Visit, _ form: SubmittedForm?, _ errors: [FormError]) throws -> Response {
        guard site.state.definition(Self.type) != nil else { throw HTTPError(.notFound) }
        func field(_ name: String, _ label: String, _ control: Control, help: String? = nil, isRequired: Bool = false) -> FormField {
            FormField(
                name, label, control, values: form.map { $0.all(name) } ?? [], help: help, isRequired: isRequired,
                error: errors.first { $0.field == name }?.message)
        }
        let isKnown = visit.visitor?.isCitizen == true
        var fields = [
            field("target_kind", "要投诉谁", .choice(choices("target_kind"), .radios), isRequired: true),
            field("target_name", "名称或姓名", .text(maxLength: 100), help: "写您知道的：单位、人员、工号、窗口都可以", isRequired: true),
            field("matter", "投诉什么", .choice(choices("complaint_matter"), .select), isRequired: true),
            field("occurred_on", "什么时候发生的", .date(max: visit.now.day.description), isRequired: true),
            field("facts", "经过", .longText(maxLength: 1800, rows: 8), help: "不要写身份证号和银行卡号", isRequired: true),
            field("request", "您的要求（选填）", .longText(maxLength: 500, rows: 3)),
        ]
        if !isKnown {
            fields += [
                field("name", "您的称呼（选填）", .text(.name, maxLength: 50), help: "称呼和电话都不留就是匿名：只作为线索核查，不能答复您"),
                field("phone", "联系电话（选填）", .text(.phone, maxLength: 20)),
            ]
        }
        let body: HTML = """
            <div class="ask-page">\(pageHead("投诉"))<p>投诉由督办员受理，不由机器人处理。被投诉的单位和人员看不到您是谁，也不能经办这件投诉。</p>\(Form(
                to: "/complaint", csrf: visit.csrf, key: form?.key ?? visit.freshKey(), errors: errors, keepAs: "complaint", fields: fields,
                note: "<p class='quiet'>收到后给您投诉编号。对公安、法院、检察院等其他机关的投诉，请拨打12389、12368、12309或12345。</p>",
                buttons: button("提交投诉", .primary)))</div>
            """
        return try visit.page("投诉", shell: .portal, status: errors.isEmpty ? .ok : .unprocessableContent, body: body)
    }

    private func submit(_ visit: Visit, _ form: SubmittedForm) async throws -> Response {
        guard pages.limits.allows(.handOver, visit.source, at: visit.now) else {
            return try page(visit, form, [FormError("投诉提交得太频繁了，请过一小时再试；着急请拨打12348。")])
        }
        func text(_ name: String) -> String? {
            let clean = Asking.cleaned(form[name] ?? "")
            return clean.isEmpty ? nil : PersonalData.mask(clean).text
        }
        var values: [String: Value] = [:]
        var errors: [FormError] = []
        for (name, label) in [
            ("target_kind", "要投诉谁"), ("target_name", "名称或姓名"), ("matter", "投诉什么"), ("occurred_on", "什么时候发生的"), ("facts", "经过"),
        ] {
            if let given = text(name) { values[name] = .string(given) } else { errors.append(FormError(field: name, "请填写“\(label)”")) }
        }
        if let request = text("request") { values["request"] = .string(request) }
        let phone = (form["phone"] ?? "").filter { !$0.isWhitespace && $0 != "-" }
        if !phone.isEmpty, Phone(phone) == nil { errors.append(FormError(field: "phone", "电话号码不对：手机号为11位数字，固定电话请带区号；也可以不填")) }
        let isKnown = visit.visitor?.isCitizen == true
        if !isKnown {
            let name = Asking.cleaned(form["name"] ?? "")
            if name.isEmpty, phone.isEmpty {
                values["anonymous"] = .bool(true)
            } else {
                var party: [Value: Value] = [
                    .string("role"): .string("applicant"), .string("kind"): .string("natural"),
                    .string("name"): .string(name.isEmpty ? "未留姓名" : name),
                ]
                if !phone.isEmpty { party[.string("phone")] = .string(phone) }
                values["complainant"] = .map(party)
            }
        }
        values["channel"] = .string("web")
        guard errors.isEmpty else { return try page(visit, form, errors) }
        var request = ActionRequest(
            type: Self.type, action: "submit", actor: isKnown ? visit.actor : .system, values: values,
            idempotencyKey: form.key.map { "complaint-\($0)" })
        request.source = visit.source
        do {
            let outcome = try await site.kernel.perform(request, at: visit.now)
            let body = receipt(
                title: "投诉已收到", entries: [("投诉编号", outcome.number ?? ""), ("提交时间", visit.now.chinese)],
                next:
                    "<p>请抄下编号。督办员核对后交由不相关的单位调查；留了联系方式或者登录提交的，会把受理决定和结果告诉您。匿名投诉只作线索。</p>",
                actions: linkButton("回首页", to: "/"))
            return try visit.page("投诉已收到", shell: .portal, body: body)
        } catch let refusal as Refusal where refusal.reason == .invalid || refusal.reason == .policy {
            let shown = refusal.problems.map { FormError(field: $0.field, $0.message) }
            return try page(visit, form, shown.isEmpty ? [FormError(refusal.message)] : shown)
        }
    }
}
