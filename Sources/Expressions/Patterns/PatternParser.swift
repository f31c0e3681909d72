/// The structure of a regular expression.
indirect enum PatternNode: Sendable {
    case empty
    case set(ScalarSet)
    case sequence([PatternNode])
    case alternatives([PatternNode])
    /// At least `minimum`, at most `maximum` times; nil: without end.
    case repetition(PatternNode, minimum: Int, maximum: Int?)
    case assertion(Pattern.Assertion)
}

/// Reads RE2's syntax.
struct PatternParser {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0
    private var flags = Flags()

    private struct Flags {
        var ignoresCase = false
        var dotTakesNewline = false
        var linewise = false
    }

    init(_ source: String) { scalars = Array(source.unicodeScalars) }

    mutating func parse() throws(PatternError) -> PatternNode {
        let node = try alternatives()
        if peek == ")" { throw PatternError(message: "多了一个“)”，要匹配括号本身请写 \\)") }
        return node
    }

    private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func next() -> Unicode.Scalar? {
        guard let scalar = peek else { return nil }
        position += 1
        return scalar
    }

    private mutating func accept(_ text: String) -> Bool {
        let sought = Array(text.unicodeScalars)
        guard scalars[position...].starts(with: sought) else { return false }
        position += sought.count
        return true
    }

    private mutating func alternatives() throws(PatternError) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 100 else { throw PatternError(message: "括号嵌套太深") }
        var branches = [try sequence()]
        while accept("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .alternatives(branches)
    }

