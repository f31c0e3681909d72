import Casework
import Definitions
import Expressions
import HTML
import Hummingbird
import Site
import Storage
import WorkCalendar

/// The journal as an auditor reads it: who did what to which record, when, as what, from where. Of business records it tells which fields changed and never to what;
/// of accounts, grants, organisations and the node itself – the administrators' own work – also what was changed, save what is secret.
struct JournalPages {
    static let rows = 100
    let console: ConsoleVisit

    private var visit: Visit { console.visit }

    func list(_ watched: Watched) throws -> Response {
        try console.requireNode()
        let query = visit.query
        let path = visit.path
        let isAdministrators = if case .administrators = watched { true } else { false }
        let found = try visit.kernel.database.read { connection in
            try connection.query(
                """
                SELECT seq, at, action, actor, actor_name, actor_role, actor_org, record_type, record_id, from_state, to_state, changes, source, behalf FROM journal
                WHERE \(conditions(isAdministrators).joined(separator: " AND ")) ORDER BY seq DESC LIMIT \(Self.rows + 1)
                """)
        }
        let rows = found.prefix(Self.rows).map { row($0, path) }
        let table = DataTable(
            "操作日志",
            columns: [
                TableColumn("序号", .number), TableColumn("时间", .date), TableColumn("人员"), TableColumn("身份"), TableColumn("动作"),
                TableColumn("对象"), TableColumn("状态"), TableColumn("变动"),
                TableColumn("来源摘要"),
            ], rows: rows, empty: emptyState("没有符合条件的日志", icon: .document), stacksWhenNarrow: true)
        let next =
            found.count > Self.rows
            ? found[Self.rows - 1].int(0).map { query.without("said").with("before", String($0)).address(path) } : nil
        let note: HTML =
            isAdministrators
            ? "<p>系统管理员、安全管理员的全部操作，以及对账号、授权、机构和节点的全部改动。</p>" : "<p>业务记录只列变动了哪些字段，不显示内容；加密字段在日志中始终是密文。</p>"
        return try console.page(
            isAdministrators ? "管理员日志" : "操作日志", note: "",
            "\(note)\(filters(path))\(table)\(next == nil ? .empty : pager(previous: nil, next: next, note: "每页\(Self.rows)条"))")
    }

    private func conditions(_ isAdministrators: Bool) -> [SQL] {
        let query = visit.query
        var found: [SQL] = ["seq < \(query["before"].flatMap { Int64($0) } ?? Int64.max)"]
        if isAdministrators {
            found.append(
                "(actor_role IN ('sys_admin', 'security_admin') OR record_type LIKE 'node/%' OR record_type LIKE 'account-governance/%')")
        }
        if let actor = query["actor"] { found.append("actor = \(actor)") }
        if let record = query["record"] { found.append("record_id = \(record)") }
        if let action = query["action"] { found.append("action = \(action)") }
        if let type = query["type"] { found.append("record_type = \(type)") }
        if let since = query["since"].flatMap({ Day($0) }) { found.append("at >= \(Moment.startOfDay(since).milliseconds)") }
        if let until = query["until"].flatMap({ Day($0) }) { found.append("at <= \(Moment.endOfDay(until).milliseconds)") }
        return found
    }

    private func filters(_ path: String) -> HTML {
        let query = visit.query
        let types =
            [Choice("", "全部")]
            + console.state.catalogue.records.map { Choice($0.type, $0.name, group: console.state.catalogue.system($0.system)?.name) }
        return FilterBar(
            address: path,
            controls: [
                FormField("actor", "账号", .text(.search, maxLength: 80), value: query["actor"]),
                FormField("action", "动作标识", .text(maxLength: 60), value: query["action"]),
                FormField("type", "对象种类", .choice(types), value: query["type"]),
                FormField("record", "记录标识", .text(maxLength: 60), value: query["record"]),
                FormField("since", "自", .date(), value: query["since"]), FormField("until", "至", .date(), value: query["until"]),
            ], clearAddress: path
        ).html
    }

