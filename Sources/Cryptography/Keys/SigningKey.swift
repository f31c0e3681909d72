import Crypto
import Foundation

/// Signs so that everybody can check: Ed25519 (RFC 8032), or SM2 with SM3 (GB/T 32918.2) under the usual identity 1234567812345678 (GB/T 35276).
public struct SigningKey: Sendable {
    private enum Kind: Sendable {
        case international(Curve25519.Signing.PrivateKey)
        case commercial(SM2)
    }
    private let kind: Kind

    /// - Parameter seed: 32 bytes; the same seed makes the same key.
    init(seed: [UInt8], _ suite: CryptographicSuite) throws(CryptographyProblem) {
        switch suite {
        case .international:
            guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else { throw .unavailable("Ed25519") }
            kind = .international(key)
        case .commercial: kind = .commercial(try SM2(seed: seed))
        }
    }

    /// The one whose algorithm signs.
    public var suite: CryptographicSuite {
        switch kind {
        case .international: .international
        case .commercial: .commercial
        }
    }

    /// - Returns: Ed25519: 64 bytes. SM2: the two numbers in DER, some 70 bytes, as OpenSSL reads them.
    public func sign(_ content: [UInt8]) throws(CryptographyProblem) -> [UInt8] {
        switch kind {
        case .international(let key):
            guard let signature = try? key.signature(for: content) else { throw .unavailable("Ed25519") }
            return Array(signature)
        case .commercial(let key): return try key.sign(content)
        }
    }

    /// Whether this key's owner signed this content. False also for what is no signature at all.
    public func isRight(_ signature: [UInt8], for content: [UInt8]) -> Bool {
        switch kind {
        case .international(let key): key.publicKey.isValidSignature(signature, for: content)
        case .commercial(let key): key.isRight(signature, for: content)
        }
    }

    /// The public key: Ed25519's 32 bytes; SM2's point, uncompressed, 65 bytes.
    public var publicBytes: [UInt8] {
        switch kind {
        case .international(let key): Array(key.publicKey.rawRepresentation)
        case .commercial(let key): key.point
        }
    }

    /// SubjectPublicKeyInfo as PEM: what OpenSSL reads (RFC 8410, 4; GB/T 35276).
    public var publicPEM: String {
        let prefix: [UInt8] =
            switch kind {
            case .international: [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
            // id-ecPublicKey with the curve 1.2.156.10197.1.301.
            case .commercial:
                [
                    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x81, 0x1C, 0xCF, 0x55,
                    0x01,
                    0x82, 0x2D, 0x03, 0x42, 0x00,
                ]
            }
        let encoded = Data(prefix + publicBytes).base64EncodedString()
        var lines: [String] = []
        var rest = encoded[...]
        while !rest.isEmpty {
            lines.append(String(rest.prefix(64)))
            rest = rest.dropFirst(64)
        }
        return "-----BEGIN PUBLIC KEY-----\n\(lines.joined(separator: "\n"))\n-----END PUBLIC KEY-----\n"
    }
}
