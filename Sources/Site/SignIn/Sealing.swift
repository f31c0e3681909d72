import Crypto
import Foundation

/// Seals what this room keeps outside records: secrets of authenticators, secret attachments. AES-256-GCM under a key of its purpose.
struct Sealing: Sendable {
    private let key: SymmetricKey

    init(master: [UInt8], purpose: String) {
        key = HKDF<SHA256>.deriveKey(inputKeyMaterial: SymmetricKey(data: master), info: Data("bagui \(purpose)".utf8), outputByteCount: 32)
    }

    /// - Throws: `CryptoKitError`.
    func seal(_ bytes: some DataProtocol) throws -> Data {
        let box = try AES.GCM.seal(bytes, using: key)
        return box.combined ?? Data()
    }

    /// Nil: another key, or altered.
    func open(_ sealed: Data) -> Data? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed) else { return nil }
        return try? AES.GCM.open(box, using: key)
    }
}
