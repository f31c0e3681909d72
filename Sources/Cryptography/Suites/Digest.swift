import Crypto
import Foundation

/// A digest of 32 bytes under either suite, fed piece by piece.
public struct Digest: ~Copyable {
    private enum State {
        case international(SHA256)
        case commercial(SM3)
    }
    private var state: State

    /// Of nothing yet.
    public init(_ suite: CryptographicSuite) {
        switch suite {
        case .international: state = .international(SHA256())
        case .commercial: state = .commercial(SM3())
        }
    }

    /// Adds bytes to what is digested.
    public mutating func update(_ bytes: some ContiguousBytes) {
        switch state {
        case .international(var hasher):
            // The state moves out and in again, so that it is not copied on the way.
            bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
            state = .international(hasher)
        case .commercial(let hasher): bytes.withUnsafeBytes { hasher.update($0) }
        }
    }

    /// Big-endian, eight bytes.
    public mutating func update(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: UInt64(truncatingIfNeeded: number).bigEndian) { update(Array($0)) }
    }

    /// Ends the digest.
    /// - Returns: 32 bytes.
    public consuming func finalize() -> [UInt8] {
        switch state {
        case .international(let hasher): Array(hasher.finalize())
        case .commercial(let hasher): hasher.finalize()
        }
    }

    /// Two small digits a byte.
    public static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The digest of a whole.
    /// - Returns: 32 bytes.
    public static func of(_ bytes: some ContiguousBytes, _ suite: CryptographicSuite) -> [UInt8] {
        var digest = Digest(suite)
        digest.update(bytes)
        return digest.finalize()
    }
}
