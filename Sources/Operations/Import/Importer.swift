import Casework
import Definitions
import Expressions
import Storage
import WorkCalendar

/// Brings rows of a file in, each by an action as anybody would do it: same rights, same checks, same journal.
///
/// Rows are committed some hundred together. Where an import ends early, running it again with the same file goes on after the last row that was done; a row
/// whose fate was in doubt is asked about by its own key and never done twice.
public struct Importer: Sendable {
    public let kernel: Kernel
    /// Rows of one commit.
    public static let rowsPerCommit = 200

    /// Makes the tables when they are not there.
    /// - Throws: `DatabaseError`.
    public init(kernel: Kernel) throws {
        self.kernel = kernel
        _ = try kernel.database.apply(ImportTables.all)
    }

    /// What is imported, and how.
    public struct Order: Sendable {
        /// `system/record`.
        public var type: String
        /// Nil: the action that creates such a record.
        public var action: String?
        public var actor: Actor
        /// Head of a column → field id, path, or empty to leave it out.
        public var mapping: [String: String]
        /// Judges every row and keeps nothing. Rows that would only be refused because of another row are found within one commit's worth of rows.
        public var isDryRun: Bool
        /// Does a finished import again from its beginning, as a new one.
        public var again: Bool

        public init(
            type: String, action: String? = nil, actor: Actor, mapping: [String: String] = [:], isDryRun: Bool = false, again: Bool = false
        ) {
            self.type = type
            self.action = action
            self.actor = actor
            self.mapping = mapping
            self.isDryRun = isDryRun
            self.again = again
        }
    }

    /// How far it is.
    public struct Progress: Sendable, Hashable {
        public var job: String
        /// Last line that was seen to.
        public var line: Int
        public var accepted: Int
        public var refused: Int
        /// Line after which it went on, when an earlier run had ended early.
        public var resumedAfter: Int?
        /// The file had been imported before; nothing was done.
        public var wasDone = false

        public init(job: String, line: Int, accepted: Int, refused: Int, resumedAfter: Int? = nil, wasDone: Bool = false) {
            self.job = job
            self.line = line
            self.accepted = accepted
            self.refused = refused
            self.resumedAfter = resumedAfter
            self.wasDone = wasDone
        }
    }

    /// Runs an import to its end.
    /// - Parameters:
    ///   - clock: the moment at which rows are done.
    ///   - refused: told of each refusal of this run, in the order of lines.
    ///   - progress: told after each commit; false stops there, to be gone on with later.
    /// - Throws: `OperationProblem` when file and record do not fit together, `DatabaseError`; what was committed stays and is not done again.
    public func run(
        _ order: Order, source: ImportSource, clock: () -> Moment, refused: (ImportRefusal) throws -> Void = { _ in },
        progress: (Progress) -> Bool = { _ in true }
    ) throws -> Progress {
        let state = kernel.state
        guard let definition = state.definition(order.type) else {
            throw OperationProblem(.request, "没有名为 \(order.type) 的业务；写作 系统/记录，如 work-order/work_order")
        }
        let name = order.action ?? definition.lifecycle?.actions.first(where: \.createsRecord)?.id ?? "create"
        guard let action = definition.performable(name) else {
            let known = ((definition.lifecycle?.actions ?? []) + definition.usualActions).map { "\($0.id)（\($0.label)）" }.joined(
                separator: "、")
            throw OperationProblem(.request, "\(definition.name)没有名为 \(name) 的动作；可用：\(known)")
        }
        let columns = try ImportColumns(
            header: source.header, mapping: order.mapping, definition: definition, action: action, isSystem: order.actor.isSystem,
            catalogue: state.catalogue)
        var job = try order.isDryRun ? Progress(job: "", line: 0, accepted: 0, refused: 0) : begin(order, action.id, source, at: clock())
        if job.wasDone { return job }
        var chunk: [(line: Int, request: ActionRequest)] = []
        var refusals: [ImportRefusal] = []
        var seen = 0
        var goesOn = true

        func commit(through line: Int) throws {
            let now = clock()
            let more = try order.isDryRun ? tryOut(chunk, at: now, state) : perform(chunk, at: now, state)
            let lines = Set(more.map(\.line)).count
            refusals += more
            refusals.sort { $0.line < $1.line }
            job.accepted += chunk.count - lines
            job.refused += seen - chunk.count + lines
            job.line = line
            if !order.isDryRun { try keep(job, refusals, at: now) }
            for refusal in refusals { try refused(refusal) }
            chunk.removeAll(keepingCapacity: true)
            refusals.removeAll()
            seen = 0
            goesOn = progress(job)
        }

        var last = job.line
        for row in source.rows where row.line > job.line {
            seen += 1
            last = row.line
            if let problem = row.problem {
                refusals.append(ImportRefusal.told(problem, line: row.line, field: "", label: "", usual: "请改正这一行"))
            } else {
                do {
                    let (record, values) = try columns.values(of: row)
                    var request = ActionRequest(
                        type: order.type, action: action.id, record: record, actor: order.actor, values: values, source: "import")
                    if !order.isDryRun { request.idempotencyKey = "import:\(job.job):\(row.line)" }
                    chunk.append((row.line, request))
                } catch {
                    refusals.append(
                        ImportRefusal.told(error.message, line: row.line, field: error.field, label: error.label, usual: "请改正这一行"))
                }
            }
            if seen >= Self.rowsPerCommit {
                try commit(through: last)
                if !goesOn { return job }
            }
        }
        if seen > 0 { try commit(through: last) }
        if !order.isDryRun, goesOn {
            try kernel.database.writeBlocking { connection in
                try connection.enqueue(
                    "UPDATE import_job SET state = \("done"), updated_at = \(clock().milliseconds) WHERE id = \(job.job)")
            }
            // Organisations may have come in.
            try kernel.reloadOrganisations()
        }
        return job
    }

