import Casework
import Crypto
import Definitions
import Foundation
import HTML
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Operations
import Site
import WorkCalendar

/// The steps of an import as pages.
struct ImportDesk {
    let visit: Visit
    let runs: ImportRuns

    private var records: [RecordDefinition] { Self.records(for: visit.actor, visit.site.state) }

    /// Records that the actor may create.
    static func records(for actor: Actor, _ state: EngineState) -> [RecordDefinition] {
        let roles = Set(actor.grants.map(\.role))
        return state.catalogue.records.filter { record in
            record.access.contains { roles.contains($0.role) && $0.may.contains("create") }
                || (record.lifecycle?.actions ?? []).contains { action in
                    action.createsRecord && !action.isHidden && action.by.contains { roles.contains($0.role) }
                }
        }
    }

    private func record(_ type: String?) throws -> RecordDefinition {
        guard let record = records.first(where: { $0.type == type }) else { throw Refusal(.notfound, action: "import", "没有这项业务，或您无权新建") }
        return record
    }

    private static func action(_ record: RecordDefinition) -> ActionDefinition? {
        record.lifecycle?.actions.first(where: \.createsRecord) ?? record.performable("create")
    }

    // MARK: Where the file waits

    private var folder: String {
        let owner = SHA256.hash(data: Array(visit.actor.id.utf8)).prefix(8).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            .joined()
        return "\(visit.site.settings.attachmentFolder)/imports/\(owner)"
    }

    private func path(_ token: String) throws -> String {
        guard !token.isEmpty, token.utf8.count <= 64,
            token.utf8.allSatisfy({ $0 == 45 || $0 == 95 || (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) }),
            FileManager.default.fileExists(atPath: "\(folder)/\(token)")
        else { throw Refusal(.notfound, action: "import", "上传的文件已不在，请重新上传") }
        return "\(folder)/\(token)"
    }

    /// Files nobody came back for.
    private func sweep() {
        let files = FileManager.default
        for name in (try? files.contentsOfDirectory(atPath: folder)) ?? [] {
            let made = (try? files.attributesOfItem(atPath: "\(folder)/\(name)"))?[.modificationDate] as? Date
            if made.map({ $0.timeIntervalSinceNow < -86_400 }) ?? false { try? files.removeItem(atPath: "\(folder)/\(name)") }
        }
    }

    // MARK: Steps

    func choose(_ problem: String? = nil) throws -> Response {
        guard !records.isEmpty else { throw Refusal(.notfound, action: "import", "没有您可以导入的业务") }
        let choices = records.map { Choice($0.type, "\(visit.catalogue.system($0.system)?.name ?? $0.system) · \($0.name)") }
        let form = Form(
            to: "/w/import", csrf: visit.csrf, errors: problem.map { [FormError(field: "file", $0)] } ?? [], hasFiles: true,
            fields: [
                FormField("record", "业务", .choice(choices), value: visit.query["record"], isRequired: true),
                FormField(
                    "file", "文件",
                    .file(FileRules(accepted: [".csv", ".xlsx", ".jsonl"], acceptedWords: "CSV、XLSX、JSON 行", maxBytes: ImportPages.limit)),
                    help: "第一行是列名，写字段的名称或标识。先检查，不写入；确认后才导入", isRequired: true),
            ], buttons: button("上传并核对列", .primary, icon: .upload))
        return try visit.page("导入", body: "\(pageHead("导入"))\(form)")
    }

    func receive(_ form: SubmittedForm) throws -> Response {
        let record = try record(form["record"])
        guard let file = form.files.first(where: { $0.field == "file" && !$0.bytes.isEmpty }) else { return try choose("请选择文件") }
        do { _ = try ImportSource(file.bytes) } catch { return try choose(error.message) }
        sweep()
        let token = visit.freshKey()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        guard
            FileManager.default.createFile(atPath: "\(folder)/\(token)", contents: Data(file.bytes), attributes: [.posixPermissions: 0o600])
        else {
            return try choose("服务器的附件目录不可写，请联系系统管理员")
        }
        return visit.redirect(to: QueryValues([("record", record.type), ("name", file.name)]).address("/w/import/file/\(token)"))
    }

