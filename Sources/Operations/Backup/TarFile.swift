import Foundation

/// A POSIX archive (IEEE Std 1003.1, ustar), so that a backup can be looked into with any `tar`. Entries are written whole.
struct TarWriter: ~Copyable {
    private let file: FileHandle

    init(path: String) throws(OperationProblem) {
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let file = FileHandle(forWritingAtPath: path)
        else {
            throw OperationProblem(.file, "不能写 \(path)，请检查文件夹是否存在、有无权限")
        }
        self.file = file
    }

    /// - Parameter name: at most 100 bytes.
    mutating func add(_ name: String, _ content: [UInt8]) throws(OperationProblem) {
        guard name.utf8.count <= 100, content.count < 1 << 33 else { throw OperationProblem(.format, "备份内的文件名过长：\(name)") }
        var head = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) { for (index, byte) in text.utf8.enumerated() { head[offset + index] = byte } }
        func octal(_ number: Int, _ digits: Int) -> String {
            let text = String(number, radix: 8)
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }
        put(name, at: 0)
        put(octal(0o600, 7), at: 100)
        put(octal(0, 7), at: 108)
        put(octal(0, 7), at: 116)
        put(octal(content.count, 11), at: 124)
        put(octal(0, 11), at: 136)
        put("        0", at: 148)
        put("ustar\u{0}00", at: 257)
        put(octal(head.reduce(0) { $0 + Int($1) }, 6) + "\u{0} ", at: 148)
        let padding = [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
        try write(head + content + padding)
    }

    mutating func finish() throws(OperationProblem) {
        try write([UInt8](repeating: 0, count: 1024))
        do {
            try file.synchronize()
            try file.close()
        } catch { throw OperationProblem(.file, "写备份出错：\(error)") }
    }

    private func write(_ bytes: [UInt8]) throws(OperationProblem) {
        do { try file.write(contentsOf: Data(bytes)) } catch { throw OperationProblem(.file, "写备份出错：\(error)。请检查磁盘空间") }
    }
}

/// Reads such an archive entry by entry.
struct TarReader {
    /// Bytes of one entry that are taken.
    static let limit = 512 << 20
    private let file: FileHandle
    private let path: String

    init(path: String) throws(OperationProblem) {
        guard let file = FileHandle(forReadingAtPath: path) else { throw OperationProblem(.file, "读不到 \(path)") }
        self.file = file
        self.path = path
    }

    /// Nil at the end mark.
    /// - Throws: `format` when the archive is damaged or cut off.
    mutating func next() throws(OperationProblem) -> (name: String, content: [UInt8])? {
        let head = try read(512)
        if head.allSatisfy({ $0 == 0 }) { return nil }
        let broken = OperationProblem(.format, "\(path) 不是备份文件，或已损坏")
        func text(_ range: Range<Int>) -> String { String(decoding: head[range].prefix { $0 != 0 && $0 != 0x20 }, as: UTF8.self) }
        guard text(257..<262) == "ustar", let size = Int(text(124..<136), radix: 8), size >= 0, let sum = Int(text(148..<156), radix: 8)
        else { throw broken }
        let found = head.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
        guard found == sum else { throw broken }
        guard size <= Self.limit else { throw OperationProblem(.tooBig, "\(path) 内的“\(text(0..<100))”超过\(Self.limit >> 20) MB") }
        let content = try read(size)
        _ = try read((512 - size % 512) % 512)
        return (text(0..<100), content)
    }

    private func read(_ count: Int) throws(OperationProblem) -> [UInt8] {
        guard count > 0 else { return [] }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count {
            let piece: Data?
            do { piece = try file.read(upToCount: count - bytes.count) } catch { throw OperationProblem(.file, "读 \(path) 出错：\(error)") }
            guard let piece, !piece.isEmpty else { throw OperationProblem(.format, "\(path) 不完整：突然结束。请重新取得备份") }
            bytes += piece
        }
        return bytes
    }
}
