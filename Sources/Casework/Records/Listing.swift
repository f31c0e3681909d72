import Definitions
import Expressions
import Storage
import WorkCalendar

/// Pages of records by keyset: each alternative of the actor's scope is read by its own index and the streams are merged.
struct Listing {
    let unit: EvaluationUnit
    let query: ListQuery
    let definition: RecordDefinition
    let schema: RecordSchema
    let order: Order

    struct Order {
        var column: String
        var isDescending: Bool
        var type: FieldType

        /// How the column is kept.
        var kind: ColumnType {
            switch column {
            case "_created_at", "_updated_at", "_due", "_version": .integer
            default: RecordSchema.columnType(of: type)
            }
        }
    }

    init(unit: EvaluationUnit, query: ListQuery) throws {
        guard let definition = unit.state.definition(query.type), let schema = unit.state.schema(query.type) else {
            throw Refusal(.notfound, action: "\(query.type).list", "没有名为 \(query.type) 的业务")
        }
        guard (1...500).contains(query.limit) else { throw QueryProblem("limit", "每页条数应在 1 到 500 之间") }
        self.unit = unit
        self.query = query
        self.definition = definition
        self.schema = schema
        let lines = Judge(state: unit.state, actor: unit.actor).viewLines(query.type)
        self.lines = lines
        let asked = try AskedFields(query, definition)
        self.asked = asked
        func tells(_ sort: String) -> FieldDefinition? {
            definition.field(sort.hasPrefix("-") ? String(sort.dropFirst()) : sort).flatMap {
                AskedFields($0).areShown(by: lines) ? nil : $0
            }
        }
        // An order tells the values by which it is made.
        if let sort = query.sort, let field = tells(sort) { throw QueryProblem("sort", "不能按“\(field.label)”排序：有的记录上您无权查看它") }
        let usual = definition.lists.sort ?? "-created_at"
        order = try Self.order(query.sort ?? (tells(usual) == nil ? usual : "-created_at"), definition)
        wanted = query.fields.map { names in names.compactMap { definition.field($0) } }
        masksPersonal = !query.showsPersonal && query.parent == nil && !unit.actor.isSystem
        read = Self.read(wanted, for: unit, definition, order, title: masksPersonal && schema.title.isPersonal ? schema.title.fields : [])
        selection = schema.selection(of: read)
        for (parameter, text) in query.equals.sorted(by: { $0.key < $1.key }) + [("parent", query.parent ?? "")] where text.utf8.contains(0)
        {
            throw QueryProblem(parameter, "含有空字符（NUL），请删除")
        }
    }

    /// The actor's lines that give sight of the type.
    let lines: [AccessTable.Line]
    let asked: AskedFields
    /// Fields that the answer shows; nil: all.
    let wanted: [FieldDefinition]?
    /// Fields that are read: what is shown, and what decides whether it may be.
    let read: [FieldDefinition]
    let selection: SQL

    /// Rows of one parent are part of its page.
    let masksPersonal: Bool

    /// - Parameter title: fields of which a title is made anew, because it tells personal information.
    private static func read(
        _ wanted: [FieldDefinition]?, for unit: EvaluationUnit, _ definition: RecordDefinition, _ order: Order, title: [FieldDefinition]
    ) -> [FieldDefinition] {
        guard let wanted, definition.parent == nil else { return definition.fields }
        let scope = definition.scope
        var names = Set(wanted.map(\.id) + scope.assigned + scope.own + scope.shared + [order.column])
        names.insert(scope.organisation)
        names.formUnion(title.map(\.id))
        if let team = scope.team { names.insert(team) }
        if let number = definition.number?.field { names.insert(number) }
        if !unit.actor.isSystem {
            for condition in unit.sight(of: definition.type).conditions {
                guard let references = unit.state.ownConditions.references(of: condition) else { return definition.fields }
                for name in references {
                    if name == "record" || name == "old" || name == "parent" || definition.related.contains(where: { $0.id == name }) {
                        return definition.fields
                    }
                    names.insert(name)
                }
            }
        }
        return definition.fields.filter { names.contains($0.id) }
    }

    /// What only the row itself decides: then a row found by the database is judged once more.
    var rowsDecide: Bool {
        !unit.actor.isSystem && (definition.parent != nil || lines.contains { $0.condition != nil } || !asked.areShown(by: lines))
    }