    func match(_ problem: String? = nil, chosen: [String: String] = [:]) throws -> Response {
        let record = try record(visit.query["record"])
        let token = visit.parameter("token")
        let source = try ImportSource(path: path(token))
        guard let action = Self.action(record) else { throw Refusal(.notfound, action: "import", "\(record.name)不能新建") }
        let named = Set(action.needs + action.asks)
        let fields = record.fields.filter { named.contains($0.id) || (!$0.isSystem && $0.computed == nil) }
        let choices =
            [Choice("", "（不导入）")]
            + fields.map { Choice($0.id, $0.label + (action.needs.contains($0.id) || $0.required == .always ? "（必填）" : "")) }
            + (record.parent == nil ? [] : [Choice("parent", "所属记录")])
        let sample = source.rows.first { _ in true }
        let rows = source.header.enumerated().map { index, head -> TableRow in
            let guess =
                chosen[head] ?? fields.first { $0.id == head || $0.label == head }?.id
                ?? (record.parent != nil && ["parent", "所属记录"].contains(head) ? "parent" : "")
            let isPath = head.contains(".")
            let control: HTML = isPath ? "<code>\(head)</code>" : FormField("m.\(index)", head, .choice(choices), value: guess).compact.html
            return TableRow(
                id: "\(index)", link: nil,
                [
                    "\(head)", control,
                    "\(sample.flatMap { $0.cells.indices.contains(index) ? String($0.cells[index].prefix(40)) : nil } ?? "")",
                ])
        }
        let name = visit.query["name"] ?? "文件"
        let table: HTML =
            source.header.isEmpty
            ? "<p>JSON 行按字段标识导入，不需要核对列。</p>"
            : "<div class='imported'>\(DataTable("列与字段", columns: [TableColumn("列名", .identity), TableColumn("导入到"), TableColumn("第一行")], rows: rows))</div>"
        let errors: HTML = problem.map { errorSummary([FormError($0)]) } ?? .empty
        return try visit.page(
            "核对列",
            body: """
                \(pageHead("核对列", note: name, breadcrumb: breadcrumb([NavItem("导入", to: "/w/import"), NavItem("核对列", to: visit.path)])))\(errors)<form class="form" method="post" action="\(url: visit.address)">\(hiddenFields(csrf: visit.csrf, key: visit.freshKey()))\(table)<div class="buttons form-buttons">\(button("先检查", .primary, icon: .check, name: "step", value: "try"))\(button("导入", icon: .upload, name: "step", value: "run"))</div></form>
                """)
    }

    func begin(_ form: SubmittedForm) throws -> Response {
        let record = try record(visit.query["record"])
        let file = visit.parameter("token")
        let source = try ImportSource(path: path(file))
        var mapping: [String: String] = [:]
        for (index, head) in source.header.enumerated() where !head.contains(".") { mapping[head] = form["m.\(index)"] ?? "" }
        guard !runs.isBusy(visit.actor.id) else { return try match("您的另一个导入还在进行，请等它完成", chosen: mapping) }
        let isDryRun = form["step"] != "run"
        let order = Importer.Order(type: record.type, actor: visit.actor, mapping: mapping, isDryRun: isDryRun)
        let token = visit.freshKey()
        runs.begin(
            token,
            ImportRuns.Run(
                actor: visit.actor.id, record: record.type, name: visit.query["name"] ?? "文件", isDryRun: isDryRun,
                total: source.rows.reduce(0) { count, _ in count + 1 },
                digest: visit.address))
        let (site, runs) = (visit.site, runs)
        // A thread of its own: rows are written one commit after another, and neither may hold up a page.
        Thread.detachNewThread {
            do {
                let outcome = try Importer(kernel: site.kernel).run(
                    order, source: source, clock: { site.now() },
                    refused: { refusal in runs.change(token) { if $0.refusals.count < ImportRuns.shown { $0.refusals.append(refusal) } } }
                ) { progress in
                    runs.change(token) { $0.progress = progress }
                    site.live.tell("import:\(token)")
                    return true
                }
                runs.change(token) {
                    $0.progress = outcome
                    $0.hasEnded = true
                }
            } catch let problem as OperationProblem {
                runs.change(token) {
                    $0.failure = problem.message
                    $0.hasEnded = true
                }
            } catch {
                site.logger.error("import ended early: \(error)")
                runs.change(token) {
                    $0.failure = "数据库暂时写不进去，已完成的行保留。请稍后用同一个文件再导入一次，即从中断处接着进行"
                    $0.hasEnded = true
                }
            }
            site.live.tell("import:\(token)")
        }
        return visit.redirect(to: "/w/import/run/\(token)")
    }

