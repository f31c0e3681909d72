import ArgumentParser
import Foundation

/// The command line. Exit 0 when all is well; 1 when the input is wrong or something failed, with a clear message on standard error; 2 for wrong usage.
@main
struct Bagui: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bagui", abstract: "八桂：智慧司法行政平台",
        subcommands: [
            ServeCommand.self, CheckCommand.self, ScenarioCommand.self, ExpressionCommand.self, CalendarAddCommand.self,
            IdentifyingCommand.self, DemoCommand.self, ImportCommand.self, ExportCommand.self, IndicatorCommand.self, JournalCommand.self,
            BackupCommand.self, RestoreCommand.self, BenchCommand.self, KnowledgeCommand.self, AskCommand.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand { try await asynchronous.run() } else { try command.run() }
        } catch let failure as CommandFailure {
            StandardError.write(failure.message)
            Foundation.exit(failure.code)
        } catch {
            let code = exitCode(for: error)
            if code == .success {
                print(fullMessage(for: error))
                Foundation.exit(0)
            }
            if code == .validationFailure {
                StandardError.write(fullMessage(for: error))
                Foundation.exit(2)
            }
            if !(error is ExitCode) { StandardError.write("\(error)") }
            Foundation.exit(code.rawValue == 0 ? 1 : code.rawValue)
        }
    }
}
