import Casework
import Definitions
import Foundation
import Logging
import Synchronization

/// A node's own business definitions, kept in a folder over the product's: a system with the id of one of the product's takes its place, another is added.
///
/// Nothing is loaded that does not pass the whole check together with all the others, and nothing that would leave kept data out of reach. What is loaded is judged
/// by from the next request on; what fails leaves everything as it was.
final class DefinitionShelf: Sendable {
    /// Why something uploaded is not loaded.
    struct Refused: Error, Sendable {
        /// By file, line and column.
        var problems: [DefinitionProblem] = []
        /// What would be lost, a sentence each.
        var losses: [String] = []
        var message: String
    }

    /// What a check found when nothing is wrong.
    struct Passed: Sendable {
        var system: String
        var name: String
        var counts: DefinitionCounts
        /// What is new, a sentence each.
        var changes: [String]
    }

    let systems: String
    let overlay: String
    private let kernel: Kernel
    private let faultText = Mutex<String?>(nil)
    /// One load at a time.
    private let turn = NSLock()

    init(systems: String, overlay: String, kernel: Kernel) {
        self.systems = systems
        self.overlay = overlay
        self.kernel = kernel
    }

    /// Why the node's own definitions were not loaded at the start; nil: they were, or there are none.
    var fault: String? { faultText.withLock { $0 } }

    /// Ids of the systems that stand in the node's own folder.
    var own: [String] {
        guard let walk = FileManager.default.enumerator(atPath: overlay) else { return [] }
        return walk.compactMap { $0 as? String }.filter { $0.hasSuffix("/system.yaml") }.compactMap {
            $0.split(separator: "/").dropLast().last.map(String.init)
        }.sorted()
    }

    /// At the start: the node's own over the product's. A node goes on with the product's when its own no longer fit a newer product, and says so.
    func applyKept(logger: Logger) {
        guard !own.isEmpty else { return }
        do {
            let (catalogue, _) = try read(candidate: nil)
            try kernel.replace(catalogue: catalogue)
        } catch {
            let words = Self.words(error)
            faultText.withLock { $0 = words }
            logger.error("the node's own definitions are not loaded", metadata: ["reason": "\(words)"])
        }
    }

    private static func words(_ error: any Error) -> String {
        guard let refused = error as? Refused else { return "\(error)" }
        return ([refused.message] + refused.problems.prefix(3).map(\.description)).joined(separator: "；")
    }

    /// Checks a definition together with all others, without loading it.
    /// - Throws: `Refused`.
    func check(_ yaml: [UInt8], documents: [String: [UInt8]] = [:]) throws -> Passed {
        let candidate = try Candidate(yaml, documents: documents, platforms: platforms)
        let (catalogue, counts) = try read(candidate: candidate)
        guard let system = catalogue.system(candidate.id) else { throw Refused(message: "文件里没有系统 \(candidate.id)") }
        let before = kernel.state.catalogue
        let losses = DefinitionLosses.find(from: before, to: catalogue)
        guard losses.isEmpty else {
            throw Refused(losses: losses, message: "这会使已有数据无处可放或再也看不到，不能装载。请保留原有的记录、字段和状态：不再使用的字段可以不再列出，不再使用的状态可以不再有动作通向它")
        }
        let oldSystem = before.system(candidate.id)
        return Passed(system: candidate.id, name: system.name, counts: counts, changes: DefinitionLosses.news(from: oldSystem, to: system))
    }

    /// Checks, loads and keeps.
    /// - Throws: `Refused`, `DatabaseError` when the tables cannot be widened; then everything is as it was.
    func load(_ yaml: [UInt8], documents: [String: [UInt8]] = [:]) throws -> Passed {
        turn.lock()
        defer { turn.unlock() }
        let passed = try check(yaml, documents: documents)
        let candidate = try Candidate(yaml, documents: documents, platforms: platforms)
        let (catalogue, _) = try read(candidate: candidate)
        let before = kernel.state.catalogue
        try kernel.replace(catalogue: catalogue)
        do { try candidate.write(into: overlay) } catch {
            // What is not kept would be gone at the next start: then it is not loaded now either.
            try? kernel.replace(catalogue: before)
            throw Refused(message: "定义文件写不进 \(overlay)，请检查磁盘空间和权限；没有装载")
        }
        faultText.withLock { $0 = nil }
        return passed
    }

    /// Takes a system of the node's own away; the product's of the same id comes back.
    /// - Throws: `Refused` when that would leave data out of reach or what remains does not pass.
    func remove(_ system: String) throws {
        turn.lock()
        defer { turn.unlock() }
        guard own.contains(system), let folder = folder(of: system, in: overlay) else { throw Refused(message: "本节点没有名为 \(system) 的自有定义") }
        let (catalogue, _) = try read(candidate: nil, without: system)
        let losses = DefinitionLosses.find(from: kernel.state.catalogue, to: catalogue)
        guard losses.isEmpty else { throw Refused(losses: losses, message: "移除后已有数据将无处可放，不能移除") }
        try kernel.replace(catalogue: catalogue)
        do { try FileManager.default.removeItem(atPath: "\(overlay)/\(folder)") } catch {
            throw Refused(message: "已停用，但删不掉 \(overlay)/\(folder)，请检查权限；下次启动前须手工删除")
        }
        faultText.withLock { $0 = nil }
    }

