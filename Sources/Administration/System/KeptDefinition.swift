import Casework
import Expressions
import Foundation
import Storage
import WorkCalendar

/// One of the node's own definitions as the database keeps it. Rows are only ever added: the newest of a system holds, one without a text takes the system away.
struct KeptDefinition: Sendable, Hashable {
    var system: String
    var platform: String
    /// Nil: the system was taken away.
    var yaml: String?
    /// Texts of papers by file name.
    var documents: [String: String]

    static let table = Table(
        "definition_layer",
        columns: [
            Column("number", .integer, notNull: true), Column("system", .text, notNull: true), Column("platform", .text, notNull: true),
            Column("yaml", .text, notNull: false), Column("documents", .text, notNull: true), Column("at", .integer, notNull: true),
            Column("by_person", .text, notNull: true),
        ], primaryKey: ["number"], indexes: [Index("definition_layer_of", on: ["system", "number"])])

    /// What holds now, by system.
    static func inForce(_ connection: any Connection) throws -> [KeptDefinition] {
        try connection.query(
            """
            SELECT system, platform, yaml, documents FROM definition_layer
            WHERE number IN (SELECT MAX(number) FROM definition_layer GROUP BY system) AND yaml IS NOT NULL ORDER BY system
            """
        ).map { row in
            var documents: [String: String] = [:]
            if let text = row.text(3), case .map(let map)? = try? PlainJSON.read(text) {
                for case (.string(let name), .string(let body)) in map { documents[name] = body }
            }
            return KeptDefinition(system: row.text(0) ?? "", platform: row.text(1) ?? "", yaml: row.text(2), documents: documents)
        }
    }

    /// Number of the newest row; 0: none.
    static func newest(_ connection: any Connection) throws -> Int64 {
        try connection.first("SELECT MAX(number) FROM definition_layer")?.int(0) ?? 0
    }

    /// - Returns: the row's number.
    func write(_ connection: any Connection, by person: String, at now: Moment) throws -> Int64 {
        let number = try Self.newest(connection) + 1
        let texts = PlainJSON.write(
            .map(Dictionary(documents.map { (.string($0.key), .string($0.value)) }, uniquingKeysWith: { first, _ in first })))
        try connection.execute(
            """
            INSERT INTO definition_layer (number, system, platform, yaml, documents, at, by_person)
            VALUES (\(number), \(system), \(platform), \(yaml), \(texts), \(now.milliseconds), \(person))
            """)
        return number
    }

    /// Writes it as the loader reads it, over a system of the same id; papers of that one that have no new text stay.
    /// - Parameter place: folder below `root` where a system of this id stands; nil: its platform's.
    func lay(into root: String, replacing place: String?) throws {
        guard let yaml else { return }
        let folder = "\(root)/\(place ?? "\(platform)/\(system)")"
        try FileManager.default.createDirectory(atPath: "\(folder)/documents", withIntermediateDirectories: true)
        try Data(yaml.utf8).write(to: URL(fileURLWithPath: "\(folder)/system.yaml"))
        for (name, text) in documents { try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/documents/\(name)")) }
    }
}