    private func row(_ row: Row, _ path: String) -> TableRow {
        let (action, type, id) = (row.text(2) ?? "", row.text(7) ?? "", row.text(8) ?? "")
        let definition = console.state.definition(type)
        let label = definition?.action(action)?.label ?? Self.usual[action] ?? action
        let object = definition?.name ?? Self.subjects[type] ?? type
        let from = row.text(9).map { definition?.state($0)?.label ?? $0 }
        let to = row.text(10).map { definition?.state($0)?.label ?? $0 }
        let states = from == to ? "" : "\(from ?? "") → \(to ?? "")"
        let actor = row.text(3) ?? ""
        let behalf: HTML? = row.text(13).map { "<br><small>为 <code>\($0)</code></small>" }
        let org = row.text(6) ?? ""
        return TableRow(
            id: String(row.int(0) ?? 0), link: nil,
            [
                "\(row.int(0) ?? 0)", "\(momentText(row.int(1)))",
                "<a href='\(url: "\(path)?actor=\(QueryValues.encode(actor))")'>\(row.text(4) ?? actor)</a><br><small><code>\(actor)</code></small>\(behalf)",
                "\(Site.short(console.state.catalogue.role(row.text(5) ?? "")?.name ?? row.text(5) ?? ""))<br><small>\(console.state.tree.organisation(org)?.name ?? org)</small>",
                "\(label)",
                "\(object)<br><small><a href='\(url: "\(path)?record=\(QueryValues.encode(id))")'><code>\(id)</code></a></small>",
                "\(states)",
                changes(row.text(11) ?? "", type, definition),
                "<code class='keep'>\((row.text(12) ?? "").prefix(8))</code>",
            ])
    }

    private static let usual = [
        "create": "新建", "edit": "修改", "reveal": "查看原文", "overdue": "超期", "clock_refused": "到期未能自动办理", "remind": "提醒", "given": "预置",
        "set_back": "时钟拨回", "set_forward": "时钟前跳", "load": "装载定义", "remove": "移除定义",
        "replace": "更换日历", "set": "设定参数",
        "end": "结束会话", "publish": "发布公告", "issue": "生成一次性口令", "verify": "核验日志", "export": "导出日志",
    ]
    private static let subjects = [
        "node/definition": "业务定义", "node/calendar": "工作日历", "node/parameter": "参数", "node/session": "会话", "node/announcement": "公告",
        "node/credential": "登录凭据", "node/journal": "日志", "node/clock": "节点时钟",
    ]

    /// Whether what was changed may be shown: it is about the administration itself.
    static func isAdministrative(_ type: String) -> Bool {
        type.hasPrefix("node/") || type.hasPrefix("account-governance/") || type.hasPrefix("org-division/")
    }

    private func changes(_ text: String, _ type: String, _ definition: RecordDefinition?) -> HTML {
        guard case .map(let map)? = try? PlainJSON.read(text) else { return .empty }
        let shown = Self.isAdministrative(type)
        let parts = map.compactMap { key, value -> (String, HTML)? in
            guard case .string(let id) = key else { return nil }
            let field = definition?.field(id)
            let label = field?.label ?? Self.facts[id] ?? id
            guard shown, field?.isSecret != true, case .list(let pair) = value, pair.count == 2 else { return (id, "\(label)") }
            let (old, new) = (Self.plain(pair[0]), Self.plain(pair[1]))
            return (id, old.isEmpty ? "\(label)：\(new)" : "\(label)：\(old) → \(new)")
        }.sorted { $0.0 < $1.0 }
        guard parts.count > 4 else { return HTML.joined(parts.map(\.1), separator: "；") }
        return "<details><summary>\(parts.count)项</summary>\(HTML.joined(parts.map(\.1), separator: "；"))</details>"
    }

    private static let facts = [
        "org": "承办单位", "limit": "时限", "purpose": "事由", "field": "字段", "parent": "所属记录", "state": "状态",
        "system": "系统", "changes": "变更", "layer": "层", "year": "年份", "days": "天数", "source": "依据", "parameter": "参数", "value": "值",
        "from": "自", "area": "范围", "person": "人员", "login": "登录名",
        "text": "内容", "organisations": "单位数", "findings": "问题数", "entries": "条数", "since": "自", "until": "至",
    ]

    private static func plain(_ value: Value) -> String {
        switch value {
        case .null: return ""
        case .string(let text): return String(text.prefix(200))
        case .bool(let truth): return truth ? "是" : "否"
        case .int(let number): return String(number)
        case .double(let number): return "\(number)"
        case .timestamp(let stamp): return momentText(stamp.milliseconds)
        // Sealed: never in clear, here or anywhere.
        case .bytes: return "（密文）"
        case .map(let map):
            if map.count == 1, case .int(let milliseconds)? = map[.string("$t")] { return momentText(milliseconds) }
            return "\(map.count)项"
        case .list(let items): return items.prefix(20).map(plain).joined(separator: "、")
        default: return ""
        }
    }
}
