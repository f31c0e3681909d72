import CPostgreSQL

/// A connection to PostgreSQL as reads and writes use it: reconnects by itself, prepares statements once, sends what nobody waits for
/// together with what somebody does.
class PostgreSQLConnection: Connection {
    let url: String
    let configuration: Database.Configuration
    private(set) var pipeline: Pipeline?
    private var statements = PostgreSQLStatements()
    private var forgets = false
    private var cursors = 0
    /// Statements with a NULL that the server could not give a type to.
    private var untypedNulls: Set<String> = []
    /// Whether the last error was one that the same work will not meet again.
    var wantsAnotherTry = false
    /// Whether a read or a write is going on.
    var isInside = false
    var failure: DatabaseError?
    var hasWritten = false
    /// Whether something was sent whose effect must still be looked at.
    var hasExpectations = false

    init(url: String, configuration: Database.Configuration) throws(DatabaseError) {
        self.url = url
        self.configuration = configuration
        try connect()
    }

    /// Words after connecting: settings, and proof of those that must hold.
    func greet(_ pipeline: Pipeline) throws(DatabaseError) {}
    /// Called with a statement that found its connection lost or its plan outdated; true when the transaction was begun anew and the
    /// statement may be sent again.
    func mayBeginAnew() -> Bool { false }
    /// Called after every round trip that went well.
    func hasAnswered() {}
    /// Called before rows are handed to whoever asked.
    func willDeliver() {}

    func connect() throws(DatabaseError) {
        pipeline = nil
        statements.removeAll()
        forgets = false
        let fresh = try Pipeline(
            url: url,
            extra: [
                ("client_encoding", "UTF8"), ("fallback_application_name", "bagui"),
                ("connect_timeout", String(configuration.connectSeconds)),
                ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"), ("tcp_user_timeout", "60000"),
            ])
        guard fresh.parameter("server_encoding") == "UTF8" else {
            throw DatabaseError(
                .misuse,
                "the database's encoding is \(fresh.parameter("server_encoding") ?? "unknown"): create it with ENCODING 'UTF8' TEMPLATE template0"
            )
        }
        try greet(fresh)
        pipeline = fresh
    }

    /// The pipeline, connected anew when it broke; statements prepared before a change of the schema are dropped.
    func ready() throws(DatabaseError) -> Pipeline {
        if pipeline?.isBroken ?? true { try connect() }
        guard let pipeline else { throw .lost("") }
        if forgets {
            forgets = false
            statements.removeAll()
            try pipeline.send("DEALLOCATE ALL")
            // A transaction of its own: BEGIN must find none open.
            try pipeline.push()
        }
        return pipeline
    }

    func forgetStatements() { forgets = true }
    func shutDown() { pipeline = nil }

    // MARK: Connection

    var dialect: Dialect { .postgresql }

    func query(_ sql: SQL) throws(DatabaseError) -> [Row] { try answers([sql], keepsRows: true)[0].rows }
    func queries(_ list: [SQL]) throws(DatabaseError) -> [[Row]] {
        if list.isEmpty { return [] }
        return try answers(list, keepsRows: true).map(\.rows)
    }
    func first(_ sql: SQL) throws(DatabaseError) -> Row? { try answers([sql], keepsRows: true)[0].rows.first }
    @discardableResult func execute(_ sql: SQL) throws(DatabaseError) -> Int { try answers([sql], keepsRows: false)[0].changed }

    func enqueue(_ sql: SQL) throws(DatabaseError) { try enqueue(sql, mustChange: nil) }
    func enqueue(_ sql: SQL, changing rows: Int) throws(DatabaseError) {
        try enqueue(sql, mustChange: rows)
        hasExpectations = true
    }

    private func enqueue(_ sql: SQL, mustChange: Int?) throws(DatabaseError) {
        guard isInside else { throw .outside }
        do {
            // A list without end would be kept in memory.
            if let pipeline, pipeline.openCount > 2_000 { try roundTrip() }
            hasWritten = true
            try send(sql, keepsRows: false, mustChange: mustChange)
        } catch { throw doom(error) }
    }

    func forEach(_ sql: SQL, _ body: (Row) throws -> Bool) throws {
        guard isInside else { throw DatabaseError.outside }
        cursors += 1
        let cursor = "c\(cursors)"
        // Preparing tells the types of the columns; the cursor itself is declared with the same text.
        let binary: Bool
        do { binary = try openCursor(cursor, sql) } catch { throw doom(error) }
        var lines = 16
        var goesOn = true
        while goesOn {
            let answer = Answer(sql: sql.text)
            do throws(DatabaseError) {
                guard let pipeline else { throw .lost("") }
                try pipeline.send(
                    unprepared: "FETCH FORWARD \(lines) FROM \(cursor)", SQL(raw: ""), types: [], isBinary: binary, into: answer)
                try roundTrip()
            } catch { throw doom(error) }
            for row in answer.rows {
                goesOn = try body(row)
                if !goesOn { break }
            }
            if answer.rows.count < lines { break }
            // As many as make about a quarter of a megabyte: rows may hold documents.
            if answer.size < 131_072 { lines = min(lines * 2, 2_048) } else if answer.size > 524_288 { lines = max(lines / 2, 1) }
        }
        do { try pipeline?.send("CLOSE \(cursor)") } catch { throw doom(error) }
    }

