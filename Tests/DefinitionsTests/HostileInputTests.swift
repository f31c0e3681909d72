import Testing

@testable import Definitions

@Suite struct `Hostile input` {
    /// A small generator with a seed, so that a failure can be repeated.
    struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    @Test func `a definition with bytes changed never stops the reader`() {
        var dice = Dice(state: 20_260_302)
        let original = Array(`A whole system`.text.utf8)
        let letters = Array("{}[]:,-'\"|>&*!%#\n\t \\0a甲".utf8)
        for _ in 0..<300 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &dice) {
                let place = Int.random(in: 0..<bytes.count, using: &dice)
                switch Int.random(in: 0..<4, using: &dice) {
                case 0: bytes[place] = letters.randomElement(using: &dice) ?? 0x20
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(letters.randomElement(using: &dice) ?? 0x20, at: place)
                default: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...200, using: &dice)))
                }
            }
            let folder = DefinitionFolder(files: [
                .init(path: "shared/shared.yaml", bytes: Array(Sample.shared.utf8)), .init(path: "a/aid/system.yaml", bytes: bytes),
            ])
            let result = DefinitionLoader.load(folder, functions: StandardFunctions.declarations)
            #expect((result.catalogue == nil) == !result.problems.isEmpty)
        }
    }

    @Test func `random bytes never stop the reader`() {
        var dice = Dice(state: 7)
        let letters = Array("abc:{}[],- \n'\"&*!|>%@`#?~0123\t\u{85}甲".unicodeScalars)
        for _ in 0..<2000 {
            let text = String(
                String.UnicodeScalarView((0..<Int.random(in: 0...80, using: &dice)).compactMap { _ in letters.randomElement(using: &dice) })
            )
            let folder = DefinitionFolder(files: [.init(path: "a/b/system.yaml", bytes: Array(text.utf8))])
            #expect(!DefinitionLoader.load(folder, functions: []).problems.isEmpty)
        }
    }

    @Test func `templates and spans of any text are read or refused`() {
        var dice = Dice(state: 11)
        let letters = Array("{}{} 0123456789%+-abparam.daysbefore甲")
        for _ in 0..<5000 {
            let text = String((0..<Int.random(in: 0...16, using: &dice)).compactMap { _ in letters.randomElement(using: &dice) })
            _ = try? TemplateText.pieces(text)
            _ = SpanText.span(text)
            _ = SpanText.mark(text)
            _ = DecimalText.hundredths(text)
            _ = ExpressionTokens.read(text)
        }
        #expect(DecimalText.hundredths("92233720368547758.08") == nil)
        #expect(DecimalText.hundredths("-0.5") == -50)
        #expect(SpanText.span("4 service hours") == Span(count: .number(4), unit: .serviceHours))
        #expect(SpanText.span("1 month") == Span(count: .number(1), unit: .months))
        #expect(SpanText.mark("100% + 1 days") == .init(percent: 100, offset: Span(count: .number(1), unit: .days), isBefore: false))
    }
}