    // MARK: How far it is

    func progress() throws -> Response {
        let token = visit.parameter("token")
        guard let run = runs.run(token, of: visit.actor.id) else {
            throw Refusal(.notfound, action: "import", "没有这个导入；已完成的导入用同一个文件再导入一次可以看到结果")
        }
        let body = status(run, token)
        if visit.isFragment { return visit.fragment(body) }
        let verb = run.isDryRun ? "检查" : "导入"
        // Without scripts one comes back by the link.
        return try visit.page(
            verb,
            body: """
                \(pageHead(verb, note: run.name, breadcrumb: breadcrumb([NavItem("导入", to: "/w/import"), NavItem(verb, to: visit.path)])))<div data-live="import:\(token)" data-live-from="\(visit.path)">\(body)</div>
                """)
    }

    private func status(_ run: ImportRuns.Run, _ token: String) -> HTML {
        let verb = run.isDryRun ? "检查" : "导入"
        let progress = run.progress
        if let failure = run.failure {
            return notice("\(verb)没有完成", .danger, body: "<p>\(failure)</p>", actions: linkButton("返回", to: run.digest))
        }
        guard run.hasEnded else {
            return progressBar(
                "正在\(verb)", done: progress.accepted + progress.refused, of: run.total, note: "收\(progress.accepted)行，拒\(progress.refused)行"
            )
                + "<p>\(linkButton("刷新", to: "/w/import/run/\(token)", .quiet))</p>"
        }
        let words =
            progress.wasDone
            ? "这个文件已导入过：收\(progress.accepted)行，拒\(progress.refused)行"
            : "\(verb)完成：\(run.isDryRun ? "可收" : "收")\(progress.accepted)行，拒\(progress.refused)行"
        var actions: HTML = .empty
        if progress.refused > 0 { actions = linkButton("下载拒收报告", to: "/w/import/run/\(token)/report.csv", icon: .download) }
        if run.isDryRun {
            actions = actions + linkButton("返回核对并导入", to: run.digest, .primary)
        } else {
            actions = actions + linkButton("查看", to: "/w/\(run.record)", .primary)
        }
        let rows = run.refusals.prefix(200).enumerated().map { index, refusal in
            TableRow(
                id: "\(index)", link: nil,
                ["\(refusal.line)", "\(refusal.label.isEmpty ? refusal.field : refusal.label)", "\(refusal.why)", "\(refusal.mend)"])
        }
        let table: HTML =
            rows.isEmpty
            ? .empty
            : DataTable(
                "拒收的行", columns: [TableColumn("行", .identity), TableColumn("字段"), TableColumn("原因"), TableColumn("处理")], rows: Array(rows),
                stacksWhenNarrow: true
            ).html
        let held = run.isDryRun && run.refusals.count >= ImportRuns.shown ? "检查报告只收前\(ImportRuns.shown)处，改正后请再检查一次。" : ""
        let more = progress.refused > 200 ? "下面列出前200处。" : ""
        let body: HTML = held.isEmpty && more.isEmpty ? .empty : "<p>\(more)\(held)</p>"
        return notice(words, progress.refused == 0 ? .done : .soon, body: body, actions: actions) + table
    }

    func report() throws -> Response {
        guard let run = runs.run(visit.parameter("token"), of: visit.actor.id) else { throw Refusal(.notfound, action: "import", "没有这个导入") }
        var text = "\u{FEFF}" + CSVWriter.line(ImportRefusal.reportHeader)
        if run.isDryRun {
            for refusal in run.refusals { text += CSVWriter.line(refusal.reportCells) }
        } else {
            try Importer(kernel: visit.kernel).refusals(of: run.progress.job) { text += CSVWriter.line($0.reportCells) }
        }
        let name = QueryValues.encode("拒收报告-\(visit.now.day).csv")
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename*=UTF-8''\(name)",
                .cacheControl: "no-store",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
