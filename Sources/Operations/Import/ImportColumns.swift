import Casework
import Definitions
import Expressions

/// Which column fills which field, and how a cell becomes a value of it.
public struct ImportColumns: Sendable {
    /// Where a column goes.
    public enum Target: Sendable, Hashable {
        /// A field by its path: `title`, `parties.0.name`.
        case field([String])
        /// The parent of child rows.
        case parent
        /// The record that an action which does not create is done to.
        case record
        /// Not taken: what the platform itself keeps (number, state, times).
        case skipped
    }

    public let targets: [Target]
    private let definition: RecordDefinition
    private let hasRecord: Bool
    private let fields: [String: FieldDefinition]
    private let catalogue: Catalogue
    /// Codes by their labels, of every list that a column needs.
    private let codes: [String: [String: String]]

    /// - Parameters:
    ///   - header: field ids, labels, or paths into composites.
    ///   - mapping: head → field id, path, or empty to leave the column out; before anything else.
    ///   - action: the fields it takes may be filled.
    ///   - isSystem: the platform itself may fill every field.
    /// - Throws: `request` naming each head that fits no field.
    public init(
        header: [String], mapping: [String: String] = [:], definition: RecordDefinition, action: ActionDefinition, isSystem: Bool,
        catalogue: Catalogue
    )
        throws(OperationProblem)
    {
        self.definition = definition
        hasRecord = !action.createsRecord
        self.catalogue = catalogue
        var accepted: [FieldDefinition] = action.inputs
        let named = Set(action.needs + action.asks)
        // An action that is named without a record begins with a new one.
        let begins = !action.createsRecord && action.id != "edit" && !header.contains { ["id", "标识"].contains(mapping[$0] ?? $0) }
        if begins, let creating = definition.lifecycle?.actions.first(where: \.createsRecord) {
            accepted += definition.fields.filter {
                !$0.isSystem && $0.computed == nil || creating.needs.contains($0.id) || creating.asks.contains($0.id)
            }
        }
        for field in definition.fields {
            if isSystem || named.contains(field.id)
                || ((action.createsRecord || action.id == "edit") && !field.isSystem && field.computed == nil)
            {
                accepted.append(field)
            }
        }
        let fields = Dictionary(accepted.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.fields = fields
        var byLabel: [String: [String]] = [:]
        for field in fields.values { byLabel[field.label, default: []].append(field.id) }
        // What exports show besides fields, and fields that only the platform fills.
        let kept = Set(
            definition.columns.map(\.id) + definition.columns.map(\.label) + [
                "标识", "版本", "所属机构", "状态", "建立时间", "建立人", "更新时间", "更新人", "到期", "超期",
            ])
        var targets: [Target] = []
        var unknown: [String] = []
        var seen: Set<[String]> = []
        for head in header {
            let name = mapping[head] ?? head
            if name.isEmpty {
                targets.append(.skipped)
                continue
            }
            if ["id", "标识"].contains(name), !action.createsRecord {
                targets.append(.record)
                continue
            }
            let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            if let first = parts.first, fields[first] != nil || byLabel[first]?.count == 1 {
                let id = fields[first] != nil ? first : byLabel[first]?.first ?? first
                var path = [id]
                if parts.count > 1 {
                    guard let field = fields[id], let below = Self.part(Array(parts.dropFirst()), of: field.type, catalogue) else {
                        throw OperationProblem(.request, "列“\(head)”不对：“\(fields[id]?.label ?? id)”没有这一项")
                    }
                    path += below.path
                }
                guard seen.insert(path).inserted else { throw OperationProblem(.request, "列“\(head)”重复：同一字段只能有一列") }
                targets.append(.field(path))
            } else if name == "parent" || name == "所属记录", definition.parent != nil {
                targets.append(.parent)
            } else if kept.contains(name) {
                targets.append(.skipped)
            } else {
                unknown.append(head)
                targets.append(.skipped)
            }
        }
        guard unknown.isEmpty else {
            let known = accepted.prefix(40).map { "\($0.id)（\($0.label)）" }.joined(separator: "、")
            throw OperationProblem(.request, "\(definition.name)的“\(action.label)”没有这些列：\(unknown.joined(separator: "、"))。可用：\(known)")
        }
        self.targets = targets
        var codes: [String: [String: String]] = [:]
        func collect(_ type: FieldType) {
            switch type {
            case .code(let list):
                guard codes[list] == nil, let entries = catalogue.codeList(list)?.entries else { return }
                var labels: [String: String] = [:]
                for entry in entries where labels.updateValue(entry.code, forKey: entry.label) != nil { labels[entry.label] = "" }
                codes[list] = labels.filter { !$0.value.isEmpty }
            case .list(let element): collect(element)
            case .structure(let id): for part in catalogue.structure(id)?.fields ?? [] { collect(part.type) }
            case .inline(let parts): for part in parts { collect(part.type) }
            default: return
            }
        }
        for field in fields.values { collect(field.type) }
        self.codes = codes
    }

    /// Values of a row as an action takes them; empty cells are not given.
    /// - Throws: `Mistake` with the column.
    func values(of row: ImportSource.Row) throws(Mistake) -> (record: String?, values: [String: Value]) {
        if var object = row.object {
            guard hasRecord, case .string(let id)? = object.removeValue(forKey: "id") else { return (nil, object) }
            return (id, object)
        }
        var record: String?
        var values: [String: Value] = [:]
        var paths: [(path: [String], value: Value)] = []
        for (target, cell) in zip(targets, row.cells) where !cell.isEmpty {
            switch target {
            case .skipped: continue
            case .record: record = cell
            case .parent: values["parent"] = .string(cell)
            case .field(let path):
                guard let name = path.first, let field = fields[name] else { continue }
                if path.count == 1 {
                    values[name] = try value(cell, field.type, field)
                } else {
                    guard let part = Self.part(Array(path.dropFirst()), of: field.type, catalogue) else { continue }
                    paths.append((path, try value(cell, part.field.type, part.field)))
                }
            }
        }
        for (path, leaf) in paths {
            guard let name = path.first else { continue }
            values[name] = Self.setting(leaf, at: path.dropFirst(), in: values[name])
        }
        return (record, values.mapValues(Self.withoutGaps))
    }

    /// What is wrong with one cell.
    struct Mistake: Error {
        var field: String
        var label: String
        var message: String
    }

    /// The part of a composite at a path of ids, labels and positions, and the path in ids.
    private static func part(_ path: [String], of type: FieldType, _ catalogue: Catalogue) -> (field: FieldDefinition, path: [String])? {
        guard let first = path.first else { return nil }
        let rest = Array(path.dropFirst())
        let found: FieldDefinition
        switch type {
        case .list(let element):
            guard let index = Int(first), (0..<1000).contains(index) else { return nil }
            found = FieldDefinition(id: String(index), label: first, type: element, position: .builtIn)
        case .structure, .inline:
            let parts =
                if case .inline(let fields) = type { fields } else if case .structure(let id) = type {
                    catalogue.structure(id)?.fields ?? []
                } else { [FieldDefinition]() }
            guard let part = parts.first(where: { $0.id == first || $0.label == first }) else { return nil }
            found = part
        default: return nil
        }
        if rest.isEmpty { return (found, [found.id]) }
        return part(rest, of: found.type, catalogue).map { ($0.field, [found.id] + $0.path) }
    }

    private func value(_ cell: String, _ type: FieldType, _ field: FieldDefinition) throws(Mistake) -> Value {
        switch type {
        case .code(let list):
            if catalogue.codeList(list)?.contains(cell) == true { return .string(cell) }
            return .string(codes[list]?[cell] ?? cell)
        case .date, .datetime: return .string(Self.date(cell))
        case .list(let element):
            if cell.hasPrefix("[") { return try json(cell, field) }
            guard !element.isComposite else {
                throw Mistake(field: field.id, label: field.label, message: "“\(field.label)”应为 JSON 列表，如 [{…}]")
            }
            var items: [Value] = []
            for item in cell.split(whereSeparator: { ",，、;；\n".contains($0) }) {
                items.append(try value(Self.trimmed(item), element, field))
            }
            return .list(items)
        case .structure, .inline:
            guard cell.hasPrefix("{") else {
                throw Mistake(field: field.id, label: field.label, message: "“\(field.label)”应为 JSON 对象，如 {…}")
            }
            return try json(cell, field)
        default: return .string(cell)
        }
    }

    private func json(_ cell: String, _ field: FieldDefinition) throws(Mistake) -> Value {
        do { return try PlainJSON.read(cell) } catch {
            throw Mistake(
                field: field.id, label: field.label, message: "“\(field.label)”不是正确的 JSON：\(error.message)（第\(error.offset + 1)字节）")
        }
    }

    /// `2026/3/2`, `2026.3.2` and `2026年3月2日` mean one day only; whatever else is left as it is, for the field to refuse.
    static func date(_ text: String) -> String {
        guard
            let match = text.wholeMatch(
                of: /([0-9]{4})(?:[\/.年-])([0-9]{1,2})(?:[\/.月-])([0-9]{1,2})日?(?:[ T]([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?)?/)
        else { return text }
        func two(_ part: Substring) -> String { part.count == 1 ? "0\(part)" : String(part) }
        let day = "\(match.1)-\(two(match.2))-\(two(match.3))"
        guard let hour = match.4, let minute = match.5 else { return day }
        return "\(day)T\(two(hour)):\(minute)"
    }

    private static func trimmed(_ text: Substring) -> String {
        var view = text
        while let last = view.last, last.isWhitespace { view = view.dropLast() }
        while let first = view.first, first.isWhitespace { view = view.dropFirst() }
        return String(view)
    }

    private static func setting(_ leaf: Value, at path: ArraySlice<String>, in held: Value?) -> Value {
        guard let first = path.first else { return leaf }
        if let index = Int(first), index >= 0, index < 1000 {
            var items: [Value] = if case .list(let list)? = held { list } else { [] }
            while items.count <= index { items.append(.null) }
            items[index] = setting(leaf, at: path.dropFirst(), in: items[index])
            return .list(items)
        }
        var map: [Value: Value] = if case .map(let known)? = held { known } else { [:] }
        map[.string(first)] = setting(leaf, at: path.dropFirst(), in: map[.string(first)])
        return .map(map)
    }

    private static func withoutGaps(_ value: Value) -> Value {
        if case .list(let items) = value { return .list(items.filter { $0 != .null }) }
        return value
    }
}
