import Casework
import Crypto
import Definitions
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// The OpenAPI document as bytes: made once for a catalogue, then handed out.
final class APIDocument: Sendable {
    struct Made: Sendable {
        var digest: String
        var bytes: ByteBuffer
        var tag: String
    }

    private let made = Mutex<Made?>(nil)

    func bytes(_ catalogue: Catalogue, isDemonstration: Bool) -> Made {
        if let known = made.withLock({ $0 }), known.digest == catalogue.digest { return known }
        var json = JSONBuffer(capacity: 1 << 20)
        OpenAPIDocument(catalogue: catalogue, isDemonstration: isDemonstration).tree.write(to: &json)
        let tag = SHA256.hash(data: Array(json.buffer.readableBytesView)).prefix(12).map { String($0, radix: 16) }.joined()
        let fresh = Made(digest: catalogue.digest, bytes: json.buffer, tag: "\"\(tag)\"")
        made.withLock { $0 = fresh }
        return fresh
    }
}

extension APIService {
    /// GET /api/v1/openapi.json
    func showDocument(_ call: Call) throws -> Response {
        let made = document.bytes(call.state.catalogue, isDemonstration: services.isDemonstration)
        var headers = HTTPFields()
        headers[.eTag] = made.tag
        headers[.cacheControl] = "no-cache"
        if call.request.headers[.ifNoneMatch] == made.tag { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = "application/json"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: made.bytes))
    }

    /// GET /api/v1/{system}/{record}/schema
    func showSchema(_ call: Call, _ type: String) throws -> Response {
        _ = try QueryParameters(call.request.uri.query, allowed: [])
        let definition = try definition(type, call, action: "schema")
        var json = JSONBuffer(capacity: 32_768)
        RecordSchemas(definition, catalogue: call.state.catalogue, root: "#/$defs/").document.write(to: &json)
        return answer(json)
    }
}
