import Crypto
import Foundation

/// The secret of a node, from which every other key is made, and with it the suite of algorithms under which it keeps its data: neither can be had without the
/// other, so that nothing can be read or written under the wrong one.
public struct MasterKey: Sendable, Hashable {
    /// 32 random bytes.
    public let bytes: [UInt8]
    /// Under which algorithms all keys made of it work.
    public let suite: CryptographicSuite

    /// - Parameter bytes: 32 random bytes.
    public init(_ bytes: [UInt8], _ suite: CryptographicSuite = .international) throws(CryptographyProblem) {
        guard bytes.count == 32 else { throw .badMasterKey }
        self.bytes = bytes
        self.suite = suite
    }

    private init(unchecked bytes: [UInt8], _ suite: CryptographicSuite) {
        self.bytes = bytes
        self.suite = suite
    }

    /// A random one.
    public static func fresh(_ suite: CryptographicSuite = .international) -> MasterKey {
        MasterKey(unchecked: randomBytes(32), suite)
    }

    // MARK: The file

    private static let mark = Array("bagui commercial key 1\n".utf8)

    /// As it stands in its file: 32 bytes; under the commercial suite a line that says so, then 32 bytes.
    public var file: [UInt8] { suite == .commercial ? Self.mark + bytes : bytes }

    /// - Throws: `badMasterKey` for a file that is cut or too long.
    public init(file: [UInt8]) throws(CryptographyProblem) {
        if file.starts(with: Self.mark) {
            try self.init(Array(file.dropFirst(Self.mark.count)), .commercial)
        } else {
            try self.init(file, .international)
        }
    }

    // MARK: Keys made of it

    /// HKDF (RFC 5869).
    /// - Parameters:
    ///   - purpose: keys of different purposes tell nothing of each other.
    ///   - salt: one key for each.
    func derived(_ purpose: String, salt: [UInt8]) -> [UInt8] {
        switch suite {
        case .international:
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: SymmetricKey(data: bytes), salt: salt, info: Array(purpose.utf8), outputByteCount: 32
            ).withUnsafeBytes { Array($0) }
        case .commercial: SM3.derive(bytes, salt: salt, information: Array(purpose.utf8), count: 32)
        }
    }

    /// Seals for a purpose.
    public func sealing(_ purpose: String, salt: [UInt8] = []) -> SealingKey { SealingKey(derived(purpose, salt: salt), suite) }
    /// Authenticates for a purpose.
    public func authenticating(_ purpose: String) -> AuthenticationKey { AuthenticationKey(derived(purpose, salt: []), suite) }
    /// Signs for a purpose.
    /// - Throws: `unavailable` where the library has no such algorithm.
    public func signing(_ purpose: String) throws(CryptographyProblem) -> SigningKey {
        try SigningKey(seed: derived(purpose, salt: []), suite)
    }
}
