import COpenSSL

/// SM3 (GB/T 32905-2016, ISO/IEC 10118-3): 32 bytes.
final class SM3 {
    /// Looked up once: the library's own look-up at every digest costs more than a short digest.
    nonisolated(unsafe) static let algorithm: OpaquePointer? = EVP_MD_fetch(nil, "SM3", nil)

    private let context: OpaquePointer?

    init() {
        context = EVP_MD_CTX_new()
        EVP_DigestInit_ex(context, Self.algorithm, nil)
    }

    deinit { EVP_MD_CTX_free(context) }

    func update(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        EVP_DigestUpdate(context, start, bytes.count)
    }

    func finalize() -> [UInt8] {
        var result = [UInt8](repeating: 0, count: 32)
        EVP_DigestFinal_ex(context, &result, nil)
        return result
    }

    /// HMAC (GB/T 15852.2) with SM3.
    static func authenticationCode(_ key: [UInt8], _ parts: [[UInt8]]) -> [UInt8] {
        let block = 64
        var padded = key.count > block ? digest([key]) : key
        padded += [UInt8](repeating: 0, count: block - padded.count)
        let inner = digest([padded.map { $0 ^ 0x36 }] + parts)
        return digest([padded.map { $0 ^ 0x5C }, inner])
    }

    static func digest(_ parts: [[UInt8]]) -> [UInt8] {
        let hasher = SM3()
        for part in parts { part.withUnsafeBytes { hasher.update($0) } }
        return hasher.finalize()
    }

    /// HKDF (RFC 5869) with HMAC-SM3.
    /// - Parameter count: 1…8160 bytes.
    static func derive(_ material: [UInt8], salt: [UInt8], information: [UInt8], count: Int) -> [UInt8] {
        let extracted = authenticationCode(salt.isEmpty ? [UInt8](repeating: 0, count: 32) : salt, [material])
        var (result, last): ([UInt8], [UInt8]) = ([], [])
        var number: UInt8 = 1
        while result.count < count {
            last = authenticationCode(extracted, [last, information, [number]])
            result += last
            number &+= 1
        }
        return Array(result.prefix(count))
    }
}
