import Casework
import Definitions
import Expressions
import Foundation
import HTML
import HTTPTypes
import Hummingbird
import NIOCore
import WorkCalendar

/// Files up and down. Whoever sees the record sees its files; a file that belongs to no record yet only who sent it, each his own.
struct Files: Sendable {
    let site: Site

    func addRoutes(_ routes: SiteRoutes) {
        routes.upload("attachments", for: .signedIn) { visit, headers, body in
            do { return try await receive(visit, headers, body) } catch let refused as AttachmentStore.Refused {
                site.accessLog.note(
                    "file_refused", actor: visit.actor.id, what: "attachments", reason: refused.message, source: visit.source, at: visit.now
                )
                return json(.unprocessableContent, ["title": "文件没有收下", "detail": refused.message])
            }
        }
        routes.get("attachments/:hash", for: .signedIn) { visit in try give(visit) }
    }

    /// Either the bytes as they are (`?name=`, token in the header) or a multipart form with `_csrf` before the file.
    private func receive(_ visit: Visit, _ headers: HTTPFields, _ body: RequestBody) async throws -> Response {
        let tooLarge = AttachmentStore.Refused(message: "文件超过 \(AttachmentStore.limit >> 20) MB，请压缩后再传")
        let type = headers[.contentType] ?? ""
        let token = headers[Door.csrfHeader] ?? ""
        guard type.lowercased().hasPrefix("multipart/form-data") else {
            guard Door.matches(token, visit.csrf) else { return json(.forbidden, ["title": "没有校验码", "detail": "页面已过期，请刷新后重新上传"]) }
            var bytes: [UInt8] = []
            var length = 0
            for try await buffer in body {
                length += buffer.readableBytes
                guard length <= SubmittedForm.drained else { break }
                if length <= AttachmentStore.limit { bytes.append(contentsOf: buffer.readableBytesView) }
            }
            guard length <= AttachmentStore.limit else { throw tooLarge }
            let entry = try await site.attachments.keep(bytes, name: visit.query["name"] ?? "", by: visit.actor, at: visit.now)
            return json(.created, ["value": entry.hash, "name": entry.name])
        }
        var parser: Multipart
        do { parser = try Multipart(contentType: type, most: 20) } catch {
            throw SubmittedForm.Fault(status: 400, message: "收到的文件不完整，请重新上传")
        }
        var current: Multipart.Head?
        var content: [UInt8] = []
        var sent = token
        var kept: [AttachmentStore.Entry] = []
        for try await buffer in body {
            let events: [Multipart.Event]
            do { events = try parser.read(buffer.readableBytesView) } catch {
                throw SubmittedForm.Fault(status: 400, message: "收到的文件不完整，请重新上传")
            }
            for event in events {
                switch event {
                case .begin(let head):
                    current = head
                    content = []
                case .bytes(let bytes):
                    content += bytes
                    guard content.count <= AttachmentStore.limit else { throw tooLarge }
                case .end:
                    guard let head = current else { continue }
                    if head.name == "_csrf" {
                        sent = String(decoding: content.prefix(200), as: UTF8.self)
                    } else if let name = head.fileName, !content.isEmpty {
                        guard Door.matches(sent, visit.csrf) else {
                            return json(.forbidden, ["title": "没有校验码", "detail": "页面已过期，请刷新后重新上传"])
                        }
                        kept.append(try await site.attachments.keep(content, name: name, by: visit.actor, at: visit.now))
                    }
                }
            }
        }
        do { try parser.finish() } catch { throw SubmittedForm.Fault(status: 400, message: "收到的文件不完整，请重新上传") }
        guard let first = kept.first else { throw AttachmentStore.Refused(message: "没有收到文件，请重新选择") }
        return json(.created, ["value": first.hash, "name": first.name])
    }

    private func give(_ visit: Visit) throws -> Response {
        let missing = Refusal(.notfound, action: "attachment.view", "没有这个附件，或您无权查看")
        let hash = visit.parameter("hash")
        guard let content = try site.attachments.entry(hash) else { throw missing }
        guard let entry = try readable(content, visit), let bytes = site.attachments.content(entry) else {
            site.accessLog.note(
                "denied", actor: visit.actor.id, what: "attachments/\(hash.prefix(12))", source: visit.source, at: visit.now)
            throw missing
        }
        let isShown = visit.query["download"] == nil && entry.mediaType != FileKind.ofd.rawValue
        let name = "filename*=UTF-8''\(QueryValues.encode(entry.name))"
        return Response(
            status: .ok,
            headers: [
                .contentType: entry.mediaType, .contentDisposition: "\(isShown ? "inline" : "attachment"); \(name)",
                .cacheControl: "private, no-store",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// The file as this visitor may read it: in the record that the address names (`?of=system/record:id`), as his own, or in any record that shows
    /// it to him.
    private func readable(_ content: AttachmentStore.Entry, _ visit: Visit) throws -> AttachmentStore.Entry? {
        let named = visit.query["of"].flatMap { RecordReference(text: $0) }
        if let named, shows(content.hash, named, visit) { return try site.attachments.entry(content.hash, in: named) }
        if let own = try site.attachments.entry(content.hash, sentBy: visit.actor.id) { return own }
        let first = content.recordType.flatMap { type in content.record.map { RecordReference(type: type, id: $0) } }
        let found = try ([first].compactMap { $0 } + site.attachments.records(holding: content.hash)).first {
            shows(content.hash, $0, visit)
        }
        return try found.flatMap { try site.attachments.entry(content.hash, in: $0) }
    }

    /// A field that is hidden or masked hides its file as well.
    private func shows(_ hash: String, _ reference: RecordReference, _ visit: Visit) -> Bool {
        let view = try? visit.kernel.view(reference.type, id: reference.id, as: visit.actor, at: visit.now)
        return view?.fields.contains { !$0.isMasked && Self.mentions(hash, $0.value) } ?? false
    }

    static func mentions(_ hash: String, _ value: Value) -> Bool {
        switch value {
        case .string(let text): text == hash
        case .list(let items): items.contains { mentions(hash, $0) }
        case .map(let map): map.values.contains { mentions(hash, $0) }
        default: false
        }
    }

    private func json(_ status: HTTPResponse.Status, _ object: [String: String]) -> Response {
        let body = PlainJSON.write(.map(Dictionary(uniqueKeysWithValues: object.map { (.string($0.key), .string($0.value)) })))
        return Response(
            status: status,
            headers: [.contentType: status == .created ? "application/json" : "application/problem+json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }
}
