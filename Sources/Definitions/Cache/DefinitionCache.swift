import Crypto
import Expressions
import Foundation

/// Keeps the checked catalogue between starts, so that only changed definitions are read and checked again.
///
/// Only a catalogue without problems is kept, under a key of all files' names and bytes, the program's build and the functions that
/// expressions may call. Anything else about the file – damage, another key, another version – counts as not being there.
public struct DefinitionCache: Sendable {
    /// Where the file stands.
    public let path: String
    /// What makes this program this one: a check that a newer build has added must not be skipped.
    public let build: String

    public init(path: String, build: String) {
        self.path = path
        self.build = build
    }

    private static let mark = Array("bagui-definitions-1\n".utf8)

    /// The kept catalogue for this very folder, or nil.
    func catalogue(for folder: DefinitionFolder, functions: [FunctionDeclaration]) -> Catalogue? {
        guard folder.problems.isEmpty, let data = FileManager.default.contents(atPath: path) else { return nil }
        let key = key(for: folder, functions)
        let header = Self.mark.count + key.count
        guard data.count > header + SHA256.byteCount, data.prefix(Self.mark.count).elementsEqual(Self.mark),
            data.dropFirst(Self.mark.count).prefix(key.count).elementsEqual(key)
        else { return nil }
        let body = data.dropFirst(header + SHA256.byteCount)
        let digest = data.dropFirst(header).prefix(SHA256.byteCount)
        guard digest.elementsEqual(SHA256.hash(data: body)) else { return nil }
        return try? JSONDecoder().decode(Catalogue.self, from: Data(body))
    }

    /// Keeps a catalogue that was checked without problems. Failing to write is no failure: the next start reads the files again.
    func keep(_ catalogue: Catalogue, for folder: DefinitionFolder, functions: [FunctionDeclaration]) {
        guard let body = try? JSONEncoder().encode(catalogue) else { return }
        var data = Data(Self.mark)
        data.append(contentsOf: key(for: folder, functions))
        data.append(contentsOf: SHA256.hash(data: body))
        data.append(body)
        let url = URL(fileURLWithPath: path)
        try? FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try? data.write(to: url, options: .atomic)
    }

    private func key(for folder: DefinitionFolder, _ functions: [FunctionDeclaration]) -> [UInt8] {
        let table = functions.map { "\($0.name)/\($0.isMember)/\($0.parameters)/\($0.result)/\($0.sql != nil)" }.sorted().joined(
            separator: "\n")
        return Array(SHA256.hash(data: Array("\(build)\u{0}\(folder.digest)\u{0}\(table)".utf8)))
    }
}
