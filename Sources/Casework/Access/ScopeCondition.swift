import Definitions
import Expressions
import Storage

/// The rows of a type that an actor may see, as one condition on its table: what ``Judge`` says row by row, said to the database, the conditions of access
/// lines included. For figures, which count in one query; pages read the alternatives of ``ListScope`` side by side instead.
struct ScopeCondition {
    let unit: EvaluationUnit
    let definition: RecordDefinition
    let schema: RecordSchema
    /// Whether who reads the rows judges each once more: then a condition that no database can work out may be left to that.
    var rowsAreJudged = false

    /// Nil: the actor sees nothing of this type.
    func sql() throws -> SQL? {
        if unit.actor.isSystem { return "1 = 1" }
        let judge = Judge(state: unit.state, actor: unit.actor)
        // A child row belongs where its parent belongs.
        let parent = definition.parent.flatMap { unit.state.schema("\(definition.system)/\($0)") }
        let owner = parent?.definition ?? definition
        var found: [SQL] = []
        var seen: Set<SQL> = []
        for grant in judge.grants {
            for line in unit.state.access.lines(definition.type, role: grant.role) where line.givesView || line.may.contains("edit") {
                var alternatives: [SQL] = []
                for scope in line.scopes {
                    for alternative in ListScope.alternatives(of: scope, grant, actor: unit.actor, state: unit.state, definition: owner) {
                        alternatives.append(sql(alternative, parent))
                    }
                }
                guard !alternatives.isEmpty else { continue }
                var condition = Self.any(alternatives)
                if let when = line.condition {
                    let expression = try unit.state.compiled.expression(when, for: definition, in: .list)
                    do throws(ExpressionError) {
                        let holds = try FilterSQL(unit: unit, definition: definition, schema: schema, grant: grant).compile(expression)
                        condition = "(\(condition) AND (\(holds)))"
                    } catch {
                        // `bagui check` refuses such a line; definitions loaded before it did may still hold one.
                        guard rowsAreJudged else {
                            throw QueryProblem("access", "“\(definition.name)”的查看条件“\(when.text)”不能在数据库中计算：\(error.message)")
                        }
                    }
                }
                if seen.insert(condition).inserted { found.append(condition) }
            }
        }
        if found.isEmpty { return nil }
        // A line that gives everything makes the others needless.
        return found.contains("1 = 1") ? "1 = 1" : Self.any(found)
    }

    private func sql(_ alternative: ListScope.Alternative, _ parent: RecordSchema?) -> SQL {
        let table = schema.table
        switch alternative {
        case .everything: return "1 = 1"
        case .column(let column, let value):
            guard let parent else { return "\(identifier: table).\(identifier: column) = \(value)" }
            return "\(identifier: table)._parent IN (SELECT _id FROM \(identifier: parent.table) WHERE \(identifier: column) = \(value))"
        case .principal(let kind, let principal):
            let key: SQL = parent == nil ? "\(identifier: table)._id" : "\(identifier: table)._parent"
            let type = parent?.definition.type ?? definition.type
            return
                "\(key) IN (SELECT record_id FROM record_scope WHERE kind = \(kind) AND principal = \(principal) AND record_type = \(type))"
        }
    }

    private static func any(_ conditions: [SQL]) -> SQL {
        if conditions.contains("1 = 1") { return "1 = 1" }
        return conditions.count == 1 ? conditions[0] : "(" + conditions.joined(separator: " OR ") + ")"
    }

    /// Records of an organisation and of all below it.
    /// - Throws: `QueryProblem` when there is no such organisation.
    static func under(_ code: String, _ tree: OrganisationTree, _ schema: RecordSchema) throws -> SQL {
        guard let organisation = tree.resolve(code), let depth = tree.depth(of: organisation.code) else {
            throw QueryProblem("under", "没有代码或名称为“\(code.prefix(40))”的单位")
        }
        guard depth <= OrganisationTree.deepest else { return "\(identifier: schema.table)._org = \(organisation.code)" }
        return "\(identifier: schema.table).\(identifier: "_scope_\(depth)") = \(organisation.code)"
    }
}
