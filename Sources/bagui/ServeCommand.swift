import ArgumentParser
import Casework
import Definitions
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Site
import Storage
import UnixSignals
import WorkCalendar

/// `bagui serve --demo [--port N] [--database URL] [--now MOMENT]` or `--config FILE`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: "启动服务")
    @Flag(help: "演示：虚构数据，不需要密码，只在本机可达") var demo = false
    @Option(help: "配置文件（每行“键: 值”）") var config: String?
    @Option(help: "端口") var port: Int?
    @Option(help: "sqlite:路径 或 postgres://…") var database: String?
    @Option(help: "演示从哪一刻开始（YYYY-MM-DDTHH:MM），时钟由此往下走；默认为此刻。只用于 --demo") var now: String?

    func validate() throws {
        guard demo != (config != nil) else { throw ValidationError("请用 --demo 或 --config 文件 之一") }
        if let now {
            guard demo else { throw ValidationError("--now 只用于 --demo：真实的节点按机器的时钟办事") }
            guard Moment(now) != nil else { throw ValidationError("“\(now)”不是时刻，应写作 2026-03-02T09:00") }
        }
        if let port, !(0...65535).contains(port) { throw ValidationError("端口应为 0 到 65535") }
    }

    func run() async throws {
        // A file that may not grow further is an error to be told, not a reason to die.
        signal(SIGXFSZ, SIG_IGN)
        let house = try House.find()
        var told: ServeConfiguration
        if let config {
            told = try ServeConfiguration(file: config, house: house, port: port, database: database)
        } else {
            told = ServeConfiguration(
                demonstrationIn: house, port: port, database: database, now: now.flatMap { Moment($0) })
        }
        told.proxies = try ServeProxies.read(ProcessInfo.processInfo.environment)
        let configuration = told
        var logger = Logger(label: "bagui")
        logger.logLevel = .notice
        let door = FrontDoor()
        let application = Application(
            responder: door,
            configuration: ApplicationConfiguration(address: .hostname(configuration.host, port: configuration.port), serverName: nil),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? configuration.port
                print("八桂已在 http://\(configuration.host):\(port) 提供服务\(configuration.isDemonstration ? "（演示环境，仅限本机）" : "")")
                fflush(nil)
            }, logger: logger)
        var group = ServiceGroupConfiguration(
            services: [
                .init(
                    service: application, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup),
                .init(
                    service: NodeService(house: house, configuration: configuration, door: door, logger: logger),
                    failureTerminationBehavior: .gracefullyShutdownGroup),
            ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(20)
        group.maximumCancellationDuration = .seconds(5)
        try await ServiceGroup(configuration: group).run()
    }
}
