/// What `bagui identify (idcard|credit-code|phone|division)` does with each line it reads.
public struct IdentifyCommand: Sendable {
    /// What the lines claim to be; the raw values are the words of the command line.
    public enum Kind: String, Sendable, CaseIterable {
        case idcard
        case creditCode = "credit-code"
        case phone
        case division
    }

    public let kind: Kind
    /// The day that births are held against.
    public let today: CivilDate
    /// Names of divisions, and whether they are in force.
    public let table: DivisionTable

    public init(kind: Kind, today: CivilDate = .today, table: DivisionTable = .empty) {
        (self.kind, self.today, self.table) = (kind, today, table)
    }

    /// Looks at one line. Spaces and line ends around the value are not part of it.
    public func examine(line: String) -> Examination {
        let value = String(line.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        return switch kind {
        case .idcard: IDCard.examine(value, today: today, table: table)
        case .creditCode: CreditCode.examine(value, table: table)
        case .phone: Phone.examine(value)
        case .division: DivisionCode.examine(value, table: table)
        }
    }
}

extension Examination {
    /// One line for people: `valid` or `invalid`, the value, then why and what it says, tabs between.
    public var text: String {
        var parts = [isValid ? "valid" : "invalid", value]
        if let reason { parts.append(reason) }
        parts += facts.map { "\($0.label)：\($0.value)" }
        parts += warnings.map { "注意：\($0)" }
        return parts.joined(separator: "\t")
    }

    /// One line for machines: `value`, `valid`, `fault` and `reason` when invalid, the facts by their keys, `warnings` when there are any.
    public var json: String {
        var members = ["\"value\":\(JSONText.quoted(value))", "\"valid\":\(isValid)"]
        if let fault { members.append("\"fault\":\(JSONText.quoted(fault.rawValue))") }
        if let reason { members.append("\"reason\":\(JSONText.quoted(reason))") }
        for fact in facts {
            switch fact.value {
            case .text(let text): members.append("\(JSONText.quoted(fact.key)):\(JSONText.quoted(text))")
            case .number(let number): members.append("\(JSONText.quoted(fact.key)):\(number)")
            }
        }
        if !warnings.isEmpty { members.append("\"warnings\":[\(warnings.map(JSONText.quoted).joined(separator: ","))]") }
        return "{\(members.joined(separator: ","))}"
    }
}

/// Strings in JSON (RFC 8259, 7).
private enum JSONText {
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
