import Casework
import Definitions
import Expressions
import HTML
import Hummingbird
import Site
import WorkCalendar

/// Proving who one is: what each level is good for, and the means there are here.
struct IdentityPage {
    let visit: Visit

    private static let levels = [
        ("R0", "游客", "问法律、找机构、看指南，不用登录"), ("R1", "手机验证", "留言咨询得到答复、预约、查自己办件的节点"),
        ("R2", "实名", "办理事项、看办理内容和结果、实名投诉"), ("R3", "强实名", "签署声明、网上公证、电子签名"),
    ]

    func answer(_ form: SubmittedForm? = nil, errors: [FormError] = []) throws -> Response {
        guard let account = try OwnAccount(visit).account else { return try withoutAccount(visit, "证明身份") }
        let level = account.text("real_level") ?? "R0"
        let table = plainTable(
            "实名等级", heads: ["等级", "能办什么"],
            rows: Self.levels.map { code, name, use in
                ["\(name)\(code == level ? badge("您现在", .active) : .empty)", "\(use)"]
            })
        let proofs = try visit.kernel.list(
            ListQuery(type: "citizen-account/identity_proof", limit: 50, parent: account.id), as: visit.actor, at: visit.now
        ).items
        let past: HTML =
            proofs.isEmpty
            ? .empty
            : card(
                "核验记录",
                "<ul class='shelf'>\(proofs.html { "<li><p class='shelf-title'>\($0.words("method")) \($0.words("result"))</p><p class='shelf-facts'>\($0.moment("at")?.chinese ?? "")</p></li>" as HTML })</ul>"
            )
        return try visit.page(
            "证明身份", shell: .portal, status: errors.isEmpty ? .ok : .unprocessableContent,
            body: """
                \(meHead("证明身份"))<p>只有所办的事项要求实名时才需要。不留人脸图像。</p>\(table)\(means(account, level, form, errors))\(past)
                """)
    }

    private func means(_ account: RecordView, _ level: String, _ form: SubmittedForm?, _ errors: [FormError]) -> HTML {
        let window = card(
            "到窗口证明", "<p>带身份证件原件到任何一个公共法律服务中心，窗口核对原件后当场升为强实名。<a href='/find?kind=place'>找就近的窗口</a></p>")
        guard level == "R1" || level == "R0" else { return window }
        guard visit.site.settings.isDemonstration else {
            return "\(notice("网上核验还没有接通", .soon, body: "<p>本站还没有接通统一身份认证和网号网证，现在请到窗口证明。</p>"))\(window)"
        }
        func error(_ name: String) -> String? { errors.first { $0.field == name }?.message }
        let types = (visit.catalogue.codeList("shared/id_type")?.entries ?? []).map { Choice($0.code, $0.label) }
        let drawn = Form(
            to: "/me/identity", csrf: visit.csrf, key: visit.freshKey(), errors: errors,
            fields: [
                FormField("name", "姓名", .text(.name, maxLength: 100), value: form?["name"], isRequired: true, error: error("name")),
                FormField(
                    "id_type", "证件类型", .choice(types), value: form?["id_type"] ?? "id_card", isRequired: true, error: error("id_type")),
                FormField("id_no", "证件号码", .text(.idCard, maxLength: 30), value: form?["id_no"], isRequired: true, error: error("id_no")),
            ], note: notice("演示：模拟核验", .soon, body: "<p>没有接通核验机构；号码校验位正确即算通过，回执为演示编号。请勿填写真实身份。</p>"),
            buttons: button("核验", .primary))
        return "\(card("姓名和证件号核验（演示）", drawn.html))\(window)"
    }

    func prove(_ form: SubmittedForm) async throws -> Response {
        guard let account = try OwnAccount(visit).account, visit.site.settings.isDemonstration else {
            throw Refusal(.policy, action: "account.prove", "网上核验还没有接通，请到窗口证明")
        }
        let values: [String: Value] = [
            "method": .string("id_check"), "passed": .bool(true), "receipt": .string("演示-\(visit.freshKey().prefix(8))"),
            "name": .string(form["name"] ?? ""), "id_type": .string(form["id_type"] ?? ""), "id_no": .string(form["id_no"] ?? ""),
        ]
        do {
            try await visit.perform(
                account.type, "prove", on: account.id, values: FormValues(values.filter { $0.value != .string("") }), key: form.key)
            return visit.redirect(to: "/me/identity", saying: "核验通过，现在是实名")
        } catch let refusal as Refusal where refusal.reason == .invalid || refusal.reason == .policy {
            return try answer(form, errors: DisclosurePages.errors(refusal))
        }
    }
}
