import Testing

@testable import Operations

@Suite struct `CSV` {
    private func rows(_ text: String) -> [[String]] { CSVReader(Array(text.utf8)).map(\.cells) }

    @Test func `keeps quotes, commas and line breaks inside cells`() {
        #expect(rows("a,b\r\n\"x,\"\"y\"\"\",\"1\n2\"\r\n") == [["a", "b"], ["x,\"y\"", "1\n2"]])
    }

    @Test func `ends rows with any line end, and the last without`() {
        for end in ["\r\n", "\n", "\r"] {
            #expect(rows(["a,b", "1,2", "3,"].joined(separator: end)) == [["a", "b"], ["1", "2"], ["3", ""]])
        }
    }

    @Test func `leaves out empty lines and knows the lines of the others`() {
        #expect(CSVReader(Array("a\n\n\"1\n2\"\n\n3".utf8)).map(\.line) == [1, 3, 6])
    }

    @Test func `says what cannot be read`() {
        let problems = CSVReader(Array("a,b\n\"x\"y,1\nok,2\n\"open".utf8)).map(\.problem)
        #expect(problems[0] == nil && problems[1]?.contains("引号之后") == true && problems[2] == nil && problems[3]?.contains("没有结束") == true)
    }

    @Test func `reads tabulators and semicolons where the first line has no comma`() {
        #expect(rows("a\tb\n1\t2") == [["a", "b"], ["1", "2"]])
        #expect(rows("a;b\n1,5;2") == [["a", "b"], ["1,5", "2"]])
    }

    @Test func `is read as UTF-8, marked or not, as UTF-16 or as GB 18030`() throws {
        let text = "标题,类型\n修路㐂𠮷,咨询"
        let plain = Array(text.utf8)
        #expect(try TableText.decode(plain) == plain)
        #expect(try TableText.decode([0xEF, 0xBB, 0xBF] + plain) == plain)
        #expect(try TableText.decode([0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }) == plain)
        // 标题 in GB 18030.
        #expect(try TableText.decode([0xB1, 0xEA, 0xCC, 0xE2]) == Array("标题".utf8))
        // 㐂 needs four bytes there.
        #expect(try TableText.decode([0x81, 0x39, 0xEE, 0x35]).isEmpty == false)
    }

    @Test(arguments: [[0xFF, 0xFF, 0xFF], [0x61, 0x00, 0x62], [0xEF, 0xBB, 0xBF, 0xB1, 0xEA]]) func `is refused when it is no text`(
        bytes: [UInt8]
    ) {
        #expect(throws: OperationProblem.self) { try TableText.decode(bytes) }
    }

    @Test(arguments: ["=1+1", "+86", "-x", "@cmd", "\t=1", "＝1"]) func `makes formulas harmless and takes that back`(text: String) {
        let line = CSVWriter.line([text, "平常"])
        #expect(line.hasPrefix("'") || line.hasPrefix("\"'"))
        #expect(CSVWriter.original(rows(line)[0][0]) == text)
        #expect(CSVWriter.original("'平常") == "'平常")
    }

    @Test func `survives whatever bytes come`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let bytes =
                (0..<Int.random(in: 0...60, using: &random)).map { _ in
                    [0x22, 0x2C, 0x0A, 0x0D, 0x61, 0xE4].randomElement(using: &random) ?? 0
                } as [UInt8]
            for row in CSVReader(bytes) { #expect(row.line >= 1) }
        }
    }
}