    /// Refusals of a job, in the order of lines: also those of earlier runs.
    public func refusals(of job: String, _ body: (ImportRefusal) throws -> Void) throws {
        try kernel.database.read { connection in
            try connection.forEach("SELECT line, field, label, why, mend FROM import_refusal WHERE job = \(job) ORDER BY line, position") {
                row in
                try body(
                    ImportRefusal(
                        line: Int(row.int(0) ?? 0), field: row.text(1) ?? "", label: row.text(2) ?? "", why: row.text(3) ?? "",
                        mend: row.text(4) ?? ""))
                return true
            }
        }
    }

    // MARK: Progress

    /// The same file, record, action, person and mapping are the same import.
    private func begin(_ order: Order, _ action: String, _ source: ImportSource, at now: Moment) throws -> Progress {
        let mapping = order.mapping.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\u{1F}")
        let name = [source.digest, order.type, action, order.actor.id, mapping].joined(separator: "\u{1E}")
        var id = String(Backup.digest(Array(name.utf8)).prefix(32))
        return try kernel.database.writeBlocking { [kernel] connection in
            var known = try connection.first("SELECT done_line, accepted, refused, state FROM import_job WHERE id = \(id)")
            if order.again, known?.text(3) == "done" {
                id = kernel.identifiers.next(at: now)
                known = nil
            }
            if let known {
                let line = Int(known.int(0) ?? 0)
                return Progress(
                    job: id, line: line, accepted: Int(known.int(1) ?? 0), refused: Int(known.int(2) ?? 0),
                    resumedAfter: line > 0 ? line : nil, wasDone: known.text(3) == "done")
            }
            try connection.enqueue(
                """
                INSERT INTO import_job (id, file_digest, record_type, action, actor, started_at, updated_at, done_line, accepted, refused, state)
                VALUES (\(id), \(source.digest), \(order.type), \(action), \(order.actor.id), \(now.milliseconds), \(now.milliseconds), 0, 0, 0, \("running"))
                """)
            return Progress(job: id, line: 0, accepted: 0, refused: 0)
        }
    }

    private func keep(_ job: Progress, _ refusals: [ImportRefusal], at now: Moment) throws {
        try kernel.database.writeBlocking { connection in
            try connection.enqueue(
                """
                UPDATE import_job SET done_line = \(job.line), accepted = \(job.accepted), refused = \(job.refused), updated_at = \(now.milliseconds) WHERE id = \(job.job)
                """)
            for (position, refusal) in refusals.enumerated() {
                try connection.enqueue(
                    """
                    INSERT INTO import_refusal (job, line, position, field, label, why, mend)
                    VALUES (\(job.job), \(refusal.line), \(position), \(refusal.field), \(refusal.label), \(refusal.why), \(refusal.mend)) ON CONFLICT DO NOTHING
                    """)
            }
        }
    }

    // MARK: Rows

    private func perform(_ chunk: [(line: Int, request: ActionRequest)], at now: Moment, _ state: EngineState) throws -> [ImportRefusal] {
        var refusals: [ImportRefusal] = []
        try kernel.database.bulk(
            chunk, perCommit: Self.rowsPerCommit, refused: { index, error in refusals += try Self.refusals(error, line: chunk[index].line) }
        ) { [kernel] connection, row in _ = try kernel.perform(row.request, at: now, state: state, connection: connection) }
        return refusals
    }

    /// - Throws: what is not the row's fault.
    private static func refusals(_ error: any Error, line: Int) throws -> [ImportRefusal] {
        switch error {
        case let refusal as Refusal: return ImportRefusal.of(refusal, line: line)
        case let error as DatabaseError: return [ImportRefusal.of(error, line: line)]
        default: throw error
        }
    }

    /// Ends a write that is to leave nothing behind.
    private struct TriedOut: Error {
        var refusals: [ImportRefusal]
        /// Row at which the database itself refused: what follows was not tried.
        var stoppedAt: Int?
    }

    private func tryOut(_ chunk: [(line: Int, request: ActionRequest)], at now: Moment, _ state: EngineState) throws -> [ImportRefusal] {
        var broken: [Int: ImportRefusal] = [:]
        while true {
            do {
                try kernel.database.writeBlocking { [kernel] connection in
                    var refusals: [ImportRefusal] = []
                    for (index, row) in chunk.enumerated() where broken[index] == nil {
                        do { _ = try kernel.perform(row.request, at: now, state: state, connection: connection) } catch let refusal
                            as Refusal
                        {
                            refusals += ImportRefusal.of(refusal, line: row.line)
                        } catch let error as DatabaseError {
                            guard case .constraint = error.kind else { throw error }
                            throw TriedOut(refusals: [ImportRefusal.of(error, line: row.line)], stoppedAt: index)
                        }
                    }
                    throw TriedOut(refusals: refusals, stoppedAt: nil)
                }
                return []
            } catch let end as TriedOut {
                guard let index = end.stoppedAt else { return end.refusals + broken.values }
                broken[index] = end.refusals.first
            }
        }
    }
}
