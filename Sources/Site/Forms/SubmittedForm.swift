import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// A file that came with a form.
public struct SubmittedFile: Sendable {
    /// Name of the field.
    public var field: String
    /// Name on the sender's disk, its last component.
    public var name: String
    public var mediaType: String?
    public var bytes: [UInt8]
}

/// What a form sent: names and values in their order, files apart.
public struct SubmittedForm: Sendable {
    public private(set) var values: QueryValues
    public private(set) var files: [SubmittedFile]

    public init(_ values: QueryValues, files: [SubmittedFile] = []) {
        self.values = values
        self.files = files
    }

    public var pairs: [(name: String, value: String)] { values.pairs }
    public subscript(_ name: String) -> String? { values[name] }
    public func all(_ name: String) -> [String] { values.all(name) }

    /// Idempotency key of the form.
    public var key: String? { self["_key"].flatMap { $0.utf8.count <= 100 ? $0 : nil } }
    /// Version of the record it was made from.
    public var version: Int64? { self["_version"].flatMap { Int64($0) } }
    /// `parties:add`, `parties:remove:2`: rows wanted or not, nothing else.
    public var rowsCommand: String? { self["_rows"] }
    /// Only to be drawn anew.
    public var isRefresh: Bool { self["_refresh"] != nil || rowsCommand != nil }

    /// Why a body is no form, in words.
    public struct Fault: Error, Sendable, Hashable {
        public var status: Int
        public var message: String
    }

    /// Reads a body.
    /// - Throws: `Fault`: 413 when it is too large, 415 for another type, 400 when it is broken.
    static func read(_ request: Request, limit: Int) async throws -> SubmittedForm {
        let tooLarge = Fault(status: 413, message: "提交的内容超过 \(limit >> 20) MB。文字请分几次填写，文件请先上传到“材料”")
        // A form broken off was not sent: there is nobody to answer, and nothing is done.
        let received: [UInt8]?
        do { received = try await Draining.read(request.body, upTo: limit) } catch { throw Fault(status: 400, message: "表单没有传完，请返回重新提交") }
        guard let bytes = received else { throw tooLarge }
        let type = request.headers[.contentType] ?? "application/x-www-form-urlencoded"
        return try read(bytes, type: type)
    }

    static func read(_ bytes: [UInt8], type: String) throws(Fault) -> SubmittedForm {
        let broken = Fault(status: 400, message: "收到的表单不完整或不是 UTF-8 编码，请返回重新提交")
        if type.lowercased().hasPrefix("application/x-www-form-urlencoded") {
            guard let values = QueryValues(encoded: bytes) else { throw broken }
            return SubmittedForm(values)
        }
        guard type.lowercased().hasPrefix("multipart/form-data") else { throw Fault(status: 415, message: "只接受表单，不接受这种内容") }
        do {
            var parser = try Multipart(contentType: type)
            let events = try parser.read(bytes)
            try parser.finish()
            return try collect(events, broken)
        } catch let fault as Fault { throw fault } catch { throw broken }
    }

    private static func collect(_ events: [Multipart.Event], _ broken: Fault) throws(Fault) -> SubmittedForm {
        var pairs: [(name: String, value: String)] = []
        var files: [SubmittedFile] = []
        var head: Multipart.Head?
        var body: [UInt8] = []
        for event in events {
            switch event {
            case .begin(let begun):
                head = begun
                body = []
            case .bytes(let bytes): body += bytes
            case .end:
                guard let part = head else { throw broken }
                if let fileName = part.fileName {
                    // A file field left empty sends a part without name and bytes.
                    if !fileName.isEmpty || !body.isEmpty {
                        files.append(SubmittedFile(field: part.name, name: fileName, mediaType: part.mediaType, bytes: body))
                    }
                } else {
                    guard let text = String(validating: body, as: UTF8.self) else { throw broken }
                    pairs.append((part.name, text))
                }
                head = nil
            }
        }
        return SubmittedForm(QueryValues(pairs), files: files)
    }

    /// The same with more values: hashes of files that have been stored.
    public func adding(_ name: String, _ value: String) -> SubmittedForm {
        SubmittedForm(QueryValues(pairs + [(name, value)]), files: files)
    }

    /// Names and values as a tree: `parties[0].name` and `parties[0][name]` alike.
    var tree: FormTree { FormTree(pairs) }
}

/// Nested names as a tree.
struct FormTree: Sendable {
    /// Values sent under exactly this name, in order.
    var values: [String] = []
    var children: [String: FormTree] = [:]

    init() {}

    init(_ pairs: [(name: String, value: String)]) {
        for (name, value) in pairs where !name.hasPrefix("_") { insert(Self.path(name), value) }
    }

    /// Depth is bounded: no definition nests deeper, and a name of ten thousand brackets is no form.
    static func path(_ name: String) -> [String] {
        var path: [String] = []
        var part = ""
        for character in name {
            if character == "[" || character == "]" || character == "." {
                if !part.isEmpty { path.append(part) }
                part = ""
                if path.count > 8 { return [name] }
            } else {
                part.append(character)
            }
        }
        if !part.isEmpty { path.append(part) }
        return path.isEmpty ? [name] : path
    }

    private mutating func insert(_ path: [String], _ value: String) {
        guard let first = path.first else {
            values.append(value)
            return
        }
        children[first, default: FormTree()].insert(Array(path.dropFirst()), value)
    }

    subscript(_ name: String) -> FormTree? { children[name] }

    /// Rows in the order of their numbers.
    var rows: [FormTree] {
        children.compactMap { key, row in Int(key).map { ($0, row) } }.sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// Whether anything was typed below.
    var isBlank: Bool { values.allSatisfy { $0.allSatisfy(\.isWhitespace) } && children.values.allSatisfy(\.isBlank) }
}
