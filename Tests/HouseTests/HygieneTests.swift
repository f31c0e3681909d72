import Foundation
import Testing

/// A line that should not be there, and why.
struct Finding: CustomStringConvertible {
    let file: String
    let line: Int
    let what: String
    var description: String { "\(file):\(line) \(what)" }
}

@Suite struct `Sources` {
    /// Data must never end the program: whoever sends it would. An error that cannot happen is still thrown.
    @Test func `hold nothing that can trap on data`() throws {
        var found: [Finding] = []
        let traps = try Self.traps()
        for file in try SourceFile.all(under: "Sources") {
            for (number, line) in file.code.enumerated() {
                if let trap = traps.first(where: { line.contains($0.word) && line.contains($0.pattern) }) {
                    found.append(Finding(file: file.path, line: number + 1, what: trap.mend))
                }
            }
        }
        #expect(found.isEmpty, "\(found.map(\.description).joined(separator: "\n"))")
    }

    /// A word to look for, since a search for a word is quick, the pattern that decides, and the mend.
    private static func traps() throws -> [(word: String, pattern: Regex<AnyRegexOutput>, mend: String)] {
        try [
            ("fatalError", #"(^|[^.\w])fatalError\("#, "ends the program: throw a typed error"),
            ("precondition", #"(^|[^.\w])precondition(Failure)?\("#, "ends the program: throw a typed error"),
            ("assert", #"(^|[{;])\s*assert(ionFailure)?\("#, "ends the program: throw a typed error"),
            ("try!", #"\btry!"#, "ends the program: handle or pass on the error"),
            ("as!", #"\bas!"#, "ends the program: use as? and say what is wrong"),
            ("!", #"[\w)\]}>\"]!(?!=)"#, "unwraps by force: use guard let, ?? or throw"),
            ("unowned(unsafe)", #"\bunowned\(unsafe\)"#, "is not checked: find a checked way"),
        ].map { ($0.0, try Regex($0.1), $0.2) }
    }

    /// A file is one idea. Over 400 lines it wants a second look (said, not refused), over 500 it is divided.
    @Test func `are small files`() throws {
        var long: [String] = []
        for file in try SourceFile.all(under: "Sources") + SourceFile.all(under: "Tests") {
            let lines = file.lines.count - 1
            if lines > 400 { print("\(file.path) has \(lines) lines: is it one idea?") }
            if lines > 500 { long.append("\(file.path) has \(lines) lines: divide it") }
        }
        #expect(long.isEmpty, "\(long.joined(separator: "\n"))")
    }

    /// A name that says nothing gathers everything.
    @Test func `are named by what they hold`() {
        let empty =
            #/(?i)^(utils?|utilities|helpers?|managers?|misc)(\.swift)?$|(Utils?|Utilities|Helpers?|Manager)(\.swift)?$/#
        let wrong = (Checkout.swiftFiles(under: "Sources") + Checkout.swiftFiles(under: "Tests"))
            .filter { $0.split(separator: "/").contains { $0.contains(empty) } }
        #expect(wrong == [])
    }
}
