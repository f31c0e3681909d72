import CPostgreSQL
import Glibc

/// What a statement sent down a pipeline is answered with, filled in when the pipeline is drained.
final class Answer {
    var rows: [Row] = []
    var changed = 0
    /// First word of the command's tag: `SELECT`, `INSERT`, `COMMIT` …
    var command = ""
    var error: DatabaseError?
    /// Size of the answer in memory, in bytes.
    var size = 0
    /// Types of parameters and columns, when it was a description that was asked for.
    var described: (parameters: [Oid], columns: ColumnNames, isBinary: Bool)?
    let columns: ColumnNames?
    let sql: String?
    /// Whether the rows are wanted.
    let keepsRows: Bool
    /// Whether a description was asked for and not an execution.
    let isDescription: Bool

    /// How many rows must be changed, where that matters.
    let mustChange: Int?

    init(
        sql: String? = nil, columns: ColumnNames? = nil, keepsRows: Bool = true, isDescription: Bool = false, mustChange: Int? = nil
    ) {
        self.mustChange = mustChange
        self.isDescription = isDescription
        self.sql = sql
        self.columns = columns
        self.keepsRows = keepsRows
    }
}

/// A libpq connection in pipeline mode: statements are sent without waiting, and answered in order when a round trip is made.
///
/// libpq is driven without blocking on writes: while much is being sent the server may be sending answers, and each would wait for the
/// other for ever.
final class Pipeline {
    private let handle: OpaquePointer
    private var open: [Answer?] = []  // nil marks a sync
    private(set) var isBroken = false
    private var parameters = Parameters()

    /// Connects.
    init(url: String, extra: [(String, String)]) throws(DatabaseError) {
        let pairs = extra + [("dbname", url)]
        var names: [UnsafeMutablePointer<CChar>?] = pairs.map { strdup($0.0) }
        var values: [UnsafeMutablePointer<CChar>?] = pairs.map { strdup($0.1) }
        names.append(nil)
        values.append(nil)
        defer { for pointer in names + values { free(pointer) } }
        let connection = names.withUnsafeBufferPointer { names in
            values.withUnsafeBufferPointer { values in
                names.withMemoryRebound(to: UnsafePointer<CChar>?.self) { names in
                    values.withMemoryRebound(to: UnsafePointer<CChar>?.self) { values in
                        PQconnectdbParams(names.baseAddress, values.baseAddress, 1)
                    }
                }
            }
        }
        guard let connection else { throw .lost("out of memory") }
        guard PQstatus(connection) == CONNECTION_OK, PQsetnonblocking(connection, 1) == 0, PQenterPipelineMode(connection) == 1 else {
            let message = PQerrorMessage(connection).map { String(cString: $0) } ?? ""
            PQfinish(connection)
            throw .lost(message)
        }
        // Notices ("relation exists, skipping") are not for the terminal of whoever runs the program.
        PQsetNoticeProcessor(connection, { _, _ in }, nil)
        handle = connection
    }
    deinit { PQfinish(handle) }

    /// A setting that the server reports by itself, such as `server_encoding`.
    func parameter(_ name: String) -> String? { PQparameterStatus(handle, name).map { String(cString: $0) } }
    /// Statements sent and not yet answered.
    var openCount: Int { open.count }

    // MARK: Sending

    func send(prepared statement: PostgreSQLStatement, _ sql: SQL, into answer: Answer) throws(DatabaseError) {
        try encode(sql)
        let sent = parameters.handOver(count: sql.arguments.count) { count, values, lengths, formats in
            PQsendQueryPrepared(handle, statement.name, count, values, lengths, formats, statement.isBinary ? 1 : 0)
        }
        try note(sent, answer)
    }

    func send(unprepared text: String, _ sql: SQL, types: [Oid], isBinary: Bool, into answer: Answer) throws(DatabaseError) {
        try encode(sql)
        let sent = parameters.handOver(count: sql.arguments.count) { count, values, lengths, formats in
            PQsendQueryParams(handle, text, count, types, values, lengths, formats, isBinary ? 1 : 0)
        }
        try note(sent, answer)
    }

    func send(_ text: String, into answer: Answer = Answer(keepsRows: false)) throws(DatabaseError) {
        try note(PQsendQueryParams(handle, text, 0, nil, nil, nil, nil, 0), answer)
    }

    /// Asks for a statement to be prepared and described.
    func prepare(_ text: String, name: String, types: [Oid], of sql: String) throws(DatabaseError) -> Answer {
        try note(PQsendPrepare(handle, name, text, Int32(types.count), types), Answer(sql: sql))
        let description = Answer(sql: sql, isDescription: true)
        try note(PQsendDescribePrepared(handle, name), description)
        return description
    }

    private func encode(_ sql: SQL) throws(DatabaseError) {
        guard sql.arguments.count <= 65_535 else {
            throw DatabaseError(
                .value, "\(sql.arguments.count) values in one statement, and PostgreSQL takes 65535: divide it", sql: sql.text)
        }
        if let position = parameters.encode(sql.arguments) { throw .notStorable(sql.arguments[position], at: position, sql: sql.text) }
    }

    private func note(_ sent: Int32, _ answer: Answer) throws(DatabaseError) {
        guard sent == 1 else { throw broken(answer.sql) }
        open.append(answer)
    }

