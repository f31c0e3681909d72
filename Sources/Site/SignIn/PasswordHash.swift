import CryptoExtras
import Foundation

/// A password as it is kept: scrypt (RFC 7914), N = 2¹⁵, r = 8, p = 1, a salt of 16 random bytes; `scrypt$15$salt$hash` in Base64.
public struct PasswordHash: Sendable, LosslessStringConvertible {
    private let salt: Data
    private let hash: Data
    private let log2Rounds: Int

    public init?(_ description: String) {
        let parts = description.split(separator: "$")
        guard parts.count == 4, parts[0] == "scrypt", let rounds = Int(parts[1]), (10...20).contains(rounds),
            let salt = Data(base64Encoded: String(parts[2])),
            let hash = Data(base64Encoded: String(parts[3])), hash.count == 32
        else { return nil }
        self.salt = salt
        self.hash = hash
        log2Rounds = rounds
    }

    /// - Throws: when there is no memory for it.
    public init(of password: String) throws {
        salt = Data(RandomToken.make(bytes: 16).utf8)
        log2Rounds = 15
        hash = try Self.derive(password, salt: salt, log2Rounds: log2Rounds)
    }

    public var description: String { "scrypt$\(log2Rounds)$\(salt.base64EncodedString())$\(hash.base64EncodedString())" }

    public func matches(_ password: String) -> Bool {
        guard let other = try? Self.derive(password, salt: salt, log2Rounds: log2Rounds), other.count == hash.count else { return false }
        return zip(other, hash).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func derive(_ password: String, salt: Data, log2Rounds: Int) throws -> Data {
        let key = try KDF.Scrypt.deriveKey(
            from: Data(password.precomposedStringWithCompatibilityMapping.utf8), salt: salt, outputByteCount: 32, rounds: 1 << log2Rounds,
            blockSize: 8, parallelism: 1)
        return key.withUnsafeBytes { Data($0) }
    }
}
