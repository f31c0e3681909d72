import CZlib
import Foundation

/// Lines of a text file, plain or packed by gzip, read piece by piece: a corpus of any size costs a few buffers.
struct LineReader {
    let file: String

    /// - Parameter body: gets the number of the line (from 1) and its bytes without the line end.
    /// - Throws: `KnowledgeError.unreadable`, also for a packed file that is cut off; whatever `body` throws.
    func each(_ body: (Int, Data) throws -> Void) throws {
        guard FileManager.default.fileExists(atPath: file) else { throw KnowledgeError.unreadable(file: file, reason: "没有这个文件") }
        // zlib reads plain files through unchanged.
        guard let handle = gzopen(file, "rb") else { throw KnowledgeError.unreadable(file: file, reason: "打不开") }
        defer { gzclose(handle) }
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        var pending = Data()
        var number = 0
        while true {
            let count = buffer.withUnsafeMutableBytes { gzread(handle, $0.baseAddress, UInt32($0.count)) }
            if count < 0 { throw KnowledgeError.unreadable(file: file, reason: "压缩文件损坏") }
            if count == 0 { break }
            var start = 0
            let end = Int(count)
            while start < end {
                let newline = buffer.withUnsafeBytes { bytes -> Int? in
                    guard let base = bytes.baseAddress, let found = memchr(base + start, 0x0A, end - start) else { return nil }
                    return UnsafeRawPointer(found) - base
                }
                guard let newline else {
                    pending.append(contentsOf: buffer[start..<end])
                    break
                }
                number += 1
                if pending.isEmpty {
                    try body(number, Data(buffer[start..<newline]))
                } else {
                    pending.append(contentsOf: buffer[start..<newline])
                    try body(number, pending)
                    pending = Data()
                }
                start = newline + 1
            }
        }
        var code: Int32 = 0
        _ = gzerror(handle, &code)
        // A packed file that ends in the middle of its stream.
        if code == Z_BUF_ERROR || code == Z_DATA_ERROR { throw KnowledgeError.unreadable(file: file, reason: "压缩文件不完整") }
        if !pending.isEmpty { try body(number + 1, pending) }
    }
}
