import Storage

/// Passes everything on and notes what was said: what a submit asks of the database.
final class RecordingConnection: Connection {
    private let other: any Connection
    private(set) var reads: [SQL] = []
    private(set) var writes: [SQL] = []

    init(_ other: any Connection) { self.other = other }

    private static func isWrite(_ sql: SQL) -> Bool { ["INSERT", "UPDATE", "DELETE"].contains { sql.text.hasPrefix($0) } }
    private func note(_ sql: SQL) { if Self.isWrite(sql) { writes.append(sql) } else { reads.append(sql) } }

    var dialect: Dialect { other.dialect }
    func query(_ sql: SQL) throws(DatabaseError) -> [Row] {
        note(sql)
        return try other.query(sql)
    }
    func queries(_ list: [SQL]) throws(DatabaseError) -> [[Row]] {
        for sql in list { note(sql) }
        return try other.queries(list)
    }
    func first(_ sql: SQL) throws(DatabaseError) -> Row? {
        note(sql)
        return try other.first(sql)
    }
    func forEach(_ sql: SQL, _ body: (Row) throws -> Bool) throws {
        note(sql)
        try other.forEach(sql, body)
    }
    func execute(_ sql: SQL) throws(DatabaseError) -> Int {
        note(sql)
        return try other.execute(sql)
    }
    func enqueue(_ sql: SQL) throws(DatabaseError) {
        note(sql)
        try other.enqueue(sql)
    }
    func enqueue(_ sql: SQL, changing rows: Int) throws(DatabaseError) {
        note(sql)
        try other.enqueue(sql, changing: rows)
    }
}

/// The writes of one submit, to be made again with other ids: the bare database doing the same work.
struct WriteTemplate: Sendable {
    private enum Part: Sendable {
        case same(DatabaseValue)
        /// A text with something of its own in it: which, and what stands around it.
        case own(Int, before: String, after: String)
    }

    private struct Statement: Sendable {
        var pieces: [SQL]
        var parts: [Part]
        var reads: Bool
    }

    private let statements: [Statement]
    var count: Int { statements.count }

    /// - Parameter own: ids, numbers and keys of the recorded submit: they must be new each time.
    init(_ writes: [SQL], own: Set<String>) {
        let own = own.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
        statements = writes.map { sql in
            let parts = sql.arguments.map { argument -> Part in
                guard case .text(let text) = argument else { return .same(argument) }
                for (index, one) in own.enumerated() {
                    if let range = text.ranges(of: one).first {
                        return .own(index, before: String(text[..<range.lowerBound]), after: String(text[range.upperBound...]))
                    }
                }
                return .same(argument)
            }
            return Statement(
                pieces: sql.text.split(separator: "?", omittingEmptySubsequences: false).map { SQL(raw: String($0)) }, parts: parts,
                reads: sql.text.contains("RETURNING"))
        }
    }

    /// - Parameter mark: different each time.
    func write(_ mark: String, in connection: any Connection) throws {
        for statement in statements {
            var sql = statement.pieces.first ?? ""
            for (piece, part) in zip(statement.pieces.dropFirst(), statement.parts) {
                switch part {
                case .same(let value): sql += "\(value)"
                case .own(let index, let before, let after): sql += "\(before + mark + "-" + String(index) + after)"
                }
                sql += piece
            }
            if statement.reads { _ = try connection.first(sql) } else { try connection.enqueue(sql) }
        }
    }
}
