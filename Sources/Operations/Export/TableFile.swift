import Foundation

/// A table written row by row into a file for spreadsheet programs, in memory that does not grow with the rows.
public final class TableFile {
    /// Kinds of file, by the ending of their names.
    public enum Format: String, Sendable, CaseIterable {
        case csv, xlsx

        public var mediaType: String {
            switch self {
            case .csv: "text/csv; charset=utf-8"
            case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        }
    }

    /// A value as people read it. A text is never read as a formula.
    public struct Cell: Sendable, Hashable {
        public var text: String
        /// A plain decimal number, which programs may add up.
        public var isNumber: Bool

        /// - Parameter isNumber: believed only where the text is one.
        public init(_ text: String, isNumber: Bool = false) {
            self.text = text
            self.isNumber = isNumber && text.wholeMatch(of: /-?[0-9]{1,15}(\.[0-9]{1,10})?/) != nil
        }
    }

    private enum Writer {
        case lines(FileHandle)
        case sheet(SpreadsheetWriter)
    }
    private let writer: Writer
    private var block = ""

    /// - Throws: `OperationProblem` when the file cannot be written.
    public init(path: String, format: Format, title: String, header: [String]) throws(OperationProblem) {
        switch format {
        case .xlsx: writer = .sheet(try SpreadsheetWriter(path: path, title: title, header: header))
        case .csv:
            guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
                let file = FileHandle(forWritingAtPath: path)
            else {
                throw OperationProblem(.file, "不能写 \(path)，请检查文件夹是否存在、有无权限和空间")
            }
            writer = .lines(file)
            // The mark tells spreadsheet programs that this is UTF-8.
            block = "\u{FEFF}" + CSVWriter.line(header)
        }
    }

    public func add(_ cells: [Cell]) throws {
        switch writer {
        case .sheet(let sheet): try sheet.add(cells.map { $0.text.isEmpty ? .empty : $0.isNumber ? .number($0.text) : .text($0.text) })
        case .lines:
            block += CSVWriter.line(cells.map { $0.isNumber ? $0.text : CSVWriter.neutral($0.text) }, guards: false)
            if block.utf8.count > 1 << 16 { try flush() }
        }
    }

    /// The file is whole only after this.
    public func finish() throws {
        switch writer {
        case .sheet(let sheet): try sheet.finish()
        case .lines(let file):
            try flush()
            try file.close()
        }
    }

    private func flush() throws {
        guard case .lines(let file) = writer else { return }
        try file.write(contentsOf: Data(block.utf8))
        block = ""
    }
}
