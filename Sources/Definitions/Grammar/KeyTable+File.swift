extension KeyTable {
    static let platforms = ["public-legal-service", "government-affairs", "law-enforcement", "emergency-command", "data-and-security"]
    static let zones = ["internet", "extranet", "intranet", "edu_prison", "edu_drug", "all"]
    static let roleKinds = ["business", "citizen", "administrator", "machine"]
    static let scopes = ScopeKind.allCases.map(\.rawValue)
    static let authorities = Authority.allCases.map(\.rawValue)

    /// Keys of files, roles, code lists, structures and parameters.
    var fileKeys: [Key] {
        let codes = Key("codes", .table(keys: .id(.snake), values: .keys(.codeList)), "代码表")
        let types = Key("types", .table(keys: .id(.snake), values: .keys(.structure)), "结构（复合值）")
        let parameters = Key("parameters", .table(keys: .id(.snake), values: .keys(.parameter)), "有生效日期的参数")
        switch self {
        case .system:
            return [
                Key("system", .id(.kebab), required: true, "系统标识，与文件夹同名"),
                Key("name", .text, required: true, "中文名称"),
                Key("platform", .choice(Self.platforms), required: true, "所属平台"),
                Key("zone", .choice(Self.zones), required: true, "可以运行的网络区"),
                Key("standards", .list(.text), "依据的标准"),
                codes, types, parameters,
                Key("records", .table(keys: .id(.snake), values: .keys(.record)), required: true, "记录"),
            ]
        case .shared:
            return [
                Key("name", .text, "说明"),
                codes, types, parameters,
                Key("roles", .table(keys: .id(.snake), values: .keys(.role)), "角色"),
            ]
        case .role:
            return [
                Key("name", .text, required: true, "中文名称"),
                Key("level", .text, "设在哪一级"),
                Key("scope", .some(.choice(Self.scopes)), "默认范围"),
                Key("kind", .choice(Self.roleKinds), "种类，默认 business"),
            ]
        case .codeList:
            return [
                Key("name", .text, required: true, "中文名称"),
                Key(
                    "values", .table(keys: .id(.code), values: .either(scalar: .text, list: nil, mapping: .keys(.codeValue))),
                    required: true, "代码: 中文"),
                Key("extensible", .flag, "节点管理员可以增加代码"),
                Key("source", .text, "出处"),
            ]
        case .codeValue:
            return [Key("label", .text, required: true, "中文"), Key("parent", .text, "上级代码")]
        case .structure:
            return [
                Key("name", .text, required: true, "中文名称"),
                Key("fields", .table(keys: .id(.snake), values: .keys(.field)), required: true, "字段"),
            ]
        case .parameter:
            return [
                Key("name", .text, required: true, "中文名称"),
                Key("type", .name, required: true, "类型"),
                Key("codes", .name, "代码表"),
                Key("of", .name, "列表元素的类型"),
                Key("kind", .choice(Self.authorities), "效力，默认 default"),
                Key("source", .text, "出处"),
                Key("unconfirmed", .flag, "尚未查实"),
                Key("value", .value, "一直有效的值"),
                Key("values", .list(.keys(.parameterRow)), "分时段、分地区的值"),
            ]
        case .parameterRow:
            return [
                Key("from", .day, "起（含）"),
                Key("to", .day, "止（含）"),
                Key("area", .text, "机构或区划代码，及其下级"),
                Key("value", .value, required: true, "值；money 以元写"),
                Key("source", .text, "出处"),
            ]
        default: return []
        }
    }
}
