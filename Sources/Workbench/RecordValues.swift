import Casework
import Expressions
import WorkCalendar

/// Values of a record as boards made by hand ask for them.
extension RecordView {
    /// A text, code, user or reference in clear; nil when absent or hidden.
    func text(_ field: String) -> String? { if case .string(let text) = self[field] { text } else { nil } }
    func flag(_ field: String) -> Bool { if case .bool(let truth) = self[field] { truth } else { false } }
    func number(_ field: String) -> Int? { if case .int(let number) = self[field] { Int(exactly: number) } else { nil } }
    func moment(_ field: String) -> Moment? {
        if case .timestamp(let stamp) = self[field] { Moment(clamping: stamp.milliseconds) } else { nil }
    }
    func texts(_ field: String) -> [String] {
        guard case .list(let items) = self[field] else { return [] }
        return items.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }
    /// Rows of a list of structures.
    func rows(_ field: String) -> [RecordRow] {
        guard case .list(let items) = self[field] else { return [] }
        return items.compactMap { if case .map(let map) = $0 { RecordRow(values: map) } else { nil } }
    }
    /// A structure.
    func part(_ field: String) -> RecordRow? { if case .map(let map) = self[field] { RecordRow(values: map) } else { nil } }
    /// As people read it, `—` when absent.
    func words(_ field: String) -> String { self.field(field).map { $0.text.isEmpty ? "—" : $0.text } ?? "—" }
}

/// One structure within a record.
struct RecordRow {
    var values: [Value: Value]

    func text(_ part: String) -> String? { if case .string(let text)? = values[.string(part)] { text } else { nil } }
    func flag(_ part: String) -> Bool { if case .bool(let truth)? = values[.string(part)] { truth } else { false } }
    func moment(_ part: String) -> Moment? {
        if case .timestamp(let stamp)? = values[.string(part)] { Moment(clamping: stamp.milliseconds) } else { nil }
    }
}
