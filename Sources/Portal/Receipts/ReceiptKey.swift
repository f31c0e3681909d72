import Cryptography
import Foundation

/// The node's own key for receipts, made of the node's master, so that it lasts as long as the node and is backed up with it: Ed25519 (RFC 8032), or SM2 with SM3 on a
/// node of the commercial suite.
struct ReceiptKey: Sendable {
    private let key: SigningKey

    init(master: MasterKey) throws { key = try master.signing("bagui receipts ed25519") }

    func sign(_ text: String) throws -> Data { Data(try key.sign(Array(text.utf8))) }

    func isRight(_ signature: Data, for text: String) -> Bool { key.isRight(Array(signature), for: Array(text.utf8)) }

    /// What OpenSSL reads.
    var publicPEM: String { key.publicPEM }

    /// First 16 digits of the digest (SHA-256; SM3 on a node of the commercial suite) of the raw public key: says which key, when a node has been set up anew.
    var fingerprint: String { Digest.hexadecimal(Digest.of(key.publicBytes, key.suite).prefix(8)) }
}
