import Casework
import Definitions
import Expressions
import HTML
import HTTPTypes
import Hummingbird
import Site
import WorkCalendar

/// Forms of the actions that a citizen does on his own account and requests, made from the definitions.
struct OwnActs {
    let visit: Visit

    /// A form with files in it, where no script sends them first.
    static let formLimit = AttachmentStore.limit + (1 << 20)

    /// What is done here: everything else has pages of its own.
    private static let types: Set<String> = [
        "citizen-account/account", "citizen-account/guardianship", "citizen-account/agency", "citizen-account/pi_request",
        "citizen-account/org_handler", "notices-disclosure/disclosure_request",
    ]

    /// Done by pages of their own, which see to what a form cannot.
    private static let elsewhere: Set<String> = [
        "citizen-account/account.register", "citizen-account/account.prove", "citizen-account/account.change_phone",
        "citizen-account/account.withdraw_consent", "citizen-account/account.give_consent",
        "notices-disclosure/disclosure_request.register",
        "notices-disclosure/disclosure_request.correct",
    ]

    static func allows(_ type: String, _ action: ActionDefinition) -> Bool {
        types.contains(type) && !action.isHidden && !elsewhere.contains("\(type).\(action.id)")
    }

    private struct Place {
        var definition: RecordDefinition
        var action: ActionDefinition
        var view: RecordView?
        var address: String
        var back: String
    }

    private func place() throws -> Place {
        let type = "\(visit.parameter("system"))/\(visit.parameter("record"))"
        let id = visit.parameter("id")
        let wanted = visit.parameter("action")
        let missing = Refusal(.notfound, action: "\(type).\(wanted)", "没有这个办理事项。请从“我的”重新进入")
        guard let definition = visit.site.state.definition(type), Self.types.contains(type) else { throw missing }
        let address = "/me/do/\(type)/\(id)/\(wanted)"
        if id == "new" {
            guard let action = definition.action(wanted), action.createsRecord, Self.allows(type, action) else { throw missing }
            return Place(definition: definition, action: action, view: nil, address: address, back: Self.home(type))
        }
        let view = try visit.kernel.view(type, id: id, as: visit.actor, at: visit.now)
        guard let action = view.actions.first(where: { $0.id == wanted }), Self.allows(type, action) else {
            guard let action = definition.action(wanted), Self.allows(type, action) else { throw missing }
            throw Refusal(
                .state, action: "\(type).\(wanted)", record: id, "现在不能“\(action.label)”：目前是“\(view.stateLabel ?? "")”。请从“我的”重新进入")
        }
        return Place(definition: definition, action: action, view: view, address: address, back: Self.home(type))
    }

    private static func home(_ type: String) -> String {
        switch type {
        case "citizen-account/guardianship", "citizen-account/agency", "citizen-account/org_handler": "/me/family"
        case "citizen-account/pi_request", "notices-disclosure/disclosure_request": "/me/requests"
        default: "/me"
        }
    }

    /// Fields that the page fills in itself: nobody types who he is.
    private func own(_ place: Place) async throws -> [String: Value] {
        guard place.view == nil else { return [:] }
        let own = try OwnAccount(visit)
        let person: Value = .map([.string("name"): .string(own.account?.text("name") ?? visit.actor.name)])
        switch place.definition.type {
        case "citizen-account/pi_request":
            var values: [String: Value] = ["requester": person]
            if let account = own.account { values["account"] = .string(account.id) }
            return values
        case "citizen-account/guardianship": return own.account.map { ["guardian": .string($0.id)] } ?? [:]
        case "citizen-account/org_handler": return own.account.map { ["handler": .string($0.id)] } ?? [:]
        case "citizen-account/agency": return ["principal": person, "principal_user": .string(visit.actor.id)]
        default: return [:]
        }
    }

    /// Not asked for, because `own` says it, or because it is decided elsewhere.
    private static let unasked: Set<String> = [
        "requester", "account", "guardian", "handler", "principal", "principal_user", "ward_account", "guardian_user", "handler_user",
    ]

    /// Where a definition takes much, and of a citizen only this is asked.
    private static let asked: [String: [QuestionPart]] = [
        "citizen-account/agency.grant": [
            QuestionPart("agent.name", "受托人姓名"),
            QuestionPart("agent_user", "受托人的用户编号", help: "对方登录后，在“我的—家人和代理”里可以看到"),
            QuestionPart("agent_kind", "对方是您的什么人"),
            QuestionPart("scope", "哪些事可以替您办（可多选）"),
            QuestionPart(
                "power", "权限", explained: ["general": "替您提交、补材料、收通知", "special": "还可以承认、放弃、变更请求，和解等，要写明"]),
            QuestionPart("special_matters", "特别授权的内容", help: "只有特别授权才填", isOptional: true),
            QuestionPart("to", "到哪一天为止"),
            QuestionPart("file", "授权委托书（您签名的）"),
            QuestionPart("firm_letter", "律师事务所函", help: "受托人是律师的必须交", isOptional: true),
        ],
        "citizen-account/guardianship.claim": [
            QuestionPart("ward.name", "被监护人姓名"),
            QuestionPart("ward.birth_date", "被监护人出生日期", isOptional: true),
            QuestionPart("adult_ward", "被监护人是成年人", isOptional: true),
            QuestionPart("relation", "您是他的什么人"),
            QuestionPart("proof", "证明", help: "户口簿、出生医学证明、判决书等；到窗口核对原件后生效", parts: [QuestionPart("file", "文件")]),
            QuestionPart("to", "监护到哪一天为止", help: "未成年人最晚到满十八周岁"),
        ],
    ]