    private static func order(_ text: String, _ definition: RecordDefinition) throws -> Order {
        let isDescending = text.hasPrefix("-")
        let name = isDescending ? String(text.dropFirst()) : text
        if name == "due" || name == "due_at" { return Order(column: "_due", isDescending: isDescending, type: .datetime) }
        if let field = definition.field(name) {
            guard !field.isSecret, !field.type.isComposite else { throw QueryProblem("sort", "不能按“\(field.label)”排序") }
            return Order(column: name, isDescending: isDescending, type: field.type)
        }
        guard let column = EngineColumns.column(name) else { throw QueryProblem("sort", "没有名为 \(name) 的字段") }
        return Order(column: column, isDescending: isDescending, type: ["_created_at", "_updated_at"].contains(column) ? .datetime : .text)
    }

    // MARK: Pages

    func page() throws -> RecordPage {
        let streams = try alternatives()
        guard !streams.isEmpty else { return RecordPage(items: [], next: nil) }
        var cursor = try cursor()
        var items: [RecordView] = []
        let viewing = Viewing(unit: unit)
        // Conditions of access lines are judged row by row: a page may need several rounds, each as long as what is still wanted.
        while true {
            let missing = query.limit + 1 - items.count
            let rows = try merged(streams, after: cursor, limit: missing)
            var isFull = false
            for row in rows {
                if items.count == query.limit {
                    isFull = true
                    break
                }
                if let visibility = try viewing.visibility(of: row), !rowsDecide || asked.areShown(in: visibility),
                    let view = try viewing.view(row, visibility, isWhole: false, wanted: wanted, masksPersonal: masksPersonal)
                {
                    items.append(view)
                }
                cursor = Cursor(value: sortValue(of: row), id: row.id)
            }
            if isFull { return RecordPage(items: items, next: cursor?.text) }
            if rows.count < missing { return RecordPage(items: items, next: nil) }
        }
    }

    private func isAnswer(_ row: StoredRecord, _ viewing: Viewing) throws -> Bool {
        guard rowsDecide else { return true }
        return try viewing.visibility(of: row).map { asked.areShown(in: $0) } ?? false
    }

    /// - Throws: `QueryProblem` for a place that this order cannot have.
    func cursor() throws -> Cursor? {
        guard let text = query.after else { return nil }
        let cursor = try Cursor(text: text)
        let fits: Bool =
            switch (cursor.value, order.kind) {
            case (.null, _), (.integer, .integer), (.real, .real), (.integer, .real): true
            case (.text(let text), .text): !text.utf8.contains(0)
            default: false
            }
        guard fits, !cursor.id.utf8.contains(0) else { throw QueryProblem("after", "翻页位置不对，请从第一页重新开始") }
        return cursor
    }

    /// Counted up to a bound: in the database where it alone decides, else row by row, as the pages are.
    func count(upTo bound: Int) throws -> Int {
        let streams = try alternatives()
        guard !streams.isEmpty else { return 0 }
        var visible: SQL?
        if rowsDecide, definition.parent == nil, asked.areShown(by: lines) {
            visible = try ScopeCondition(unit: unit, definition: definition, schema: schema).sql()
        }
        if rowsDecide, visible == nil {
            let viewing = Viewing(unit: unit)
            var (found, place) = (0, nil as Cursor?)
            while found < bound {
                let rows = try merged(streams, after: place, limit: 200)
                for row in rows where try isAnswer(row, viewing) { found += 1 }
                guard rows.count == 200, let last = rows.last else { break }
                place = Cursor(value: sortValue(of: last), id: last.id)
            }
            return min(found, bound)
        }
        let parts = streams.map { stream -> SQL in
            var part: SQL = "SELECT \(identifier: schema.table)._id AS id \(stream.from) WHERE \(stream.condition)"
            if let visible { part += " AND \(visible)" }
            return streams.count == 1 ? part : "SELECT id FROM (\(part) LIMIT \(bound)) AS part"
        }
        // One row may come through several alternatives.
        let union: SQL = parts.count == 1 ? parts[0] : parts.joined(separator: " UNION ")
        let row = try unit.connection.first("SELECT COUNT(*) FROM (SELECT id FROM (\(union)) AS found LIMIT \(bound)) AS bounded")
        return Int(row?.int(0) ?? 0)
    }

