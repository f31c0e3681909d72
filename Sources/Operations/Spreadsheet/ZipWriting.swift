import Foundation

/// Writes a ZIP archive into a file, entry by entry, each as long as it likes: sizes are put into the entry's head when it ends.
struct ZipWriter: ~Copyable {
    private let file: FileHandle
    private var offset = 0
    private var directory: [UInt8] = []
    private var count = 0
    private var current: Current?

    private struct Current {
        var name: [UInt8]
        var start: Int
        var checksum: UInt32 = 0
        var size = 0
        var packedSize = 0
    }
    private var packer: Deflate.Packer?

    /// - Throws: `file` when it cannot be written.
    init(path: String) throws(OperationProblem) {
        guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path) else {
            throw OperationProblem(.file, "不能写 \(path)，请检查文件夹是否存在、有无权限")
        }
        self.file = file
    }

    mutating func begin(_ name: String) throws(OperationProblem) {
        try end()
        let nameBytes = Array(name.utf8)
        current = Current(name: nameBytes, start: offset)
        packer = try Deflate.Packer(.raw)
        try write(head(0x0403_4b50, Current(name: nameBytes, start: offset)) + nameBytes)
    }

    mutating func add(_ bytes: [UInt8]) throws(OperationProblem) {
        guard var entry = current, !bytes.isEmpty else { return }
        entry.checksum = Deflate.checksum(bytes, after: entry.checksum)
        entry.size += bytes.count
        let packed = try packer?.pack(bytes) ?? []
        entry.packedSize += packed.count
        current = entry
        try write(packed)
    }

    private mutating func end() throws(OperationProblem) {
        guard var entry = current else { return }
        let packed = try packer?.finish() ?? []
        packer = nil
        current = nil
        entry.packedSize += packed.count
        try write(packed)
        guard offset < 0xFFFF_FFFF, entry.size < 0xFFFF_FFFF else { throw OperationProblem(.tooBig, "文件超过 4 GB，请缩小导出范围或改用 CSV") }
        do {
            try file.seek(toOffset: UInt64(entry.start))
            try file.write(contentsOf: Data(head(0x0403_4b50, entry)))
            try file.seekToEnd()
        } catch { throw OperationProblem(.file, "写文件出错：\(error)") }
        directory += number(0x0201_4b50, 4) + number(20, 2) + fields(entry)
        directory += number(0, 2) + number(0, 2) + number(0, 2) + number(0, 4) + number(entry.start, 4) + entry.name
        count += 1
    }

    mutating func finish() throws(OperationProblem) {
        try end()
        let start = offset
        try write(directory)
        try write(
            number(0x0605_4b50, 4) + number(0, 4) + number(count, 2) + number(count, 2) + number(directory.count, 4) + number(start, 4)
                + number(0, 2))
        do {
            try file.synchronize()
            try file.close()
        } catch { throw OperationProblem(.file, "写文件出错：\(error)") }
    }

    private func head(_ signature: Int, _ entry: Current) -> [UInt8] { number(signature, 4) + fields(entry) }

    /// Version, flags (names in UTF-8), method, a fixed time, checksum, sizes, lengths: alike in the entry's head and in the directory.
    private func fields(_ entry: Current) -> [UInt8] {
        number(20, 2) + number(0x0800, 2) + number(8, 2) + number(0, 2) + number(0x21, 2) + number(Int(entry.checksum), 4)
            + number(entry.packedSize, 4)
            + number(entry.size, 4) + number(entry.name.count, 2) + number(0, 2)
    }

    private func number(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }

    private mutating func write(_ bytes: [UInt8]) throws(OperationProblem) {
        guard !bytes.isEmpty else { return }
        do { try file.write(contentsOf: Data(bytes)) } catch { throw OperationProblem(.file, "写文件出错：\(error)。请检查磁盘空间") }
        offset += bytes.count
    }
}
