import Storage

/// What servers on one database keep in memory, and must read anew when another has changed it.
public enum SharedTopic: String, Sendable, CaseIterable {
    /// The node's own definitions.
    case definitions
    /// Arrangements of working days.
    case calendar
    /// Values of parameters that the administrator set.
    case parameters
    /// The organisation tree.
    case organisations
    /// Grants, accounts, teams: who somebody is.
    case access
}

/// Counters by which several servers on one database tell each other of changes: raised in the write that makes the change, looked at every second by all.
///
/// A row a topic in `setting`: one small read tells everything, on either database, through any pool of connections.
public struct SharedVersions {
    private static let prefix = "version."
    public let connection: any Connection

    public init(connection: any Connection) { self.connection = connection }

    /// Tells all servers, with the write that changes something.
    public func raise(_ topic: SharedTopic) throws {
        try connection.enqueue(
            """
            INSERT INTO setting (name, value) VALUES (\(Self.prefix + topic.rawValue), \("1"))
            ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(setting.value AS BIGINT) + 1 AS TEXT)
            """)
    }

    /// What they are now; topics that never changed are left out.
    public func read() throws -> [SharedTopic: Int64] {
        var found: [SharedTopic: Int64] = [:]
        let names = SharedTopic.allCases.map { Self.prefix + $0.rawValue }
        for row in try connection.query("SELECT name, value FROM setting WHERE name IN (\(names))") {
            guard let topic = row.text(0).flatMap({ SharedTopic(rawValue: String($0.dropFirst(Self.prefix.count))) }),
                let version = row.text(1).flatMap({ Int64($0) })
            else { continue }
            found[topic] = version
        }
        return found
    }
}

extension Kernel {
    /// The counters as they stand now.
    public func sharedVersions() throws -> [SharedTopic: Int64] { try database.read { try SharedVersions(connection: $0).read() } }
}
