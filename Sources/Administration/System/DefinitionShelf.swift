import Casework
import Definitions
import Foundation
import Logging
import Storage
import Synchronization
import WorkCalendar

/// A node's own business definitions, kept in the database over the product's: a system with the id of one of the product's takes its place, another is added.
///
/// Nothing is loaded that does not pass the whole check together with all the others, and nothing that would leave kept data out of reach. What is loaded is judged
/// by from the next request on; what fails leaves everything as it was. All servers on the database hear of it within a second, and backups hold it.
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

    /// Who loads or removes, and what else is written in the same write.
    struct Act: Sendable {
        var person: String
        var at: Moment
        var noting: @Sendable (any Connection) throws -> Void = { _ in }
    }

    private struct State {
        var kept: [KeptDefinition] = []
        /// Number of the newest row that is judged by, or that was tried and does not fit.
        var newest: Int64 = 0
        var fault: String?
    }

    let systems: String
    private let kernel: Kernel
    private let state = Mutex(State())
    /// One load at a time.
    private let turn = NSLock()

    init(systems: String, kernel: Kernel) {
        self.systems = systems
        self.kernel = kernel
    }

    /// Why the node's own definitions were not loaded; nil: they were, or there are none.
    var fault: String? { state.withLock { $0.fault } }

    /// Ids of the node's own systems.
    var own: [String] { state.withLock { $0.kept.map(\.system) } }

    /// At the start, and when another server has loaded something: the node's own over the product's. A node goes on with what it has when its own no longer fit a
    /// newer product, and says so.
    /// - Throws: `DatabaseError`.
    func applyKept(logger: Logger) throws {
        turn.lock()
        defer { turn.unlock() }
        let (kept, newest) = try kernel.database.read { (try KeptDefinition.inForce($0), try KeptDefinition.newest($0)) }
        guard state.withLock({ $0.newest }) != newest else { return }
        do {
            let (catalogue, _) = try read(kept)
            try kernel.replace(catalogue: catalogue)
            state.withLock { $0 = State(kept: kept, newest: newest, fault: nil) }
        } catch {
            let words = Self.words(error)
            state.withLock { $0 = State(kept: kept, newest: newest, fault: words) }
            logger.error("the node's own definitions are not loaded", metadata: ["reason": "\(words)"])
        }
    }

    private static func words(_ error: any Error) -> String {
        guard let refused = error as? Refused else { return "\(error)" }
        return ([refused.message] + refused.problems.prefix(3).map(\.description)).joined(separator: "；")
    }

    /// Checks a definition together with all others, without loading it.
    /// - Throws: `Refused`.
    func check(_ yaml: [UInt8], documents: [String: [UInt8]] = [:]) throws -> Passed { try judge(yaml, documents).passed }

    private func judge(_ yaml: [UInt8], _ documents: [String: [UInt8]]) throws -> (
        passed: Passed, candidate: KeptDefinition, catalogue: Catalogue
    ) {
        let before = kernel.state.catalogue
        let kept = state.withLock { $0.kept }
        var candidate = try Candidate(yaml, documents: documents, platforms: platforms).kept
        // Documents that are not sent anew stay those of the system it replaces.
        if candidate.documents.isEmpty, let present = kept.first(where: { $0.system == candidate.system }) {
            candidate.documents = present.documents
        }
        let (catalogue, counts) = try read(kept.filter { $0.system != candidate.system } + [candidate])
        guard let system = catalogue.system(candidate.system) else { throw Refused(message: "文件里没有系统 \(candidate.system)") }
        let losses = DefinitionLosses.find(from: before, to: catalogue)
        guard losses.isEmpty else {
            throw Refused(losses: losses, message: "这会使已有数据无处可放或再也看不到，不能装载。请保留原有的记录、字段和状态：不再使用的字段可以不再列出，不再使用的状态可以不再有动作通向它")
        }
        let changes = DefinitionLosses.news(from: before.system(candidate.system), to: system)
        return (Passed(system: candidate.system, name: system.name, counts: counts, changes: changes), candidate, catalogue)
    }

    /// Checks, loads and keeps.
    /// - Throws: `Refused`, `DatabaseError` when the tables cannot be widened or it cannot be kept; then everything is as it was.
    func load(_ yaml: [UInt8], documents: [String: [UInt8]] = [:], by act: Act, noting: @Sendable (Passed, any Connection) throws -> Void)
        throws
        -> Passed
    {
        turn.lock()
        defer { turn.unlock() }
        let (passed, candidate, catalogue) = try judge(yaml, documents)
        try exchange(for: catalogue) { connection in
            try act.noting(connection)
            try noting(passed, connection)
            return try candidate.write(connection, by: act.person, at: act.at)
        }
        return passed
    }

    /// Takes a system of the node's own away; the product's of the same id comes back.
    /// - Throws: `Refused` when that would leave data out of reach or what remains does not pass; `DatabaseError`.
    func remove(_ system: String, by act: Act) throws {
        turn.lock()
        defer { turn.unlock() }
        let kept = state.withLock { $0.kept }
        guard var gone = kept.first(where: { $0.system == system }) else { throw Refused(message: "本节点没有名为 \(system) 的自有定义") }
        let (catalogue, _) = try read(kept.filter { $0.system != system })
        let losses = DefinitionLosses.find(from: kernel.state.catalogue, to: catalogue)
        guard losses.isEmpty else { throw Refused(losses: losses, message: "移除后已有数据将无处可放，不能移除") }
        gone.yaml = nil
        let row = gone
        try exchange(for: catalogue) { connection in
            try act.noting(connection)
            return try row.write(connection, by: act.person, at: act.at)
        }
    }

    /// Judges by other definitions and keeps them; what cannot be kept would be gone at the next start, so it is not judged by now either.
    private func exchange(for catalogue: Catalogue, _ keep: (any Connection) throws -> Int64) throws {
        let before = kernel.state.catalogue
        try kernel.replace(catalogue: catalogue)
        do {
            let (kept, number) = try kernel.database.writeBlocking { connection in
                let number = try keep(connection)
                try SharedVersions(connection: connection).raise(.definitions)
                return (try KeptDefinition.inForce(connection), number)
            }
            state.withLock { $0 = State(kept: kept, newest: number, fault: nil) }
        } catch {
            try? kernel.replace(catalogue: before)
            throw error
        }
    }

    /// The YAML of a system as it stands, the node's own before the product's.
    func source(of system: String) -> (text: String, isOwn: Bool)? {
        if let kept = state.withLock({ $0.kept.first { $0.system == system } }), let yaml = kept.yaml { return (yaml, true) }
        guard let folder = Self.folder(of: system, in: systems),
            let data = FileManager.default.contents(atPath: "\(systems)/\(folder)/system.yaml"),
            let text = String(validating: data, as: UTF8.self)
        else { return nil }
        return (text, false)
    }

    private var platforms: [String: String] {
        Dictionary(kernel.state.catalogue.systems.map { ($0.id, $0.platform) }, uniquingKeysWith: { first, _ in first })
    }

    /// `platform/system` below a root.
    private static func folder(of system: String, in root: String) -> String? {
        guard let walk = FileManager.default.enumerator(atPath: root) else { return nil }
        for case let path as String in walk where path.hasSuffix("/\(system)/system.yaml") || path == "\(system)/system.yaml" {
            return String(path.dropLast("/system.yaml".count))
        }
        return nil
    }

    /// The product's and the node's own, laid over one another in a folder of its own and read as one.
    private func read(_ own: [KeptDefinition]) throws -> (Catalogue, DefinitionCounts) {
        let files = FileManager.default
        let merged = "\(NSTemporaryDirectory())bagui-definitions-\(UUID().uuidString)"
        defer { try? files.removeItem(atPath: merged) }
        do {
            try files.copyItem(atPath: systems, toPath: merged)
            for one in own { try one.lay(into: merged, replacing: Self.folder(of: one.system, in: merged)) }
        } catch { throw Refused(message: "不能准备校验用的文件夹，请检查服务器的临时目录：\(error.localizedDescription)") }
        let result = DefinitionLoader.load(directory: merged)
        guard let catalogue = result.catalogue, result.problems.isEmpty else {
            throw Refused(problems: result.problems, message: "定义有\(result.problems.count)处问题，没有装载")
        }
        return (catalogue, result.counts)
    }
}

/// A definition as it was uploaded: its ids are read by the eye only to find its folder; the checker reads it properly.
struct Candidate {
    let kept: KeptDefinition

    /// - Throws: `DefinitionShelf.Refused`.
    init(_ yaml: [UInt8], documents: [String: [UInt8]], platforms: [String: String]) throws {
        guard let text = String(validating: yaml, as: UTF8.self), !text.utf8.contains(0) else {
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
        var texts: [String: String] = [:]
        for (name, bytes) in documents where name.hasSuffix(".md") && !name.contains("/") && !name.hasPrefix(".") {
            guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
                throw DefinitionShelf.Refused(
                    problems: [
                        DefinitionProblem(Position(file: "documents/\(name)", line: 1, column: 1), "文件不是 UTF-8", mend: "用 UTF-8 编码保存")
                    ],
                    message: "定义有1处问题，没有装载")
            }
            texts[name] = text
        }
        kept = KeptDefinition(system: id, platform: platform, yaml: text, documents: texts)
    }
}
