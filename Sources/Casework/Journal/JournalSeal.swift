import Cryptography
import Storage
import WorkCalendar

/// Seals the journal: at short intervals the entries since the last seal are put under a Merkle root that is chained to the seal before, so that writers
/// never queue for one chain and a changed, removed or reordered entry is found all the same.
public struct JournalSeal: Sendable {
    public let database: Database

    public init(database: Database) { self.database = database }

    /// What verification found wrong.
    public struct Finding: Sendable, Hashable {
        public var sequence: Int64?
        public var seal: Int64?
        public var record: String?
        /// Chinese.
        public var message: String
    }

    /// Seals what is not yet sealed.
    /// - Returns: how many entries were sealed.
    @discardableResult
    public func seal(at now: Moment) throws -> Int {
        try database.writeBlocking { connection in
            let suite = try NodeKey.suite(connection)
            let last = try connection.first("SELECT number, last_seq, hash FROM journal_seal ORDER BY number DESC LIMIT 1")
            let from = (last?.int(1) ?? 0) + 1
            let rows = try connection.query("SELECT seq, hash FROM journal WHERE seq >= \(from) ORDER BY seq LIMIT 20000")
            guard let through = rows.last?.int(0) else { return 0 }
            let root = Self.merkleRoot(rows.map { $0.blob(1) ?? [] }, suite)
            let previous = last?.blob(2) ?? []
            let number = (last?.int(0) ?? 0) + 1
            let hash = Self.hash(number: number, first: from, last: through, at: now, root: root, previous: previous, suite)
            try connection.enqueue(
                """
                INSERT INTO journal_seal (number, first_seq, last_seq, at, root, previous, hash)
                VALUES (\(number), \(from), \(through), \(now.milliseconds), \(root), \(previous), \(hash))
                """)
            return rows.count
        }
    }

    private static func hash(
        number: Int64, first: Int64, last: Int64, at: Moment, root: [UInt8], previous: [UInt8], _ suite: CryptographicSuite
    )
        -> [UInt8]
    {
        var digest = Digest(suite)
        for part in [number, first, last, at.milliseconds] { digest.update(part) }
        digest.update(root)
        digest.update(previous)
        return digest.finalize()
    }

    /// Leaves and inner nodes are hashed under different first bytes (as RFC 6962 does), so that neither can pass for the other.
    static func merkleRoot(_ leaves: [[UInt8]], _ suite: CryptographicSuite) -> [UInt8] {
        guard !leaves.isEmpty else { return [] }
        var level = leaves.map { Digest.of([0] + $0, suite) }
        while level.count > 1 {
            var above: [[UInt8]] = []
            var index = 0
            while index < level.count {
                above.append(index + 1 < level.count ? Digest.of([1] + level[index] + level[index + 1], suite) : level[index])
                index += 2
            }
            level = above
        }
        return level[0]
    }

