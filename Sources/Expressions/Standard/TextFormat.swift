import Foundation

/// `'%s：%d 件'.format([name, count])`. Source: cel-go, `ext/README.md`, "Format".
enum TextFormat {
    static func format(_ template: String, _ arguments: [Value]) throws(EvaluationError) -> String {
        var result = ""
        var scalars = Substring(template).unicodeScalars
        var next = 0
        while let scalar = scalars.popFirst() {
            guard scalar == "%" else {
                result.unicodeScalars.append(scalar)
                continue
            }
            if scalars.first == "%" {
                scalars.removeFirst()
                result += "%"
                continue
            }
            let precision = try precision(&scalars)
            guard let clause = scalars.popFirst() else { throw invalid("格式“%”后面缺少字母（要写百分号本身请写 %%）") }
            guard next < arguments.count else { throw invalid("format() 的参数不够：格式里要第 \(next + 1) 个") }
            result += try piece(clause, precision, arguments[next])
            next += 1
            if result.utf8.count > StandardFunctions.maximumText { throw EvaluationError(.tooMuchWork, "format() 的结果太长") }
        }
        return result
    }

    private static func precision(_ scalars: inout Substring.UnicodeScalarView) throws(EvaluationError) -> Int? {
        guard scalars.first == "." else { return nil }
        scalars.removeFirst()
        var digits = ""
        while let digit = scalars.first, ("0"..."9").contains(digit) { digits.unicodeScalars.append(scalars.removeFirst()) }
        guard let precision = Int(digits), precision <= 100 else { throw invalid("小数位数应当是 0 至 100 的数字") }
        return precision
    }

    private static func piece(_ clause: Unicode.Scalar, _ precision: Int?, _ value: Value) throws(EvaluationError) -> String {
        switch (clause, value) {
        case ("s", _): return try text(value)
        case ("d", .int(let number)): return String(number)
        case ("d", .uint(let number)): return String(number)
        case ("d", .double(let number)) where !number.isFinite: return number.expressionText
        case ("f", _), ("e", _): return try decimal(clause, precision ?? 6, value)
        case ("b", .int(let number)): return String(number, radix: 2)
        case ("b", .uint(let number)): return String(number, radix: 2)
        case ("b", .bool(let flag)): return flag ? "1" : "0"
        case ("o", .int(let number)): return String(number, radix: 8)
        case ("o", .uint(let number)): return String(number, radix: 8)
        case ("x", .int(let number)), ("X", .int(let number)): return String(number, radix: 16, uppercase: clause == "X")
        case ("x", .uint(let number)), ("X", .uint(let number)): return String(number, radix: 16, uppercase: clause == "X")
        case ("x", .string(let text)), ("X", .string(let text)): return hexadecimal(text.utf8, uppercase: clause == "X")
        case ("x", .bytes(let bytes)), ("X", .bytes(let bytes)): return hexadecimal(bytes, uppercase: clause == "X")
        default:
            guard "sdfeboxX".unicodeScalars.contains(clause) else { throw invalid("不认识格式“%\(clause)”，可用 %s %d %f %e %b %o %x %X") }
            throw EvaluationError(.noSuchOverload, "格式“%\(clause)”不能用于 \(value.typeName)")
        }
    }

    private static func decimal(_ clause: Unicode.Scalar, _ precision: Int, _ value: Value) throws(EvaluationError) -> String {
        let number: Double
        switch value {
        case .double(let value): number = value
        case .int(let value): number = Double(value)
        case .uint(let value): number = Double(value)
        default: throw EvaluationError(.noSuchOverload, "格式“%\(clause)”不能用于 \(value.typeName)")
        }
        guard number.isFinite else { return number.expressionText }
        return String(format: clause == "f" ? "%.\(precision)f" : "%.\(precision)e", number)
    }

    private static func hexadecimal(_ octets: some Sequence<UInt8>, uppercase: Bool) -> String {
        octets.reduce(into: "") { $0 += ($1 < 16 ? "0" : "") + String($1, radix: 16, uppercase: uppercase) }
    }

    /// Any value as text. Maps are in the order of their keys' texts.
    private static func text(_ value: Value) throws(EvaluationError) -> String {
        switch value {
        case .null: return "null"
        case .bool(let flag): return flag ? "true" : "false"
        case .int(let number): return String(number)
        case .uint(let number): return String(number)
        case .double(let number): return plain(number)
        case .string(let text): return text
        case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .timestamp(let instant): return instant.text
        case .duration(let span): return span.text
        case .type(let name): return name
        case .list(let list):
            var texts: [String] = []
            for element in list { texts.append(try text(element)) }
            return "[\(texts.joined(separator: ", "))]"
        case .map(let map):
            var entries: [(key: String, value: String)] = []
            for (key, value) in map { entries.append((try text(key), try text(value))) }
            let texts = entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { "\($0.key): \($0.value)" }
            return "{\(texts.joined(separator: ", "))}"
        case .object: throw EvaluationError(.noSuchOverload, "格式“%s”不能用于对象，请写出它的字段")
        }
    }

    /// A double without an exponent.
    private static func plain(_ number: Double) -> String {
        let text = number.expressionText
        guard text.contains("e") else { return text }
        // Seventeen digits behind the first significant one say any double exactly enough to read it back.
        let decimals = abs(number) < 1 ? Int(-number.exponent) * 3 / 10 + 18 : 0
        var fixed = String(format: "%.\(decimals)f", number)
        if fixed.contains(".") {
            while fixed.last == "0" { fixed.removeLast() }
            if fixed.last == "." { fixed.removeLast() }
        }
        return fixed
    }

    private static func invalid(_ message: String) -> EvaluationError { EvaluationError(.invalidArgument, message) }
}
