import HTTPTypes
import Testing

@testable import Site

@Suite struct `Behind a proxy` {
    private func visitor(_ peer: String, _ said: [(String, String)], trusted: String = "10.0.0.0/8 fd00::/8", header: String? = nil) throws
        -> String
    {
        var headers = HTTPFields()
        for (name, value) in said { headers.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value)) }
        return try TrustedProxies(trusted, header: header).visitor(try #require(NetworkAddress(peer)), headers).description
    }

    @Test func `the visitor is the last address that no trusted proxy has`() throws {
        #expect(try visitor("10.0.0.1", [("X-Forwarded-For", "203.0.113.9")]) == "203.0.113.9")
        #expect(try visitor("10.0.0.1", [("X-Forwarded-For", "198.51.100.1, 203.0.113.9, 10.0.0.7")]) == "203.0.113.9")
        #expect(try visitor("10.0.0.1", [("X-Forwarded-For", "198.51.100.1"), ("X-Forwarded-For", "203.0.113.9")]) == "203.0.113.9")
        #expect(try visitor("fd00::1", [("X-Forwarded-For", "2001:db8::5")]) == "2001:db8::5")
        #expect(try visitor("10.0.0.1", [("X-Forwarded-For", "203.0.113.9:4711")]) == "203.0.113.9")
        #expect(try visitor("10.0.0.1", [("X-Forwarded-For", "[2001:db8::5]:4711")]) == "2001:db8::5")
        #expect(try visitor("::ffff:10.0.0.1", [("X-Forwarded-For", "::ffff:203.0.113.9")]) == "203.0.113.9")
    }

    @Test func `nobody else is believed`() throws {
        #expect(try visitor("192.0.2.4", [("X-Forwarded-For", "203.0.113.9")]) == "192.0.2.4")
        #expect(try visitor("10.0.0.1", [("X-Forwarded-For", "203.0.113.9")], trusted: "") == "10.0.0.1")
        // The header that the proxies do not write comes from the visitor himself.
        #expect(try visitor("10.0.0.1", [("Forwarded", "for=203.0.113.9")]) == "10.0.0.1")
        #expect(try visitor("10.0.0.1", [("X-Forwarded-For", "203.0.113.9")], header: "Forwarded") == "10.0.0.1")
    }

    @Test func `what cannot be read leaves whoever wrote it`() throws {
        #expect(try visitor("10.0.0.1", []) == "10.0.0.1")
        #expect(try visitor("10.0.0.1", [("X-Forwarded-For", "")]) == "10.0.0.1")
        #expect(try visitor("10.0.0.1", [("X-Forwarded-For", "203.0.113.9, unknown")]) == "10.0.0.1")
        #expect(try visitor("10.0.0.1", [("X-Forwarded-For", "203.0.113.9, rubbish, 10.0.0.3")]) == "10.0.0.3")
        // Only proxies, as for a check of health from within.
        #expect(try visitor("10.0.0.1", [("X-Forwarded-For", "10.0.0.8, 10.0.0.3")]) == "10.0.0.8")
    }

    @Test func `the standard header is read with its quotation marks and parts`() throws {
        func forwarded(_ text: String) throws -> String { try visitor("10.0.0.1", [("Forwarded", text)], header: "forwarded") }
        #expect(try forwarded("for=203.0.113.9;proto=https;by=10.0.0.1") == "203.0.113.9")
        #expect(try forwarded("proto=https; For=\"[2001:db8::5]:443\", for=10.0.0.2") == "2001:db8::5")
        #expect(try forwarded("for=203.0.113.9;host=\"a,b\"") == "203.0.113.9")
        #expect(try forwarded("for=_hidden") == "10.0.0.1")
        #expect(try forwarded("proto=https") == "10.0.0.1")
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false), ("192.0.2.128/25", "192.0.2.127", false),
        ("192.0.2.128/25", "192.0.2.200", true), ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.8", false),
        ("2001:db8::/33", "2001:db8:7fff::1", true), ("2001:db8::/33", "2001:db8:8000::1", false), ("10.0.0.0/8", "fd00::1", false),
    ]) func `a range holds what begins with its bits`(range: String, address: String, isIn: Bool) throws {
        #expect(try NetworkRange(range).contains(try #require(NetworkAddress(address))) == isIn)
    }

    @Test(arguments: [
        ("10.0.0.0/33", "1 到 32"), ("fd00::/129", "1 到 128"), ("10.0.0.0/-1", "1 到 32"), ("10.0.0.0/", "1 到 32"), ("0.0.0.0/0", "包括所有地址"),
        ("::/0", "包括所有地址"), ("10.0.0.1/8", "不为零的位"), ("proxy.example", "不是地址"), ("10.0.0.0/8/8", "不是地址"), ("fe80::1%eth0", "不是地址"),
        ("10.0.0", "不是地址"),
    ]) func `what is no range is refused with the mend`(text: String, words: String) throws {
        do {
            _ = try TrustedProxies("192.0.2.1, \(text)")
            Issue.record("\(text) was accepted")
        } catch { #expect(error.description.contains(words), "\(error)") }
    }

    @Test func `an unknown header is refused`() {
        #expect(throws: NetworkRange.Problem.self) { try TrustedProxies("10.0.0.0/8", header: "X-Real-IP") }
    }
}
