import Crypto
import Foundation

/// The node's own key for receipts: Ed25519 (RFC 8032), made of the node's master, so that it lasts as long as the node and is backed up with it.
struct ReceiptKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    init(master: [UInt8]) throws {
        let seed = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: master), info: Data("bagui receipts ed25519".utf8), outputByteCount: 32)
        key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed.withUnsafeBytes { Data($0) })
    }

    /// - Returns: 64 bytes.
    func sign(_ text: String) throws -> Data { try key.signature(for: Data(text.utf8)) }

    func isRight(_ signature: Data, for text: String) -> Bool { key.publicKey.isValidSignature(signature, for: Data(text.utf8)) }

    /// SubjectPublicKeyInfo (RFC 8410, 4) as PEM: what OpenSSL reads.
    var publicPEM: String {
        let prefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
        let encoded = (Data(prefix) + key.publicKey.rawRepresentation).base64EncodedString()
        return "-----BEGIN PUBLIC KEY-----\n\(encoded)\n-----END PUBLIC KEY-----\n"
    }

    /// First 16 digits of the SHA-256 of the raw public key: says which key, when a node has been set up anew.
    var fingerprint: String {
        SHA256.hash(data: key.publicKey.rawRepresentation).prefix(8).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }
}
