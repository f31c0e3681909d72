import Foundation
import Testing

@testable import Definitions

/// `docs/definitions.md` is the language: what the loader reads must stand there.
@Suite struct `The page of the language` {
    static let page: String = {
        let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return (try? String(contentsOf: root.appendingPathComponent("docs/definitions.md"), encoding: .utf8)) ?? ""
    }()

    /// Words of letters, digits, `_` and `-`.
    static let words = Set(page.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }.map(String.init))

    @Test(arguments: KeyTable.allCases)
    func `names every key`(table: KeyTable) {
        #expect(table.names.filter { !Self.words.contains($0) } == [])
    }

    @Test func `names every function, type, platform and zone`() {
        let wanted =
            StandardFunctions.signatures.map(\.name) + KeyTable.typeNames + KeyTable.platforms + KeyTable.zones + KeyTable.scopes
            + KeyTable.units
        #expect(wanted.filter { !Self.words.contains($0) } == [])
    }

    @Test func `names every field of the actor`() {
        #expect(RecordTypes.actorFields.keys.filter { !Self.words.contains($0) }.sorted() == [])
    }
}