    func form() throws -> Response {
        let place = try place()
        var form = try record(place)
        for (name, value) in visit.query.pairs where form.accepted.contains(where: { $0.id == name }) { form.initial[name] = value }
        return try page(place, form, refusal: nil, key: visit.freshKey())
    }

    private func record(_ place: Place) throws -> RecordForm {
        var definition = place.definition
        // Leaves out of the form what the page fills in.
        if place.view == nil { definition.fields = definition.fields.filter { !Self.unasked.contains($0.id) } }
        var form = RecordForm(
            definition: definition, action: place.action, record: place.view, state: visit.site.state, actor: visit.actor,
            lookUpAddress: nil)
        if definition.type == "citizen-account/agency", place.action.id == "grant" { form.offered["scope"] = try matters() }
        return form
    }

    /// What a power can be given for: matters by their guides.
    private func matters() throws -> [Choice] {
        let type = "service-guide/service_item"
        guard visit.catalogue.record(type) != nil else { return [] }
        return try visit.kernel.list(
            ListQuery(
                type: type, filter: "state in ['published', 'revising', 'suspended']", sort: "item_code", limit: 200, fields: ["name"]),
            as: .publicReader, at: visit.now
        ).items.map { Choice("[\(type):\($0.id)]", $0.field("name")?.text ?? $0.title) }
    }

    private func page(_ place: Place, _ form: RecordForm, refusal: Refusal?, key: String) throws -> Response {
        let html =
            Self.asked["\(place.definition.type).\(place.action.id)"].map { parts in
                Form(
                    to: place.address, csrf: visit.csrf, key: key, errors: form.errors(refusal),
                    keepAs: "me.\(place.definition.type).\(place.action.id)", hasFiles: true,
                    fields: parts.compactMap { form.question($0) },
                    buttons: "\(button(place.action.label, .primary))\(linkButton("取消", to: place.back))"
                ).html
            }
            ?? form.html(
                to: place.address, csrf: visit.csrf, key: key, refusal: refusal, cancelAddress: place.back,
                keepAs: "me.\(place.definition.type).\(place.action.id)")
        return try visit.page(
            place.action.label, shell: .portal, status: refusal == nil ? .ok : .unprocessableContent,
            scripts: ["/js/upload.js?v=\(visit.site.settings.assetVersion)"],
            body: """
                <div class='question-page'><a class='back' href='\(url: place.back)'>\(icon(.chevronLeft))返回</a>\(pageHead(place.action.label, note: place.definition.name))\(html)</div>
                """)
    }

    func act(_ submitted: SubmittedForm) async throws -> Response {
        let place = try place()
        var form = try record(place)
        let key = submitted.key ?? visit.freshKey()
        var kept = submitted
        for file in submitted.files where !file.bytes.isEmpty {
            do {
                let entry = try await visit.site.attachments.keep(file.bytes, name: file.name, by: visit.actor, at: visit.now)
                kept = kept.adding(file.field, entry.hash)
            } catch let refused as AttachmentStore.Refused {
                form.submitted = kept
                let problem = Refusal.FieldProblem(field: file.field, label: "文件", message: "\(file.name)：\(refused.message)")
                form.problems = [problem]
                return try page(
                    place, form, refusal: Refusal(.invalid, action: place.action.id, refused.message, problems: [problem]), key: key)
            }
        }
        form.submitted = kept
        if kept.isRefresh { return try page(place, form, refusal: nil, key: key) }
        var values = FormValues(
            kept, fields: form.accepted, kernel: visit.kernel, actor: visit.actor, now: visit.now, before: place.view)
        for (name, value) in try await own(place) { values.values[name] = value }
        do {
            let outcome = try await visit.perform(
                place.definition.type, place.action.id, on: place.view?.id, values: values, version: submitted.version, key: key)
            if place.action.id == "set_preferences" { return try preferring(outcome) }
            return visit.redirect(to: place.back, saying: "已\(place.action.label)")
        } catch let refusal as Refusal where refusal.reason != .notfound {
            form.problems = refusal.problems
            return try page(place, form, refusal: refusal, key: key)
        }
    }

    /// The pages follow at once: large print for 长辈版.
    private func preferring(_ outcome: ActionOutcome) throws -> Response {
        let view = try visit.kernel.view(outcome.type, id: outcome.id, as: visit.actor, at: visit.now)
        let size = view.text("ui_mode") == "elder" ? "large" : "normal"
        return visit.setting(
            cookie: "size=\(size); Path=/; Max-Age=31536000; SameSite=Lax\(visit.site.settings.isSecure ? "; Secure" : "")"
        )
        .redirect(to: "/me", saying: "已修改")
    }
}
