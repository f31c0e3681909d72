import Testing

@testable import Site

@Suite struct `One-time codes` {
    let secret = OneTimeCode(secret: Array("12345678901234567890".utf8))

    // RFC 6238, appendix B (SHA-1, eight digits).
    @Test(arguments: [
        (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ])
    func `are those of the RFC`(seconds: Int64, code: String) {
        #expect(secret.code(step: OneTimeCode.step(atSeconds: seconds), digits: 8) == code)
    }

    @Test func `match now and one step to either side, not further`() {
        let now: Int64 = 1_700_000_000
        let step = OneTimeCode.step(atSeconds: now)
        #expect(secret.matchingStep(secret.code(step: step - 1), atSeconds: now) == step - 1)
        #expect(secret.matchingStep(secret.code(step: step), atSeconds: now) == step)
        #expect(secret.matchingStep(secret.code(step: step + 2), atSeconds: now) == nil)
        #expect(secret.matchingStep("", atSeconds: now) == nil)
    }

    @Test func `keep their secret through its text`() throws {
        let fresh = OneTimeCode.fresh()
        #expect(try #require(OneTimeCode(text: fresh.text)).secret == fresh.secret)
        #expect(secret.text == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
        #expect(OneTimeCode(text: "不是") == nil && OneTimeCode(text: "GEZD") == nil)
    }
}

@Suite struct `Passwords` {
    @Test(arguments: ["short1A!", "alllowercaseletters", "NoDigitsHere", "Password123!", "Zhangsan-2026", "Aa1!Aa1!Aa1!"])
    func `that are weak are refused`(password: String) {
        #expect(PasswordRules.fault(in: password, login: "zhangsan") != nil)
    }

    @Test(arguments: ["Liu-jiang_88 he", "邕江Yong-2026春", "x9!Kw-Trq2#m"]) func `of three classes pass`(password: String) {
        #expect(PasswordRules.fault(in: password, login: "zhangsan") == nil)
    }

    @Test func `are kept as salted hashes`() throws {
        let (one, other) = (try PasswordHash(of: "x9!Kw-Trq2#m"), try PasswordHash(of: "x9!Kw-Trq2#m"))
        #expect(one.description != other.description && !one.description.contains("Kw"))
        let read = try #require(PasswordHash(one.description))
        #expect(read.matches("x9!Kw-Trq2#m") && !read.matches("x9!Kw-Trq2#n") && !read.matches(""))
        #expect(PasswordHash("scrypt$15$zz") == nil && PasswordHash("") == nil)
    }
}