    struct Stream {
        /// Whether the scope table keeps the due date beside the principal.
        var keepsDue = false
        var from: SQL
        var condition: SQL
        /// The column of creation time that the index behind the stream is ordered by.
        var createdAt: SQL
        var id: SQL

        /// Bounded where its own index is ordered by time.
        func from(_ since: Moment?) -> Stream {
            guard let since else { return self }
            var bounded = self
            bounded.condition += " AND \(createdAt) >= \(since.milliseconds)"
            return bounded
        }
    }

    func alternatives() throws -> [Stream] {
        var conditions: [SQL] = try filterConditions()
        let table = schema.table
        if let parent = query.parent { conditions.append("\(identifier: table)._parent = \(parent)") }
        if let under = query.under { conditions.append(try ScopeCondition.under(under, unit.state.tree, schema)) }
        let base: SQL = conditions.isEmpty ? "1 = 1" : conditions.joined(separator: " AND ")
        func plain(_ extra: SQL) -> Stream {
            Stream(
                from: "FROM \(identifier: table)", condition: extra + " AND " + base, createdAt: "\(identifier: table)._created_at",
                id: "\(identifier: table)._id")
        }
        if definition.parent != nil {
            guard query.parent != nil else {
                // Rows of many parents at once, such as those behind a figure.
                return try ScopeCondition(unit: unit, definition: definition, schema: schema, rowsAreJudged: true).sql().map {
                    [plain($0).from(query.since)]
                }
                    ?? []
            }
            // Children are read through their parent, which the actor must see.
            guard let parent = query.parent, let owner = try unit.record("\(definition.system)/\(definition.parent ?? "")", id: parent),
                try Viewing(unit: unit).visibility(of: owner) != nil || !lines.isEmpty
            else { return unit.actor.isSystem ? [plain("1 = 1").from(query.since)] : [] }
            return [plain("1 = 1").from(query.since)]
        }
        return ListScope(state: unit.state, actor: unit.actor, definition: definition).alternatives.map { alternative in
            let stream: Stream =
                switch alternative {
                case .everything: plain("1 = 1")
                case .column(let column, let value): plain("\(identifier: table).\(identifier: column) = \(value)")
                case .principal(let kind, let principal):
                    Stream(
                        keepsDue: schema.keepsDueInScope,
                        from: "FROM record_scope JOIN \(identifier: table) ON \(identifier: table)._id = record_scope.record_id",
                        condition:
                            "record_scope.kind = \(kind) AND record_scope.principal = \(principal) AND record_scope.record_type = \(definition.type) AND "
                            + base,
                        createdAt: "record_scope.created_at", id: "record_scope.record_id")
                }
            return stream.from(query.since)
        }
    }

    private func merged(_ streams: [Stream], after cursor: Cursor?, limit: Int) throws -> [StoredRecord] {
        var found: [StoredRecord] = []
        var seen: Set<String> = []
        for stream in streams {
            for row in try rows(of: stream, after: cursor, limit: limit, selecting: selection) {
                let record = RecordReader.decode(row, definition.type, read)
                if seen.insert(record.id).inserted { found.append(record) }
            }
        }
        guard streams.count > 1 else { return found }
        return Array(found.sorted { precedes((sortValue(of: $0), $0.id), (sortValue(of: $1), $1.id)) }.prefix(limit))
    }

