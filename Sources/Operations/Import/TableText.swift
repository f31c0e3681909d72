import Foundation
import Glibc

/// Text files as offices have them: UTF-8 with or without its mark, UTF-16 with its mark, else GB 18030.
enum TableText {
    /// Bytes of a file that are taken at once.
    static let limit = 1 << 30

    /// UTF-8 without its mark.
    /// - Throws: `format` when the bytes are none of these.
    static func decode(_ bytes: [UInt8]) throws(OperationProblem) -> [UInt8] {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return try utf8(Array(bytes.dropFirst(3)), marked: true) }
        if bytes.starts(with: [0xFF, 0xFE]) { return try convert(Array(bytes.dropFirst(2)), from: "UTF-16LE") }
        if bytes.starts(with: [0xFE, 0xFF]) { return try convert(Array(bytes.dropFirst(2)), from: "UTF-16BE") }
        return try utf8(bytes, marked: false)
    }

    private static func utf8(_ bytes: [UInt8], marked: Bool) throws(OperationProblem) -> [UInt8] {
        if bytes.contains(0) { throw OperationProblem(.format, "文件含有空字符，不是文本文件。请另存为 CSV（UTF-8）后再导入") }
        if String(validating: bytes, as: UTF8.self) != nil { return bytes }
        if marked { throw OperationProblem(.format, "文件标明是 UTF-8，内容却不是。请另存为 CSV（UTF-8）后再导入") }
        return try convert(bytes, from: "GB18030")
    }

    private static func convert(_ bytes: [UInt8], from encoding: String) throws(OperationProblem) -> [UInt8] {
        let wrong = OperationProblem(.format, "文件的编码不是 UTF-8，也不是 \(encoding)。请另存为 CSV（UTF-8）后再导入")
        guard let converter = iconv_open("UTF-8", encoding), converter != iconv_t(bitPattern: -1) else { throw wrong }
        defer { iconv_close(converter) }
        var input = bytes.map { CChar(bitPattern: $0) }
        var output: [UInt8] = []
        var buffer = [CChar](repeating: 0, count: 65_536)
        let count = input.count
        let isWell = input.withUnsafeMutableBufferPointer { source -> Bool in
            var from = source.baseAddress
            var left = count
            while left > 0 {
                let outcome = buffer.withUnsafeMutableBufferPointer { target -> (result: Int, error: Int32) in
                    var to = target.baseAddress
                    var room = target.count
                    let result = iconv(converter, &from, &left, &to, &room)
                    let error = errno
                    for byte in target[0..<(target.count - room)] { output.append(UInt8(bitPattern: byte)) }
                    return (Int(result), error)
                }
                if outcome.result == -1, outcome.error != E2BIG { return false }
            }
            return true
        }
        guard isWell, !output.contains(0) else { throw wrong }
        return output
    }
}
