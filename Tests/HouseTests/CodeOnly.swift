/// Swift source with comments and the text of string literals blanked out, so that a search finds code and nothing that only talks
/// of it. Lines keep their numbers; code inside `\(…)` stays.
struct CodeOnly {
    private let source: [UInt8]
    private var at = 0
    private var kept: [UInt8] = []

    static func lines(of text: String) -> [Substring] {
        var reading = CodeOnly(source: Array(text.utf8))
        reading.readCode(untilClosing: false)
        return String(decoding: reading.kept, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    }

    private init(source: [UInt8]) {
        self.source = source
        kept.reserveCapacity(source.count)
    }

    private func starts(_ first: Unicode.Scalar, _ second: Unicode.Scalar, _ third: Unicode.Scalar? = nil) -> Bool {
        guard at + (third == nil ? 1 : 2) < source.count else { return false }
        return source[at] == UInt8(ascii: first) && source[at + 1] == UInt8(ascii: second)
            && (third.map { source[at + 2] == UInt8(ascii: $0) } ?? true)
    }

    private mutating func keep() {
        kept.append(source[at])
        at += 1
    }

    private mutating func blank() {
        kept.append(source[at] == UInt8(ascii: "\n") ? source[at] : UInt8(ascii: " "))
        at += 1
    }

    /// Reads code to the end, or to the parenthesis that closes an interpolation.
    private mutating func readCode(untilClosing: Bool) {
        var depth = 0
        while at < source.count {
            switch source[at] {
            case UInt8(ascii: "/") where starts("/", "/"): while at < source.count, source[at] != UInt8(ascii: "\n") { blank() }
            case UInt8(ascii: "/") where starts("/", "*"): readComment()
            case UInt8(ascii: "\""): readString(hashes: 0)
            case UInt8(ascii: "#"):
                var hashes = 0
                while at + hashes < source.count, source[at + hashes] == UInt8(ascii: "#") { hashes += 1 }
                if at + hashes < source.count, source[at + hashes] == UInt8(ascii: "\"") {
                    for _ in 0..<hashes { blank() }
                    readString(hashes: hashes)
                } else {
                    keep()
                }
            case UInt8(ascii: "("):
                depth += 1
                keep()
            case UInt8(ascii: ")"):
                if untilClosing, depth == 0 { return }
                depth -= 1
                keep()
            default: keep()
            }
        }
    }

    private mutating func readComment() {
        var depth = 0
        repeat {
            if starts("/", "*") {
                depth += 1
                blank()
            } else if starts("*", "/") {
                depth -= 1
                blank()
            }
            if at < source.count { blank() }
        } while depth > 0 && at < source.count
    }

    private mutating func readString(hashes: Int) {
        let quotes = starts("\"", "\"", "\"") ? 3 : 1
        // The quotes stay: "text"! is as much an unwrapping as value! is.
        for _ in 0..<quotes { keep() }
        while at < source.count {
            if source[at] == UInt8(ascii: "\\"), marks(hashes, after: 1) {
                if at + 1 + hashes < source.count, source[at + 1 + hashes] == UInt8(ascii: "(") {
                    for _ in 0..<hashes + 2 { blank() }
                    readCode(untilClosing: true)
                    if at < source.count { blank() }
                } else {
                    for _ in 0..<min(hashes + 2, source.count - at) { blank() }
                }
            } else if closes(quotes: quotes, hashes: hashes) {
                for _ in 0..<quotes { keep() }
                for _ in 0..<hashes { blank() }
                return
            } else {
                blank()
            }
        }
    }

    private func marks(_ hashes: Int, after offset: Int) -> Bool {
        (0..<hashes).allSatisfy { at + offset + $0 < source.count && source[at + offset + $0] == UInt8(ascii: "#") }
    }

    private func closes(quotes: Int, hashes: Int) -> Bool {
        (quotes == 3 ? starts("\"", "\"", "\"") : source[at] == UInt8(ascii: "\"")) && marks(hashes, after: quotes)
    }
}
