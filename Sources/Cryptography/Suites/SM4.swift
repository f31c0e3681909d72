import COpenSSL

/// SM4 (GB/T 32907-2016, ISO/IEC 18033-3/AMD1) in counter mode.
enum SM4 {
    nonisolated(unsafe) private static let algorithm: OpaquePointer? = EVP_CIPHER_fetch(nil, "SM4-CTR", nil)

    /// Encrypts and decrypts: counter mode is its own inverse.
    /// - Parameters:
    ///   - key: 16 bytes.
    ///   - counter: 16 bytes, never twice under one key.
    static func apply(_ bytes: [UInt8], key: [UInt8], counter: [UInt8]) throws(CryptographyProblem) -> [UInt8] {
        guard key.count == 16, counter.count == 16 else { throw .unavailable("SM4 key") }
        guard let algorithm, let context = EVP_CIPHER_CTX_new() else { throw .unavailable("SM4") }
        defer { EVP_CIPHER_CTX_free(context) }
        guard EVP_EncryptInit_ex2(context, algorithm, key, counter, nil) == 1 else { throw .unavailable("SM4") }
        var result = [UInt8](repeating: 0, count: bytes.count)
        // The library counts in 32 bits.
        var at = 0
        while at < bytes.count {
            let count = min(bytes.count - at, 1 << 30)
            var written: Int32 = 0
            let isDone = result.withUnsafeMutableBufferPointer { target in
                bytes.withUnsafeBufferPointer { source -> Bool in
                    guard let to = target.baseAddress, let from = source.baseAddress else { return false }
                    return EVP_EncryptUpdate(context, to + at, &written, from + at, Int32(count)) == 1
                }
            }
            guard isDone, Int(written) == count else { throw .unavailable("SM4") }
            at += count
        }
        return result
    }
}
