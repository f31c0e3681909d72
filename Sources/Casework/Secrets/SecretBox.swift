import Crypto
import Foundation
import Storage

/// Seals secret values. Each record has a key of its own, wrapped by the node's master key: erasing that key erases the record's secrets, in the journal too.
///
/// AES-256-GCM (NIST SP 800-38D); equality digests are HMAC-SHA-256 under a key derived for that purpose, so that a dump of the database
/// neither shows nor confirms a guessed value.
public struct SecretBox: Sendable {
    private let wrapping: SymmetricKey
    private let digesting: SymmetricKey

    public enum Problem: Error, Sendable {
        /// The key is not the one the value was sealed with, or the value was altered.
        case cannotOpen
        case badMasterKey
    }

    /// - Parameter master: 32 random bytes of the node.
    public init(master: [UInt8]) throws(Problem) {
        guard master.count == 32 else { throw .badMasterKey }
        let key = SymmetricKey(data: master)
        wrapping = HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Data("bagui record keys".utf8), outputByteCount: 32)
        digesting = HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Data("bagui equality digests".utf8), outputByteCount: 32)
    }

    public static func freshMaster() -> [UInt8] { SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) } }

    /// A new record key and its wrapped form.
    func freshKey() throws -> (key: SymmetricKey, wrapped: [UInt8]) {
        let key = SymmetricKey(size: .bits256)
        return (key, try seal(key.withUnsafeBytes { Array($0) }, with: wrapping))
    }

    func unwrap(_ wrapped: [UInt8]) throws(Problem) -> SymmetricKey { SymmetricKey(data: try open(wrapped, with: wrapping)) }

    func seal(_ bytes: [UInt8], with key: SymmetricKey) throws(Problem) -> [UInt8] {
        guard let sealed = try? AES.GCM.seal(bytes, using: key), let combined = sealed.combined else { throw .cannotOpen }
        return Array(combined)
    }

    func open(_ bytes: [UInt8], with key: SymmetricKey) throws(Problem) -> [UInt8] {
        guard let box = try? AES.GCM.SealedBox(combined: bytes), let opened = try? AES.GCM.open(box, using: key) else { throw .cannotOpen }
        return Array(opened)
    }

    /// Equal texts of the same purpose have equal digests; nobody without the key can tell which text it is.
    public func digest(_ text: String, purpose: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data("\(purpose)\u{1F}\(text)".utf8), using: digesting)
        return code.prefix(16).map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined()
    }
}

/// The keys of the records that one unit of work touches.
final class RecordKeys {
    private let box: SecretBox
    private let connection: any Connection
    private var known: [String: SymmetricKey] = [:]

    init(box: SecretBox, connection: any Connection) {
        self.box = box
        self.connection = connection
    }

    /// - Parameter isNew: no key can exist yet, so none is looked for.
    func key(for reference: RecordReference, isNew: Bool) throws -> SymmetricKey {
        if let key = known[reference.text] { return key }
        if !isNew, let key = try existing(reference) { return key }
        let (key, wrapped) = try box.freshKey()
        try connection.enqueue(
            "INSERT INTO record_key (record_id, record_type, wrapped) VALUES (\(reference.id), \(reference.type), \(wrapped))")
        known[reference.text] = key
        return key
    }

    /// Nil when it was erased or never made.
    func existing(_ reference: RecordReference) throws -> SymmetricKey? {
        if let key = known[reference.text] { return key }
        guard
            let row = try connection.first(
                "SELECT wrapped FROM record_key WHERE record_id = \(reference.id) AND record_type = \(reference.type)"),
            let wrapped = row.blob(0)
        else { return nil }
        let key = try box.unwrap(wrapped)
        known[reference.text] = key
        return key
    }
}
