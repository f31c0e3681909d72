import CPostgreSQL

extension DatabaseError {
    /// Reads an error result. Source of the codes: PostgreSQL documentation, appendix A.
    ///
    /// Only the primary message is taken: DETAIL and CONTEXT tell values (`Key (name)=(…) already exists`).
    static func postgresql(_ result: OpaquePointer, sql: String?) -> DatabaseError {
        func field(_ letter: Character) -> String? {
            letter.asciiValue.flatMap { PQresultErrorField(result, Int32($0)) }.map { String(cString: $0) }
        }
        guard let code = field("C") else {
            return lost(PQresultErrorMessage(result).map { String(cString: $0) } ?? "", sql: sql)
        }
        var message = field("M") ?? "error \(code)"
        let kind = kind(code, table: field("t"), column: field("c"), name: field("n"))
        // `invalid input syntax for type bigint: "…"` quotes what was given.
        if code.hasPrefix("22"), let colon = message.firstIndex(of: ":") { message = String(message[..<colon]) }
        let mend =
            switch kind {
            case .full: ": free space on the server's disk"
            case .busy: ": try again"
            case .corrupt: ": stop, keep the files, restore from the last backup"
            default: ""
            }
        return DatabaseError(kind, "PostgreSQL: \(message)\(mend)", sql: sql, code: code)
    }

    private static func kind(_ code: String, table: String?, column: String?, name: String?) -> Kind {
        switch code {
        case "23505": return .constraint(Constraint(rule: .unique, name: name ?? ""))
        case "23502": return .constraint(Constraint(rule: .notNull, name: "\(table ?? "").\(column ?? "")"))
        case "23503": return .constraint(Constraint(rule: .foreignKey, name: name ?? ""))
        case "23514": return .constraint(Constraint(rule: .check, name: name ?? ""))
        case "53100": return .full
        case "55P03", "40001", "40P01", "53300", "53200", "53400": return .busy
        case "57014": return .cancelled
        case "57P01", "57P02", "57P03", "57P05": return .gone
        case "25006": return .readonly
        case "42804": return .value
        case "XX001", "XX002": return .corrupt
        case "58030": return .io
        default: break
        }
        return switch code.prefix(2) {
        case "08": .gone
        case "23": .constraint(Constraint(rule: .other, name: name ?? ""))
        case "22": .value
        case "42", "0A", "26", "34": .syntax
        case "28", "3D": .gone
        default: .other
        }
    }

    /// The connection broke, or was never made.
    static func lost(_ message: String, sql: String? = nil) -> DatabaseError {
        let text = message.split(whereSeparator: \.isNewline).map { $0.drop(while: { $0 == " " || $0 == "\t" }) }.joined(separator: "; ")
        return DatabaseError(
            .gone,
            "PostgreSQL cannot be reached: \(text.isEmpty ? "the connection broke" : text). Is the server running, and is the URL right?",
            sql: sql)
    }
}
