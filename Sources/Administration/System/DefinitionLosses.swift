import Definitions

/// What a change of definitions would take out of reach. Tables only ever grow, but a record, field or state that is described no more has its rows nowhere to be seen:
/// such a change is refused and not half done.
enum DefinitionLosses {
    /// Sentences, each with what would be lost; empty: nothing.
    static func find(from old: Catalogue, to new: Catalogue) -> [String] {
        old.systems.flatMap { system -> [String] in
            guard let other = new.system(system.id) else { return ["系统“\(system.name)”（\(system.id)）不见了"] }
            return system.records.flatMap { record -> [String] in
                guard let after = other.records.first(where: { $0.id == record.id }) else {
                    return ["“\(system.name)”的记录“\(record.name)”（\(record.id)）不见了"]
                }
                return losses(record, after)
            }
        }
    }

    private static func losses(_ old: RecordDefinition, _ new: RecordDefinition) -> [String] {
        var found: [String] = []
        if old.parent != new.parent { found.append("“\(old.name)”的上级记录由 \(old.parent ?? "无") 变为 \(new.parent ?? "无")") }
        for field in old.fields {
            guard let after = new.field(field.id) else {
                found.append("“\(old.name)”的字段“\(field.label)”（\(field.id)）不见了")
                continue
            }
            if kept(field) != kept(after) { found.append("“\(old.name)”的字段“\(field.label)”（\(field.id)）改变了类型或保密方式，已存的值读不出来") }
        }
        for state in old.lifecycle?.states ?? [] where new.state(state.id) == nil {
            found.append("“\(old.name)”的状态“\(state.label)”（\(state.id)）不见了，停在这个状态的记录将无法办理")
        }
        return found
    }

    /// How a field's values lie in the database: those that differ in it cannot read one another's.
    private static func kept(_ field: FieldDefinition) -> String {
        if field.isSecret { return "sealed" }
        return switch field.type {
        case .text, .longtext, .code, .org, .user, .idcard, .phone, .address, .geo, .file, .time: "text"
        case .ref(let targets): targets.count == 1 ? "reference" : "references"
        case .number: "number"
        case .money: "money"
        case .bool: "truth"
        case .date, .datetime: "moment"
        case .decimal: "decimal"
        case .list(let element): "list of \(element.isComposite ? "parts" : "values")"
        case .structure, .inline: "parts"
        }
    }

    /// What a system has that it had not before.
    static func news(from old: SystemDefinition?, to new: SystemDefinition) -> [String] {
        guard let old else { return ["新增系统“\(new.name)”，\(new.records.count)种记录"] }
        var found: [String] = []
        for record in new.records {
            guard let before = old.records.first(where: { $0.id == record.id }) else {
                found.append("新增记录“\(record.name)”")
                continue
            }
            let fields = record.fields.filter { before.field($0.id) == nil }.map(\.label)
            if !fields.isEmpty { found.append("“\(record.name)”新增字段：\(fields.joined(separator: "、"))") }
            let actions = (record.lifecycle?.actions ?? []).filter { before.action($0.id) == nil }.map(\.label)
            if !actions.isEmpty { found.append("“\(record.name)”新增动作：\(actions.joined(separator: "、"))") }
            let gone = (before.lifecycle?.actions ?? []).filter { record.action($0.id) == nil }.map(\.label)
            if !gone.isEmpty { found.append("“\(record.name)”不再有动作：\(gone.joined(separator: "、"))") }
            let states = (record.lifecycle?.states ?? []).filter { before.state($0.id) == nil }.map(\.label)
            if !states.isEmpty { found.append("“\(record.name)”新增状态：\(states.joined(separator: "、"))") }
        }
        for parameter in new.parameters.values.sorted(by: { $0.id < $1.id }) where old.parameters[parameter.id] == nil {
            found.append("新增参数“\(parameter.name)”")
        }
        return found.isEmpty ? ["记录、字段、状态和动作的名目不变"] : found
    }
}
