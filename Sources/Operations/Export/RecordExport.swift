import Casework
import Definitions
import Expressions
import Foundation
import WorkCalendar

/// Takes records out into a file: what the actor may see and may export, as the actor sees it (masked values stay masked), with a trace in the access log.
public struct RecordExport: Sendable {
    /// Kinds of file.
    public enum Format: String, Sendable, CaseIterable { case csv, xlsx, jsonl }

    public let kernel: Kernel
    public let query: ListQuery
    public let format: Format
    public let actor: Actor
    private let definition: RecordDefinition
    private let columns: [FieldDefinition]

    /// What an export did.
    public struct Outcome: Sendable, Hashable {
        public var rows: Int
        /// Records the actor sees and may not export.
        public var heldBack: Int
    }

    /// - Parameter query: its filter, order and organisation count; its place and length do not.
    /// - Throws: `OperationProblem` for an unknown type.
    public init(kernel: Kernel, query: ListQuery, format: Format, actor: Actor) throws(OperationProblem) {
        guard let definition = kernel.state.definition(query.type) else {
            throw OperationProblem(.request, "没有名为 \(query.type) 的业务；写作 系统/记录，如 work-order/work_order")
        }
        self.kernel = kernel
        self.query = query
        self.format = format
        self.actor = actor
        self.definition = definition
        columns = definition.fields
    }

    /// Writes beside the target and moves it there at the end: a file that is there is whole.
    /// - Parameter progress: told after each page; false stops and leaves no file.
    /// - Throws: `OperationProblem`, `Refusal`, `QueryProblem`, `DatabaseError`; no file is left.
    public func write(to path: String, at now: Moment, progress: (Int) -> Bool = { _ in true }) throws -> Outcome {
        let temporary = "\(path).\(UInt32.random(in: 0...UInt32.max)).part"
        do {
            let outcome = try format == .xlsx ? writeSheet(temporary, at: now, progress) : writeLines(temporary, at: now, progress)
            guard rename(temporary, path) == 0 else { throw OperationProblem(.file, "不能写 \(path)，请检查文件夹是否存在、有无权限") }
            try kernel.noteExport(query.type, filter: query.filter, rows: outcome.rows, as: actor, at: now)
            return outcome
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw error
        }
    }

    private func eachPage(at now: Moment, _ progress: (Int) -> Bool, _ body: ([RecordView]) throws -> Void) throws -> Outcome {
        var query = query
        query.limit = 500
        query.after = nil
        var outcome = Outcome(rows: 0, heldBack: 0)
        repeat {
            let (page, heldBack) = try kernel.exportPage(query, as: actor, at: now)
            try body(page.items)
            outcome.rows += page.items.count
            outcome.heldBack += heldBack
            query.after = page.next
            guard progress(outcome.rows) else { throw OperationProblem(.request, "导出已停止") }
        } while query.after != nil
        return outcome
    }

    // MARK: Columns

    /// Heads: labels, or ids where two fields share a label.
    var header: [String] {
        let counts = Dictionary(columns.map { ($0.label, 1) }, uniquingKeysWith: +)
        return ["标识"] + columns.map { (counts[$0.label] ?? 0) > 1 ? $0.id : $0.label } + (definition.lifecycle == nil ? [] : ["状态"]) + [
            "所属机构", "建立时间", "更新时间",
        ]
    }

    private func texts(_ view: RecordView) -> [(text: String, isNumber: Bool)] {
        var cells: [(String, Bool)] = [(view.id, false)]
        let fields = Dictionary(view.fields.map { ($0.definition.id, $0) }, uniquingKeysWith: { first, _ in first })
        for column in columns {
            guard let field = fields[column.id] else {
                cells.append(("", false))
                continue
            }
            cells.append((text(field), !field.isMasked && [.number, .decimal, .money].contains(column.type) && !field.text.isEmpty))
        }
        if definition.lifecycle != nil { cells.append((view.stateLabel ?? view.state ?? "", false)) }
        cells.append((kernel.state.tree.organisation(view.org)?.name ?? view.org, false))
        cells += [(view.createdAt.description, false), (view.updatedAt.description, false)]
        return cells.map { (text: $0.0, isNumber: $0.1) }
    }

    /// Composites as JSON, so that they can be read in again.
    private func text(_ field: RecordView.Field) -> String {
        if field.isMasked && !field.definition.type.isComposite { return field.text }
        switch (field.definition.type, field.value) {
        case (_, .null): return ""
        case (.list(let element), _) where !element.isComposite: return field.text
        case (.list, _), (.structure, _), (.inline, _): return PlainJSON.write(Self.plain(field.value))
        default: return field.text
        }
    }

    /// Instants as texts that every program reads.
    static func plain(_ value: Value) -> Value {
        switch value {
        case .timestamp(let stamp): .string(Moment(clamping: stamp.milliseconds).description)
        case .bytes: .null
        case .list(let items): .list(items.map(plain))
        case .map(let map): .map(map.mapValues(plain))
        default: value
        }
    }

    // MARK: Files

    private func writeLines(_ path: String, at now: Moment, _ progress: (Int) -> Bool) throws -> Outcome {
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let file = FileHandle(forWritingAtPath: path)
        else {
            throw OperationProblem(.file, "不能写 \(path)，请检查文件夹是否存在、有无权限")
        }
        // The mark tells spreadsheet programs that this is UTF-8.
        if format == .csv { try file.write(contentsOf: Data(("\u{FEFF}" + CSVWriter.line(header)).utf8)) }
        let outcome = try eachPage(at: now, progress) { views in
            var block = ""
            for view in views { block += format == .csv ? Self.line(texts(view)) : json(view) + "\n" }
            try file.write(contentsOf: Data(block.utf8))
        }
        try file.synchronize()
        try file.close()
        return outcome
    }

    /// A number is a number also when it is negative; every other text is guarded.
    private static func line(_ cells: [(text: String, isNumber: Bool)]) -> String {
        CSVWriter.line(cells.map { $0.isNumber ? $0.text : CSVWriter.neutral($0.text) }, guards: false)
    }

    private func json(_ view: RecordView) -> String {
        var map: [Value: Value] = [
            .string("id"): .string(view.id), .string("version"): .int(view.version), .string("org"): .string(view.org),
            .string("created_at"): .string(view.createdAt.description), .string("updated_at"): .string(view.updatedAt.description),
        ]
        if let state = view.state { map[.string("state")] = .string(state) }
        if let parent = view.parent { map[.string("parent")] = .string(parent) }
        for field in view.fields where field.value != .null {
            // Money is kept in 分 and written in 元; days are days.
            let value: Value =
                switch (field.definition.type, field.value) {
                case (.money, .int): .string(field.text)
                case (.date, .timestamp): .string(field.text)
                default: Self.plain(field.value)
                }
            map[.string(field.definition.id)] = value
        }
        return PlainJSON.write(.map(map))
    }

    private func writeSheet(_ path: String, at now: Moment, _ progress: (Int) -> Bool) throws -> Outcome {
        let writer = try SpreadsheetWriter(path: path, title: definition.name, header: header)
        let outcome = try eachPage(at: now, progress) { views in
            for view in views {
                try writer.add(texts(view).map { $0.text.isEmpty ? .empty : $0.isNumber ? .number($0.text) : .text($0.text) })
            }
        }
        try writer.finish()
        return outcome
    }
}
