/// The string functions of cel-go's extension library, version 4. Positions count code points. Source: cel-go, `ext/README.md`, "Strings".
extension StandardFunctions {
    static let textExtensions: [FunctionDeclaration] =
        positions + cutting + [
            member("lowerAscii", [.string], .string, sql: { a, d in d == .sqlite ? "lower(\(a[0]))" : "lower(\(a[0]) COLLATE \"C\")" }) {
                values in
                .string(mapOctets(try text(values, 0)) { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 })
            },
            member("upperAscii", [.string], .string, sql: { a, d in d == .sqlite ? "upper(\(a[0]))" : "upper(\(a[0]) COLLATE \"C\")" }) {
                values in
                .string(mapOctets(try text(values, 0)) { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) ? $0 - 32 : $0 })
            },
            member("reverse", [.string], .string) { values in
                .string(String(String.UnicodeScalarView(try text(values, 0).unicodeScalars.reversed())))
            },
            member("trim", [.string], .string) { values in
                var scalars = Substring(try text(values, 0)).unicodeScalars
                while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
                while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
                return .string(String(scalars))
            },
            FunctionDeclaration("strings.quote", parameters: [.string], result: .string) { (values, _) in
                .string(quoted(try text(values, 0)))
            },
            member("format", [.string, .list(.dyn)], .string) { values in
                guard case .list(let arguments) = values[1] else { throw misuse }
                return .string(try TextFormat.format(try text(values, 0), arguments))
            },
        ]

    private static let positions: [FunctionDeclaration] = [
        member("charAt", [.string, .int], .string) { values in
            let (scalars, index) = (Array(try text(values, 0).unicodeScalars), try int(values, 1))
            guard index >= 0, index <= scalars.count else { throw outside(index, scalars.count) }
            return .string(index == scalars.count ? "" : String(scalars[Int(index)]))
        },
        member(
            "indexOf", [.string, .string], .int,
            sql: { a, d in d == .sqlite ? "(instr(\(a[0]), \(a[1])) - 1)" : "CAST(strpos(\(a[0]), \(a[1])) - 1 AS bigint)" }
        ) { values in .int(firstIndex(of: try text(values, 1), in: try text(values, 0), from: 0)) },
        member("indexOf", [.string, .string, .int], .int) { values in
            let start = try int(values, 2)
            guard start >= 0 else { throw EvaluationError(.invalidArgument, "indexOf() 的起点不能为负") }
            return .int(firstIndex(of: try text(values, 1), in: try text(values, 0), from: start))
        },
        member("lastIndexOf", [.string, .string], .int) { values in
            .int(lastIndex(of: try text(values, 1), in: try text(values, 0), from: nil))
        },
        member("lastIndexOf", [.string, .string, .int], .int) { values in
            let start = try int(values, 2)
            guard start >= 0 else { throw EvaluationError(.invalidArgument, "lastIndexOf() 的起点不能为负") }
            return .int(lastIndex(of: try text(values, 1), in: try text(values, 0), from: start))
        },
    ]

    private static let cutting: [FunctionDeclaration] = [
        member("substring", [.string, .int], .string) { values in
            let scalars = Array(try text(values, 0).unicodeScalars)
            return .string(try substring(scalars, try int(values, 1), Int64(scalars.count)))
        },
        member("substring", [.string, .int, .int], .string) { values in
            .string(try substring(Array(try text(values, 0).unicodeScalars), try int(values, 1), try int(values, 2)))
        },
        member("replace", [.string, .string, .string], .string) { values in
            .string(try replaced(try text(values, 0), try text(values, 1), by: try text(values, 2), limit: -1))
        },
        member("replace", [.string, .string, .string, .int], .string) { values in
            .string(try replaced(try text(values, 0), try text(values, 1), by: try text(values, 2), limit: try int(values, 3)))
        },
        member("split", [.string, .string], .list(.string)) { values in
            .list(pieces(of: try text(values, 0), by: try text(values, 1), limit: -1))
        },
        member("split", [.string, .string, .int], .list(.string)) { values in
            .list(pieces(of: try text(values, 0), by: try text(values, 1), limit: try int(values, 2)))
        },
        member("join", [.list(.string)], .string) { values in .string(try joined(values[0], "")) },
        member("join", [.list(.string), .string], .string) { values in .string(try joined(values[0], try text(values, 1))) },
    ]

    private static func member(
        _ name: String, _ parameters: [ValueType], _ result: ValueType, sql: FunctionDeclaration.SQL? = nil,
        _ evaluate: @escaping @Sendable ([Value]) throws -> Value
    ) -> FunctionDeclaration {
        FunctionDeclaration(name, isMember: true, parameters: parameters, result: result, sql: sql) { (values, _) in try evaluate(values) }
    }

    /// No function makes a text longer than this many octets: a small expression must not fill the memory.
    static let maximumText = 16 * 1024 * 1024

    private static var tooLong: EvaluationError { EvaluationError(.tooMuchWork, "结果文本超过 \(maximumText) 字节") }

    private static func outside(_ index: Int64, _ count: Int) -> EvaluationError {
        EvaluationError(.invalidArgument, "位置 \(index) 超出文本范围（共 \(count) 个字符，从 0 数起）")
    }

    private static func mapOctets(_ text: String, _ change: (UInt8) -> UInt8) -> String {
        String(decoding: text.utf8.map(change), as: UTF8.self)
    }

    private static func firstIndex(of part: String, in text: String, from start: Int64) -> Int64 {
        if part.isEmpty { return start }
        let (scalars, sought) = (Array(text.unicodeScalars), Array(part.unicodeScalars))
        guard start < scalars.count, sought.count <= scalars.count - Int(start) else { return -1 }
        for index in Int(start)...(scalars.count - sought.count) where scalars[index...].starts(with: sought) { return Int64(index) }
        return -1
    }

    private static func lastIndex(of part: String, in text: String, from start: Int64?) -> Int64 {
        let (scalars, sought) = (Array(text.unicodeScalars), Array(part.unicodeScalars))
        if sought.isEmpty { return start ?? Int64(scalars.count) }
        if let start, start >= scalars.count { return -1 }
        guard sought.count <= scalars.count else { return -1 }
        let last = min(start.map { Int($0) } ?? .max, scalars.count - sought.count)
        for index in stride(from: last, through: 0, by: -1) where scalars[index...].starts(with: sought) { return Int64(index) }
        return -1
    }

    private static func substring(_ scalars: [Unicode.Scalar], _ start: Int64, _ end: Int64) throws(EvaluationError) -> String {
        guard start >= 0, start <= scalars.count else { throw outside(start, scalars.count) }
        guard end <= scalars.count else { throw outside(end, scalars.count) }
        guard start <= end else { throw EvaluationError(.invalidArgument, "substring() 的终点 \(end) 在起点 \(start) 之前") }
        return String(String.UnicodeScalarView(scalars[Int(start)..<Int(end)]))
    }

    private static func replaced(_ text: String, _ part: String, by replacement: String, limit: Int64) throws(EvaluationError) -> String {
        let pieces = divide(text, by: part, atMost: limit < 0 ? .max : Int(clamping: limit), keepingEnds: true)
        let growth = replacement.utf8.count.multipliedReportingOverflow(by: pieces.count - 1)
        guard !growth.overflow, text.utf8.count + min(growth.partialValue, maximumText) <= maximumText else { throw tooLong }
        return pieces.joined(separator: replacement)
    }

    private static func pieces(of text: String, by separator: String, limit: Int64) -> [Value] {
        if limit == 0 { return [] }
        return divide(text, by: separator, atMost: limit < 0 ? .max : Int(clamping: limit - 1), keepingEnds: false).map { .string($0) }
    }

    /// Cuts the text at up to `cuts` places. An empty separator cuts between code points and, with `keepingEnds`, before the first and
    /// behind the last: `'ab'.replace('', '-')` is `-a-b-`.
    private static func divide(_ text: String, by separator: String, atMost cuts: Int, keepingEnds: Bool) -> [String] {
        var pieces: [String] = []
        if separator.isEmpty {
            let scalars = Array(text.unicodeScalars)
            var taken = 0
            if keepingEnds, cuts > 0 { pieces.append("") }
            while scalars.count - taken > (keepingEnds ? 0 : 1), pieces.count < cuts {
                pieces.append(String(scalars[taken]))
                taken += 1
            }
            if keepingEnds || taken < scalars.count { pieces.append(String(String.UnicodeScalarView(scalars[taken...]))) }
            return pieces
        }
        let (octets, sought) = (Array(text.utf8), Array(separator.utf8))
        var start = 0
        var index = 0
        while pieces.count < cuts, index + sought.count <= octets.count {
            if octets[index] == sought[0], octets[index..<(index + sought.count)].elementsEqual(sought) {
                pieces.append(String(decoding: octets[start..<index], as: UTF8.self))
                index += sought.count
                start = index
            } else {
                index += 1
            }
        }
        pieces.append(String(decoding: octets[start...], as: UTF8.self))
        return pieces
    }

    private static func joined(_ list: Value, _ separator: String) throws(EvaluationError) -> String {
        guard case .list(let elements) = list else { throw misuse }
        var result = ""
        for (index, element) in elements.enumerated() {
            guard case .string(let text) = element else { throw EvaluationError(.noSuchOverload, "join() 的列表里有不是文本的项") }
            if index > 0 { result += separator }
            result += text
            if result.utf8.count > maximumText { throw tooLong }
        }
        return result
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\u{07}": result += "\\a"
            case "\u{08}": result += "\\b"
            case "\u{0C}": result += "\\f"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0B}": result += "\\v"
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
