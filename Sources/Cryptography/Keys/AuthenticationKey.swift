import Crypto
import Foundation

/// Makes codes that only the holder of the key can make (HMAC, RFC 2104; with SM3: GB/T 15852.2).
public struct AuthenticationKey: Sendable {
    private let bytes: [UInt8]
    private let symmetric: SymmetricKey
    private let suite: CryptographicSuite

    /// - Parameter bytes: 32.
    public init(_ bytes: [UInt8], _ suite: CryptographicSuite) {
        self.bytes = bytes
        symmetric = SymmetricKey(data: bytes)
        self.suite = suite
    }

    /// - Returns: 32 bytes.
    public func code(for content: [UInt8]) -> [UInt8] {
        switch suite {
        case .international: Array(HMAC<SHA256>.authenticationCode(for: content, using: symmetric))
        case .commercial: SM3.authenticationCode(bytes, [content])
        }
    }
}
