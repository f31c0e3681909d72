import Foundation
import Synchronization

/// A Swift file, read once for all tests.
struct SourceFile: Sendable {
    let path: String
    let lines: [Substring]
    /// The lines without comments and the text of strings.
    let code: [Substring]

    private static let read = Mutex<[String: SourceFile]>([:])

    static func all(under folder: String) throws -> [SourceFile] {
        try Checkout.swiftFiles(under: folder).map { path in
            if let known = read.withLock({ $0[path] }) { return known }
            let text = try Checkout.text(of: path)
            let file = SourceFile(
                path: path, lines: text.split(separator: "\n", omittingEmptySubsequences: false), code: CodeOnly.lines(of: text))
            read.withLock { $0[path] = file }
            return file
        }
    }
}