    /// Reads the whole journal and its seals and names what does not fit. An empty answer: nothing was altered.
    public func verify() throws -> [Finding] {
        try database.read { connection in
            let suite = try NodeKey.suite(connection)
            var findings: [Finding] = []
            var heads: [String: [UInt8]] = [:]
            var types: Set<String> = []
            var expected: Int64 = 1
            var leaves: [Int64: [UInt8]] = [:]
            var seals = try connection.query(
                "SELECT number, first_seq, last_seq, at, root, previous, hash FROM journal_seal ORDER BY number")[...]
            var previousSeal: [UInt8] = []
            var expectedSeal: Int64 = 1
            var expectedFirst: Int64 = 1

            func closeSeals(through sequence: Int64) {
                while let seal = seals.first, let last = seal.int(2), last <= sequence {
                    seals.removeFirst()
                    let (number, first) = (seal.int(0) ?? 0, seal.int(1) ?? 0)
                    if number != expectedSeal { findings.append(.init(seal: expectedSeal, message: "第\(expectedSeal)号封存缺失")) }
                    expectedSeal = number &+ 1
                    // Bounds that a seal cannot have were written by another hand: nothing may be computed with them.
                    guard first == expectedFirst, first <= last else {
                        findings.append(.init(seal: number, message: "第\(number)号封存（第\(first)至\(last)条）与上一封存不衔接：封存被更改或删除"))
                        previousSeal = seal.blob(6) ?? []
                        for sequence in leaves.keys where sequence <= last { leaves.removeValue(forKey: sequence) }
                        expectedFirst = last &+ 1
                        continue
                    }
                    expectedFirst = last &+ 1
                    let root = Self.merkleRoot((first...last).map { leaves[$0] ?? [] }, suite)
                    if root != seal.blob(4) ?? [] {
                        findings.append(.init(seal: number, message: "第\(number)号封存（第\(first)至\(last)条）与日志不符：其间有记录被更改、删除或调换"))
                    }
                    let hash = Self.hash(
                        number: number, first: first, last: last, at: Moment(clamping: seal.int(3) ?? 0), root: seal.blob(4) ?? [],
                        previous: seal.blob(5) ?? [], suite)
                    if hash != seal.blob(6) ?? [] || seal.blob(5) ?? [] != previousSeal {
                        findings.append(.init(seal: number, message: "第\(number)号封存的链条断裂：封存本身被更改"))
                    }
                    previousSeal = seal.blob(6) ?? []
                    for sequence in first...last { leaves.removeValue(forKey: sequence) }
                }
            }

            try connection.forEach(
                """
                SELECT seq, record_type, record_id, version, at, action, actor, actor_name, actor_role, actor_org, behalf, source, from_state, to_state, changes, previous, hash
                FROM journal ORDER BY seq
                """
            ) { row in
                let sequence = row.int(0) ?? 0
                let record = row.text(2) ?? ""
                if expected < sequence {
                    let range = expected == sequence - 1 ? "第\(expected)条" : "第\(expected)至\(sequence - 1)条"
                    findings.append(.init(sequence: expected, message: "\(range)日志缺失"))
                    closeSeals(through: sequence - 1)
                }
                expected = sequence &+ 1
                let entry = JournalEntry(
                    recordType: row.text(1) ?? "", record: record, version: row.int(3) ?? 0, at: Moment(clamping: row.int(4) ?? 0),
                    action: row.text(5) ?? "", actor: row.text(6) ?? "",
                    actorName: row.text(7) ?? "", role: row.text(8) ?? "", org: row.text(9) ?? "", behalf: row.text(10),
                    source: row.text(11), fromState: row.text(12),
                    toState: row.text(13), changes: row.text(14) ?? "", previous: row.blob(15) ?? [])
                let hash = row.blob(16) ?? []
                if entry.hash(suite) != hash {
                    findings.append(.init(sequence: sequence, record: record, message: "第\(sequence)条日志的内容被更改"))
                }
                if let head = heads[record], head != entry.previous {
                    findings.append(.init(sequence: sequence, record: record, message: "第\(sequence)条日志与同一记录的上一条接不上：中间有日志被删除或调换"))
                } else if heads[record] == nil, !entry.previous.isEmpty {
                    findings.append(.init(sequence: sequence, record: record, message: "第\(sequence)条日志之前，同一记录的日志被删除"))
                }
                heads[record] = hash
                types.insert(row.text(1) ?? "")
                leaves[sequence] = hash
                closeSeals(through: sequence)
                return true
            }
            findings += try recordsWithoutTheirEnd(heads, types, connection)
            for seal in seals {
                let (number, last) = (seal.int(0) ?? 0, seal.int(2) ?? 0)
                findings.append(.init(seal: number, message: "第\(number)号封存至第\(last)条，而日志只到第\(expected - 1)条：末尾的日志被删除"))
            }
            return findings
        }
    }

    /// Each record bears the hash of its newest entry: an entry taken from the end, sealed or not, is missed by its record.
    private func recordsWithoutTheirEnd(_ heads: [String: [UInt8]], _ types: Set<String>, _ connection: any Connection) throws -> [Finding]
    {
        var findings: [Finding] = []
        for type in types.sorted() where type.contains("/") {
            let table = RecordSchema.tableName(of: type)
            guard try isTable(table, connection) else { continue }
            try connection.forEach("SELECT _id, _head FROM \(identifier: table) ORDER BY _id") { row in
                let id = row.text(0) ?? ""
                if heads[id] != row.blob(1) {
                    let reason = heads[id] == nil ? "的日志被删除" : "的最后一条日志与记录不符：末尾的日志被删除，或记录被另行更改"
                    findings.append(.init(record: id, message: "记录 \(id) \(reason)"))
                }
                return true
            }
        }
        return findings
    }

    /// A type named by an altered entry need not exist.
    private func isTable(_ name: String, _ connection: any Connection) throws -> Bool {
        let row =
            switch connection.dialect {
            case .sqlite: try connection.first("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = \(name)")
            case .postgresql: try connection.first("SELECT 1 WHERE to_regclass(\(SQL.quotedName(name))) IS NOT NULL")
            }
        return row != nil
    }
}
