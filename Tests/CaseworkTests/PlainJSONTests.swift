import Expressions
import Testing

@testable import Casework

@Suite struct `Plain JSON` {
    @Test(arguments: [
        Value.null, .bool(true), .int(.min), .int(.max), .double(0.1), .double(-1.5e300), .double(5), .string(""),
        .string("换行\n\t\"\\\u{01}\u{1F600}"),
        .list([]), .map([:]), .list([.int(1), .null, .list([.string("a")])]),
        .map([.string("b"): .int(1), .string("a"): .map([.string("南宁"): .bool(false)])]),
        .bytes([]), .bytes([0, 1, 254, 255]), .bytes([7]),
    ])
    func `comes back as it was written`(value: Value) throws {
        let text = PlainJSON.write(value)
        #expect(try PlainJSON.read(text) == value)
        #expect(PlainJSON.write(try PlainJSON.read(text)) == text)
    }

    @Test func `always writes the same bytes for the same value`() {
        let one = Value.map([.string("b"): .int(1), .string("a"): .int(2), .string("中"): .int(3)])
        let other = Value.map([.string("中"): .int(3), .string("a"): .int(2), .string("b"): .int(1)])
        #expect(PlainJSON.write(one) == PlainJSON.write(other))
        #expect(PlainJSON.write(one) == "{\"a\":2,\"b\":1,\"中\":3}")
    }

    @Test func `random values come back as they were`() throws {
        var random = SplitMix(state: 11)
        for _ in 0..<3000 {
            let value = Self.value(depth: 4, &random)
            #expect(try PlainJSON.read(PlainJSON.write(value)) == value)
        }
    }

    @Test(arguments: [
        "", " ", "{", "[", "\"", "\"\\", "\"\\u12", "\"\\u+123\"", "\"\\u-123\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"",
        "\"\\x\"", "01", "-", "1.", ".5", "1.e5", "1e",
        "1e+", "1e400", "+1", "0x10", "nan", "Infinity", "tru", "nul", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}",
        "{\"a\":1,\"a\":2}", "1 2", "[1]]", "\"a\nb\"",
        "'a'", "/*1*/", "\u{FEFF}1",
    ])
    func `refuses what is no JSON`(text: String) {
        #expect(throws: PlainJSON.Problem.self) { try PlainJSON.read(text) }
    }

    @Test(arguments: [
        ("1e5", Value.double(100000)), ("-0.5", .double(-0.5)), ("1E-2", .double(0.01)), ("\"\\u4e2d\\ud83d\\ude00\"", .string("中😀")),
        (" [ 1 , 2 ] ", .list([.int(1), .int(2)])),
        ("9223372036854775808", .double(9.223372036854775808e18)),
    ])
    func `reads what RFC 8259 allows`(text: String, value: Value) throws { #expect(try PlainJSON.read(text) == value) }

    @Test func `is not exhausted by nesting`() {
        #expect(throws: PlainJSON.Problem.self) { try PlainJSON.read(String(repeating: "[", count: 100_000)) }
        #expect(throws: PlainJSON.Problem.self) { try PlainJSON.read(String(repeating: "{\"a\":", count: 100_000)) }
        let deep = String(repeating: "[", count: 60) + String(repeating: "]", count: 60)
        #expect(throws: Never.self) { try PlainJSON.read(deep) }
    }

    @Test func `noise is refused or read, never more`() {
        var random = SplitMix(state: 5)
        let pieces = [
            "{", "}", "[", "]", ":", ",", "\"", "\\", "u", "d83d", "1", "-", ".", "e", "true", "null", " ", "中", "\u{0}", "\u{7F}", "$b",
            "$t",
        ]
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0..<12, using: &random)).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }
                .joined()
            guard let value = try? PlainJSON.read(text) else { continue }
            #expect((try? PlainJSON.read(PlainJSON.write(value))) == value, "\(text)")
        }
    }

    private static func value(depth: Int, _ random: inout SplitMix) -> Value {
        let texts = ["", "a", "中文", "😀", "\u{1}", "\"", "\\", "$b", "$t", "e\u{301}"]
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .int(Int64.random(in: .min ... .max, using: &random))
        case 3: return .double(Double.random(in: -1e6...1e6, using: &random))
        case 4: return .string(texts[Int.random(in: 0..<texts.count, using: &random)])
        case 5: return .bytes((0..<Int.random(in: 0..<9, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) })
        case 6: return .list((0..<Int.random(in: 0..<4, using: &random)).map { _ in value(depth: depth - 1, &random) })
        default:
            // `{"$b": text}` alone is how bytes are written.
            var map: [Value: Value] = [:]
            for _ in 0..<Int.random(in: 0..<4, using: &random) {
                map[.string("k" + texts[Int.random(in: 0..<texts.count, using: &random)])] = value(depth: depth - 1, &random)
            }
            return .map(map)
        }
    }
}

/// The same numbers for the same seed.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
