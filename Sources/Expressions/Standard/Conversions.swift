/// Conversions between types, each named after the type it gives. Source: cel-spec, "List of Standard Definitions".
extension StandardFunctions {
    static let conversions: [FunctionDeclaration] =
        identities + toBool + toInt + toUInt + toDouble + toString + toBytes + toTime + [
            FunctionDeclaration("dyn", parameters: [.dyn], result: .dyn) { (values, _) in values[0] },
            FunctionDeclaration("type", parameters: [.dyn], result: .type) { (values, _) in .type(values[0].typeName) },
        ]

    private static let identities: [FunctionDeclaration] = [
        ("bool", .bool), ("int", .int), ("uint", .uint), ("double", .double), ("string", .string), ("bytes", .bytes),
        ("timestamp", .timestamp), ("duration", .duration),
    ].map { (name: String, type: ValueType) in
        FunctionDeclaration(name, parameters: [type], result: type, sql: { a, _ in type == .bool ? "(\(a[0]) <> 0)" : a[0] }) {
            (values, _) in
            values[0]
        }
    }

    /// A conversion from one type to the one it is named after; nil from `convert` means that the value has no counterpart.
    private static func conversion(
        _ name: String, _ from: ValueType, _ to: ValueType, sql: FunctionDeclaration.SQL? = nil,
        _ convert: @escaping @Sendable (Value) -> Value?
    ) -> FunctionDeclaration {
        FunctionDeclaration(name, parameters: [from], result: to, sql: sql) { (values, _) in
            if let value = convert(values[0]) { return value }
            switch values[0] {
            case .string(let text): throw EvaluationError(.invalidArgument, "文本“\(text.prefix(40))”不能读作\(to.label)")
            case .bytes: throw EvaluationError(.invalidArgument, "字节串不是合法的 UTF-8 文本")
            default: throw EvaluationError(.overflow, "转换为\(to.label)超出范围")
            }
        }
    }

    private static let toBool = [
        conversion("bool", .string, .bool) {
            guard case .string(let text) = $0 else { return nil }
            switch text {
            case "1", "t", "T", "TRUE", "true", "True": return .bool(true)
            case "0", "f", "F", "FALSE", "false", "False": return .bool(false)
            default: return nil
            }
        }
    ]

    private static let toInt = [
        conversion("int", .uint, .int) {
            if case .uint(let number) = $0 { Int64(exactly: number).map { .int($0) } } else { nil }
        },
        conversion(
            "int", .double, .int,
            sql: { a, dialect in
                // The largest double below 2^63 is 2^63 - 1024; cel-go refuses -2^63 itself, too.
                let whole: SQLFragment = dialect == .sqlite ? "CAST(v AS INTEGER)" : "CAST(trunc(v) AS bigint)"
                let source: SQLFragment = dialect == .sqlite ? "SELECT \(a[0]) AS v" : "SELECT \(a[0]) AS v OFFSET 0"
                return
                    "(SELECT CASE WHEN v > -9223372036854775808.0 AND v < 9223372036854775808.0 THEN \(whole) END FROM (\(source)) AS cel_double)"
            }
        ) {
            guard case .double(let number) = $0, number > -0x1p63, number < 0x1p63 else { return nil }
            return .int(Int64(number))
        },
        conversion("int", .string, .int) {
            if case .string(let text) = $0 { decimal(text).map { .int($0) } } else { nil }
        },
        conversion(
            "int", .timestamp, .int,
            sql: { a, dialect in
                // Whole seconds, rounded down; / truncates toward zero in both databases.
                dialect == .sqlite
                    ? "(SELECT v / 1000 - (v % 1000 < 0) FROM (SELECT \(a[0]) AS v) AS cel_instant)"
                    : "CAST(floor(CAST(\(a[0]) AS numeric) / 1000) AS bigint)"
            }
        ) {
            if case .timestamp(let instant) = $0 { .int(instant.seconds) } else { nil }
        },
    ]

    private static let toUInt = [
        conversion("uint", .int, .uint) {
            if case .int(let number) = $0 { UInt64(exactly: number).map { .uint($0) } } else { nil }
        },
        conversion("uint", .double, .uint) {
            guard case .double(let number) = $0, number >= 0, number < 0x1p64 else { return nil }
            return .uint(UInt64(number))
        },
        conversion("uint", .string, .uint) {
            guard case .string(let text) = $0, !text.isEmpty, text.utf8.allSatisfy(isDigit) else { return nil }
            return UInt64(text).map { .uint($0) }
        },
    ]

    private static let toDouble = [
        conversion("double", .int, .double, sql: { a, dialect in "CAST(\(a[0]) AS \(dialect == .sqlite ? "REAL" : "double precision"))" }) {
            if case .int(let number) = $0 { .double(Double(number)) } else { nil }
        },
        conversion("double", .uint, .double) {
            if case .uint(let number) = $0 { .double(Double(number)) } else { nil }
        },
        conversion("double", .string, .double) {
            guard case .string(let text) = $0, !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
            return Double(text).map { .double($0) }
        },
    ]

    private static let toString = [
        conversion("string", .bool, .string, sql: { a, _ in "(CASE \(a[0]) WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)" }) {
            if case .bool(let flag) = $0 { .string(flag ? "true" : "false") } else { nil }
        },
        conversion("string", .int, .string, sql: { a, _ in "CAST(\(a[0]) AS text)" }) {
            if case .int(let number) = $0 { .string(String(number)) } else { nil }
        },
        conversion("string", .uint, .string) {
            if case .uint(let number) = $0 { .string(String(number)) } else { nil }
        },
        conversion("string", .double, .string) {
            if case .double(let number) = $0 { .string(number.expressionText) } else { nil }
        },
        conversion("string", .bytes, .string) {
            if case .bytes(let bytes) = $0 { String(validating: bytes, as: UTF8.self).map { .string($0) } } else { nil }
        },
        conversion("string", .timestamp, .string) {
            if case .timestamp(let instant) = $0 { .string(instant.text) } else { nil }
        },
        conversion("string", .duration, .string) {
            if case .duration(let span) = $0 { .string(span.text) } else { nil }
        },
    ]

    private static let toBytes = [
        conversion("bytes", .string, .bytes) {
            if case .string(let text) = $0 { .bytes(Array(text.utf8)) } else { nil }
        }
    ]

    private static let toTime = [
        conversion("timestamp", .string, .timestamp) {
            if case .string(let text) = $0 { Timestamp(text: text).map { .timestamp($0) } } else { nil }
        },
        conversion("timestamp", .int, .timestamp) {
            if case .int(let seconds) = $0 { Timestamp(seconds: seconds, nanoseconds: 0).map { .timestamp($0) } } else { nil }
        },
        conversion("duration", .string, .duration) {
            if case .string(let text) = $0 { Span(text: text).map { .duration($0) } } else { nil }
        },
    ]

    /// An integer in decimal digits with an optional sign.
    private static func decimal(_ text: String) -> Int64? {
        let digits = text.utf8.first == UInt8(ascii: "-") || text.utf8.first == UInt8(ascii: "+") ? text.utf8.dropFirst() : text.utf8[...]
        guard !digits.isEmpty, digits.allSatisfy(isDigit) else { return nil }
        return Int64(text)
    }
}

extension Double {
    /// As CEL writes a double in a text: the shortest form that reads back the same, without a trailing `.0`.
    var expressionText: String {
        if isNaN { return "NaN" }
        if isInfinite { return self < 0 ? "-Infinity" : "Infinity" }
        let text = description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
