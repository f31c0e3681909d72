import Testing

/// The guards are only as good as their reading of Swift.
@Suite struct `Code without comments and strings` {
    @Test(arguments: [
        ("let a = b! // c!", "let a = b!"),
        ("let a = \"b!\" + c", "let a = \"  \" + c"),
        (#"let a = "\(b! + "c!")d!""#, "let a = \"  b! + \"  \"   \""),
        ("/* a! /* b! */ c! */d!", "d!"),
        ("#\"a\"b!\\(c!)\"#.d!", "\"         \" .d!"),
        ("#\"\\#(a!)\"#", "\"   a! \""),
        ("#if os(Linux)", "#if os(Linux)"),
        ("\"\\\"\" + a!", "\"  \" + a!"),
    ])
    func `keeps the code`(source: String, code: String) {
        let found = CodeOnly.lines(of: source).joined(separator: "\n")
        #expect(found.trimmingSpaces == code.trimmingSpaces)
    }

    @Test func `keeps the lines`() {
        let text = "a\n\"\"\"\n  b!\n  \"quoted\" \\(c)\n  \"\"\"\n/*\n*/ d"
        let lines = CodeOnly.lines(of: text)
        #expect(lines.count == 7)
        #expect(lines[2].allSatisfy { $0 == " " })
        #expect(lines[3].contains("c"))
        #expect(lines[6].contains("d"))
    }
}

extension String {
    fileprivate var trimmingSpaces: Substring {
        let front = drop { $0 == " " }
        return front[..<(front.lastIndex { $0 != " " }.map(front.index(after:)) ?? front.startIndex)]
    }
}