    private func broken(_ sql: String?) -> DatabaseError {
        isBroken = true
        return .lost(PQerrorMessage(handle).map { String(cString: $0) } ?? "", sql: sql)
    }

    // MARK: Receiving

    /// Marks the end of what belongs together and sees that all of it is on its way, without waiting for answers.
    func push() throws(DatabaseError) {
        guard PQpipelineSync(handle) == 1 else { throw broken(nil) }
        open.append(nil)
        while true {
            let state = PQflush(handle)
            if state == 0 { return }
            if state < 0 { throw broken(nil) }
            var watch = pollfd(fd: PQsocket(handle), events: Int16(POLLIN | POLLOUT), revents: 0)
            guard poll(&watch, 1, -1) >= 0 || errno == EINTR else { throw broken(nil) }
            if watch.revents & Int16(POLLIN) != 0, PQconsumeInput(handle) == 0 { throw broken(nil) }
        }
    }

    /// One round trip: waits until everything sent so far has been answered.
    /// - Returns: the first error among the answers.
    func roundTrip() throws(DatabaseError) -> DatabaseError? {
        try push()
        var first: DatabaseError?
        let awaited = open
        open.removeAll(keepingCapacity: true)
        for answer in awaited {
            if let answer {
                try collect(answer)
                if first == nil { first = answer.error }
            } else {
                try awaitSync()
            }
        }
        return first
    }

    private func collect(_ answer: Answer) throws(DatabaseError) {
        while let result = PQgetResult(handle) {
            defer { PQclear(result) }
            switch PQresultStatus(result) {
            case PGRES_TUPLES_OK: answer.read(result)
            case PGRES_COMMAND_OK: answer.read(result)
            case PGRES_EMPTY_QUERY: answer.error = answer.error ?? DatabaseError(.syntax, "the statement is empty", sql: answer.sql)
            // Skipped because of an error before it, which has its own answer.
            case PGRES_PIPELINE_ABORTED: break
            default: answer.error = answer.error ?? .postgresql(result, sql: answer.sql)
            }
            if PQstatus(handle) == CONNECTION_BAD {
                isBroken = true
                throw answer.error.map { $0.kind == .gone ? $0 : .lost($0.message, sql: $0.sql) } ?? .lost("", sql: answer.sql)
            }
        }
        if PQstatus(handle) == CONNECTION_BAD { throw broken(answer.sql) }
    }

    private func awaitSync() throws(DatabaseError) {
        guard let result = PQgetResult(handle) else { throw broken(nil) }
        defer { PQclear(result) }
        if PQresultStatus(result) == PGRES_PIPELINE_SYNC { return }
        isBroken = true
        throw .postgresql(result, sql: nil)
    }
}

extension Parameters {
    func handOver(
        count: Int, _ body: (Int32, Places?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Int32
    ) -> Int32 { handOver { body(Int32(count), $0, $1, $2) } }
}

extension Answer {
    /// Takes over what a result holds.
    fileprivate func read(_ result: OpaquePointer) {
        command = PQcmdStatus(result).map { String(cString: $0).split(separator: " ").first.map(String.init) ?? "" } ?? ""
        changed = PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
        let width = Int(PQnfields(result))
        if let mustChange, mustChange != changed { error = .stale(changed, expected: mustChange, sql: sql) }
        if isDescription {
            describe(result, width: width)
            return
        }
        guard keepsRows, width > 0 else { return }
        size = Int(PQresultMemorySize(result))
        let types = (0..<width).map { PQftype(result, Int32($0)) }
        let isBinary = PQfformat(result, 0) == 1
        let names = columns.flatMap { $0.names.count == width ? $0 : nil } ?? Self.names(result, width)
        let height = Int(PQntuples(result))
        rows.reserveCapacity(rows.count + height)
        for line in 0..<Int32(height) {
            let values = [DatabaseValue](unsafeUninitializedCapacity: width) { buffer, initialized in
                for column in 0..<width {
                    let value = Self.value(result, line, Int32(column), types[column], isBinary)
                    (buffer.baseAddress.map { $0 + column })?.initialize(to: value)
                }
                initialized = width
            }
            rows.append(Row(columns: names, values: values))
        }
        if command == "SELECT" || command == "FETCH" { changed = 0 }
    }

    private func describe(_ result: OpaquePointer, width: Int) {
        described = (
            (0..<PQnparams(result)).map { PQparamtype(result, $0) }, Self.names(result, width),
            (0..<Int32(width)).allSatisfy { TypeNumber.isReadAsBinary(PQftype(result, $0)) }
        )
    }

    private static func names(_ result: OpaquePointer, _ width: Int) -> ColumnNames {
        ColumnNames((0..<Int32(width)).map { PQfname(result, $0).map { String(cString: $0) } ?? "" })
    }

    private static func value(_ result: OpaquePointer, _ line: Int32, _ column: Int32, _ type: Oid, _ isBinary: Bool) -> DatabaseValue {
        if PQgetisnull(result, line, column) == 1 { return .null }
        let bytes = UnsafeRawBufferPointer(start: PQgetvalue(result, line, column), count: Int(PQgetlength(result, line, column)))
        return isBinary ? DatabaseValue(binary: bytes, type: type) : DatabaseValue(text: bytes, type: type)
    }
}
