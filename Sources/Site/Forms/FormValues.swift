import Casework
import Definitions
import Expressions
import Storage
import WorkCalendar

/// A form's texts as the kernel takes them.
public struct FormValues: Sendable {
    public var values: [String: Value] = [:]
    public var problems: [Refusal.FieldProblem] = []

    public init(_ values: [String: Value] = [:]) { self.values = values }

    /// Reads the fields that a form showed. Empty is absent, or `null` where there was a value before, so that one can clear it.
    /// - Parameter before: the record as the form showed it.
    public init(_ form: SubmittedForm, fields: [FieldDefinition], kernel: Kernel, actor: Actor, now: Moment, before: RecordView? = nil) {
        let reader = FormReading(kernel: kernel, actor: actor, now: now)
        let tree = form.tree
        for field in fields {
            let node = tree[field.id]
            var found = reader.value(node ?? FormTree(), field.type)
            if let problem = reader.fault(node) {
                problems.append(.init(field: field.id, label: field.label, message: problem))
                continue
            }
            if found == nil, let shown = before?.field(field.id), shown.value != .null {
                // A masked value left empty stays as it is; another one left empty is taken away.
                found = shown.isMasked || node == nil && !Self.sendsNothingWhenEmpty(field.type) ? nil : .null
            }
            if let found { values[field.id] = found }
        }
    }

    /// Boxes that are not ticked and files that are not chosen send nothing at all.
    private static func sendsNothingWhenEmpty(_ type: FieldType) -> Bool {
        if case .list(.code) = type { true } else { false }
    }
}

/// Texts of one form into values, by their types.
struct FormReading {
    let kernel: Kernel
    let actor: Actor
    let now: Moment

    func fault(_ node: FormTree?) -> String? {
        guard let node else { return nil }
        if node.values.contains(where: { $0.utf8.contains(0) }) { return "含有空字符（NUL），请删除后重新填写" }
        return node.children.values.lazy.compactMap { fault($0) }.first
    }

    /// Nil: nothing was filled in.
    func value(_ node: FormTree, _ type: FieldType) -> Value? {
        switch type {
        case .list(let element): return list(node, element)
        case .structure(let id): return structure(node, kernel.state.catalogue.structure(id)?.fields ?? [])
        case .inline(let fields): return structure(node, fields)
        case .org, .user, .ref: return picked(node.values.last, type)
        case .geo, .text, .longtext, .number, .decimal, .money, .bool, .date, .datetime, .time, .code, .idcard, .phone, .address, .file:
            guard let text = node.values.last, !text.isEmpty else { return nil }
            if case .datetime = type { return .string(text.replacing(" ", with: "T")) }
            return .string(text)
        }
    }

    private func list(_ node: FormTree, _ element: FieldType) -> Value? {
        if element.isComposite {
            let rows = node.rows.filter { !$0.isBlank }.compactMap { value($0, element) }
            return rows.isEmpty ? nil : .list(rows)
        }
        var texts = node.values + node.rows.flatMap(\.values)
        switch element {
        case .code, .file: break
        // One a line.
        default: texts = texts.flatMap { $0.split(whereSeparator: \.isNewline).map(String.init) }
        }
        let items = texts.filter { !$0.allSatisfy(\.isWhitespace) }.compactMap { value(FormTree(leaf: $0), element) }
        return items.isEmpty ? nil : .list(items)
    }

    private func structure(_ node: FormTree, _ fields: [FieldDefinition]) -> Value? {
        guard !node.isBlank else { return nil }
        var map: [Value: Value] = [:]
        for field in fields {
            if let child = node[field.id], let value = value(child, field.type) { map[.string(field.id)] = value }
        }
        return map.isEmpty ? nil : .map(map)
    }

    /// What a picker sent, or a name or number typed by hand.
    private func picked(_ text: String?, _ type: FieldType) -> Value? {
        guard let text, let picked = PickedText(text) else { return nil }
        switch picked {
        case .value(let value): return .string(value)
        case .words(let words):
            guard words.utf8.count <= 200, !words.utf8.contains(0) else { return .string(words) }
            switch type {
            case .user: return .string(person(words) ?? words)
            case .ref(let targets): return .string(record(words, targets) ?? words)
            default: return .string(words)
            }
        }
    }

    private func person(_ words: String) -> String? {
        try? kernel.database.read { connection in
            let found = try connection.query(
                "SELECT id FROM person WHERE id = \(words) OR login = \(words) OR (name = \(words) AND org = \(actor.org)) LIMIT 2"
            ).compactMap { $0.text(0) }
            return found.count == 1 ? found[0] : nil
        }
    }

    /// A record by its number, among those the actor may see.
    private func record(_ words: String, _ targets: [String]) -> String? {
        for target in targets {
            guard let definition = kernel.state.definition(target), let number = definition.number?.field,
                let field = definition.field(number), !field.isSecret
            else { continue }
            let query = ListQuery(type: target, limit: 1, equals: [number: words])
            if let found = try? kernel.list(query, as: actor, at: now).items.first {
                return targets.count == 1 ? found.id : "\(target):\(found.id)"
            }
        }
        return nil
    }
}

extension FormTree {
    init(leaf text: String) { values = [text] }
}
