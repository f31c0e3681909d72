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
}
