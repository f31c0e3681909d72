import Casework
import Definitions
import HTTPTypes
import Hummingbird
import NIOCore
import Site
import WorkCalendar

/// Exactly what the list is filtered to, as CSV (RFC 4180) with a byte-order mark, so that spreadsheet programs read the Chinese; written page by page.
struct ListExport {
    let list: ListPage
    private var place: Place { list.place }
    private var visit: Visit { list.place.visit }

    init(_ list: ListPage) { self.list = list }

    func answer() async throws -> Response {
        try list.guardAccess()
        guard list.mayExport else { throw Refusal(.forbidden, action: "\(place.type).export", "您没有导出\(place.definition.name)的权限") }
        visit.site.accessLog.note("export", actor: visit.actor.id, what: visit.address, source: visit.source, at: visit.now)
        // The first page before the head of the answer: a wrong filter is still a page in words.
        let first = try visit.kernel.list(list.query(limit: 500), as: visit.actor, at: visit.now)
        let ids = list.columns.ids
        let heads = ids.map { list.columns.label($0) }
        let name = QueryValues.encode("\(place.definition.name)-\(visit.now.day).csv")
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename*=UTF-8''\(name)",
                .cacheControl: "no-store",
            ],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "\u{FEFF}" + Self.line(heads)))
                var page = first
                while true {
                    var buffer = ByteBuffer()
                    for view in page.items { buffer.writeString(Self.line(ids.map { list.columns.text($0, view) })) }
                    try await writer.write(buffer)
                    guard let next = page.next else { break }
                    page = try visit.kernel.list(list.query(limit: 500, after: next), as: visit.actor, at: visit.now)
                }
                try await writer.finish(nil)
            })
    }

    /// Quoted where needed; what a spreadsheet would take for a formula gets an apostrophe before it.
    static func line(_ cells: [String]) -> String {
        cells.map { cell -> String in
            var text = cell
            if let first = text.first, "=+@\t".contains(first) || first == "-" && Double(text) == nil { text = "'" + text }
            guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
            return "\"\(text.replacing("\"", with: "\"\""))\""
        }.joined(separator: ",") + "\r\n"
    }
}
