/// A ZIP archive held in memory, read by its central directory (APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12, 4.3.16). Stored and deflated entries; no
/// encryption, no ZIP64: spreadsheets need neither.
struct ZipArchive {
    /// What one file may hold, whatever it claims.
    struct Limits {
        var entries = 5_000
        /// Bytes after unpacking of one entry.
        var entryBytes = 512 << 20
        /// Bytes after unpacking of all that is read.
        var totalBytes = 768 << 20
        /// Unpacked by packed bytes: a spreadsheet full of one value reaches about a hundred, a bomb a thousand and more.
        var ratio = 400
    }

    private struct Entry {
        var method: Int
        var checksum: UInt32
        var packedSize: Int
        var size: Int
        var offset: Int
    }

    private let bytes: [UInt8]
    private let limits: Limits
    private var entries: [String: Entry] = [:]
    private var unpacked = 0

    /// - Throws: `format` when it is no such archive, `tooBig` when it claims more than is taken.
    init(_ bytes: [UInt8], limits: Limits = Limits()) throws(OperationProblem) {
        self.bytes = bytes
        self.limits = limits
        let broken = OperationProblem(.format, "不是完整的 XLSX 文件（ZIP 目录损坏），请重新导出")
        guard bytes.count >= 22 else { throw broken }
        // The end record stands within the last 64 KiB, since its comment may be so long.
        var end: Int?
        var position = bytes.count - 22
        while position >= max(0, bytes.count - 65_557) {
            if number(position, 4) == 0x0605_4b50 {
                end = position
                break
            }
            position -= 1
        }
        guard let end else { throw broken }
        let count = number(end + 10, 2)
        var at = number(end + 16, 4)
        guard count <= limits.entries else { throw OperationProblem(.tooBig, "压缩包内有\(count)个文件，超过\(limits.entries)个") }
        for _ in 0..<count {
            guard at >= 0, at + 46 <= bytes.count, number(at, 4) == 0x0201_4b50 else { throw broken }
            let (nameLength, extraLength, commentLength) = (number(at + 28, 2), number(at + 30, 2), number(at + 32, 2))
            guard at + 46 + nameLength <= bytes.count else { throw broken }
            guard number(at + 8, 2) & 1 == 0 else { throw OperationProblem(.format, "文件有密码，请取消密码保护后再导入") }
            let name = String(decoding: bytes[(at + 46)..<(at + 46 + nameLength)], as: UTF8.self)
            entries[name] = Entry(
                method: number(at + 10, 2), checksum: UInt32(truncatingIfNeeded: number(at + 16, 4)), packedSize: number(at + 20, 4),
                size: number(at + 24, 4),
                offset: number(at + 42, 4))
            at += 46 + nameLength + extraLength + commentLength
        }
    }

    var names: [String] { entries.keys.sorted() }

    /// Content of an entry; nil when there is none of this name.
    mutating func content(_ name: String) throws(OperationProblem) -> [UInt8]? {
        guard let entry = entries[name] else { return nil }
        let broken = OperationProblem(.format, "“\(name)”损坏，请重新导出文件")
        guard entry.offset + 30 <= bytes.count, number(entry.offset, 4) == 0x0403_4b50 else { throw broken }
        let start = entry.offset + 30 + number(entry.offset + 26, 2) + number(entry.offset + 28, 2)
        guard start + entry.packedSize <= bytes.count else { throw broken }
        guard entry.size <= limits.entryBytes, unpacked + entry.size <= limits.totalBytes else {
            throw OperationProblem(.tooBig, "“\(name)”解压后有\(entry.size >> 20) MB，超过限额。请拆分后再试")
        }
        guard entry.size <= max(1 << 20, entry.packedSize * limits.ratio) else {
            throw OperationProblem(.tooBig, "“\(name)”的压缩比异常（\(entry.size / max(1, entry.packedSize))倍），疑为压缩炸弹，已拒收")
        }
        let packed = bytes[start..<(start + entry.packedSize)]
        let content: [UInt8]
        switch entry.method {
        case 0: content = Array(packed)
        // Never more than was claimed and allowed, whatever comes out.
        case 8: content = try Deflate.unpack(packed, as: .raw, limit: entry.size, name: name)
        default: throw OperationProblem(.format, "“\(name)”的压缩方式不受支持，请用 Excel 或 WPS 另存一次")
        }
        guard content.count == entry.size, Deflate.checksum(content) == entry.checksum else { throw broken }
        unpacked += content.count
        return content
    }

    /// Little endian. 0 beyond the end.
    private func number(_ offset: Int, _ count: Int) -> Int {
        guard offset >= 0, offset + count <= bytes.count else { return 0 }
        var value = 0
        for index in (0..<count).reversed() { value = value << 8 | Int(bytes[offset + index]) }
        return value
    }
}
