import Casework
import Expressions
import Foundation

/// A file of rows: CSV, XLSX or JSON lines, told apart by content.
public struct ImportSource: Sendable {
    /// What the file is.
    public enum Format: String, Sendable { case csv, xlsx, jsonl }

    /// One row.
    public struct Row: Sendable, Hashable {
        /// Line of the file, or row of the sheet, from 1.
        public var line: Int
        /// Cells by column of the header; of JSON lines empty.
        public var cells: [String]
        /// Of JSON lines the object.
        public var object: [String: Value]?
        /// Why the row cannot be read at all.
        public var problem: String?
    }

    public let format: Format
    /// Column heads; of JSON lines empty.
    public let header: [String]
    /// SHA-256 of the file's bytes, hexadecimal.
    public let digest: String
    private let content: [UInt8]
    private let sheet: [Row]

    /// - Throws: `OperationProblem` when the file cannot be read, is none of these, or takes more than is allowed.
    public init(path: String) throws(OperationProblem) {
        guard let data = FileManager.default.contents(atPath: path) else { throw OperationProblem(.file, "读不到文件 \(path)") }
        try self.init(Array(data))
    }

    /// As `init(path:)`, of bytes at hand.
    public init(_ bytes: [UInt8]) throws(OperationProblem) {
        guard bytes.count <= TableText.limit else { throw OperationProblem(.tooBig, "文件超过 1 GB，请拆分后再导入") }
        digest = Backup.digest(bytes)
        if bytes.starts(with: [0x50, 0x4B]) {
            format = .xlsx
            let rows = try SpreadsheetReader(bytes).rows
            guard let first = rows.first else { throw OperationProblem(.format, "工作表是空的：第一行应为列名") }
            header = first.cells.map(Self.head)
            sheet = rows.dropFirst().map { Row(line: $0.number, cells: $0.cells, object: nil, problem: nil) }
            content = []
            return
        }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            throw OperationProblem(.format, "这是旧的 .xls 文件或加了密码的工作簿。请用 Excel 或 WPS 另存为 .xlsx")
        }
        let text = try TableText.decode(bytes)
        content = text
        sheet = []
        if text.first(where: { ![0x20, 0x0A, 0x0D, 0x09].contains($0) }) == UInt8(ascii: "{") {
            format = .jsonl
            header = []
        } else {
            format = .csv
            var reader = CSVReader(text)
            guard let first = reader.next() else { throw OperationProblem(.format, "文件是空的：第一行应为列名") }
            if let problem = first.problem { throw OperationProblem(.format, "第\(first.line)行（列名）：\(problem)") }
            header = first.cells.map(Self.head)
        }
    }

    /// Required columns are marked with a star in our own templates.
    private static func head(_ text: String) -> String {
        var view = text[...]
        while let last = view.last, last.isWhitespace || last == "*" || last == "＊" { view = view.dropLast() }
        while let first = view.first, first.isWhitespace { view = view.dropFirst() }
        return CSVWriter.original(String(view))
    }

    /// Rows in their order, the header left out.
    public var rows: AnySequence<Row> {
        switch format {
        case .xlsx: return AnySequence(sheet)
        case .csv:
            let width = header.count
            return AnySequence(
                CSVReader(content).lazy.dropFirst().map { row in
                    var problem = row.problem
                    if problem == nil, row.cells.count > width { problem = "有\(row.cells.count)个单元格，列名只有\(width)个；含逗号的单元格应加引号" }
                    return Row(line: row.line, cells: row.cells.map(CSVWriter.original), object: nil, problem: problem)
                })
        case .jsonl: return AnySequence(JSONLines(content))
        }
    }
}

/// A JSON object a line.
private struct JSONLines: Sequence, IteratorProtocol {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 0
    /// Bytes of one line.
    private static let limit = 4 << 20

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> ImportSource.Row? {
        while position < bytes.count {
            let start = position
            while position < bytes.count, bytes[position] != 0x0A { position += 1 }
            let content = bytes[start..<position]
            position += 1
            line += 1
            if content.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) { continue }
            var row = ImportSource.Row(line: line, cells: [], object: nil, problem: nil)
            guard content.count <= Self.limit else {
                row.problem = "这一行超过 4 MB"
                return row
            }
            do {
                guard case .map(let map) = try PlainJSON.read(String(decoding: content, as: UTF8.self)) else {
                    row.problem = "应为 JSON 对象，如 {\"title\": \"…\"}"
                    return row
                }
                row.object = Dictionary(
                    map.compactMap { key, value in if case .string(let name) = key { (name, value) } else { nil } },
                    uniquingKeysWith: { first, _ in first })
            } catch { row.problem = "不是正确的 JSON：\(error.message)（第\(error.offset + 1)字节）" }
            return row
        }
        return nil
    }
}
