import Foundation
import Testing

@testable import Expressions

@Suite struct `Conformance to CEL` {
    struct Case: Sendable, CustomTestStringConvertible {
        let id: String
        let line: String
        /// The wanted value; nil: an error.
        let value: JSON?
        var testDescription: String { id }
    }

    /// Cases of the specification's own test data, kept beside the project; see `data/SOURCES.md` there.
    static let cases: [Case] = {
        let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appending(path: "../shared/data/cel.jsonl").standardizedFileURL
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            print("skipped: no conformance data at \(file.path())")
            return []
        }
        return text.split(separator: "\n").compactMap { line in
            guard let json = try? JSONReader.read(String(line)), case .string(let id)? = json["id"] else { return nil }
            return Case(id: id, line: String(line), value: json["value"])
        }
    }()

    @Test(.enabled(if: !cases.isEmpty)) func `holds for every case`() throws {
        var failed: [String] = []
        for test in Self.cases {
            let answer = try JSONReader.read(evaluateLine(test.line))
            if let wanted = test.value {
                guard let given = answer["value"], try Self.same(TaggedJSON.value(given), TaggedJSON.value(wanted)) else {
                    failed.append("\(test.id): \(answer.text), wanted \(wanted.text)")
                    continue
                }
            } else if answer["error"] == nil {
                failed.append("\(test.id): \(answer.text), wanted an error")
            }
        }
        #expect(failed.isEmpty, "\(failed.count) of \(Self.cases.count):\n\(failed.joined(separator: "\n"))")
    }

    /// Equal and of the same kind throughout: 1 is not 1.0 here, and NaN is NaN.
    static func same(_ a: Value, _ b: Value) -> Bool { TaggedJSON.json(a) == TaggedJSON.json(b) }
}