    /// The YAML of a system as it stands, the node's own before the product's.
    func source(of system: String) -> (text: String, isOwn: Bool)? {
        for (root, isOwn) in [(overlay, true), (systems, false)] {
            guard let folder = folder(of: system, in: root),
                let data = FileManager.default.contents(atPath: "\(root)/\(folder)/system.yaml"),
                let text = String(validating: data, as: UTF8.self)
            else { continue }
            return (text, isOwn)
        }
        return nil
    }

    private var platforms: [String: String] {
        Dictionary(kernel.state.catalogue.systems.map { ($0.id, $0.platform) }, uniquingKeysWith: { first, _ in first })
    }

    /// `platform/system` below a root.
    private func folder(of system: String, in root: String) -> String? {
        guard let walk = FileManager.default.enumerator(atPath: root) else { return nil }
        for case let path as String in walk where path.hasSuffix("/\(system)/system.yaml") || path == "\(system)/system.yaml" {
            return String(path.dropLast("/system.yaml".count))
        }
        return nil
    }

    /// Product, node's own, and what is tried, laid over one another in a folder of its own and read as one.
    private func read(candidate: Candidate?, without removed: String? = nil) throws -> (Catalogue, DefinitionCounts) {
        let files = FileManager.default
        let merged = "\(NSTemporaryDirectory())bagui-definitions-\(UUID().uuidString)"
        defer { try? files.removeItem(atPath: merged) }
        do {
            try files.copyItem(atPath: systems, toPath: merged)
            for system in own where system != removed && system != candidate?.id {
                guard let folder = folder(of: system, in: overlay) else { continue }
                try lay("\(overlay)/\(folder)", over: merged, as: folder, system: system)
            }
            if let candidate {
                // Documents that are not sent anew stay those of the system it replaces.
                if let present = folder(of: candidate.id, in: overlay), candidate.documents.isEmpty {
                    try lay("\(overlay)/\(present)", over: merged, as: present, system: candidate.id)
                }
                try candidate.write(into: merged, replacing: folder(of: candidate.id, in: merged))
            }
        } catch { throw Refused(message: "不能准备校验用的文件夹：\(error.localizedDescription)") }
        let result = DefinitionLoader.load(directory: merged)
        guard let catalogue = result.catalogue, result.problems.isEmpty else {
            throw Refused(problems: result.problems, message: "定义有\(result.problems.count)处问题，没有装载")
        }
        return (catalogue, result.counts)
    }

    private func lay(_ folder: String, over merged: String, as place: String, system: String) throws {
        let files = FileManager.default
        if let present = self.folder(of: system, in: merged) { try files.removeItem(atPath: "\(merged)/\(present)") }
        let target = "\(merged)/\(place)"
        try files.createDirectory(atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try files.copyItem(atPath: folder, toPath: target)
    }
}

/// A definition as it was uploaded: its ids are read by the eye only to find its folder; the checker reads it properly.
struct Candidate {
    let id: String
    let platform: String
    let yaml: [UInt8]
    let documents: [String: [UInt8]]

    /// - Throws: `DefinitionShelf.Refused`.
    init(_ yaml: [UInt8], documents: [String: [UInt8]], platforms: [String: String]) throws {
        guard let text = String(validating: yaml, as: UTF8.self) else {
            throw DefinitionShelf.Refused(
                problems: [DefinitionProblem(Position(file: "system.yaml", line: 1, column: 1), "文件不是 UTF-8", mend: "用 UTF-8 编码保存")],
                message: "定义有1处问题，没有装载")
        }
        func top(_ key: String) -> String? {
            text.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline).first { $0.hasPrefix("\(key):") }.map {
                $0.dropFirst(key.count + 1).prefix { $0 != "#" }.filter { !$0.isWhitespace && $0 != "'" && $0 != "\"" }
            }
        }
        func isName(_ text: String) -> Bool {
            (1...60).contains(text.utf8.count)
                && text.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D }
        }
        guard let id = top("system"), isName(id) else {
            throw DefinitionShelf.Refused(
                problems: [
                    DefinitionProblem(Position(file: "system.yaml", line: 1, column: 1), "没有系统的标识", mend: "第一行写 system: 标识，由小写字母、数字和连字符组成")
                ], message: "定义有1处问题，没有装载")
        }
        guard let platform = top("platform") ?? platforms[id], isName(platform) else {
            throw DefinitionShelf.Refused(
                problems: [
                    DefinitionProblem(
                        Position(file: "system.yaml", line: 1, column: 1), "没有写明平台", mend: "写 platform: 平台标识，如 public-legal-service")
                ], message: "定义有1处问题，没有装载")
        }
        self.id = id
        self.platform = platform
        self.yaml = yaml
        self.documents = documents.filter { name, _ in name.hasSuffix(".md") && !name.contains("/") && !name.hasPrefix(".") }
    }

    /// - Parameter place: folder below `root` where a system of this id stands already; nil: its platform's.
    func write(into root: String, replacing place: String? = nil) throws {
        let files = FileManager.default
        let folder = "\(root)/\(place ?? "\(platform)/\(id)")"
        try files.createDirectory(atPath: "\(folder)/documents", withIntermediateDirectories: true)
        try Data(yaml).write(to: URL(fileURLWithPath: "\(folder)/system.yaml"), options: .atomic)
        for (name, bytes) in documents { try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/documents/\(name)"), options: .atomic) }
    }
}
