import Cryptography
import Storage

/// Seals secret values. Each record has a key of its own, wrapped by the node's master key: erasing that key erases the record's secrets, in the journal too.
///
/// Equality digests are codes (HMAC) under a key derived for that purpose, so that a dump of the database neither shows nor confirms a guessed value.
public struct SecretBox: Sendable {
    public let suite: CryptographicSuite
    private let wrapping: SealingKey
    private let digesting: AuthenticationKey
    /// What a database keeps, to know its key again.
    let fingerprint: String

    public init(master: MasterKey) {
        suite = master.suite
        wrapping = master.sealing("bagui record keys")
        digesting = master.authenticating("bagui equality digests")
        fingerprint = Digest.hexadecimal(master.authenticating("bagui key of this database").code(for: []).prefix(16))
    }

    /// A new record key and its wrapped form.
    func freshKey() throws(CryptographyProblem) -> (key: SealingKey, wrapped: [UInt8]) {
        let key = SealingKey.fresh(suite)
        return (key, try wrapping.seal(key.bytes))
    }

    func unwrap(_ wrapped: [UInt8]) throws(CryptographyProblem) -> SealingKey { SealingKey(try wrapping.open(wrapped), suite) }

    /// Equal texts of the same purpose have equal digests; nobody without the key can tell which text it is.
    public func digest(_ text: String, purpose: String) -> String {
        Digest.hexadecimal(digesting.code(for: Array("\(purpose)\u{1F}\(text)".utf8)).prefix(16))
    }
}

/// The keys of the records that one unit of work touches.
final class RecordKeys {
    private let box: SecretBox
    private let connection: any Connection
    private var known: [String: SealingKey] = [:]

    init(box: SecretBox, connection: any Connection) {
        self.box = box
        self.connection = connection
    }

    /// - Parameter isNew: no key can exist yet, so none is looked for.
    func key(for reference: RecordReference, isNew: Bool) throws -> SealingKey {
        if let key = known[reference.text] { return key }
        if !isNew, let key = try existing(reference) { return key }
        let (key, wrapped) = try box.freshKey()
        try connection.enqueue(
            "INSERT INTO record_key (record_id, record_type, wrapped) VALUES (\(reference.id), \(reference.type), \(wrapped))")
        known[reference.text] = key
        return key
    }

    /// Nil when it was erased or never made.
    func existing(_ reference: RecordReference) throws -> SealingKey? {
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
