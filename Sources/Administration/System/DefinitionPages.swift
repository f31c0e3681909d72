import Casework
import Definitions
import HTML
import HTTPTypes
import Hummingbird
import Site
import Storage
import WorkCalendar

/// Business definitions: what there is, each as a page that a business expert can read, and the loading of a new or changed one while the node runs.
struct DefinitionPages {
    /// A definition and its documents together.
    static let uploadLimit = 4 << 20
    let console: ConsoleVisit

    private var visit: Visit { console.visit }
    private var catalogue: Catalogue { console.state.catalogue }

    func list() throws -> Response { try console.page("业务定义", note: counts, listBody(result: .empty)) }

    private var counts: String {
        let records = catalogue.records
        return
            "\(catalogue.systems.count)个系统 · \(records.count)种记录 · \(counted(records.reduce(0) { $0 + $1.fields.count }))个字段 · \(counted(records.reduce(0) { $0 + ($1.lifecycle?.actions.count ?? 0) }))个动作 · \(records.reduce(0) { $0 + $1.limits.count })个时限"
    }

    private func listBody(result: HTML, text: String = "") -> HTML {
        let own = Set(console.administration.shelf?.own ?? [])
        let rows = catalogue.systems.map { system -> TableRow in
            let actions = system.records.reduce(0) { $0 + ($1.lifecycle?.actions.count ?? 0) }
            return TableRow(
                id: system.id, link: "/admin/system/definitions/\(system.id)",
                [
                    "\(system.name)", "<code>\(system.id)</code>", "\(Platforms.name(system.platform))", "\(system.records.count)",
                    "\(system.records.reduce(0) { $0 + $1.fields.count })", "\(actions)",
                    "\(system.records.reduce(0) { $0 + $1.limits.count })", own.contains(system.id) ? badge("本节点自有", .active) : tag("随产品"),
                ])
        }
        let table = DataTable(
            "业务系统",
            columns: [
                TableColumn("名称", .identity), TableColumn("标识"), TableColumn("平台"), TableColumn("记录", .number), TableColumn("字段", .number),
                TableColumn("动作", .number),
                TableColumn("时限", .number), TableColumn("来源", .state),
            ], rows: rows, stacksWhenNarrow: true)
        return "\(result)\(faultNotice)\(table)\(upload(text))"
    }

    private var faultNotice: HTML {
        guard let shelf = console.administration.shelf, let fault = shelf.fault else { return .empty }
        let remove: HTML = shelf.own.html { system in
            actionButton(
                "移除 \(system)", action: "/admin/system/definitions/remove", .danger, csrf: visit.csrf, fields: [("system", system)])
        }
        return notice("本节点自有的业务定义没有装载", .danger, body: "<p>\(fault)</p>", actions: remove)
    }

    private func upload(_ text: String) -> HTML {
        guard console.holdsNode, console.administration.shelf != nil else {
            return card("校验与装载", "<p>业务定义由本节点主管单位的系统管理员装载。</p>")
        }
        let form = Form(
            to: "/admin/system/definitions/check", csrf: visit.csrf, hasFiles: true,
            fields: [
                FormField(
                    "definition", "定义文件",
                    .file(FileRules(accepted: [".yaml", ".yml"], acceptedWords: "YAML", maxBytes: Self.uploadLimit)),
                    help: "也可以不选文件，把内容贴在下面"),
                FormField(
                    "documents", "文书模板", .file(FileRules(accepted: [".md"], acceptedWords: "文书模板", isMultiple: true)),
                    help: "不选则沿用现有的"),
                FormField("text", "定义内容", .longText(rows: 12), value: text),
            ],
            note: consequence("先与全部定义一起校验；有错的指出文件、行、列和改法，不装载。会使已有数据无处可放的变更不予装载。"),
            buttons: "\(button("校验", .primary, name: "do", value: "check"))\(button("校验并装载", .secondary, name: "do", value: "load"))")
        return card("校验与装载", form.html)
    }

    // MARK: Checking and loading

