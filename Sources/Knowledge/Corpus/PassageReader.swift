import Foundation
import Identifiers

/// One line of an import file read as what it is.
public enum ImportedLine: Sendable {
    case passage(Passage)
    case entry(Entry)
    /// Questions with known answers are for evaluation; they are no knowledge and are passed over.
    case evaluationQuestion
}

/// Reads import files: JSON objects, one a line, plain or gzip.
///
/// A statute has `id, law, title, article, path, category, version, text`; a case or guide `id, question, answer`; an entry of our own `id, question,
/// answer_short, law_refs` (see `Entry`). `kind` says which it is.
public struct PassageReader: Sendable {
    public let file: String
    private let name: String

    public init(file: String) {
        self.file = file
        name = URL(fileURLWithPath: file).lastPathComponent
    }

    /// - Parameters:
    ///   - body: gets each line read.
    ///   - refused: gets the number of a bad line and why; the others go on.
    /// - Throws: `KnowledgeError.unreadable`.
    public func each(_ body: (ImportedLine) throws -> Void, refused: (Int, String) -> Void) throws {
        try LineReader(file: file).each { number, data in
            if data.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return }
            do throws(Refused) {
                let line = try Self.read(data)
                do { try body(line) } catch { throw Refused(reason: "\(error)") }
            } catch { refused(number, error.reason) }
        }
    }

    struct Refused: Error { let reason: String }

    static func read(_ data: Data) throws(Refused) -> ImportedLine {
        guard let parsed = try? JSONSerialization.jsonObject(with: data), let object = parsed as? [String: Any] else {
            throw Refused(reason: "不是一个 JSON 对象")
        }
        let kind = object["kind"] as? String ?? (object["law_refs"] != nil ? "entry" : "")
        switch kind {
        case "statute": return .passage(try statute(object))
        case "typical case", "case": return .passage(try document(object, kind: .typicalCase))
        case "guide": return .passage(try document(object, kind: .guide))
        case "question with the statutes that answer it": return .evaluationQuestion
        case "entry", "faq_law", "faq_affair":
            do { return .entry(try Entry(json: object)) } catch { throw Refused(reason: error.description) }
        default: throw Refused(reason: "字段 kind 应为 statute、case、guide 或 entry，不是“\(kind.prefix(40))”")
        }
    }

    private static func text(_ object: [String: Any], _ key: String) throws(Refused) -> String {
        guard let value = object[key] as? String, !value.allSatisfy(\.isWhitespace) else { throw Refused(reason: "缺字段 \(key)，应为非空文字") }
        return value
    }

    private static func date(_ object: [String: Any], _ key: String) throws(Refused) -> CivilDate? {
        guard let value = object[key] as? String, !value.isEmpty else { return nil }
        guard let date = CivilDate(value) else { throw Refused(reason: "字段 \(key) 应为日期 YYYY-MM-DD，不是“\(value.prefix(20))”") }
        return date
    }

    private static func statute(_ object: [String: Any]) throws(Refused) -> Passage {
        let id = try text(object, "id")
        guard id.contains("#") else { throw Refused(reason: "字段 id 应为“法名#条号”，不是“\(id.prefix(40))”") }
        let law = try text(object, "law")
        return Passage(
            id: id, kind: .statute, law: law, title: object["title"] as? String ?? law, article: try text(object, "article"),
            path: object["path"] as? [String] ?? [], category: object["category"] as? String ?? "", version: try date(object, "version"),
            text: try text(object, "text"), source: object["source"] as? String ?? "", inForceFrom: try date(object, "in_force_from"),
            inForceUntil: try date(object, "in_force_until"))
    }

    private static func document(_ object: [String: Any], kind: Passage.Kind) throws(Refused) -> Passage {
        let heading = try text(object, "question")
        let collection = (object["law"] as? String) ?? kind.label
        return Passage(
            id: try text(object, "id"), kind: kind, law: collection, title: collection, article: heading, path: [heading],
            version: try date(object, "version"), text: try text(object, "answer"),
            source: object["source"] as? String ?? "", inForceFrom: try date(object, "in_force_from"),
            inForceUntil: try date(object, "in_force_until"))
    }
}