    /// Absent values come last in both directions and on both databases. So what has a value is read first, along the index, and the rest after it.
    func rows(of stream: Stream, after cursor: Cursor?, limit: Int, selecting columns: SQL) throws -> [Row] {
        let direction: SQL = order.isDescending ? "DESC" : "ASC"
        let comparison: SQL = order.isDescending ? "<" : ">"
        let column: SQL =
            order.column == "_created_at"
            ? stream.createdAt
            : order.column == "_due" && stream.keepsDue ? "record_scope.due" : "\(identifier: schema.table).\(identifier: order.column)"
        let base: SQL = "SELECT \(columns) \(stream.from) WHERE \(stream.condition)"
        let isNullable = !["_created_at", "_updated_at", "_id", "_org", "_version"].contains(order.column)
        var found: [Row] = []
        var afterNull: String?
        if let cursor, case .null = cursor.value { afterNull = cursor.id }
        if afterNull == nil {
            var sql = base
            if isNullable { sql += " AND \(column) IS NOT NULL" }
            if let cursor { sql += " AND (\(column), \(stream.id)) \(comparison) (\(cursor.value), \(cursor.id))" }
            sql += " ORDER BY \(column) \(direction), \(stream.id) \(direction) LIMIT \(limit)"
            found = try unit.connection.query(sql)
        }
        guard isNullable, found.count < limit else { return found }
        var sql = base + " AND \(column) IS NULL"
        if let afterNull { sql += " AND \(stream.id) \(comparison) \(afterNull)" }
        sql += " ORDER BY \(stream.id) \(direction) LIMIT \(limit - found.count)"
        return found + (try unit.connection.query(sql))
    }

    private func sortValue(of record: StoredRecord) -> DatabaseValue {
        switch order.column {
        case "_created_at": return .integer(record.createdAt.milliseconds)
        case "_updated_at": return .integer(record.updatedAt.milliseconds)
        case "_due": return record.due.map { .integer($0.milliseconds) } ?? .null
        case "_id": return .text(record.id)
        case "_state": return record.state.map { .text($0) } ?? .null
        case "_org": return .text(record.org)
        case "_version": return .integer(record.version)
        case "_created_by": return .text(record.createdBy)
        case "_updated_by": return .text(record.updatedBy)
        case "_parent": return record.parent.map { .text($0) } ?? .null
        default: return definition.field(order.column).map { ValueCoding.column(record[$0.id], $0) } ?? .null
        }
    }

    func precedes(_ left: (value: DatabaseValue, id: String), _ right: (value: DatabaseValue, id: String)) -> Bool {
        let (first, second) = (left.value, right.value)
        if first == second { return order.isDescending ? left.id > right.id : left.id < right.id }
        switch (first, second) {
        case (.null, _): return false
        case (_, .null): return true
        case (.integer(let one), .integer(let other)): return order.isDescending ? one > other : one < other
        case (.real(let one), .real(let other)): return order.isDescending ? one > other : one < other
        // Byte by byte, as both databases compare.
        case (.text(let one), .text(let other)):
            return order.isDescending ? other.utf8.lexicographicallyPrecedes(one.utf8) : one.utf8.lexicographicallyPrecedes(other.utf8)
        default: return false
        }
    }

    // MARK: Filters

    private func filterConditions() throws -> [SQL] {
        var conditions: [SQL] = []
        if let filter = query.filter, !filter.isEmpty {
            conditions.append(try FilterSQL(unit: unit, definition: definition, schema: schema).compile(filter))
        }
        for (name, text) in query.equals.sorted(by: { $0.key < $1.key }) {
            guard let field = definition.field(name) else { throw QueryProblem(name, "没有名为 \(name) 的字段") }
            if field.isSecret {
                let secretFields = SecretFields(box: unit.secrets, catalogue: unit.state.catalogue)
                // As the field keeps it, where what was typed can be read so.
                let typed =
                    (try? FieldReading(unit.state, valuesAreStored: false) { _ in true }.read(
                        .string(text), as: field)) ?? .string(text)
                guard let digest = secretFields.digest(typed, field) else { throw QueryProblem(name, "不能按“\(field.label)”查找") }
                conditions.append("\(identifier: schema.table).\(identifier: RecordSchema.digestColumn(name)) = \(digest)")
            } else {
                conditions.append("\(identifier: schema.table).\(identifier: name) = \(try compared(text, field))")
            }
        }
        return conditions
    }

    /// What was typed, as the field keeps it.
    private func compared(_ text: String, _ field: FieldDefinition) throws -> DatabaseValue {
        guard !field.type.isComposite else { throw QueryProblem(field.id, "不能按“\(field.label)”查找") }
        let reading = FieldReading(unit.state, valuesAreStored: false) { _ in true }
        do {
            var plain = field
            (plain.min, plain.max, plain.pattern) = (nil, nil, nil)
            return ValueCoding.column(try reading.read(.string(text), as: plain), plain)
        } catch let problem as FieldReading.Problem { throw QueryProblem(field.id, "“\(field.label)”\(problem.message)") }
    }
}
