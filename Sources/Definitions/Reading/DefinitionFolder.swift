import Crypto
import Foundation

/// The files of a definitions' folder, read once.
struct DefinitionFolder: Sendable {
    struct File: Sendable {
        /// Path inside the folder, with `/`.
        var path: String
        var bytes: [UInt8]

        var name: String { path.split(separator: "/").last.map(String.init) ?? path }
        /// The folder it stands in; empty for the top.
        var folder: String { path.split(separator: "/").dropLast().joined(separator: "/") }
    }

    /// Larger files are no definitions.
    static let largestFile = 16 << 20

    /// Sorted by path.
    var files: [File]
    /// What could not be read, and files that nobody would read.
    var problems: [DefinitionProblem] = []

    init(files: [File]) {
        self.files = files.sorted { $0.path < $1.path }
        problems = self.files.filter(\.isStray).map {
            DefinitionProblem(
                Position(file: $0.path, line: 0, column: 0), "这个文件不会被读取",
                mend: "系统的定义叫 system.yaml，场景叫 scenarios.yaml，共用的定义放在 shared/")
        }
    }

    /// - Throws: `DefinitionProblem` when the folder itself cannot be read.
    init(reading directory: String) throws(DefinitionProblem) {
        let top = Position(file: directory, line: 0, column: 0)
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory), isDirectory.boolValue else {
            throw DefinitionProblem(top, "没有这个文件夹", mend: "给出存放定义的文件夹，如 Systems")
        }
        // The walk does not enter a folder that is itself a link.
        let directory = URL(fileURLWithPath: directory).resolvingSymlinksInPath().path
        guard let walk = FileManager.default.enumerator(atPath: directory) else {
            throw DefinitionProblem(top, "文件夹读不出", mend: "检查权限")
        }
        var files: [File] = []
        var unreadable: [DefinitionProblem] = []
        for case let path as String in walk {
            if path.split(separator: "/").contains(where: { $0.hasPrefix(".") }) { continue }
            guard path.hasSuffix(".yaml") || path.hasSuffix(".yml") || path.hasSuffix(".md") else { continue }
            let full = directory + "/" + path
            let position = Position(file: path, line: 0, column: 0)
            guard let data = FileManager.default.contents(atPath: full) else {
                if FileManager.default.fileExists(atPath: full, isDirectory: &isDirectory), isDirectory.boolValue { continue }
                unreadable.append(DefinitionProblem(position, "文件读不出", mend: "检查权限"))
                continue
            }
            guard data.count <= Self.largestFile else {
                unreadable.append(DefinitionProblem(position, "文件大于 \(Self.largestFile >> 20) MB", mend: "把它分成几个系统"))
                continue
            }
            files.append(File(path: path, bytes: [UInt8](data)))
        }
        self.init(files: files)
        problems += unreadable
    }

    /// SHA-256 of all paths and bytes, hexadecimal.
    var digest: String {
        var hash = SHA256()
        for file in files {
            // Lengths first: no two different folders may feed the same bytes.
            for part in [Array(file.path.utf8), file.bytes] {
                withUnsafeBytes(of: UInt64(part.count).littleEndian) { hash.update(bufferPointer: $0) }
                hash.update(data: part)
            }
        }
        return hash.finalize().map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }

    /// Documents in `scenarios.yaml` files.
    var scenarioCount: Int {
        files.filter { $0.name == "scenarios.yaml" }.reduce(0) { count, file in
            count + file.bytes.split(separator: 0x0A, omittingEmptySubsequences: true).count { $0.starts(with: Array("scenario:".utf8)) }
        }
    }
}

extension DefinitionFolder.File {
    var isShared: Bool { folder == "shared" && name.hasSuffix(".yaml") }
    var isSystem: Bool { name == "system.yaml" }
    /// YAML that nobody would read: a slip in a file's name must not hide a definition.
    fileprivate var isStray: Bool {
        (name.hasSuffix(".yaml") || name.hasSuffix(".yml")) && !isShared && !isSystem && name != "scenarios.yaml"
    }

    /// - Throws: `DefinitionProblem` when the bytes are not UTF-8.
    func text() throws(DefinitionProblem) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw DefinitionProblem(Position(file: path, line: 1, column: 1), "文件不是 UTF-8", mend: "用 UTF-8 编码保存")
        }
        return text
    }
}