    func check(_ form: SubmittedForm) async throws -> Response {
        try console.requireNode()
        guard let shelf = console.administration.shelf else { throw HTTPError(.notFound) }
        let file = form.files.first { $0.field == "definition" && !$0.bytes.isEmpty }
        let bytes = file?.bytes ?? Array((form["text"] ?? "").utf8)
        let documents = Dictionary(
            form.files.filter { $0.field == "documents" && !$0.bytes.isEmpty }.map { ($0.name, $0.bytes) },
            uniquingKeysWith: { _, last in last })
        let shown = String(decoding: bytes.prefix(1 << 20), as: UTF8.self)
        guard !bytes.isEmpty else {
            return try console.page(
                "业务定义", status: .unprocessableContent, listBody(result: errorSummary([FormError(field: "definition", "请选择定义文件，或贴上内容")])))
        }
        let wanted = form["do"] == "load"
        do {
            let act = DefinitionShelf.Act(person: visit.actor.id, at: console.now)
            let passed = try await offThePool { [console] in
                guard wanted else { return try shelf.check(bytes, documents: documents) }
                return try shelf.load(bytes, documents: documents, by: act) { passed, connection in
                    try console.note(
                        "definition", "load",
                        ["system": passed.system, "changes": String(passed.changes.joined(separator: "；").prefix(1000))], in: connection)
                }
            }
            let changes: HTML = "<ul>\(passed.changes.html { "<li>\($0)</li>" })</ul>"
            if wanted {
                visit.site.sessions.invalidate()
                return try console.page(
                    "业务定义", note: counts,
                    listBody(
                        result: notice(
                            "“\(passed.name)”已装载，即刻生效", .done, body: changes,
                            actions: linkButton("查看", to: "/admin/system/definitions/\(passed.system)"))))
            }
            return try console.page(
                "业务定义", note: counts,
                listBody(
                    result: notice(
                        "“\(passed.name)”没有错误，可以装载", .done,
                        body: "\(changes)<p>装载后共\(passed.counts.systems)个系统、\(passed.counts.records)种记录。</p>"), text: shown))
        } catch let refused as DefinitionShelf.Refused {
            return try console.page(
                "业务定义", status: .unprocessableContent, listBody(result: Self.refusal(refused, source: shown), text: shown))
        } catch let error as DatabaseError {
            guard error.kind == .schema else { throw error }
            return try console.page(
                "业务定义", status: .conflict,
                listBody(result: notice("数据库的表不能这样改，没有装载", .danger, body: "<p>\(error.message)</p>"), text: shown))
        }
    }

    /// What is wrong, each with its place and the line it stands in, so that it can be mended without counting.
    static func refusal(_ refused: DefinitionShelf.Refused, source: String) -> HTML {
        let lines = source.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let problems: HTML = refused.problems.prefix(200).html { problem in
            let line =
                problem.position.file.hasSuffix("system.yaml") && lines.indices.contains(problem.position.line - 1)
                ? String(lines[problem.position.line - 1].prefix(200)) : nil
            return
                "<li><code>\(problem.position.description)</code> \(problem.message)。<b>\(problem.mend)</b>\(line.map { "<pre><code>\($0)</code></pre>" as HTML })</li>"
        }
        let losses: HTML = refused.losses.html { "<li>\($0)</li>" }
        let more: HTML = HTML.when(refused.problems.count > 200, "<p>另有\(refused.problems.count - 200)处，改正上面的再校验。</p>")
        return notice(
            refused.message, .danger,
            body:
                "\(HTML.when(!refused.problems.isEmpty, "<ol class='problems'>\(problems)</ol>"))\(more)\(HTML.when(!refused.losses.isEmpty, "<ul>\(losses)</ul>"))"
        )
    }

    func remove(_ form: SubmittedForm) async throws -> Response {
        try console.requireNode()
        guard let shelf = console.administration.shelf, let system = form["system"] else { throw HTTPError(.notFound) }
        let act = DefinitionShelf.Act(person: visit.actor.id, at: console.now) { [console] in
            try console.note("definition", "remove", ["system": system], in: $0)
        }
        do { try await offThePool { try shelf.remove(system, by: act) } } catch let refused as DefinitionShelf.Refused {
            return try console.page("业务定义", status: .conflict, listBody(result: Self.refusal(refused, source: "")))
        }
        return console.redirect("definitions", saying: "已移除本节点自有的 \(system)")
    }

