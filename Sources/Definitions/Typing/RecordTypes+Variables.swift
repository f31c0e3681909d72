import Expressions

extension RecordTypes {
    func variables(for record: RecordDefinition, in context: ExpressionContext) -> [String: ValueType] {
        switch context {
        case .record: return full(record)
        case .action(let id): return withInput(of: id, record)
        case .row(let outer, let action):
            var variables = full(record)
            if let action, let outer = catalogue.record(outer) {
                for input in Self.inputs(of: action, outer, in: catalogue) where record.field(input.key) == nil {
                    variables[input.key] = input.value
                }
            }
            variables["parent"] = catalogue.record(outer) == nil ? .dyn : .object(outer)
            return variables
        case .item(let action):
            var variables = withInput(of: action, record)
            if record.field("item") == nil { variables["item"] = item(in: record.performable(action), variables) }
            return variables
        case .list: return moments.merging(columnsOnly(record)) { _, own in own }
        case .document:
            var variables = full(record)
            // What the room that issues papers knows besides.
            if record.field("number") == nil { variables["number"] = .string }
            return variables
        case .part(let name):
            var variables = moments
            variables["param"] = .object(Self.parametersType(record.system))
            return variables.merging(objects[name] ?? [:]) { _, own in own }
        }
    }

    /// What holds for any record at any moment.
    private var moments: [String: ValueType] {
        ["now": .timestamp, "today": .timestamp, "actor": .object(Self.actorType), "overdue": .bool, "closed": .bool, "due_at": .timestamp]
    }

    private func full(_ record: RecordDefinition) -> [String: ValueType] {
        var variables = moments
        variables["param"] = .object(Self.parametersType(record.system))
        variables["record"] = .object(record.type)
        variables["old"] = .object(record.type)
        variables["input"] = .map(.string, .dyn)
        variables["action"] = .string
        return variables.merging(columnsAndRows(record.type)) { _, own in own }
    }

    private func withInput(of action: String, _ record: RecordDefinition) -> [String: ValueType] {
        var variables = full(record).merging(Self.inputs(of: action, record, in: catalogue)) { _, input in input }
        let type = Self.inputType(record, action: action)
        if record.field("input") == nil, objects[type] != nil { variables["input"] = .object(type) }
        return variables
    }

    /// What an action asks for beside fields.
    private static func inputs(of action: String, _ record: RecordDefinition, in catalogue: Catalogue) -> [String: ValueType] {
        var inputs: [String: ValueType] = [:]
        for field in record.performable(action)?.inputs ?? [] {
            inputs[field.id] = valueType(of: field.type, at: "\(record.type).\(action).\(field.id)", in: catalogue)
        }
        return inputs
    }

    /// The object types of `input` for every action of a record, and of inline structures inside them. Known from the start: an
    /// environment then shares one table of object types with all others.
    static func collectInputs(of record: RecordDefinition, in catalogue: Catalogue, into objects: inout [String: [String: ValueType]]) {
        for action in (record.lifecycle?.actions ?? []) + record.usualActions {
            var given = inputs(of: action.id, record, in: catalogue)
            for id in GivenValues.givable(by: record.action(action.id), of: record) where given[id] == nil {
                if let field = record.field(id) { given[id] = valueType(of: field.type, at: "\(record.type).\(id)", in: catalogue) }
            }
            objects[inputType(record, action: action.id)] = given
            for field in action.inputs {
                if let parts = field.type.inlineFields {
                    collect(parts, as: inlineType("\(record.type).\(action.id).\(field.id)"), in: catalogue, into: &objects)
                }
            }
        }
    }

    /// Columns, child lists, related lists and the parent of a record.
    private func columnsAndRows(_ type: String?) -> [String: ValueType] { type.flatMap { objects[$0] } ?? [:] }

    private func columnsOnly(_ record: RecordDefinition) -> [String: ValueType] {
        let known = objects[record.type] ?? [:]
        return Dictionary(
            record.columns.compactMap { column in known[column.id].map { (column.id, $0) } }, uniquingKeysWith: { first, _ in first })
    }

    /// The type of a child or related row.
    func row(_ id: String, of record: RecordDefinition) -> String? {
        if let child = catalogue.children(of: record).first(where: { $0.id == id }) { return child.type }
        return record.related.first { $0.id == id }?.record
    }

    /// The element of the action's lists to create from; anything, when they differ.
    private func item(in action: ActionDefinition?, _ variables: [String: ValueType]) -> ValueType {
        let types = Set((action?.creates ?? []).compactMap(\.each).map { element(of: $0, variables) })
        return types.count == 1 ? types.first ?? .dyn : .dyn
    }

    private func element(of source: SourceExpression, _ variables: [String: ValueType]) -> ValueType {
        guard let type = try? Expression(parsing: source.text).checked(in: environment(variables)).type else { return .dyn }
        if case .list(let element) = type { return element }
        return type
    }
}
