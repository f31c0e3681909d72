import Foundation

/// The first visible sheet of an XLSX workbook (ECMA-376, SpreadsheetML) as rows of texts. Formulas give the value that was saved with them; dates become
/// `2026-03-02` or `2026-03-02T09:00`.
struct SpreadsheetReader {
    /// Rows by their number in the sheet, from 1; cells by column, from 0. Empty rows are left out.
    private(set) var rows: [(number: Int, cells: [String])] = []

    static let mostColumns = 1_000
    static let mostRows = 1_048_576

    /// - Throws: `OperationProblem`: damaged, not a workbook, or more than is taken.
    init(_ bytes: [UInt8], limits: ZipArchive.Limits = .init()) throws(OperationProblem) {
        var archive = try ZipArchive(bytes, limits: limits)
        guard let workbook = try archive.content("xl/workbook.xml") else {
            throw OperationProblem(.format, "不是 XLSX 工作簿。旧的 .xls 请用 Excel 或 WPS 另存为 .xlsx")
        }
        let (path, isSince1904) = try Self.firstSheet(workbook, relations: try archive.content("xl/_rels/workbook.xml.rels") ?? [])
        guard let sheet = try archive.content(path) else { throw OperationProblem(.format, "工作簿中没有工作表") }
        let shared = try archive.content("xl/sharedStrings.xml").map { bytes throws(OperationProblem) in try Self.sharedTexts(bytes) } ?? []
        let dates = try archive.content("xl/styles.xml").map { bytes throws(OperationProblem) in try Self.dateStyles(bytes) } ?? []
        try read(sheet, shared, dates, isSince1904)
    }

    private static func firstSheet(_ workbook: [UInt8], relations: [UInt8]) throws(OperationProblem) -> (path: String, isSince1904: Bool) {
        var pull = XMLPull(workbook, name: "workbook.xml")
        var relation: String?
        var isSince1904 = false
        while let event = try pull.next() {
            guard case .start(let name, let attributes) = event else { continue }
            if name == "workbookPr" { isSince1904 = ["1", "true"].contains(attributes["date1904"] ?? "") }
            if name == "sheet", relation == nil, attributes["state"] == nil || attributes["state"] == "visible" {
                relation = attributes["id"]
            }
        }
        var links = XMLPull(relations, name: "workbook.xml.rels")
        while let event = try links.next() {
            guard case .start("Relationship", let attributes) = event, attributes["Id"] == relation, let target = attributes["Target"]
            else { continue }
            return (target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target, isSince1904)
        }
        return ("xl/worksheets/sheet1.xml", isSince1904)
    }

    private static func sharedTexts(_ bytes: [UInt8]) throws(OperationProblem) -> [String] {
        var pull = XMLPull(bytes, name: "sharedStrings.xml")
        var texts: [String] = []
        while let event = try pull.next() {
            // Phonetic hints (rPh) are not part of the text.
            if case .start("si", _) = event { texts.append(try pull.textOfElement(without: ["rPh"])) }
        }
        return texts
    }

    /// For each cell style whether it shows a date, and whether with a time.
    private static func dateStyles(_ bytes: [UInt8]) throws(OperationProblem) -> [DateStyle] {
        var pull = XMLPull(bytes, name: "styles.xml")
        var formats: [Int: String] = [:]
        var styles: [DateStyle] = []
        var isInCells = false
        while let event = try pull.next() {
            switch event {
            case .start("numFmt", let attributes):
                if let id = attributes["numFmtId"].flatMap({ Int($0) }) { formats[id] = attributes["formatCode"] ?? "" }
            case .start("cellXfs", _): isInCells = true
            case .end("cellXfs"): isInCells = false
            case .start("xf", let attributes) where isInCells:
                let id = attributes["numFmtId"].flatMap { Int($0) } ?? 0
                styles.append(DateStyle(format: id, code: formats[id]))
            default: break
            }
        }
        return styles
    }

