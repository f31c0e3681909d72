import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import WorkCalendar

/// Style sheets, scripts and what is fetched at set-up: read once, kept in memory, told apart by the digest of their content.
public final class StaticFiles: Sendable {
    private struct File {
        var buffer: ByteBuffer
        var tag: String
        var mediaType: String
        var modified: Date?
        var checkedAt: ContinuousClock.Instant
    }
    private let folder: String
    private let files = Mutex<[String: File]>([:])

    static let types: [String: String] = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml", "png": "image/png",
        "jpg": "image/jpeg", "json": "application/json",
        "geojson": "application/geo+json", "woff2": "font/woff2", "txt": "text/plain; charset=utf-8", "map": "application/json",
    ]

    public init(folder: String) { self.folder = folder }

    /// Routes for `css`, `js` and `vendor`.
    public func addRoutes(to router: Router<SiteContext>) {
        for part in ["css", "js", "vendor"] {
            router.get("\(part)/**") { [self] request, _ in answer(request) }
        }
        router.get("favicon.ico") { _, _ in Response(status: .movedPermanently, headers: [.location: "/css/seal.svg"]) }
    }

    private func answer(_ request: Request) -> Response {
        let path = request.uri.path.removingPercentEncoding ?? ""
        let parts = path.split(separator: "/")
        guard !parts.isEmpty, parts.allSatisfy({ $0 != ".." && $0 != "." && !$0.hasPrefix(".") && !$0.utf8.contains(0) }),
            let file = file(parts.joined(separator: "/"))
        else {
            return Response(status: .notFound)
        }
        let isVersioned = request.uri.query?.hasPrefix("v=") == true
        let headers: HTTPFields = [
            .contentType: file.mediaType, .eTag: file.tag,
            .cacheControl: isVersioned ? "public, max-age=31536000, immutable" : "public, max-age=300",
        ]
        if request.headers[.ifNoneMatch]?.split(separator: ",").contains(where: { $0.trimmingCharacters(in: .whitespaces) == file.tag })
            == true
        {
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: file.buffer))
    }

    private func file(_ name: String) -> File? {
        let now = ContinuousClock.now
        if let known = files.withLock({ $0[name] }), now - known.checkedAt < .seconds(2) { return known }
        let full = "\(folder)/\(name)"
        guard let type = Self.types[String(name.split(separator: ".").last ?? "")] else { return nil }
        let modified = (try? FileManager.default.attributesOfItem(atPath: full))?[.modificationDate] as? Date
        if var known = files.withLock({ $0[name] }), let modified, known.modified == modified {
            known.checkedAt = now
            let kept = known
            files.withLock { $0[name] = kept }
            return known
        }
        guard let data = FileManager.default.contents(atPath: full) else { return nil }
        let tag =
            "\"" + SHA256.hash(data: data).prefix(12).map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined()
            + "\""
        let file = File(buffer: ByteBuffer(bytes: data), tag: tag, mediaType: type, modified: modified, checkedAt: now)
        files.withLock { $0[name] = file }
        return file
    }

    /// Changes whenever a style sheet or script of our own does.
    public static func version(of folder: String) -> String {
        var hasher = SHA256()
        for part in ["css", "js"] {
            for name in ((try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(part)")) ?? []).sorted() {
                if let data = FileManager.default.contents(atPath: "\(folder)/\(part)/\(name)") { hasher.update(data: data) }
            }
        }
        return hasher.finalize().prefix(5).map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined()
    }
}