    private func openCursor(_ cursor: String, _ sql: SQL) throws(DatabaseError) -> Bool {
        func declare() throws(DatabaseError) -> Bool {
            let statement = try statement(for: sql)
            guard let pipeline else { throw .lost("") }
            try pipeline.send(
                unprepared: "DECLARE \(cursor) NO SCROLL CURSOR FOR \(sql.numbered)", sql, types: statement.parameters, isBinary: false,
                into: Answer(sql: sql.text))
            try roundTrip()
            willDeliver()
            return statement.isBinary
        }
        do throws(DatabaseError) { return try declare() } catch {
            guard mayPassAnew(error), mayBeginAnew() else { throw error }
            return try declare()
        }
    }

    // MARK: Sending and receiving

    private func answers(_ list: [SQL], keepsRows: Bool) throws(DatabaseError) -> [Answer] {
        guard isInside else { throw .outside }
        do throws(DatabaseError) {
            do throws(DatabaseError) { return try ask(list, keepsRows) } catch {
                guard mayPassAnew(error), mayBeginAnew() else { throw error }
                return try ask(list, keepsRows)
            }
        } catch { throw doom(error) }
    }

    private func ask(_ list: [SQL], _ keepsRows: Bool) throws(DatabaseError) -> [Answer] {
        var answers: [Answer] = []
        for sql in list {
            if !sql.looksLikeReading { hasWritten = true }
            answers.append(try send(sql, keepsRows: keepsRows))
        }
        try roundTrip()
        willDeliver()
        return answers
    }

    @discardableResult func send(_ sql: SQL, keepsRows: Bool, mustChange: Int? = nil) throws(DatabaseError) -> Answer {
        if sql.arguments.isEmpty && !sql.isWorthPreparing {
            try Self.checkText(sql)
            guard let pipeline else { throw .lost("") }
            let answer = Answer(sql: sql.text, keepsRows: keepsRows, mustChange: mustChange)
            try pipeline.send(sql.text, into: answer)
            return answer
        }
        let statement = try statement(for: sql)
        guard let pipeline else { throw .lost("") }
        let answer = Answer(sql: sql.text, columns: statement.columns, keepsRows: keepsRows, mustChange: mustChange)
        try pipeline.send(prepared: statement, sql, into: answer)
        return answer
    }

    /// Waits for everything sent; the first error is thrown.
    func roundTrip() throws(DatabaseError) {
        guard let pipeline else { throw .lost("") }
        hasExpectations = false
        if let error = try pipeline.roundTrip() {
            if error.isOutdatedPlan {
                forgets = true
                wantsAnotherTry = true
            }
            throw error
        }
        hasAnswered()
    }

    private func mayPassAnew(_ error: DatabaseError) -> Bool { error.kind == .gone || wantsAnotherTry }

    func doom(_ error: DatabaseError) -> DatabaseError {
        if failure == nil { failure = error }
        return error
    }

    /// libpq would take the text for ended there.
    private static func checkText(_ sql: SQL) throws(DatabaseError) {
        if sql.text.utf8.contains(0) { throw DatabaseError(.syntax, "the statement contains U+0000", sql: sql.text) }
    }

    private func statement(for sql: SQL) throws(DatabaseError) -> PostgreSQLStatement {
        if let found = statements.find(sql) { return found }
        try Self.checkText(sql)
        guard let pipeline else { throw .lost("") }
        if statements.count >= max(8, configuration.statementsKept), let oldest = statements.removeOldest() {
            try pipeline.send("DEALLOCATE \(oldest.name)")
        }
        let nullType = untypedNulls.contains(sql.text) ? TypeNumber.text : 0
        let types = sql.arguments.map { $0.isNull ? nullType : $0.typeNumber }
        let text = sql.numbered
        let name = statements.freshName()
        let description = try pipeline.prepare(text, name: name, types: types, of: sql.text)
        do throws(DatabaseError) { try roundTrip() } catch {
            // A NULL whose type nothing tells (`$1 IS NULL`): declared as text the next time.
            if error.code == "42P18", types.contains(0) {
                untypedNulls.insert(sql.text)
                wantsAnotherTry = true
            }
            throw error
        }
        let described = description.described ?? ([], ColumnNames([]), true)
        guard described.parameters.count == sql.arguments.count else {
            throw DatabaseError(
                .syntax, "the statement has \(described.parameters.count) marks for \(sql.arguments.count) values", sql: sql.text)
        }
        let statement = PostgreSQLStatement(
            name: name, text: text, parameters: described.parameters, columns: described.columns, isBinary: described.isBinary)
        statements.insert(statement, for: sql)
        return statement
    }
}

extension DatabaseError {
    /// The schema changed since the statement was prepared.
    var isOutdatedPlan: Bool { code == "0A000" && message.contains("cached plan") || code == "26000" }
}

extension SQL {
    private func begins(with words: [StaticString]) -> Bool {
        let start = text.utf8.drop { $0 <= 0x20 || $0 == 0x28 }
        return words.contains { word in
            word.withUTF8Buffer { word in start.count >= word.count && zip(start, word).allSatisfy { $0 & 0xDF == $1 } }
        }
    }
    /// Whether the statement only reads, as far as its first word tells.
    var looksLikeReading: Bool { begins(with: ["SELECT", "VALUES"]) }
    /// Whether it is of a sort that comes again; definitions of tables do not.
    var isWorthPreparing: Bool { begins(with: ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "VALUES"]) }
}