    // MARK: Reading

    private func found() throws -> SystemDefinition {
        guard let system = catalogue.system(visit.parameter("system")) else { throw HTTPError(.notFound) }
        return system
    }

    private static let zones = [
        "internet": "互联网", "extranet": "电子政务外网", "intranet": "电子政务内网", "edu_prison": "监狱教育专网", "edu_drug": "戒毒教育专网", "all": "各网络区",
    ]

    func system() throws -> Response {
        let system = try found()
        let isOwn = console.administration.shelf?.own.contains(system.id) == true
        let facts = FieldGroup(
            "系统",
            [
                FieldEntry("标识", "<code>\(system.id)</code>"), FieldEntry("平台", text: Platforms.name(system.platform)),
                FieldEntry("网络区", text: Self.zones[system.zone] ?? system.zone),
                FieldEntry("依据标准", text: system.standards.joined(separator: "\n")), FieldEntry("来源", text: isOwn ? "本节点自有" : "随产品发布"),
            ])
        let rows = system.records.map { record in
            TableRow(
                id: record.id, link: "/admin/system/definitions/\(system.id)/\(record.id)",
                [
                    "\(record.name)", "<code>\(record.id)</code>", "\(record.fields.count)", "\(record.lifecycle?.states.count ?? 0)",
                    "\(record.lifecycle?.actions.count ?? 0)", "\(record.limits.count)",
                    "\(record.rules.count)", "\(record.documents.count)",
                ])
        }
        let table = DataTable(
            "记录",
            columns: [
                TableColumn("记录", .identity), TableColumn("标识"), TableColumn("字段", .number), TableColumn("状态", .number),
                TableColumn("动作", .number), TableColumn("时限", .number),
                TableColumn("规则", .number), TableColumn("文书", .number),
            ], rows: rows, stacksWhenNarrow: true)
        let codes: HTML = system.codes.values.sorted { $0.id < $1.id }.html { list in
            "<details><summary>\(list.name) <small><code>\(list.id)</code> · \(list.entries.count)项</small></summary>\(plainTable(list.name, heads: ["代码", "含义"], rows: list.entries.map { ["<code>\($0.code)</code>", "\($0.label)"] }))</details>"
        }
        let remove: HTML =
            isOwn && console.holdsNode
            ? actionButton("移除自有定义", action: "/admin/system/definitions/remove", .danger, csrf: visit.csrf, fields: [("system", system.id)])
            : .empty
        return try console.page(
            system.name, actions: "\(linkButton("定义原文", to: "/admin/system/definitions/\(system.id)/source", icon: .document))\(remove)",
            "\(facts)<h2>记录</h2>\(table)\(HTML.when(!system.codes.isEmpty, card("代码表", codes)))")
    }

    func source() throws -> Response {
        let system = try found()
        guard let source = console.administration.shelf?.source(of: system.id) else { throw HTTPError(.notFound) }
        let lines: HTML = source.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().html {
            number, line in
            "<span id='L\(number + 1)'>\(line)</span>\n"
        }
        return try console.page(
            "\(system.name)：定义原文", note: source.isOwn ? "本节点自有" : "随产品发布",
            actions: linkButton("返回", to: "/admin/system/definitions/\(system.id)"),
            "<div class='table-scroll' role='region' aria-label='定义原文' tabindex='0'><pre class='source'><code>\(lines)</code></pre></div>")
    }

    func record() throws -> Response {
        let system = try found()
        guard let record = system.records.first(where: { $0.id == visit.parameter("record") }) else { throw HTTPError(.notFound) }
        return try console.page(
            "\(record.name)：定义", note: system.name, actions: linkButton("返回\(system.name)", to: "/admin/system/definitions/\(system.id)"),
            ReadableRecord(record: record, catalogue: catalogue).html)
    }
}
