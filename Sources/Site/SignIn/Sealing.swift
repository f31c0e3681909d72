import Cryptography
import Foundation

/// Seals what pages keep outside records: secrets of authenticators, secret attachments, drafts, what a cookie must not tell; under a key of its purpose.
public struct Sealing: Sendable {
    private let key: SealingKey

    /// - Parameters:
    ///   - purpose: what was sealed for one purpose opens for no other.
    ///   - salt: one key for each, where what is sealed is opened only by who knows a code.
    public init(master: MasterKey, purpose: String, salt: String = "") {
        key = master.sealing("bagui \(purpose)", salt: Array(salt.utf8))
    }

    /// - Throws: `CryptographyProblem`.
    public func seal(_ bytes: some ContiguousBytes) throws -> Data { Data(try key.seal(bytes)) }

    /// Nil: another key, or altered.
    public func open(_ sealed: some ContiguousBytes) -> Data? { (try? key.open(sealed)).map { Data($0) } }
}
