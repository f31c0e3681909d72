import Casework
import Expressions
import Definitions
import HTML
import HTTPTypes
import Hummingbird
import Site
import WorkCalendar

/// Somebody saw that an entry is wrong: no account needed.
struct CorrectionPage {
    let visit: Visit
    let index: DirectoryIndex

    /// What may be wrong, in the words of whoever stands before a closed door.
    private static let subjects = [
        Choice("phone", "电话"), Choice("address", "地址、位置"), Choice("hours", "服务时间"), Choice("name", "名称、姓名"), Choice("scope", "业务范围"),
        Choice("standing", "执业许可或状态"), Choice("other", "其他"),
    ]

    private func entry() throws -> DirectoryEntry {
        guard let entry = index.entry(visit.parameter("id")) else {
            throw Refusal(.notfound, action: "find.correct", "没有这个机构或人员，或者已不在执业。请从“找机构”重新查找")
        }
        return entry
    }

    private static func now(_ subject: String, _ entry: DirectoryEntry) -> String? {
        switch subject {
        case "phone": entry.phone
        case "address": entry.address
        case "hours": entry.hours?.lines.joined(separator: "；") ?? entry.hoursText
        case "name": entry.name
        default: nil
        }
    }

    func form(_ form: SubmittedForm? = nil, errors: [FormError] = []) throws -> Response {
        let entry = try entry()
        func error(_ name: String) -> String? { errors.first { $0.field == name }?.message }
        let known = Self.subjects.compactMap { choice in Self.now(choice.value, entry).map { (choice.label, $0) } }
        let drawn = Form(
            to: "/find/\(entry.id)/correct", csrf: visit.csrf, key: form?.key ?? visit.freshKey(), errors: errors,
            keepAs: "correct-\(entry.id)",
            fields: [
                FormField(
                    "field", "哪一项不对", .choice(Self.subjects, .radios), value: form?["field"], isRequired: true, error: error("field")),
                FormField(
                    "proposed", "应该是什么", .longText(maxLength: 500), value: form?["proposed"], isRequired: true, error: error("proposed")),
                FormField(
                    "phone", "您的电话", .text(.phone, maxLength: 20), value: form?["phone"], help: "可以不填；填了，需要核对时好联系您",
                    error: error("phone")),
            ], buttons: button("提交", .primary))
        return try visit.page(
            "信息有误", shell: .portal, status: errors.isEmpty ? .ok : .unprocessableContent,
            body: """
                <div class='question-page'><a class='back' href='\(url: "/find/\(entry.id)")'>\(icon(.chevronLeft))\(entry.name)</a>\(pageHead("哪里不对？"))<dl class='fact-list'>\(known.html { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" })</dl>\(drawn)</div>
                """)
    }

    func send(_ form: SubmittedForm) async throws -> Response {
        let entry = try entry()
        guard let subject = Self.subjects.first(where: { $0.value == form["field"] }) else {
            return try self.form(form, errors: [FormError(field: "field", "请选择哪一项不对")])
        }
        let isCitizen = visit.visitor?.isCitizen == true
        var values: [String: Value] = [
            "target": .string("\(entry.sort.rawValue):\(entry.id)"), "field": .string(subject.label),
            "proposed": .string(form["proposed"] ?? ""),
        ]
        if let now = Self.now(subject.value, entry) { values["current"] = .string(String(now.prefix(500))) }
        if entry.area.count == 6 { values["area_code"] = .string(entry.area) }
        if let phone = form["phone"] {
            values["reporter"] = .map([.string("name"): .string(visit.visitor?.name ?? "网上访客"), .string("phone"): .string(phone)])
        }
        guard
            try await Attempts(kernel: visit.kernel).take("correction", by: visit.source ?? "", most: 20, within: 60, at: visit.now)
        else { return try self.form(form, errors: [FormError("这个网络一小时内提交的次数过多，请一小时后再试，或拨打12348")]) }
        // Who has no account speaks through the platform: the desk hears it all the same.
        var request = ActionRequest(
            type: "legal-directory/correction_request", action: "submit", actor: isCitizen ? visit.actor : .system, values: values)
        request.idempotencyKey = form.key.map { "correct|\(visit.csrf.prefix(20))|\($0)" }
        request.source = visit.source
        do {
            let outcome = try await visit.kernel.perform(request, at: visit.now)
            let view = try visit.kernel.view(outcome.type, id: outcome.id, as: .system, at: visit.now)
            let due = view.moment("due_at").map { "最迟\($0.day.chinese)处理" } ?? "三个工作日内处理"
            let follow: HTML = isCitizen ? linkButton("我提交的纠错", to: "/me/requests") : .empty
            return try visit.page(
                "已收到", shell: .portal,
                body: receipt(
                    title: "已收到，谢谢您",
                    entries: [("对象", entry.name), ("哪一项", subject.label), ("处理时间", due)],
                    next: "<p>核实后会更正本页。\(isCitizen ? "处理结果会在“我的”里告诉您。" : "")</p>",
                    actions: "\(linkButton("回到\(entry.name)", to: "/find/\(entry.id)"))\(follow)"))
        } catch let refusal as Refusal where refusal.reason == .invalid {
            let errors = refusal.problems.map { problem -> FormError in
                let name = problem.field.hasPrefix("reporter") ? "phone" : problem.field
                return FormError(field: name == "proposed" || name == "phone" ? name : nil, problem.message)
            }
            return try self.form(form, errors: errors.isEmpty ? [FormError(refusal.message)] : errors)
        }
    }
}
