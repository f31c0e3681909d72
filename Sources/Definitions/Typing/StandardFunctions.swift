import Expressions

/// The functions of the definition language beyond CEL's, by their signatures. What they compute is bound by the rooms above, which
/// hand their own declarations of the same names to ``RecordTypes``.
public enum StandardFunctions {
    /// Name, parameters and result of a function.
    public struct Signature: Sendable, Hashable {
        public let name: String
        public let parameters: [ValueType]
        public let result: ValueType
        /// One line for the list of functions.
        public let help: String

        public init(_ name: String, _ parameters: [ValueType], _ result: ValueType, _ help: String) {
            self.name = name
            self.parameters = parameters
            self.result = result
            self.help = help
        }

        /// `below(string, string) bool`
        public var description: String { "\(name)(\(parameters.map(\.label).joined(separator: ", "))) → \(result.label)" }
    }

    /// A call of a function whose computation nobody has bound.
    public struct Unbound: Error, Sendable, CustomStringConvertible {
        public let name: String
        public var description: String { "函数 \(name) 在这里没有实现" }
    }

    /// The signatures of `docs/definitions.md`.
    public static let signatures: [Signature] = organisations + times + identifiers + history + collections

    private static let organisations = [
        Signature("below", [.string, .string], .bool, "机构在另一机构之下"),
        Signature("at_or_below", [.string, .string], .bool, "机构在另一机构之下，或就是它"),
        Signature("level_of", [.string], .string, "机构的层级"),
        Signature("kind_of", [.string], .string, "机构的种类"),
        Signature("parent_of", [.string], .string, "上级机构"),
        Signature("division_of", [.string], .string, "机构的行政区划代码"),
        Signature("city_of", [.string], .string, "机构所属市级机构"),
        Signature("county_of", [.string], .string, "机构所属县级机构"),
        Signature("orgs", [.string], .list(.string), "某一种类的全部机构"),
        Signature("orgs_below", [.string, .string], .list(.string), "机构之下某一种类的机构"),
        Signature("has_role", [.string, .string], .bool, "用户有某角色"),
        Signature("org_of", [.string], .string, "用户的机构"),
    ]

    private static let times = [
        Signature("days_between", [.timestamp, .timestamp], .int, "相隔的自然日数"),
        Signature("workdays_between", [.timestamp, .timestamp], .int, "相隔的工作日数"),
        Signature("add_days", [.timestamp, .int], .timestamp, "若干自然日之后"),
        Signature("add_workdays", [.timestamp, .int], .timestamp, "若干工作日之后"),
        Signature("add_months", [.timestamp, .int], .timestamp, "若干个月之后"),
        Signature("is_workday", [.timestamp], .bool, "是否工作日"),
        Signature("last_workday_of_quarter", [.timestamp], .timestamp, "所在季度最后一个工作日"),
        Signature("date", [.int, .int, .int], .timestamp, "年月日的零时"),
        Signature("day", [.timestamp], .timestamp, "当日零时"),
        Signature("age", [.timestamp, .timestamp], .int, "周岁"),
    ]

    private static let identifiers = [
        Signature("age_of", [.string, .timestamp], .int, "身份证号码所示的周岁"),
        Signature("random_code", [.int], .string, "随机的查询码，不含易混的 I、O、0、1"),
        Signature("random_digits", [.int], .string, "随机的数字，在手机上好输入"),
        Signature("valid_idcard", [.string], .bool, "身份证号码有效"),
        Signature("valid_credit_code", [.string], .bool, "统一社会信用代码有效"),
        Signature("credit_code_kind", [.string], .string, "统一社会信用代码所示的机构类别"),
        Signature("in_force", [.string, .string, .timestamp], .bool, "法律的条文在某日有效"),
    ]

    private static let history = [
        Signature("times", [.string], .int, "动作对本记录做过几次"),
        Signature("last_by", [.string], .string, "最后做某动作的用户"),
        Signature("last_at", [.string], .timestamp, "最后做某动作的时刻"),
        Signature("due", [.string], .timestamp, "时限的到期时刻"),
        Signature("clock", [.string], .string, "时限的状态：running、suspended、met、missed、cancelled"),
    ]

    private static let collections: [Signature] =
        [ValueType.int, .double].map { Signature("sum", [.list($0)], $0, "列表之和") }
        + [ValueType.int, .double, .timestamp, .string].flatMap {
            [Signature("min", [.list($0)], $0, "列表中最小的"), Signature("max", [.list($0)], $0, "列表中最大的")]
        }
        + [ValueType.string, .int, .dyn].map { Signature("distinct", [.list($0)], .list($0), "去掉重复的元素") }

    /// Declarations good for checking; evaluating one throws ``Unbound``.
    public static let declarations: [FunctionDeclaration] = signatures.map { declaration($0) }

    /// The declarations with what they compute, by name; a name that is not among them stays unbound.
    public static func bound(to implementations: [String: FunctionDeclaration.Evaluate]) -> [FunctionDeclaration] {
        signatures.map { signature in
            guard let evaluate = implementations[signature.name] else { return declaration(signature) }
            return FunctionDeclaration(signature.name, parameters: signature.parameters, result: signature.result, evaluate: evaluate)
        }
    }

    /// A declaration that checks but does not compute.
    public static func declaration(_ signature: Signature) -> FunctionDeclaration {
        FunctionDeclaration(signature.name, parameters: signature.parameters, result: signature.result) { _, _ in
            throw Unbound(name: signature.name)
        }
    }
}
