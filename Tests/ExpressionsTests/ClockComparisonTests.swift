import Expressions
import Testing

@Suite struct `Comparisons with the clock` {
    private func found(_ text: String) throws -> [String: Int64]? {
        try CELExpression(parsing: text).comparisons(with: "now").map { comparisons in
            Dictionary(comparisons.map { ($0.name, $0.delay) }, uniquingKeysWith: max)
        }
    }

    @Test func `are found with the delay after which they turn`() throws {
        let hour: Int64 = 3_600_000
        #expect(try found("created_at >= now - duration('24h')") == ["created_at": 24 * hour])
        #expect(try found("now + duration('90m') < due") == ["due": -hour * 3 / 2])
        #expect(try found("a == 1 && (now > ends || !(starts <= now))") == ["ends": 0, "starts": 0])
        #expect(try found("a in ['x', 'y'] ? b > now : c") == ["b": 0])
        #expect(try found("actor.org == org") == [:])
    }

    @Test(arguments: [
        "now == a", "now.getHours() > 8", "a + duration('1h') > now", "a > now - span", "a > now - duration(text)", "[now]", "f(now)",
        "list.exists(x, x > now)", "a.b > now", "a > now - duration('1 year')", "has(a) ? now : b",
    ])
    func `that ask otherwise are not taken for known`(text: String) throws {
        #expect(try found(text) == nil)
    }
}
