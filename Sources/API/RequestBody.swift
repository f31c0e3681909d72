import Casework
import Expressions
import HTTPTypes
import Hummingbird
import NIOCore

/// The JSON object of a request body, read strictly (RFC 8259): UTF-8, unique names, at most 64 levels deep, no U+0000.
enum RequestBody {
    /// - Returns: the members; none for an empty body where one may be empty.
    /// - Throws: `Problem` 400, 413 or 415.
    static func object(of request: Request, upTo limit: Int, mayBeEmpty: Bool = false) async throws -> [String: Value] {
        let bytes = try await bytes(of: request, upTo: limit)
        if bytes.readableBytes == 0, mayBeEmpty { return [:] }
        try checkMediaType(request.headers)
        return try object(bytes)
    }

    private static func bytes(of request: Request, upTo limit: Int) async throws(Problem) -> ByteBuffer {
        let tooLarge = Problem(.toolarge, "内容不能超过 \(limit / 1024) KB。附件请先上传，此处只写附件的编号")
        var whole = ByteBuffer()
        var length = 0
        do {
            // What is too much is read and dropped: a sender who is still sending when the connection closes never reads the answer. An endless body is cut off.
            for try await var part in request.body {
                length += part.readableBytes
                guard length <= drained else { break }
                if length <= limit { whole.writeBuffer(&part) } else { whole.clear(minimumCapacity: 0) }
            }
        } catch { throw .malformed("内容没有传完，请重新提交") }
        guard length <= limit else { throw tooLarge }
        return whole
    }

    /// Bytes of a body that is too large that are still read.
    private static let drained = 128 << 20

    private static func checkMediaType(_ headers: HTTPFields) throws(Problem) {
        let parts = (headers[.contentType] ?? "").split(separator: ";").map { $0.trimming { $0 == " " || $0 == "\t" }.lowercased() }
        guard parts.first == "application/json",
            parts.dropFirst().allSatisfy({ $0.isEmpty || ["charset=utf-8", "charset=\"utf-8\""].contains($0) })
        else {
            throw Problem(.mediatype, "请以 application/json（UTF-8）提交")
        }
        guard ["", "identity"].contains((headers[.contentEncoding] ?? "").lowercased()) else {
            throw Problem(.mediatype, "不接受压缩的内容，请不带 Content-Encoding 提交")
        }
    }

    static func object(_ bytes: ByteBuffer) throws(Problem) -> [String: Value] {
        guard let text = String(validating: bytes.readableBytesView, as: UTF8.self) else { throw .malformed("内容不是合法的 UTF-8") }
        let value: Value
        do { value = try PlainJSON.read(text) } catch {
            throw .malformed("内容不是合法的 JSON：第 \(error.offset) 字节处，\(error.message)")
        }
        guard case .map(let map) = value else { throw .malformed("内容应为 JSON 对象") }
        guard !holdsNUL(value) else { throw .malformed("内容中含有空字符（U+0000），请删除后再提交") }
        var members: [String: Value] = [:]
        for (key, item) in map { if case .string(let name) = key { members[name] = item } }
        return members
    }

    /// PostgreSQL cannot store U+0000: it is refused at the door, on both databases alike.
    private static func holdsNUL(_ value: Value) -> Bool {
        switch value {
        case .string(let text): text.utf8.contains(0)
        case .list(let items): items.contains(where: holdsNUL)
        case .map(let map): map.contains { holdsNUL($0.key) || holdsNUL($0.value) }
        default: false
        }
    }
}

extension Dictionary where Key == String, Value == Expressions.Value {
    /// - Throws: `Problem` 400 that names the first unknown member.
    func refuse(allBut known: Set<String>) throws(Problem) {
        if let unknown = keys.filter({ !known.contains($0) }).min() {
            throw .malformed("不认识“\(unknown.prefix(40))”，此处可有：\(known.sorted().joined(separator: "、"))")
        }
    }

    /// - Throws: `Problem` 400 when the member is there and no text.
    func text(_ name: String) throws(Problem) -> String? {
        switch self[name] {
        case nil, .null?: return nil
        case .string(let text)?: return text
        default: throw .malformed("“\(name)”应为文字")
        }
    }
}

extension Substring {
    func trimming(_ isTrimmed: (Character) -> Bool) -> Substring {
        var view = self
        while let first = view.first, isTrimmed(first) { view = view.dropFirst() }
        while let last = view.last, isTrimmed(last) { view = view.dropLast() }
        return view
    }
}
