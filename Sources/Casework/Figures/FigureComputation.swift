import Crypto
import Definitions
import Expressions
import Storage
import WorkCalendar

/// Works an indicator out within what the actor may see: one grouped query, and one pass over the rows when digests are wanted.
struct FigureComputation {
    let unit: EvaluationUnit
    let query: FigureQuery
    private let definition: RecordDefinition
    private let schema: RecordSchema
    private let indicator: IndicatorDefinition
    private let measure: FigureMeasure
    private let time: FigureTime
    private let splits: [FigureSplit]
    /// CEL that holds for every record of the table, beside the measure's own.
    private let period: [String]
    private let org: String?

    init(unit: EvaluationUnit, query: FigureQuery) throws {
        guard let definition = unit.state.definition(query.type), let schema = unit.state.schema(query.type) else {
            throw Refusal(.notfound, action: "\(query.type).indicator", "没有名为 \(query.type) 的业务")
        }
        guard let indicator = definition.indicators.first(where: { $0.id == query.indicator }) else {
            let known = definition.indicators.map(\.id).joined(separator: "、")
            throw QueryProblem("indicator", "\(definition.name)没有名为 \(query.indicator) 的指标\(known.isEmpty ? "" : "；可用：\(known)")")
        }
        if let from = query.from, let through = query.through, through < from { throw QueryProblem("to", "截止日期早于起始日期，请对调") }
        if Set(query.by).count < query.by.count { throw QueryProblem("by", "分组不能重复") }
        guard query.by.count <= 4 else { throw QueryProblem("by", "最多按4项分组") }
        self.unit = unit
        self.query = query
        self.definition = definition
        self.schema = schema
        self.indicator = indicator
        measure = try FigureMeasure(indicator, of: definition, compiled: unit.state.compiled)
        let time = try FigureTime(indicator.at, definition: definition, schema: schema)
        self.time = time
        let tree = unit.state.tree
        org = try query.org.map { name in
            guard let organisation = tree.resolve(name) else { throw QueryProblem("org", "没有代码或名称为“\(name.prefix(40))”的单位") }
            return organisation.code
        }
        let base = org ?? (tree.organisation(unit.actor.grants.first?.org ?? "") ?? tree.organisation(unit.actor.org) ?? tree.root)?.code
        splits = try query.by.map {
            try FigureSplit($0, base: base, at: time, definition: definition, schema: schema, tree: tree, dialect: unit.connection.dialect)
        }
        period = FigureTime.conditions(indicator.at, from: query.from, before: try query.through.map { try $0.adding(days: 1) })
        try refuseHidden()
    }

    /// What a role may not see of a record it may not see of many either.
    private func refuseHidden() throws {
        guard !unit.actor.isSystem else { return }
        var named = Set(query.by)
        if let value = measure.value { named.formUnion(value.expression.references) }
        for grant in Judge(state: unit.state, actor: unit.actor).grants {
            for line in unit.state.access.lines(definition.type, role: grant.role) where line.givesView {
                for field in definition.fields where named.contains(field.id) {
                    guard
                        line.hides.contains(field.id) || line.masks.contains(field.id)
                            || !(line.shows.isEmpty || line.shows.contains(field.id))
                    else { continue }
                    throw Refusal(.forbidden, action: "\(query.type).indicator", "您无权查看“\(field.label)”，不能按它统计")
                }
            }
        }
    }

    func table(eachRow: (_ keys: [String?], _ row: RecordVersion) throws -> Void = { _, _ in }) throws -> FigureTable {
        var figures: [Group: Sum] = [:]
        if let scope = try ScopeCondition(unit: unit, definition: definition, schema: schema).sql() {
            let condition = try self.condition(scope)
            for row in try unit.connection.query(grouped(condition)) {
                let group = Group(keys: splits.indices.map { splits[$0].key(row[$0]) })
                var sum = figures[group] ?? Sum()
                sum.rows += row.int(splits.count) ?? 0
                sum.amount += row.real(splits.count + 1) ?? 0
                figures[group] = sum
            }
            if query.digests { try digest(&figures, condition, eachRow) }
        }
        var all = Sum()
        for sum in figures.values {
            all.rows += sum.rows
            all.amount += sum.amount
        }
        let total = figure(
            Group(keys: []), all, digest: query.digests ? figures[Group.everything]?.digest ?? Self.hexadecimal(SHA256().finalize()) : nil)
        figures.removeValue(forKey: Group.everything)
        let ordered = figures.sorted { $0.key < $1.key }
        return FigureTable(
            query: query, label: indicator.label, kind: measure.kind, unit: measure.unit, source: indicator.source,
            columns: splits.map(\.label),
            figures: splits.isEmpty ? [] : ordered.map { figure($0.key, $0.value, digest: $0.value.digest) }, total: total, asOf: unit.now,
            scope: unit.actor.isSystem
                ? "system" : unit.actor.grants.map { $0.org.isEmpty ? $0.role : "\($0.role)@\($0.org)" }.joined(separator: ","))
    }

