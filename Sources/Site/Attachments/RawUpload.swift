import Casework
import Expressions
import HTTPTypes
import Hummingbird
import NIOCore

/// A file that `upload.js` sends: the bytes as they are, the name in the query, the token in a header.
public struct RawUpload: Sendable {
    public var name: String
    public var bytes: [UInt8]

    /// Reads it whole, also where it is not wanted: who sends reads the answer only afterwards.
    /// - Throws: `SubmittedForm.Fault` without the token or when it broke off, `AttachmentStore.Refused` when it is too large.
    public static func read(_ visit: Visit, _ headers: HTTPFields, _ body: RequestBody) async throws -> RawUpload {
        let received: [UInt8]?
        do { received = try await Draining.read(body, upTo: AttachmentStore.limit) } catch {
            throw SubmittedForm.Fault(status: 400, message: "收到的文件不完整，请重新上传")
        }
        guard Door.matches(headers[Door.csrfHeader] ?? "", visit.csrf) else {
            throw SubmittedForm.Fault(status: 403, message: "页面已过期，请刷新后重新上传")
        }
        guard let bytes = received else {
            throw AttachmentStore.Refused(message: "文件超过 \(AttachmentStore.limit >> 20) MB，请压缩后再传")
        }
        return RawUpload(name: AttachmentStore.name(visit.query["name"] ?? ""), bytes: bytes)
    }
}

extension Visit {
    /// An answer for scripts.
    public func json(_ status: HTTPResponse.Status, _ object: [String: String]) -> Response {
        let body = PlainJSON.write(
            .map(Dictionary(object.map { (.string($0.key), .string($0.value)) }, uniquingKeysWith: { one, _ in one })))
        return Response(
            status: status,
            headers: [.contentType: status.code < 300 ? "application/json" : "application/problem+json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }
}
