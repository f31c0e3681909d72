/// Rows of a CSV file (RFC 4180), in UTF-8: quotes doubled inside quotes, line breaks inside quotes, CRLF, LF or CR between rows. Empty lines are left out.
struct CSVReader: Sequence, IteratorProtocol {
    /// A row and the line at which it begins, from 1. A row that cannot be read says why.
    struct Row: Equatable {
        var line: Int
        var cells: [String]
        var problem: String?
    }

    private let bytes: [UInt8]
    private let separator: UInt8
    private var position = 0
    private var line = 1

    /// - Parameter bytes: UTF-8 without a mark.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        separator = Self.separator(of: bytes)
    }

    /// Comma, or what the first line has more of: tabulator or semicolon, as some programs write.
    private static func separator(of bytes: [UInt8]) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == 0x0A || byte == 0x0D { break }
            if [UInt8(ascii: ","), 0x09, UInt8(ascii: ";")].contains(byte) { counts[byte, default: 0] += 1 }
        }
        guard counts[UInt8(ascii: ",")] == nil, let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else {
            return UInt8(ascii: ",")
        }
        return most.key
    }

    mutating func next() -> Row? {
        while position < bytes.count {
            let row = read()
            if row.problem == nil, row.cells.allSatisfy(\.isEmpty) { continue }
            return row
        }
        return nil
    }

    private mutating func read() -> Row {
        var row = Row(line: line, cells: [], problem: nil)
        while true {
            row.cells.append(cell(&row.problem))
            guard position < bytes.count else { return row }
            let byte = bytes[position]
            position += 1
            if byte == separator {
                // A separator at the very end leaves one more empty cell.
                if position == bytes.count {
                    row.cells.append("")
                    return row
                }
                continue
            }
            if byte == 0x0D, position < bytes.count, bytes[position] == 0x0A { position += 1 }
            line += 1
            return row
        }
    }

    /// Stops at a separator, a line's end or the file's end.
    private mutating func cell(_ problem: inout String?) -> String {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return plain() }
        position += 1
        var content: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte != UInt8(ascii: "\"") {
                if byte == 0x0A || (byte == 0x0D && !(position < bytes.count && bytes[position] == 0x0A)) { line += 1 }
                content.append(byte)
            } else if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
                content.append(byte)
                position += 1
            } else {
                let rest = plain()
                if !rest.allSatisfy({ $0 == " " }) { problem = "引号之后还有文字；单元格内的引号应写成两个" }
                return String(decoding: content, as: UTF8.self)
            }
        }
        problem = "引号没有结束"
        return String(decoding: content, as: UTF8.self)
    }

    private mutating func plain() -> String {
        let start = position
        while position < bytes.count, bytes[position] != separator, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }
}
