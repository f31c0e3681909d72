import Casework
import Definitions
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Operations
import Site
import WorkCalendar

/// Exactly what the list is filtered to and may be taken away, in the columns that are shown: CSV (RFC 4180, with a byte-order mark, so that
/// spreadsheet programs read the Chinese) or XLSX. Personal information is masked as in the list. The trace of who took how many rows is
/// written before the first byte goes out.
struct ListExport {
    let list: ListPage
    let format: TableFile.Format
    private var place: Place { list.place }
    private var visit: Visit { list.place.visit }
    private static let piece = 1 << 16

    init(_ list: ListPage, _ format: TableFile.Format) {
        self.list = list
        self.format = format
    }

    func answer() throws -> Response {
        try list.guardAccess()
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("bagui-list-\(RandomToken.make(bytes: 12))").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let (rows, heldBack) = try write(to: path)
        try visit.kernel.noteExport(place.type, filter: list.query().filter, rows: rows, as: visit.actor, at: visit.now)
        // Open, the file stays readable after its name is gone: nothing is left behind, however the answer ends.
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw OperationProblem(.file, "导出的文件没有写成，请重试；仍不行请联系系统管理员检查临时目录的空间")
        }
        let name = QueryValues.encode("\(place.definition.name)-\(visit.now.day).\(format.rawValue)")
        var headers: HTTPFields = [
            .contentType: format.mediaType, .contentDisposition: "attachment; filename*=UTF-8''\(name)", .cacheControl: "no-store",
        ]
        if heldBack > 0, let note = HTTPField.Name("X-Held-Back") { headers[note] = String(heldBack) }
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                defer { try? file.close() }
                while let bytes = try file.read(upToCount: Self.piece), !bytes.isEmpty { try await writer.write(ByteBuffer(bytes: bytes)) }
                try await writer.finish(nil)
            })
    }

    private func write(to path: String) throws -> (rows: Int, heldBack: Int) {
        let ids = list.columns.ids
        let numbers = Set(ids.filter { list.columns.kind($0, isFirst: false) == .number })
        var page = try visit.kernel.exportPage(list.query(limit: 500), as: visit.actor, at: visit.now)
        let table = try TableFile(
            path: path, format: format, title: place.definition.name, header: ids.map { list.columns.label($0) })
        var (rows, heldBack) = (0, 0)
        while true {
            let named = try list.columns.named(for: page.page.items)
            for view in page.page.items {
                try table.add(
                    ids.map { id in
                        TableFile.Cell(named.text(id, view), isNumber: numbers.contains(id) && view.field(id)?.isMasked == false)
                    })
            }
            rows += page.page.items.count
            heldBack += page.heldBack
            guard let next = page.page.next else { break }
            page = try visit.kernel.exportPage(list.query(limit: 500, after: next), as: visit.actor, at: visit.now)
        }
        try table.finish()
        return (rows, heldBack)
    }
}
