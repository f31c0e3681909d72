import Crypto
import Foundation

/// Seals and opens: whoever has not the key can neither read nor alter.
///
/// International: AES-256-GCM, as nonce (12 bytes), ciphertext, tag (16 bytes). Commercial: counter (16 bytes), SM4 ciphertext, HMAC-SM3 over both (32 bytes),
/// under two keys derived from this one.
public struct SealingKey: Sendable {
    private enum Kind: Sendable {
        case international(SymmetricKey)
        case commercial(encrypting: [UInt8], authenticating: [UInt8])
    }
    private let kind: Kind
    /// The key itself, to be wrapped by another.
    public let bytes: [UInt8]

    /// - Parameter bytes: 32.
    public init(_ bytes: [UInt8], _ suite: CryptographicSuite) {
        self.bytes = bytes
        switch suite {
        case .international: kind = .international(SymmetricKey(data: bytes))
        case .commercial:
            let both = SM3.derive(bytes, salt: [], information: Array("bagui sm4 and hmac-sm3".utf8), count: 48)
            kind = .commercial(encrypting: Array(both.prefix(16)), authenticating: Array(both.dropFirst(16)))
        }
    }

    /// A random one.
    public static func fresh(_ suite: CryptographicSuite) -> SealingKey { SealingKey(randomBytes(32), suite) }

    /// - Throws: `unavailable` only where the library itself fails.
    public func seal(_ bytes: some ContiguousBytes) throws(CryptographyProblem) -> [UInt8] {
        let clear = bytes.withUnsafeBytes { Array($0) }
        switch kind {
        case .international(let key):
            guard let combined = try? AES.GCM.seal(clear, using: key).combined else { throw .unavailable("AES-GCM") }
            return Array(combined)
        case .commercial(let encrypting, let authenticating):
            let counter = randomBytes(16)
            let hidden = try SM4.apply(clear, key: encrypting, counter: counter)
            return counter + hidden + SM3.authenticationCode(authenticating, [counter, hidden])
        }
    }

    /// - Throws: `cannotOpen`: another key, or altered.
    public func open(_ sealed: some ContiguousBytes) throws(CryptographyProblem) -> [UInt8] {
        let sealed = sealed.withUnsafeBytes { Array($0) }
        switch kind {
        case .international(let key):
            guard let box = try? AES.GCM.SealedBox(combined: sealed), let opened = try? AES.GCM.open(box, using: key) else {
                throw .cannotOpen
            }
            return Array(opened)
        case .commercial(let encrypting, let authenticating):
            guard sealed.count >= 48 else { throw .cannotOpen }
            let (counter, hidden) = (Array(sealed.prefix(16)), Array(sealed[16..<(sealed.count - 32)]))
            guard isSame(SM3.authenticationCode(authenticating, [counter, hidden]), Array(sealed.suffix(32))) else { throw .cannotOpen }
            return try SM4.apply(hidden, key: encrypting, counter: counter)
        }
    }
}

/// From the system's generator.
func randomBytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
}

/// In the same time whether they differ early or late.
func isSame(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    one.count == other.count && zip(one, other).reduce(into: UInt8(0)) { $0 |= $1.0 ^ $1.1 } == 0
}
