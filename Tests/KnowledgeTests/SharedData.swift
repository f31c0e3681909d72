import Foundation

/// Laws and questions of third parties; they are not ours to copy. `BAGUI_DATA` names their folder; without it, `shared/data` beside the repository.
enum SharedData {
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func file(_ name: String) -> String? {
        let folder =
            ProcessInfo.processInfo.environment["BAGUI_DATA"].map { URL(filePath: $0) }
            ?? repository.deletingLastPathComponent().appending(path: "shared/data")
        let path = folder.appending(path: name).path
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    static func own(_ name: String) throws -> String {
        try String(contentsOf: repository.appending(path: name), encoding: .utf8)
    }
}
