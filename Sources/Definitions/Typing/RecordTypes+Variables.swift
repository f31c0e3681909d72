import Expressions

extension RecordTypes {
    func variables(
        for record: RecordDefinition, in context: ExpressionContext, objects: inout [String: [String: ValueType]]
    ) -> [String: ValueType] {
        switch context {
        case .record: return full(record)
        case .action(let id): return withInput(of: id, record, objects: &objects)
        case .row(let outer, let action):
            var variables = full(record)
            if let action, let outer = catalogue.record(outer) {
                for input in inputs(of: action, outer, objects: &objects) where record.field(input.key) == nil {
                    variables[input.key] = input.value
                }
            }
            variables["parent"] = catalogue.record(outer) == nil ? .dyn : .object(outer)
            return variables
        case .item(let action):
            var variables = withInput(of: action, record, objects: &objects)
            if record.field("item") == nil { variables["item"] = item(in: record.performable(action), variables, objects) }
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

    private func withInput(of action: String, _ record: RecordDefinition, objects: inout [String: [String: ValueType]]) -> [String:
        ValueType]
    {
        let inputs = inputs(of: action, record, objects: &objects)
        var variables = full(record).merging(inputs) { _, input in input }
        guard record.field("input") == nil else { return variables }
        var given = inputs
        for id in GivenValues.givable(by: record.action(action), of: record) where given[id] == nil {
            if let field = record.field(id) { given[id] = Self.valueType(of: field.type, at: "\(record.type).\(id)", in: catalogue) }
        }
        objects[Self.inputType(record, action: action)] = given
        variables["input"] = .object(Self.inputType(record, action: action))
        return variables
    }

    /// What an action asks for beside fields.
    private func inputs(of action: String, _ record: RecordDefinition, objects: inout [String: [String: ValueType]]) -> [String: ValueType]
    {
        var inputs: [String: ValueType] = [:]
        for field in record.performable(action)?.inputs ?? [] {
            let path = "\(record.type).\(action).\(field.id)"
            inputs[field.id] = Self.valueType(of: field.type, at: path, in: catalogue)
            if let parts = field.type.inlineFields { Self.collect(parts, as: Self.inlineType(path), in: catalogue, into: &objects) }
        }
        return inputs
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
    private func item(in action: ActionDefinition?, _ variables: [String: ValueType], _ objects: [String: [String: ValueType]]) -> ValueType
    {
        let types = Set((action?.creates ?? []).compactMap(\.each).map { element(of: $0, variables, objects) })
        return types.count == 1 ? types.first ?? .dyn : .dyn
    }

    private func element(
        of source: SourceExpression, _ variables: [String: ValueType], _ objects: [String: [String: ValueType]]
    ) -> ValueType {
        guard let type = try? Expression(parsing: source.text).checked(in: environment(variables, objects)).type else { return .dyn }
        if case .list(let element) = type { return element }
        return type
    }
}
