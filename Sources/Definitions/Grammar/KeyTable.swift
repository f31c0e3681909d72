/// The mappings of a definition file that have fixed keys.
enum KeyTable: String, Sendable, CaseIterable {
    case system, shared, role
    case codeList, codeValue, structure, parameter, parameterRow
    case record, scope, number, exchange
    case field, listOf
    case lifecycle, state, todo, action
    case check, addition, rowUpdate, creation, consequence, notification, copy, clockChange, extend, cap, window, automatic, issue
    case limit, limitStart, limitUntil, limitSpan, escalation
    case rule, related, access, lists, view, indicator, document, documentNumber

    /// What the mapping describes, in the words of messages.
    var label: String {
        switch self {
        case .system: "系统"
        case .shared: "共用定义"
        case .role: "角色"
        case .codeList: "代码表"
        case .codeValue: "代码"
        case .structure: "结构"
        case .parameter: "参数"
        case .parameterRow: "参数值"
        case .record: "记录"
        case .scope: "范围"
        case .number: "编号"
        case .exchange: "交换"
        case .field: "字段"
        case .listOf: "列表元素"
        case .lifecycle: "生命周期"
        case .state: "状态"
        case .todo: "待办"
        case .action: "动作"
        case .check: "条件"
        case .addition: "新增子记录"
        case .rowUpdate: "更新子记录"
        case .creation: "建立记录"
        case .consequence: "连带动作"
        case .notification: "通知"
        case .copy: "抄送"
        case .clockChange: "时限中止"
        case .extend: "延期"
        case .cap: "次数上限"
        case .window: "办理期间"
        case .automatic: "自动动作"
        case .issue: "出具文书"
        case .limit: "时限"
        case .limitStart: "时限起点"
        case .limitUntil: "时限终点"
        case .limitSpan: "期间"
        case .escalation: "升级督办"
        case .rule: "规则"
        case .related: "关联记录"
        case .access: "授权"
        case .lists: "列表页"
        case .view: "视图"
        case .indicator: "指标"
        case .document: "文书"
        case .documentNumber: "文号"
        }
    }

    var keys: [Key] { Self.tables[self] ?? [] }
    func key(_ name: String) -> Key? { Self.index[self]?[name] }
    var names: [String] { keys.map(\.name) }

    private static let tables: [KeyTable: [Key]] = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0, $0.definedKeys) })
    private static let index: [KeyTable: [String: Key]] = tables.mapValues { keys in
        Dictionary(keys.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private var definedKeys: [Key] {
        switch self {
        case .system, .shared, .role, .codeList, .codeValue, .structure, .parameter, .parameterRow: fileKeys
        case .record, .scope, .number, .exchange, .field, .listOf: recordKeys
        case .lifecycle, .state, .todo, .action: lifecycleKeys
        case .check, .addition, .rowUpdate, .creation, .consequence, .notification, .copy, .clockChange, .extend, .cap, .window, .automatic,
            .issue:
            effectKeys
        case .limit, .limitStart, .limitUntil, .limitSpan, .escalation: limitKeys
        case .rule, .related, .access, .lists, .view, .indicator, .document, .documentNumber: viewKeys
        }
    }
}