    // MARK: Asking

    private struct Group: Hashable, Comparable {
        var keys: [String?]
        /// Holds the digest over all rows while they are read.
        static let everything = Group(keys: ["\u{0}everything"])
        /// Byte by byte; what is not filled in comes last.
        static func < (left: Group, right: Group) -> Bool {
            for (one, other) in zip(left.keys, right.keys) where one != other {
                guard let one else { return false }
                guard let other else { return true }
                return one.utf8.lexicographicallyPrecedes(other.utf8)
            }
            return false
        }
    }

    private struct Sum {
        var rows: Int64 = 0
        var amount: Double = 0
        var digest: String?
    }

    private func condition(_ scope: SQL) throws -> SQL {
        var conditions: [SQL] = [scope]
        let filter = FilterSQL(unit: unit, definition: definition, schema: schema)
        for text in measure.behind + period { conditions.append("(\(try filter.compile(text)))") }
        if let org { conditions.append(try ScopeCondition.under(org, unit.state.tree, schema)) }
        return conditions.joined(separator: " AND ")
    }

    private func grouped(_ condition: SQL) throws -> SQL {
        var columns = splits.map(\.sql)
        columns.append("COUNT(*)")
        let filter = FilterSQL(unit: unit, definition: definition, schema: schema)
        if let part = measure.part {
            columns.append("SUM(CASE WHEN (\(try filter.compile(part))) THEN 1 ELSE 0 END)")
        } else if let value = measure.value {
            columns.append("SUM(\(try filter.compile(value)))")
        } else {
            columns.append("COUNT(*)")
        }
        // By position: an expression with bound values would not be recognised as the same.
        let groups: SQL = splits.isEmpty ? "" : " GROUP BY \(raw: splits.indices.map { String($0 + 1) }.joined(separator: ", "))"
        return "SELECT \(columns.joined(separator: ", ")) FROM \(identifier: schema.table) WHERE \(condition)\(groups)"
    }

    private func digest(
        _ figures: inout [Group: Sum], _ condition: SQL, _ eachRow: (_ keys: [String?], _ row: RecordVersion) throws -> Void
    ) throws {
        var hashers: [Group: SHA256] = [:]
        var whole = SHA256()
        let columns = (splits.map(\.sql) + ["\(identifier: schema.table)._id", "\(identifier: schema.table)._version"]).joined(
            separator: ", ")
        try unit.connection.forEach(
            "SELECT \(columns) FROM \(identifier: schema.table) WHERE \(condition) ORDER BY \(identifier: schema.table)._id"
        ) { row in
            let behind = RecordVersion(id: row.text(splits.count) ?? "", version: row.int(splits.count + 1) ?? 0)
            let line = behind.line
            whole.update(data: line)
            let group = Group(keys: splits.indices.map { splits[$0].key(row[$0]) })
            try eachRow(group.keys, behind)
            if !splits.isEmpty {
                var hasher = hashers[group] ?? SHA256()
                hasher.update(data: line)
                hashers[group] = hasher
            }
            return true
        }
        for (group, hasher) in hashers { figures[group]?.digest = Self.hexadecimal(hasher.finalize()) }
        figures[Group.everything] = Sum(digest: Self.hexadecimal(whole.finalize()))
    }

    private static func hexadecimal(_ digest: SHA256.Digest) -> String {
        digest.map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined()
    }

    // MARK: Telling

    private func figure(_ group: Group, _ sum: Sum, digest: String?) -> Figure {
        var filter = measure.behind + period
        var under = org
        for (split, key) in zip(splits, group.keys) {
            let own = split.condition(key, unit.state, definition)
            filter += own.filter
            under = own.under ?? under
        }
        let amount = rounded(sum.amount / measure.scale)
        let value: Double? =
            switch measure.kind {
            case .count: Double(sum.rows)
            case .sum: amount
            case .ratio, .mean: sum.rows == 0 ? nil : rounded(sum.amount / measure.scale / Double(sum.rows))
            }
        return Figure(
            keys: group.keys, labels: zip(splits, group.keys).map { $0.text($1, unit.state, definition) }, rows: sum.rows, amount: amount,
            value: value,
            list: ListQuery(type: definition.type, filter: Self.conjunction(filter), under: under),
            part: measure.part.map { ListQuery(type: definition.type, filter: Self.conjunction(filter + [$0]), under: under) },
            digest: digest)
    }

    /// The two databases may add fractions in another order: what lies beyond a millionth says nothing.
    private func rounded(_ number: Double) -> Double {
        guard abs(number) < 1e9 else { return number }
        return (number * 1_000_000).rounded() / 1_000_000
    }

    private static func conjunction(_ conditions: [String]) -> String? {
        conditions.isEmpty ? nil : conditions.count == 1 ? conditions[0] : conditions.map { "(\($0))" }.joined(separator: " && ")
    }
}
