import Testing

@testable import Site

@Suite struct `Multipart bodies` {
    let type = "multipart/form-data; boundary=XyZ"
    let body =
        "--XyZ\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n拖欠工资\r\n--XyZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\\\temp\\\\..\\\\证据.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\r\n--Xy\r\n\r\n--XyZ--\r\n"

    private func events(_ pieces: [ArraySlice<UInt8>]) throws -> [Multipart.Event] {
        var parser = try Multipart(contentType: type)
        var events: [Multipart.Event] = []
        for piece in pieces { events += try parser.read(piece) }
        try parser.finish()
        // Bytes of one part may come in pieces.
        return events.reduce(into: []) { all, event in
            if case .bytes(let more) = event, case .bytes(let before)? = all.last {
                all[all.count - 1] = .bytes(before + more)
            } else {
                all.append(event)
            }
        }
    }

    private var expected: [Multipart.Event] {
        [
            .begin(.init(name: "title")), .bytes(Array("拖欠工资".utf8)), .end,
            .begin(.init(name: "file", fileName: "证据.pdf", mediaType: "application/pdf")),
            .bytes(Array("%PDF-1.7\r\n--Xy\r\n".utf8)), .end,
        ]
    }

    @Test func `read whole`() throws { #expect(try events([Array(body.utf8)[...]]) == expected) }

    @Test(arguments: [1, 2, 3, 7, 16]) func `read in whatever pieces they arrive`(size: Int) throws {
        let bytes = Array(body.utf8)
        let pieces = stride(from: 0, to: bytes.count, by: size).map { bytes[$0..<min($0 + size, bytes.count)] }
        #expect(try events(pieces) == expected)
    }

    @Test func `that end early are refused, wherever they end`() throws {
        let bytes = Array(body.utf8)
        for end in 0..<(bytes.count - 4) {
            var parser = try Multipart(contentType: type)
            #expect(throws: Multipart.Fault.self, "cut at \(end)") {
                _ = try parser.read(bytes[..<end])
                try parser.finish()
            }
        }
    }

    @Test func `with an empty part give no bytes`() throws {
        var parser = try Multipart(contentType: type)
        let events = try parser.read(Array("--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n--XyZ--".utf8))
        #expect(events == [.begin(.init(name: "a")), .end])
        try parser.finish()
    }

    @Test(arguments: [
        "multipart/form-data", "multipart/form-data; boundary=", "text/plain; boundary=x",
        "multipart/form-data; boundary=\(String(repeating: "x", count: 71))",
    ]) func `without a usable boundary are refused`(type: String) {
        #expect(throws: Multipart.Fault.noBoundary) { try Multipart(contentType: type) }
    }

    @Test func `with endless heads or parts are refused`() throws {
        var parser = try Multipart(contentType: type)
        #expect(throws: Multipart.Fault.tooMuch) { _ = try parser.read(Array(("--XyZ\r\nX: " + String(repeating: "y", count: 9000)).utf8)) }
        var other = try Multipart(contentType: type, most: 2)
        let part = "--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
        #expect(throws: Multipart.Fault.tooMuch) { _ = try other.read(Array((part + part + part).utf8)) }
    }

    @Test(arguments: ["../../etc/passwd", "..\\..\\boot.ini", "/a/b/", "..", "a\u{0}\n.pdf"]) func `never name a file outside its folder`(
        name: String
    ) {
        let last = Multipart.lastComponent(name)
        #expect(!last.contains("/") && !last.contains("\\") && last != ".." && !last.unicodeScalars.contains { $0.value < 32 })
    }
}
