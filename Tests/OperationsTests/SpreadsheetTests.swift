import Foundation
import Testing

@testable import Operations

@Suite struct `Spreadsheets` {
    /// Runs `body` with the name of a file that is removed afterwards.
    private func temporary<Result>(_ body: (String) throws -> Result) rethrows -> Result {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("sheet-\(UInt64.random(in: 0...UInt64.max)).xlsx").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }

    private func bytes(_ path: String) throws -> [UInt8] { Array(try #require(FileManager.default.contents(atPath: path))) }

    /// A workbook of one sheet made of parts.
    private func workbook(_ path: String, _ sheet: String, more: [String: String] = [:]) throws -> [UInt8] {
        var zip = try ZipWriter(path: path)
        var parts = [
            "xl/workbook.xml":
                "<workbook xmlns:r='r'><sheets><sheet name='隐' sheetId='2' state='hidden' r:id='rId2'/><sheet name='一' sheetId='1' r:id='rId1'/></sheets></workbook>",
            "xl/_rels/workbook.xml.rels": "<Relationships><Relationship Id='rId1' Target='worksheets/data.xml'/></Relationships>",
            "xl/worksheets/data.xml": "<worksheet><sheetData>\(sheet)</sheetData></worksheet>",
        ]
        for (name, text) in more { parts[name] = text }
        for (name, text) in parts.sorted(by: { $0.key < $1.key }) {
            try zip.begin(name)
            try zip.add(Array(text.utf8))
        }
        try zip.finish()
        return try bytes(path)
    }

    @Test func `come back as they were written`() throws {
        try temporary { path in
            let writer = try SpreadsheetWriter(path: path, title: "事项[*]", header: ["标题", "次数"])
            try writer.add([.text("=1+1 <&\"> \n换行"), .number("-12.5")])
            try writer.add([.empty, .number("3")])
            try writer.finish()
            let rows = try SpreadsheetReader(bytes(path)).rows
            #expect(rows.map(\.number) == [1, 2, 3])
            #expect(rows.map(\.cells) == [["标题", "次数"], ["=1+1 <&\"> \n换行", "-12.5"], ["", "3"]])
        }
    }

    @Test func `as offices make them: shared texts, dates, formulas, gaps, phonetic hints`() throws {
        try temporary { path in
            let sheet = """
                <row r='2'><c r='A2' t='s'><v>0</v></c><c r='C2' t='s'><v>1</v></c></row>
                <row r='5'><c r='A5' s='1'><v>46083</v></c><c r='B5' s='2'><v>46083.375</v></c><c r='C5'><f>A1+1</f><v>0.1</v></c><c r='D5' t='b'><v>1</v></c>\
                <c r='AA5' t='inlineStr'><is><r><t>分</t></r><r><t>段</t></r></is></c></row>
                """
            let bytes = try workbook(
                path, sheet,
                more: [
                    "xl/sharedStrings.xml":
                        "<sst><si><t>标题</t></si><si><r><t>中</t></r><r><t>文&#x5B57;</t></r><rPh><t>zhong</t></rPh></si></sst>",
                    "xl/styles.xml":
                        "<styleSheet><numFmts><numFmt numFmtId='176' formatCode='yyyy\"年\"m\"月\"d\"日\" hh:mm'/></numFmts><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='176'/></cellXfs></styleSheet>",
                ])
            let rows = try SpreadsheetReader(bytes).rows
            #expect(rows[0].cells == ["标题", "", "中文字"])
            #expect(rows[1].number == 5)
            #expect(rows[1].cells.prefix(4) == ["2026-03-02", "2026-03-02T09:00", "0.1", "是"])
            #expect(rows[1].cells.count == 27 && rows[1].cells[26] == "分段")
        }
    }

    @Test func `that are bombs are refused before they unfold`() throws {
        try temporary { path in
            var zip = try ZipWriter(path: path)
            try zip.begin("xl/workbook.xml")
            let block = [UInt8](repeating: 0x20, count: 1 << 20)
            for _ in 0..<40 { try zip.add(block) }
            try zip.finish()
            let problem = #expect(throws: OperationProblem.self) { _ = try SpreadsheetReader(bytes(path)) }
            #expect(problem?.kind == .tooBig)
            // One that lies about its size is stopped at what it claimed.
            var lying = try bytes(path)
            let directory = try #require(lying.indices.last { $0 + 4 <= lying.count && Array(lying[$0..<($0 + 4)]) == [0x50, 0x4B, 1, 2] })
            lying.replaceSubrange((directory + 24)..<(directory + 28), with: [0x10, 0, 0, 0])
            #expect(throws: OperationProblem.self) { _ = try SpreadsheetReader(lying) }
        }
    }

    @Test func `with document types, endless nesting or too many columns are refused`() throws {
        for (sheet, kind) in [
            ("<!DOCTYPE x [<!ENTITY a 'b'>]><row/>", OperationProblem.Kind.format), (String(repeating: "<a>", count: 100), .tooBig),
            ("<row><c r='ZZZ1'><v>1</v></c></row>", .tooBig),
            ("<row><c><v>1</v>", .format),
        ] {
            try temporary { path in
                let bytes = try workbook(path, sheet)
                #expect(#expect(throws: OperationProblem.self) { _ = try SpreadsheetReader(bytes) }?.kind == kind)
            }
        }
    }

    @Test func `that are broken anywhere never bring the program down`() throws {
        try temporary { path in
            let whole = try workbook(path, "<row r='1'><c r='A1'><v>1</v></c></row>")
            for length in stride(from: 0, to: whole.count, by: 7) { _ = try? SpreadsheetReader(Array(whole.prefix(length))) }
            var random = SystemRandomNumberGenerator()
            for _ in 0..<500 {
                var broken = whole
                for _ in 0..<3 { broken[Int.random(in: 0..<broken.count, using: &random)] = UInt8.random(in: 0...255, using: &random) }
                _ = try? SpreadsheetReader(broken)
            }
        }
    }
}
