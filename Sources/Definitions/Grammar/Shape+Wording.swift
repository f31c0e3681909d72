extension Shape {
    /// What belongs here, in the words of messages.
    var wording: String {
        switch self {
        case .text: "文字"
        case .name: "名称"
        case .id: "标识"
        case .integer: "整数"
        case .flag: "true 或 false"
        case .expression: "表达式"
        case .span: "期间"
        case .mark: "时点"
        case .day: "日期"
        case .choice(let words): words.joined(separator: "、")
        case .value: "值"
        case .list: "列表"
        case .table, .keys, .having: "映射"
        case .either(let scalar, let list, let mapping):
            [scalar?.wording, list == nil ? nil : "列表", mapping == nil ? nil : "映射"].compactMap { $0 }.joined(separator: "或")
        }
    }

    /// How it is written.
    var example: String {
        switch self {
        case .text: "写成一行文字"
        case .name, .id: "写成一个名称，如 order_no"
        case .integer: "写成整数，如 60"
        case .flag: "写 true 或 false"
        case .expression: "写成一个表达式，含有“: ”“, ”“{”“#”时加双引号"
        case .span: "写成数量与单位，如 5 workdays"
        case .mark: "写成 50%、2 days before 或 100% + 1 days"
        case .day: "写成 2026-01-01"
        case .choice(let words): "写其中之一：\(words.joined(separator: "、"))"
        case .value: "写成一个值"
        case .list(let element): "写成 [\(element.placeholder)]"
        case .table(_, let values): "写成 {键: \(values.placeholder)}"
        case .keys(let table): "写成 {\(table.keys.prefix(2).map { "\($0.name): …" }.joined(separator: ", "))}"
        case .having(_, let then, _): then.example
        case .either(let scalar, let list, let mapping): (scalar ?? list ?? mapping ?? .text).example
        }
    }

    private var placeholder: String {
        switch self {
        case .table, .keys, .having: "{…}"
        case .list: "[…]"
        case .either(let scalar, _, _): scalar == nil ? "{…}" : "…"
        default: wording
        }
    }
}
