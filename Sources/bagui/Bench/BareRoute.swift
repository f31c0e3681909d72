import ArgumentParser
import Hummingbird
import Logging

/// The framework's bare route: what pages and API are compared with.
struct BareRoute: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "route", abstract: "只答一句话的服务器")
    @Option(help: "127.0.0.1 的端口") var port: Int

    func run() async throws {
        let router = Router()
        router.get("/bare") { _, _ in "ok" }
        var logger = Logger(label: "bench")
        logger.logLevel = .error
        let application = Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)), logger: logger)
        try await application.runService()
    }
}