    private mutating func read(_ sheet: [UInt8], _ shared: [String], _ dates: [DateStyle], _ isSince1904: Bool) throws(OperationProblem) {
        var pull = XMLPull(sheet, name: "工作表")
        var cells: [String] = []
        var number = 0
        var cell: (column: Int, kind: String, style: Int)?
        while let event = try pull.next() {
            switch event {
            case .start("row", let attributes):
                number = attributes["r"].flatMap { Int($0) } ?? number + 1
                guard (1...Self.mostRows).contains(number) else { throw OperationProblem(.format, "工作表的行号不对") }
                cells = []
            case .end("row"):
                if cells.contains(where: { !$0.isEmpty }) { rows.append((number, cells)) }
            case .start("c", let attributes):
                let column = attributes["r"].flatMap { Self.column($0) } ?? cells.count
                guard column < Self.mostColumns else { throw OperationProblem(.tooBig, "工作表第\(number)行超过\(Self.mostColumns)列") }
                cell = (column, attributes["t"] ?? "n", attributes["s"].flatMap { Int($0) } ?? 0)
            case .start("v", _), .start("t", _):
                let text = try pull.textOfElement()
                guard let cell else { continue }
                while cells.count <= cell.column { cells.append("") }
                cells[cell.column] += Self.value(
                    text, cell.kind, dates.indices.contains(cell.style) ? dates[cell.style] : .none, shared, isSince1904)
            case .start("rPh", _), .start("f", _): _ = try pull.textOfElement()
            case .end("c"): cell = nil
            default: break
            }
        }
    }

    private static func value(_ text: String, _ kind: String, _ date: DateStyle, _ shared: [String], _ isSince1904: Bool) -> String {
        switch kind {
        case "s":
            guard let index = Int(text), shared.indices.contains(index) else { return "" }
            return shared[index]
        case "b": return text == "1" ? "是" : "否"
        case "n":
            guard let number = Double(text) else { return text }
            if date != .none, let shown = date.text(number, isSince1904: isSince1904) { return shown }
            // Binary fractions as they were typed: 0.1 is kept as 0.1.
            return Int64(exactly: number).map { String($0) } ?? "\(number)"
        default: return text
        }
    }

    /// `AB12` → 27.
    private static func column(_ reference: String) -> Int? {
        var column = 0
        for byte in reference.utf8 {
            guard (65...90).contains(byte) else { break }
            column = column * 26 + Int(byte - 64)
            if column > 20_000 { return nil }
        }
        return column == 0 ? nil : column - 1
    }
}

/// How a number shows that is kept as days since 1899-12-30.
enum DateStyle: Equatable {
    case none, date, moment

    /// Source: ECMA-376 part 1, 18.8.30 (built-in formats 14…22, 27…36, 45…47, 50…58).
    init(format: Int, code: String?) {
        if let code {
            // Texts in quotes, in brackets and after a backslash are not part of the pattern.
            var plain = ""
            var closing: Character?
            var isEscaped = false
            for character in code.lowercased() {
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if let close = closing {
                    if character == close { closing = nil }
                } else if character == "\"" {
                    closing = "\""
                } else if character == "[" {
                    closing = "]"
                } else {
                    plain.append(character)
                }
            }
            let hasDay = plain.contains("y") || plain.contains("d")
            let hasTime = plain.contains("h") || plain.contains("s")
            self = hasDay ? (hasTime ? .moment : .date) : .none
        } else {
            switch format {
            case 14...17, 27...31, 34...36, 50...54, 57, 58: self = .date
            case 22: self = .moment
            default: self = .none
            }
        }
    }

    /// Nil where the number is no date.
    func text(_ number: Double, isSince1904: Bool) -> String? {
        let days = number + (isSince1904 ? 1462 : 0)
        // Day 60 is 29 February 1900, which never was: before it everything is one day off, and nobody's data lies there.
        guard days >= 61, days < 2_958_466 else { return nil }
        let minutes = (days * 1440).rounded()
        let day = Int(minutes / 1440)
        let rest = Int(minutes) - day * 1440
        // 25569 days from 1899-12-30 to 1970-01-01.
        let (year, month, date) = Self.civil(day - 25_569)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let shown = "\(year)-\(two(month))-\(two(date))"
        return self == .moment || rest != 0 ? "\(shown)T\(two(rest / 60)):\(two(rest % 60))" : shown
    }

    /// Gregorian date of days since 1970-01-01, for days after 1900.
    private static func civil(_ days: Int) -> (Int, Int, Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * part + 2) / 5 + 1)
    }
}
