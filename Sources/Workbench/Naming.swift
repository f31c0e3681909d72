import Casework
import Definitions
import Expressions
import HTML
import Site
import Storage
import WorkCalendar

/// People and records by name instead of by id, where a field refers to them.
struct Naming {
    let visit: Visit
    /// The record whose files are named: whoever sees it may open them from there.
    let record: RecordReference?

    init(_ visit: Visit, in record: RecordReference? = nil) {
        self.visit = visit
        self.record = record
    }

    func text(_ field: RecordView.Field) -> String {
        guard !field.isMasked else { return field.text }
        switch (field.value, field.definition.type) {
        case (.string(let id), .user): return person(id)
        case (.list(let ids), .list(.user)):
            return ids.compactMap { if case .string(let id) = $0 { person(id) } else { nil } }.joined(separator: "、")
        case (.string(let text), .ref(let targets)): return record(text, targets)?.title ?? Self.kept
        case (.timestamp(let stamp), .datetime): return Columns.short(Moment(clamping: stamp.milliseconds))
        default: return field.text
        }
    }

    /// On a record's page: references lead there.
    func html(_ field: RecordView.Field) -> HTML {
        guard !field.isMasked else { return "\(field.text)" }
        switch (field.value, field.definition.type) {
        case (.string(let text), .ref(let targets)):
            guard let found = record(text, targets) else { return "<span class='unfilled'>\(Self.kept)</span>" }
            return "<a href='\(url: Place.link(found.reference.type, found.reference.id))'>\(found.title)</a>"
        case (.string(let hash), .file): return file(hash)
        case (.list(let hashes), .list(.file)):
            return hashes.html { if case .string(let hash) = $0 { "<p>\(file(hash))</p>" } else { .empty } }
        default: return "\(text(field))"
        }
    }

    /// In place of a record that is not the visitor's to see: its id would tell him nothing.
    static let kept = "（您无权查看的记录）"

    func file(_ hash: String) -> HTML {
        let store = visit.site.attachments
        let entry = if let record { try? store.entry(hash, in: record) } else { try? store.entry(hash) }
        return "<a href='\(url: Self.fileAddress(hash, in: record))' target='_blank'>\(icon(.attachment))\(entry?.name ?? "附件")</a>"
    }

    /// Where a file is read, as a part of a record.
    static func fileAddress(_ hash: String, in record: RecordReference?, isDownload: Bool = false) -> String {
        QueryValues([("of", record?.text ?? ""), ("download", isDownload ? "1" : "")]).address("/attachments/\(hash)")
    }

    func person(_ id: String) -> String {
        guard !id.isEmpty else { return "" }
        if id == "system" { return "系统" }
        return (try? visit.kernel.database.read { try Directory(connection: $0).person(id)?.name }) ?? id
    }

    /// Only what the visitor may see has a name for him.
    func record(_ text: String, _ targets: [String]) -> (reference: RecordReference, title: String)? {
        let reference = targets.count == 1 ? RecordReference(type: targets[0], id: text) : RecordReference(text: text)
        guard let reference, visit.site.state.definition(reference.type) != nil,
            let view = try? visit.kernel.view(reference.type, id: reference.id, as: visit.actor, at: visit.now)
        else { return nil }
        return (reference, view.title)
    }
}
