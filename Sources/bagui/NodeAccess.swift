import Administration
import ArgumentParser
import Casework
import Cryptography
import Definitions
import Foundation
import Storage
import WorkCalendar

/// Where a command finds the node it works on: the same database, key and attachments as `bagui serve`.
struct NodeOptions: ParsableArguments {
    @Option(help: "sqlite:路径 或 postgres://…；默认为演示数据库") var database: String?
    @Option(help: "节点的配置文件（与 serve --config 相同）") var config: String?

    func configuration(_ house: House) throws -> ServeConfiguration {
        if let config { return try ServeConfiguration(file: config, house: house, port: nil, database: database) }
        return ServeConfiguration(demonstrationIn: house, port: nil, database: database)
    }

    /// The database alone, which must be there unless it is to be made.
    func open(_ configuration: ServeConfiguration, makes: Bool = false) throws -> Database {
        if !makes, let file = configuration.sqliteFile, !FileManager.default.fileExists(atPath: file) {
            throw CommandFailure(message: "没有数据库 \(file)。请以 --database 指明，或先运行 bagui serve")
        }
        do { return try Database.open(configuration.database) } catch { throw CommandFailure(message: "打不开数据库：\(error)") }
    }

    /// The whole kernel. Close its database at the end.
    func kernel(_ house: House, _ configuration: ServeConfiguration) throws -> (kernel: Kernel, master: MasterKey) {
        let (catalogue, _) = try house.catalogue()
        let database = try open(configuration)
        let (master, isFresh) = try configuration.master()
        // As the server opens it: judged by what the node's administrators have set.
        let kernel = try Kernel(
            database: database, catalogue: catalogue, calendar: house.calendar(), master: master, services: NodeServices(database: database)
        )
        try kernel.applyNodeSetting(systems: house.systems, calendar: house.baseCalendar())
        if isFresh, try !kernel.isEmpty() { throw CommandFailure(message: "数据库里已有业务记录，却没有它的密钥文件：加密的内容将读不出来。请从备份恢复密钥文件") }
        if kernel.state.tree.count == 0 { try kernel.replaceOrganisations(house.organisations()) }
        return (kernel, master)
    }
}

/// Who does it: the platform itself, or somebody holding a role at an organisation.
struct ActorOption {
    /// `ROLE@ORG`, `ROLE`, or the id of a person.
    static func actor(_ text: String?, _ kernel: Kernel, at now: Moment) throws -> Actor {
        guard let text else { return .system }
        if let person = try kernel.actor(text, at: now) { return person }
        let parts = text.split(separator: "@", maxSplits: 1).map(String.init)
        guard let role = parts.first, kernel.state.catalogue.role(role) != nil else {
            throw CommandFailure(message: "没有名为“\(text)”的用户或角色；写作 角色@单位代码，如 front_desk@450103")
        }
        var org = ""
        if parts.count == 2 {
            guard let organisation = kernel.state.tree.resolve(parts[1]) else { throw CommandFailure(message: "没有代码或名称为“\(parts[1])”的单位") }
            org = organisation.code
        }
        let holder = try kernel.database.read { try Directory(connection: $0).holders(of: role, at: org, now: now).first }
        guard let holder, var actor = try kernel.actor(holder, at: now) else {
            throw CommandFailure(message: "没有人在\(org.isEmpty ? "" : "单位 \(org) ")担任 \(role)。请先授予角色，或写明用户")
        }
        // In this role, though others may be held.
        actor.grants = actor.grants.filter { $0.role == role && $0.org == org }
        return actor
    }
}

extension Moment {
    /// The wall clock.
    static var present: Moment { Moment(clamping: Int64(Date().timeIntervalSince1970 * 1000)) }
}
