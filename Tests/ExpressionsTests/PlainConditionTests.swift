import Testing

@testable import Expressions

@Suite struct `Plain conditions` {
    private func read(_ text: String) throws -> PlainCondition? { try Expression(parsing: text).plainCondition }

    @Test func `are comparisons with what is written, joined`() throws {
        #expect(try read("kind == 'ZX'") == .among(["kind"], [.string("ZX")]))
        #expect(try read("'ZX' != kind") == .notAmong(["kind"], [.string("ZX")]))
        #expect(try read("!(state in ['draft', 'expired'])") == .notAmong(["state"], [.string("draft"), .string("expired")]))
        #expect(
            try read("team.kind == 'legal' && urgent")
                == .all([.among(["team", "kind"], [.string("legal")]), .among(["urgent"], [.bool(true)])]))
        #expect(try read("note != null && size(note) > 0") == .all([.notAmong(["note"], [.null]), .notAmong(["note"], [.null])]))
    }

    @Test func `turn round as a whole when they are denied`() throws {
        #expect(
            try read("!(kind == 'a' || !open)") == .all([.notAmong(["kind"], [.string("a")]), .among(["open"], [.bool(true)])]))
    }

    @Test(arguments: [
        "amount > 5", "a == b", "age_of(id) < 14", "kind == 'a' && size(x) > 2", "x.exists(y, y == 1)", "kind in others", "!(size(x) > 0)",
    ])
    func `are not everything`(text: String) throws { #expect(try read(text) == nil) }
}
