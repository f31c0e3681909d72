import Foundation
import Testing

@testable import Definitions

@Suite struct `The shipped definitions` {
    static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
        .appendingPathComponent("Systems").path

    @Test func `have no problem`() {
        let result = DefinitionLoader.load(directory: Self.folder)
        #expect(result.problems.map(\.description) == [])
        #expect(result.counts.systems > 0 && result.counts.scenarios > 0)
    }

    @Test func `have no two filters of one name over a list`() throws {
        let catalogue = try #require(DefinitionLoader.load(directory: Self.folder).catalogue)
        var compared = 0
        for record in catalogue.systems.flatMap(\.records) {
            let labels = record.lists.filters.map { name in
                record.field(name)?.label ?? (name == "state" ? "状态" : name)
            }
            compared += labels.count
            #expect(Set(labels).count == labels.count, "\(record.type): \(labels)")
        }
        #expect(compared > 100)
    }
}
