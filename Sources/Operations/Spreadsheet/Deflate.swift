import CZlib

/// Compression as ZIP and gzip have it (RFC 1951, RFC 1952).
enum Deflate {
    /// How the compressed bytes are wrapped.
    enum Wrapping: Int32 {
        /// Bare, as inside a ZIP.
        case raw = -15
        case gzip = 31
    }

    /// - Parameter limit: bytes after unpacking that are not exceeded: a small file may claim to hold the world.
    /// - Throws: `format` for damaged data, `tooBig` beyond the limit.
    static func unpack(_ packed: ArraySlice<UInt8>, as wrapping: Wrapping, limit: Int, name: String) throws(OperationProblem) -> [UInt8] {
        var stream = z_stream()
        guard inflateInit2_(&stream, wrapping.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw OperationProblem(.format, "\(name)：解压组件不可用")
        }
        defer { inflateEnd(&stream) }
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var input = Array(packed)
        let inputCount = input.count
        let code = input.withUnsafeMutableBufferPointer { source -> Int32 in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(clamping: inputCount)
            var code = Z_OK
            while code == Z_OK {
                code = buffer.withUnsafeMutableBufferPointer { target -> Int32 in
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(target.count)
                    let code = inflate(&stream, Z_NO_FLUSH)
                    output.append(contentsOf: target[0..<(target.count - Int(stream.avail_out))])
                    return code
                }
                if output.count > limit { return Z_MEM_ERROR }
                if code == Z_BUF_ERROR { break }
            }
            return code
        }
        if code == Z_MEM_ERROR { throw OperationProblem(.tooBig, "\(name)：解压后超过\(limit >> 20) MB，已停止。请拆分后再试") }
        guard code == Z_STREAM_END else { throw OperationProblem(.format, "\(name)：压缩数据损坏，请重新取得文件") }
        return output
    }

    /// - Throws: `format` when zlib cannot work.
    static func pack(_ bytes: [UInt8], as wrapping: Wrapping) throws(OperationProblem) -> [UInt8] {
        var packer = try Packer(wrapping)
        var output = try packer.pack(bytes)
        output += try packer.finish()
        return output
    }

    /// Checksum of ZIP and gzip.
    static func checksum(_ bytes: some Sequence<UInt8>, after sum: UInt32 = 0) -> UInt32 {
        let copy = Array(bytes)
        return copy.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32_z(UInt(sum), $0.baseAddress, $0.count)) }
    }

    /// Packs piece by piece.
    struct Packer: ~Copyable {
        // zlib keeps a pointer back to its stream: it must not move.
        private let stream: UnsafeMutablePointer<z_stream>
        private var isFinished = false

        init(_ wrapping: Wrapping) throws(OperationProblem) {
            stream = .allocate(capacity: 1)
            stream.initialize(to: z_stream())
            guard
                deflateInit2_(
                    stream, 6, Z_DEFLATED, wrapping.rawValue, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
                    == Z_OK
            else {
                stream.deallocate()
                throw OperationProblem(.format, "压缩组件不可用")
            }
        }
        deinit {
            deflateEnd(stream)
            stream.deallocate()
        }

        mutating func pack(_ bytes: [UInt8]) throws(OperationProblem) -> [UInt8] { try run(bytes, Z_NO_FLUSH) }
        mutating func finish() throws(OperationProblem) -> [UInt8] {
            defer { isFinished = true }
            return isFinished ? [] : try run([], Z_FINISH)
        }

        private func run(_ bytes: [UInt8], _ flush: Int32) throws(OperationProblem) -> [UInt8] {
            var input = bytes
            var output: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = input.count
            let isWell = input.withUnsafeMutableBufferPointer { source -> Bool in
                stream.pointee.next_in = source.baseAddress
                stream.pointee.avail_in = UInt32(clamping: count)
                var code = Z_OK
                repeat {
                    code = buffer.withUnsafeMutableBufferPointer { target -> Int32 in
                        stream.pointee.next_out = target.baseAddress
                        stream.pointee.avail_out = UInt32(target.count)
                        let code = deflate(stream, flush)
                        output.append(contentsOf: target[0..<(target.count - Int(stream.pointee.avail_out))])
                        return code
                    }
                    if code == Z_STREAM_ERROR { return false }
                } while stream.pointee.avail_out == 0
                return flush != Z_FINISH || code == Z_STREAM_END
            }
            guard isWell else { throw OperationProblem(.format, "压缩没有完成") }
            return output
        }
    }
}
