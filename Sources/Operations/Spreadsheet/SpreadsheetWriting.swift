/// Writes an XLSX workbook, row by row, in memory that does not grow with the rows. A sheet that is full goes on in the next.
final class SpreadsheetWriter {
    /// A cell: a text is never read as a formula.
    enum Cell {
        case text(String)
        case number(String)
        case empty
    }

    private var zip: ZipWriter
    private let header: [String]
    private var buffer: [UInt8] = []
    private var sheets = 0
    private var row = 0
    private let title: String

    /// - Parameter title: of the sheet; what a sheet's name must not hold is left out.
    init(path: String, title: String, header: [String]) throws(OperationProblem) {
        let permitted = title.filter { !"[]:*?/\\'".contains($0) }
        self.title = String((permitted.isEmpty ? "数据" : permitted).prefix(25))
        self.header = header
        zip = try ZipWriter(path: path)
    }

    func add(_ cells: [Cell]) throws(OperationProblem) {
        if sheets == 0 { try beginSheet() }
        if row >= SpreadsheetReader.mostRows {
            try endSheet()
            try beginSheet()
        }
        try write(cells, style: 0)
    }

    func finish() throws(OperationProblem) {
        if sheets == 0 { try beginSheet() }
        try endSheet()
        try part("xl/workbook.xml", workbook)
        try part("xl/_rels/workbook.xml.rels", relations)
        try part(
            "xl/styles.xml",
            """
            <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font></fonts>\
            <fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>\
            <cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs></styleSheet>
            """)
        try part(
            "_rels/.rels",
            """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" \
            Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>
            """)
        let overrides = (1...max(1, sheets)).map {
            "<Override PartName=\"/xl/worksheets/sheet\($0).xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
        }.joined()
        try part(
            "[Content_Types].xml",
            """
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
            <Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" \
            ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" \
            ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>\(overrides)</Types>
            """)
        try zip.finish()
    }

    private var workbook: String {
        let list = (1...max(1, sheets)).map {
            "<sheet name=\"\(Self.escaped($0 == 1 ? title : "\(title)\($0)"))\" sheetId=\"\($0)\" r:id=\"rId\($0)\"/>"
        }.joined()
        return """
            <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" \
            xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>\(list)</sheets></workbook>
            """
    }

    private var relations: String {
        let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        let list = (1...max(1, sheets)).map {
            "<Relationship Id=\"rId\($0)\" Type=\"\(kind)/worksheet\" Target=\"worksheets/sheet\($0).xml\"/>"
        }.joined()
        return """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\(list)\
            <Relationship Id="rId\(sheets + 1)" Type="\(kind)/styles" Target="styles.xml"/></Relationships>
            """
    }

    private func beginSheet() throws(OperationProblem) {
        sheets += 1
        row = 0
        try zip.begin("xl/worksheets/sheet\(sheets).xml")
        buffer += Self.declaration.utf8
        buffer +=
            """
            <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">\
            <pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>
            """.utf8
        try write(header.map { .text($0) }, style: 1)
    }

    private func endSheet() throws(OperationProblem) {
        buffer += "</sheetData></worksheet>".utf8
        try flush()
    }

    private func write(_ cells: [Cell], style: Int) throws(OperationProblem) {
        row += 1
        buffer += "<row r=\"\(row)\">".utf8
        for (column, cell) in cells.enumerated() {
            switch cell {
            case .empty: continue
            case .number(let number): buffer += "<c r=\"\(Self.letters(column))\(row)\"><v>\(number)</v></c>".utf8
            case .text(let text):
                let shown = Self.escaped(text.count > 32_767 ? String(text.prefix(32_766)) + "…" : text)
                buffer +=
                    "<c r=\"\(Self.letters(column))\(row)\" t=\"inlineStr\"\(style == 0 ? "" : " s=\"\(style)\"")><is><t xml:space=\"preserve\">\(shown)</t></is></c>"
                    .utf8
            }
        }
        buffer += "</row>".utf8
        if buffer.count > 1 << 18 { try flush() }
    }

    private func flush() throws(OperationProblem) {
        try zip.add(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private func part(_ name: String, _ text: String) throws(OperationProblem) {
        try zip.begin(name)
        try zip.add(Array((Self.declaration + text).utf8))
    }

    private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

    private static func letters(_ column: Int) -> String {
        var (rest, letters) = (column + 1, "")
        while rest > 0 {
            letters = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + letters
            rest = (rest - 1) / 26
        }
        return letters
    }

    /// XML 1.0 has no control characters.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
            default: if scalar.value >= 0x20, scalar.value != 0xFFFE, scalar.value != 0xFFFF { result.unicodeScalars.append(scalar) }
            }
        }
        return result
    }
}
