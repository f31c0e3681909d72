/// CEL's standard functions and the string functions of cel-go's extension library (`ext.Strings`).
enum StandardFunctions {
    static let all: [FunctionDeclaration] = sizes + conversions + texts + instants + spans + textExtensions

    private static let sizes: [FunctionDeclaration] = [false, true].flatMap { isMember in
        [
            FunctionDeclaration("size", isMember: isMember, parameters: [.string], result: .int, sql: { a, _ in "length(\(a[0]))" }) {
                (values, _) in
                .int(Int64(try text(values, 0).unicodeScalars.count))
            },
            FunctionDeclaration("size", isMember: isMember, parameters: [.bytes], result: .int, sql: { a, _ in "length(\(a[0]))" }) {
                (values, _) in
                guard case .bytes(let bytes) = values[0] else { throw misuse }
                return .int(Int64(bytes.count))
            },
            FunctionDeclaration(
                "size", isMember: isMember, parameters: [.list(.dyn)], result: .int,
                sql: { a, dialect in
                    dialect == .sqlite ? "json_array_length(\(a[0]))" : "CAST(jsonb_array_length(CAST(\(a[0]) AS jsonb)) AS bigint)"
                }
            ) { (values, _) in
                guard case .list(let list) = values[0] else { throw misuse }
                return .int(Int64(list.count))
            },
            FunctionDeclaration("size", isMember: isMember, parameters: [.map(.dyn, .dyn)], result: .int) { (values, _) in
                guard case .map(let map) = values[0] else { throw misuse }
                return .int(Int64(map.count))
            },
        ]
    }

    /// Only reached if a function were called with values of other types than it declares, which dispatch prevents.
    static let misuse = EvaluationError(.noSuchOverload, "参数类型不符")

    static func text(_ values: [Value], _ index: Int) throws(EvaluationError) -> String {
        guard values.indices.contains(index), case .string(let text) = values[index] else { throw misuse }
        return text
    }

    static func int(_ values: [Value], _ index: Int) throws(EvaluationError) -> Int64 {
        guard values.indices.contains(index), case .int(let number) = values[index] else { throw misuse }
        return number
    }
}
