import Crypto
import Foundation

/// Seals what pages keep outside records: secrets of authenticators, secret attachments, drafts, what a cookie must not tell. AES-256-GCM under a key of its purpose.
public struct Sealing: Sendable {
    private let key: SymmetricKey

    /// - Parameters:
    ///   - master: 32 random bytes of the node.
    ///   - purpose: what was sealed for one purpose opens for no other.
    public init(master: [UInt8], purpose: String) {
        key = HKDF<SHA256>.deriveKey(inputKeyMaterial: SymmetricKey(data: master), info: Data("bagui \(purpose)".utf8), outputByteCount: 32)
    }

    /// - Throws: `CryptoKitError`.
    public func seal(_ bytes: some DataProtocol) throws -> Data {
        let box = try AES.GCM.seal(bytes, using: key)
        return box.combined ?? Data()
    }

    /// Nil: another key, or altered.
    public func open(_ sealed: Data) -> Data? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed) else { return nil }
        return try? AES.GCM.open(box, using: key)
    }
}
