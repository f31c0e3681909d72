import Casework
import Definitions
import Expressions
import Foundation
import HTML
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Storage
import WorkCalendar

/// Files up and down. Whoever sees the record sees its files; a file that belongs to no record yet only who sent it, each his own.
struct Files: Sendable {
    let site: Site

    func addRoutes(_ routes: SiteRoutes) {
        routes.upload("attachments", for: .signedIn) { visit, headers, body in
            do { return try await receive(visit, headers, body) } catch let fault as SubmittedForm.Fault {
                return json(HTTPResponse.Status(code: fault.status), ["title": "文件没有收下", "detail": fault.message])
            } catch let failed as AttachmentStore.Failed {
                site.logger.error("attachment not kept", metadata: ["reason": "\(failed.message)"])
                return json(.serviceUnavailable, ["title": "文件没有存下", "detail": failed.message])
            } catch let error as DatabaseError {
                guard let trouble = DatabaseTrouble(error) else { throw error }
                site.logger.error("attachment not kept", metadata: ["error": "\(error)"])
                return json(.serviceUnavailable, ["title": trouble.title, "detail": "\(trouble.message)\(trouble.advice)"])
            } catch let refused as AttachmentStore.Refused {
                site.accessLog.note(
                    "file_refused", actor: visit.actor.id, what: "attachments", reason: refused.message, source: visit.source, at: visit.now
                )
                return json(.unprocessableContent, ["title": "文件没有收下", "detail": refused.message])
            }
        }
        routes.get("attachments/:hash", for: .signedIn) { visit in try give(visit) }
    }

    /// Bytes of all parts of a form with files: one file at its limit, and the form around it.
    static let formLimit = AttachmentStore.limit + (1 << 20)

    /// Either the bytes as they are (`?name=`, token in the header) or a multipart form with `_csrf`.
    ///
    /// Read whole before anything is kept: of an upload that breaks off nothing stays.
    private func receive(_ visit: Visit, _ headers: HTTPFields, _ body: RequestBody) async throws -> Response {
        let tooLarge = AttachmentStore.Refused(message: "文件超过 \(AttachmentStore.limit >> 20) MB，请压缩后再传")
        let broken = SubmittedForm.Fault(status: 400, message: "收到的文件不完整，请重新上传")
        let noToken = SubmittedForm.Fault(status: 403, message: "页面已过期，请刷新后重新上传")
        let type = headers[.contentType] ?? ""
        let token = headers[Door.csrfHeader] ?? ""
        let isForm = type.lowercased().hasPrefix("multipart/form-data")
        let read: [UInt8]?
        do { read = try await Draining.read(body, upTo: isForm ? Self.formLimit : AttachmentStore.limit) } catch { throw broken }
        guard isForm else {
            guard Door.matches(token, visit.csrf) else { throw noToken }
            guard let bytes = read else { throw tooLarge }
            let entry = try await site.attachments.keep(bytes, name: visit.query["name"] ?? "", by: visit.actor, at: visit.now)
            return json(.created, ["value": entry.hash, "name": entry.name])
        }
        guard let bytes = read else { throw tooLarge }
        let form: SubmittedForm
        do { form = try SubmittedForm.read(bytes, type: type) } catch { throw broken }
        guard Door.matches(token.isEmpty ? form["_csrf"] ?? "" : token, visit.csrf) else { throw noToken }
        let files = form.files.filter { !$0.bytes.isEmpty }
        guard !files.contains(where: { $0.bytes.count > AttachmentStore.limit }) else { throw tooLarge }
        guard files.count <= 20 else { throw AttachmentStore.Refused(message: "一次最多20个文件，请分几次上传") }
        var kept: [AttachmentStore.Entry] = []
        for file in files { kept.append(try await site.attachments.keep(file.bytes, name: file.name, by: visit.actor, at: visit.now)) }
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
