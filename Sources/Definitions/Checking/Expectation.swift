import Expressions

/// What an expression must give at its place.
enum Expectation {
    case condition
    /// A value that a field of this type can take.
    case field(FieldType, path: String)
    /// The same, or a list of such values.
    case fieldOrList(FieldType, path: String)
    case moment
    case count
    /// A number or a span, for means and sums.
    case measure
    case organisation
    /// One or several.
    case organisations, users, recipients
    case list
    /// One record or several.
    case records
    case anything

    /// Whether a value of `type` will do; `dyn` and null always do.
    func accepts(_ type: ValueType, in catalogue: Catalogue) -> Bool {
        if type == .dyn || type == .null { return true }
        switch self {
        case .condition: return type == .bool
        case .field(let field, let path): return Self.field(field, path: path, accepts: type, in: catalogue)
        case .fieldOrList(let field, let path):
            return Self.field(field, path: path, accepts: type, in: catalogue)
                || Self.field(field, path: path, accepts: type.elementOrSelf, in: catalogue)
        case .moment: return type == .timestamp
        case .count: return type == .int
        case .measure: return type == .int || type == .double || type == .duration
        case .organisation: return type == .string
        case .organisations, .users:
            if case .list(let element) = type { return element == .string || element == .dyn || element.isObject }
            return type == .string || type.isObject
        case .recipients:
            // Codes of organisations and ids of users: a party or another record has no box of messages, and nobody would get it.
            return type.elementOrSelf == .string || type.elementOrSelf == .dyn
        case .list: if case .list = type { return true } else { return false }
        case .records:
            if case .list(let element) = type { return element.isObject || element == .dyn }
            return type.isObject
        case .anything: return true
        }
    }

    /// What is wanted, in the words of messages.
    var wording: String {
        switch self {
        case .condition: "布尔(bool)"
        case .field(let type, _): type.wording
        case .fieldOrList(let type, _): "\(type.wording)或其列表"
        case .moment: "时刻(timestamp)"
        case .count: "整数(int)"
        case .measure: "数或时长"
        case .organisation: "一个机构（文本）"
        case .organisations: "机构（文本或其列表）"
        case .users: "用户（文本或其列表）"
        case .recipients: "机构或用户（文本或其列表；当事人和记录没有信箱，请写其账户或单位的字段，例如 account）"
        case .list: "列表(list)"
        case .records: "记录，或记录的列表"
        case .anything: "任意"
        }
    }

    private static func field(_ type: FieldType, path: String, accepts given: ValueType, in catalogue: Catalogue) -> Bool {
        if given == .dyn || given == .null { return true }
        switch type {
        case .ref(let targets):
            // The id, or the record itself.
            if given == .string { return true }
            guard case .object(let name) = given else { return false }
            return targets.contains(name)
        case .decimal: return given == .double || given == .int
        case .list(let element):
            guard case .list(let givenElement) = given else { return false }
            return field(element, path: path, accepts: givenElement, in: catalogue)
        case .structure, .inline:
            if case .map = given { return true }
            return given.isObject
        default: return given == RecordTypes.valueType(of: type, at: path, in: catalogue)
        }
    }
}

extension ValueType {
    var isObject: Bool {
        switch self {
        case .object, .map: true
        default: false
        }
    }
}

extension FieldType {
    /// In the words of messages.
    var wording: String {
        switch self {
        case .text, .longtext, .time, .code, .org, .user, .idcard, .phone, .address, .geo, .file: "文本(string)"
        case .number: "整数(int)"
        case .money: "整数(int，单位分)"
        case .decimal: "小数(double)"
        case .bool: "布尔(bool)"
        case .date, .datetime: "时刻(timestamp)"
        case .ref(let targets): "\(targets.joined(separator: "、"))的记录或标识"
        case .list(let element): "列表(list)〔\(element.wording)〕"
        case .structure, .inline: "结构（映射或对象）"
        }
    }
}

extension ValueType {
    /// A list's element, else the type itself.
    var elementOrSelf: ValueType {
        if case .list(let element) = self { element } else { self }
    }
}
