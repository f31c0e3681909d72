import Foundation
import Identifiers

/// Reference data read at test time.
enum SharedData {
    /// The project's own table of divisions.
    static let divisions: DivisionTable? = text(repository.appending(path: "Demo/divisions.csv")).flatMap { try? DivisionTable(csv: $0) }

    /// Third parties' test vectors; they are not ours to copy. `BAGUI_DATA` names their folder; without it, `shared/data` beside the repository.
    static func text(ofData name: String) -> String? {
        let folder =
            ProcessInfo.processInfo.environment["BAGUI_DATA"].map { URL(filePath: $0) }
            ?? repository.deletingLastPathComponent().appending(path: "shared/data")
        return text(folder.appending(path: name))
    }

    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func text(_ file: URL) -> String? { try? String(contentsOf: file, encoding: .utf8) }
}