    private mutating func sequence() throws(PatternError) -> PatternNode {
        var parts: [PatternNode] = []
        while let scalar = peek, scalar != "|", scalar != ")" {
            if accept("\\Q") {
                while position < scalars.count, !accept("\\E") {
                    if let literal = next() { parts.append(.set(single(literal))) }
                }
                continue
            }
            let atom = try atom()
            parts.append(try repetitions(of: atom))
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func repetitions(of atom: PatternNode) throws(PatternError) -> PatternNode {
        let bounds: (Int, Int?)
        switch peek {
        case "*": bounds = (0, nil)
        case "+": bounds = (1, nil)
        case "?": bounds = (0, 1)
        case "{":
            guard let counted = try counts() else { return atom }
            _ = accept("?")
            try refuseSecond()
            return .repetition(atom, minimum: counted.0, maximum: counted.1)
        default: return atom
        }
        position += 1
        // Lazy or greedy makes no difference to whether there is a match.
        _ = accept("?")
        try refuseSecond()
        return .repetition(atom, minimum: bounds.0, maximum: bounds.1)
    }

    private func refuseSecond() throws(PatternError) {
        if peek == "*" || peek == "+" || peek == "?" { throw PatternError(message: "重复符号不能连写，请加括号") }
    }

    /// `{2}`, `{2,}`, `{2,5}`; anything else in braces stands for itself.
    private mutating func counts() throws(PatternError) -> (Int, Int?)? {
        let start = position
        position += 1
        func digits(_ parser: inout PatternParser) -> String {
            var text = ""
            while let digit = parser.peek, ("0"..."9").contains(digit) {
                text.unicodeScalars.append(digit)
                parser.position += 1
            }
            return text
        }
        let low = digits(&self)
        let hasComma = accept(",")
        let high = hasComma ? digits(&self) : low
        guard accept("}"), !low.isEmpty else {
            position = start
            return nil
        }
        guard let minimum = Int(low), minimum <= 1000, let maximum = high.isEmpty ? 1000 : Int(high), maximum <= 1000, minimum <= maximum
        else {
            throw PatternError(message: "重复次数应当从小到大，且不超过 1000")
        }
        return (minimum, high.isEmpty ? nil : maximum)
    }

    private func single(_ scalar: Unicode.Scalar) -> ScalarSet {
        var set = ScalarSet.only(scalar)
        set.ignoresCase = flags.ignoresCase
        return set
    }

    private mutating func atom() throws(PatternError) -> PatternNode {
        guard let scalar = next() else { return .empty }
        switch scalar {
        case ".": return .set(flags.dotTakesNewline ? .any : .notNewline)
        case "^": return .assertion(flags.linewise ? .lineStart : .textStart)
        case "$": return .assertion(flags.linewise ? .lineEnd : .textEnd)
        case "(": return try group()
        case "[": return .set(try characterClass())
        case "\\": return try escape()
        case "*", "+", "?": throw PatternError(message: "“\(scalar)”前面没有可重复的内容，要匹配它本身请写 \\\(scalar)")
        default: return .set(single(scalar))
        }
    }

    private mutating func group() throws(PatternError) -> PatternNode {
        let outer = flags
        if accept("?") {
            if accept("P<")
                || (peek == "<" && position + 1 < scalars.count && scalars[position + 1] != "=" && scalars[position + 1] != "!"
                    && accept("<"))
            {
                while let scalar = next(), scalar != ">" {
                    guard scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_" else {
                        throw PatternError(message: "组名只能用字母、数字和下划线")
                    }
                }
            } else if try options() {
                return .empty
            }
        }
        let inner = try alternatives()
        guard accept(")") else { throw PatternError(message: "括号没有配对，缺少“)”") }
        flags = outer
        return inner
    }

    /// `?:`, `?i:`, `?s)`: true when the flags hold for the rest of the group around and nothing is grouped.
    private mutating func options() throws(PatternError) -> Bool {
        var value = true
        while let scalar = next() {
            switch scalar {
            case "i": flags.ignoresCase = value
            case "s": flags.dotTakesNewline = value
            case "m": flags.linewise = value
            case "U": break
            case "-": value = false
            case ":": return false
            case ")": return true
            default: throw PatternError(message: "不支持“(?\(scalar)”；只有 (?:…) 和标志 i、m、s、U，没有环视")
            }
        }
        throw PatternError(message: "括号没有配对，缺少“)”")
    }

    private mutating func escape() throws(PatternError) -> PatternNode {
        switch peek {
        case "A": return found(.textStart)
        case "z": return found(.textEnd)
        case "b": return found(.wordBoundary)
        case "B": return found(.noWordBoundary)
        default: return .set(try escapedSet())
        }
    }

    private mutating func found(_ assertion: Pattern.Assertion) -> PatternNode {
        position += 1
        return .assertion(assertion)
    }

    /// Behind a backslash, in a class or outside.
    private mutating func escapedSet() throws(PatternError) -> ScalarSet {
        guard let scalar = next() else { throw PatternError(message: "末尾的“\\”后面缺少字符") }
        switch scalar {
        case "d": return .digit
        case "D": return ScalarSet.digit.inverted
        case "w": return .word
        case "W": return ScalarSet.word.inverted
        case "s": return .space
        case "S": return ScalarSet.space.inverted
        case "p", "P": return try property(inverted: scalar == "P")
        case "a": return .only("\u{07}")
        case "f": return .only("\u{0C}")
        case "n": return .only("\n")
        case "r": return .only("\r")
        case "t": return .only("\t")
        case "v": return .only("\u{0B}")
        case "x": return single(try hexadecimalScalar())
        case "0"..."7" where scalar == "0" || (peek.map { ("0"..."7").contains($0) } ?? false):
            return single(try octalScalar(scalar))
        case _ where scalar.value < 0x80 && !isNameStart(UInt8(scalar.value)) && !isDigit(UInt8(scalar.value)), "_": return single(scalar)
        default: throw PatternError(message: "不认识转义“\\\(scalar)”")
        }
    }

    private mutating func octalScalar(_ first: Unicode.Scalar) throws(PatternError) -> Unicode.Scalar {
        var value = first.value - 0x30
        for _ in 0..<2 {
            guard let digit = peek, ("0"..."7").contains(digit) else { break }
            value = value * 8 + digit.value - 0x30
            position += 1
        }
        guard let scalar = Unicode.Scalar(value) else { throw PatternError(message: "八进制转义不是字符") }
        return scalar
    }

    private mutating func hexadecimalScalar() throws(PatternError) -> Unicode.Scalar {
        var digits = ""
        if accept("{") {
            while let digit = next(), digit != "}" { digits.unicodeScalars.append(digit) }
        } else {
            for _ in 0..<2 { if let digit = next() { digits.unicodeScalars.append(digit) } }
        }
        guard digits.utf8.allSatisfy(isHexadecimal), let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else {
            throw PatternError(message: "\\x 后面应当是两位十六进制数字，或写成 \\x{4e2d}")
        }
        return scalar
    }

    private mutating func property(inverted: Bool) throws(PatternError) -> ScalarSet {
        var name = ""
        if accept("{") {
            while let scalar = next(), scalar != "}" { name.unicodeScalars.append(scalar) }
        } else if let scalar = next() {
            name.unicodeScalars.append(scalar)
        }
        var inverted = inverted
        if name.hasPrefix("^") {
            name.removeFirst()
            inverted.toggle()
        }
        guard let set = ScalarSet.named(name) else { throw PatternError(message: "不认识字符类“\\p{\(name.prefix(20))}”") }
        return inverted ? set.inverted : set
    }

    private mutating func characterClass() throws(PatternError) -> ScalarSet {
        var set = ScalarSet()
        set.ignoresCase = flags.ignoresCase
        set.isInverted = accept("^")
        var isFirst = true
        while true {
            guard let scalar = peek else { throw PatternError(message: "方括号没有配对，缺少“]”") }
            if scalar == "]", !isFirst {
                position += 1
                return set
            }
            isFirst = false
            if scalar == "[", accept("[:") {
                var name = ""
                while let part = peek, part != ":", part != "]" {
                    name.unicodeScalars.append(part)
                    position += 1
                }
                let inverted = name.hasPrefix("^")
                guard accept(":]"), let posix = ScalarSet.posix(inverted ? String(name.dropFirst()) : name) else {
                    throw PatternError(message: "不认识字符类“[:\(name.prefix(20)):]”")
                }
                set.others.append(inverted ? posix.inverted : posix)
                continue
            }
            let low = try classAtom()
            guard peek == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else {
                set.others.append(low)
                continue
            }
            position += 1
            let high = try classAtom()
            guard let from = low.onlyMember, let to = high.onlyMember, from <= to else {
                throw PatternError(message: "方括号里的范围应当从小到大，两端各一个字符")
            }
            set.ranges.append(from...to)
        }
    }

    private mutating func classAtom() throws(PatternError) -> ScalarSet {
        guard let scalar = next() else { throw PatternError(message: "方括号没有配对，缺少“]”") }
        return scalar == "\\" ? try escapedSet() : .only(scalar)
    }
}

extension ScalarSet {
    /// The code point, when the set has just one.
    fileprivate var onlyMember: UInt32? {
        guard ranges.count == 1, others.isEmpty, categories.isEmpty, !isInverted, ranges[0].count == 1 else { return nil }
        return ranges[0].lowerBound
    }
}
