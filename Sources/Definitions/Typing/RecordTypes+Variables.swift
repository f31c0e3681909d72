import Expressions

extension RecordTypes {
    func variables(
        for record: RecordDefinition, in context: ExpressionContext, objects: inout [String: [String: ValueType]]
    ) -> [String: ValueType] {
        switch context {
        case .record: return full(record)
        case .action(let id): return withInput(of: id, record, objects: &objects)
        case .row(let rows, let action):
            var variables = withInput(of: action, record, objects: &objects)
            variables["parent"] = .object(record.type)
            return variables.merging(columnsAndRows(row(rows, of: record))) { _, row in row }
        case .creation(let action, let index):
            var variables = withInput(of: action, record, objects: &objects)
            variables["item"] = item(ofCreation: index, in: record.performable(action), variables, objects)
            return variables
        case .consequence(let action, let index):
            var variables = withInput(of: action, record, objects: &objects)
            variables["item"] = item(ofConsequence: index, in: record.performable(action), variables, objects)
            return variables
        case .list, .access: return moments.merging(columnsOnly(record)) { _, own in own }
        case .related(let id):
            var variables = moments
            variables["parent"] = .object(record.type)
            guard let target = record.related.first(where: { $0.id == id }).flatMap({ catalogue.record($0.record) }) else {
                return variables
            }
            return variables.merging(columnsOnly(target)) { _, own in own }
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
        ["now": .timestamp, "today": .timestamp, "actor": .object(Self.actorType), "overdue": .bool, "closed": .bool]
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
        var variables = full(record)
        let definition = record.performable(action)
        var input: [String: ValueType] = [:]
        for id in GivenValues.givable(by: record.action(action), of: record) {
            if let field = record.field(id) { input[id] = Self.valueType(of: field.type, at: "\(record.type).\(id)", in: catalogue) }
        }
        for field in definition?.inputs ?? [] {
            let path = "\(record.type).\(action).\(field.id)"
            let type = Self.valueType(of: field.type, at: path, in: catalogue)
            if let parts = field.type.inlineFields {
                objects[Self.inlineType(path)] = Dictionary(
                    parts.map { ($0.id, Self.valueType(of: $0.type, at: "\(path).\($0.id)", in: catalogue)) },
                    uniquingKeysWith: { first, _ in first })
            }
            input[field.id] = type
            variables[field.id] = type
        }
        if record.field("input") == nil {
            objects[Self.inputType(record, action: action)] = input
            variables["input"] = .object(Self.inputType(record, action: action))
        }
        return variables
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

    private func item(
        ofCreation index: Int, in action: ActionDefinition?, _ variables: [String: ValueType], _ objects: [String: [String: ValueType]]
    ) -> ValueType {
        guard let action, action.creates.indices.contains(index), let each = action.creates[index].each else { return .dyn }
        return element(of: each, variables, objects)
    }

    private func item(
        ofConsequence index: Int, in action: ActionDefinition?, _ variables: [String: ValueType], _ objects: [String: [String: ValueType]]
    ) -> ValueType {
        guard let action, action.acts.indices.contains(index) else { return .dyn }
        return element(of: action.acts[index].on, variables, objects)
    }

    private func element(
        of source: SourceExpression, _ variables: [String: ValueType], _ objects: [String: [String: ValueType]]
    ) -> ValueType {
        guard let type = try? Expression(parsing: source.text).checked(in: environment(variables, objects)).type else { return .dyn }
        if case .list(let element) = type { return element }
        return type
    }
}
