import Foundation
import Site

/// Texts of the citizens' pages in other languages: those of the product (`Languages`), and those of the folder that `BAGUI_LANGUAGES` names, which come over them.
enum ServeLanguages {
    static let name = "BAGUI_LANGUAGES"

    /// - Throws: `CommandFailure` that names the file.
    static func read(_ house: House, _ environment: [String: String]) throws -> PageLanguages {
        let own = environment[name].flatMap { $0.isEmpty ? nil : $0 }
        if let own, !isFolder(own) { throw CommandFailure(message: "\(name)：没有名为 \(own) 的文件夹") }
        do { return try PageLanguages(folders: ["\(house.root)/Languages"] + [own].compactMap { $0 }) } catch {
            throw CommandFailure(message: error.description)
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
}
