import Administration
import ArgumentParser
import Casework
import Definitions
import Demonstration
import Foundation
import Hummingbird
import Knowledge
import Logging
import Operations
import ServiceLifecycle
import Site
import Storage

/// The node behind the front door: opens the database, reads the definitions, gives the pages to the door, and runs the clock.
struct NodeService: Service {
    let house: House
    let configuration: ServeConfiguration
    let door: FrontDoor
    let logger: Logger

    /// What the node runs on once it is built.
    private struct Node: Sendable {
        var site: Site
        var administration: Administration
    }

    func run() async throws {
        let node: Node
        do { node = try await build() } catch {
            let message = (error as? CommandFailure)?.message ?? "\(error)"
            door.fail(message)
            StandardError.write(message)
            // Said already: whoever waits for the services to end does not say it again.
            throw ExitCode.failure
        }
        let site = node.site
        if configuration.isDemonstration {
            // Blank forms and samples that the demonstration's guides show.
            for paper in SamplePaper.all {
                _ = try await site.attachments.keep(paper.bytes, name: paper.name, by: .system, isSecret: false, at: site.now())
            }
        }
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await ClockService(site: site, watch: ClockWatch(kernel: site.kernel), logger: logger).run() }
                group.addTask { try await ChangeService(site: site, administration: node.administration, logger: logger).run() }
                try await group.waitForAll()
            }
        } onGracefulShutdown: {
            // Streams have no end of their own: without this the server would wait for them.
            site.live.close()
        }
        site.kernel.database.close()
    }

    /// On a thread of its own, so that the listener answers meanwhile.
    private func build() async throws -> Node {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try open() }) }
        }
    }

    private func open() throws -> Node {
        let publicFolder = "\(house.root)/Public"
        if let file = configuration.sqliteFile {
            try FileManager.default.createDirectory(atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        }
        let catalogue = try self.catalogue()
        door.loaded("definitions")
        let database: Database
        do { database = try Database.open(configuration.database) } catch { throw CommandFailure(message: "打不开数据库：\(error)") }
        let library = try library()
        let (master, isFresh) = try configuration.master()
        let kernel = try Kernel(
            database: database, catalogue: catalogue, calendar: house.calendar(), master: master,
            services: NodeServices(database: database, base: LawServices(library: library)),
            identifiers: configuration.isDemonstration ? DemonstrationIdentifiers() : TimeOrderedIdentifiers())
        if isFresh, try !kernel.isEmpty() { throw CommandFailure(message: "数据库里已有业务记录，却没有它的密钥文件：加密的内容将读不出来。请从备份恢复密钥文件后再启动") }
        if kernel.state.tree.count == 0 { try kernel.replaceOrganisations(house.organisations()) }
        if configuration.isDemonstration { try house.demonstrate(in: kernel, until: configuration.clock()) }
        door.loaded("database")
        let settings = SiteSettings(
            isDemonstration: configuration.isDemonstration, product: configuration.product ?? "八桂司法行政", isSecure: configuration.isSecure,
            assetVersion: StaticFiles.version(of: publicFolder), publicFolder: publicFolder, attachmentFolder: configuration.attachments,
            proxies: configuration.proxies, languages: try ServeLanguages.read(house, ProcessInfo.processInfo.environment),
            master: master, clock: { [clock = NodeClock(configuration)] in clock.now() })
        let site = try Site(kernel: kernel, settings: settings, meter: door.meter, logger: logger)
        if !configuration.isDemonstration, try site.signIn.needsFirstAdministrator() {
            print("首次启动：请在 /setup 建立系统管理员，一次性口令：\(site.signIn.setupToken.issue())")
        }
        Thread.detachNewThread { site.sweepAttachments() }
        let health = HealthWatch(
            kernel: kernel, folder: configuration.dataFolder, comparesClocks: !configuration.isDemonstration, clock: { site.now() })
        let administration = try ServeRooms.administration(site, house, health)
        let router = try ServeRooms.router(site, administration, library)
        door.open(router.buildResponder(), database: database, live: site.live, health: health) {
            (try? kernel.database.read { Int(try $0.first("SELECT COUNT(*) FROM todo")?.int(0) ?? 0) }) ?? -1
        }
        print("已就绪：\(catalogue.systems.count)个业务系统，\(kernel.state.tree.count)个单位。\(configuration.isDemonstration ? "打开首页选择身份即可进入" : "")")
        fflush(nil)
        return Node(site: site, administration: administration)
    }

    /// What the robot knows: the entries of the house, and the texts of the law where they have been imported.
    private func library() throws -> Library {
        let path = ProcessInfo.processInfo.environment["BAGUI_KNOWLEDGE_INDEX"] ?? "\(house.root)/var/knowledge/index.bkx"
        let hasTexts = FileManager.default.fileExists(atPath: path)
        if !hasTexts { logger.notice("没有条文索引 \(path)：问答只引条目，不显示法条原文。用 bagui knowledge import 建立") }
        do { return try Library(folder: KnowledgeOptions.folder(house), indexPath: path) } catch let error as KnowledgeError {
            throw CommandFailure(message: error.description)
        }
    }

    /// The checked definitions, from the cache when nothing has changed.
    private func catalogue() throws -> Catalogue {
        let cache = DefinitionCache(path: "\(house.root)/var/definitions.cache", build: Self.build)
        let result = DefinitionLoader.load(directory: house.systems, cache: cache)
        guard let catalogue = result.catalogue, result.problems.isEmpty else {
            throw CommandFailure(message: result.problems.map(\.description).joined(separator: "\n") + "\n共\(result.problems.count)处问题")
        }
        return catalogue
    }

    /// This very program: its size and time, so that a rebuilt one reads anew.
    private static let build: String = {
        let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments.first ?? ""
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return "\(attributes?[.size] ?? 0)-\((attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0)"
    }()
}
