import Foundation

@testable import Expressions

/// Asks a real database through its command line, so that this room needs no driver.
struct DatabaseShell {
    let dialect: SQLDialect
    let command: [String]

    /// SQLite's shell, where it is installed.
    static let sqlite = find("sqlite3").map { DatabaseShell(dialect: .sqlite, command: [$0, "-batch", "-noheader", ":memory:"]) }

    /// psql, where `EXPRESSIONS_TEST_POSTGRES` gives a connection string.
    static let postgresql: DatabaseShell? = {
        guard let url = ProcessInfo.processInfo.environment["EXPRESSIONS_TEST_POSTGRES"], let psql = find("psql") else { return nil }
        return DatabaseShell(dialect: .postgresql, command: [psql, "-X", "-q", "-A", "-t", "-d", url])
    }()

    static var all: [DatabaseShell] { [sqlite, postgresql].compactMap { $0 } }

    private static func find(_ name: String) -> String? {
        let found = ["/usr/bin", "/usr/local/bin", "/bin"].map { "\($0)/\(name)" }.first(
            where: FileManager.default.isExecutableFile(atPath:))
        if found == nil { print("skipped: \(name) is not installed") }
        return found
    }

    /// Runs the script; the lines of its output, and what it complains of.
    func run(_ script: String) throws -> (lines: [String], complaints: String) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "expressions-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Files instead of pipes: nothing can block on a full one.
        let (input, output, errors) = (folder.appending(path: "in"), folder.appending(path: "out"), folder.appending(path: "err"))
        try script.write(to: input, atomically: false, encoding: .utf8)
        for file in [output, errors] { try Data().write(to: file) }
        let process = Process()
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        let lines = try String(contentsOf: output, encoding: .utf8).split(separator: "\n").map(String.init)
        return (lines, try String(contentsOf: errors, encoding: .utf8))
    }

    /// The fragment with its arguments written out.
    func text(_ fragment: SQLFragment) -> String {
        fragment.pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .argument(let value): literal(value)
            }
        }.joined()
    }

    func literal(_ value: Value) -> String {
        switch value {
        case .null: return "NULL"
        case .bool(let flag): return flag ? "1" : "0"
        case .int(let number): return number == .min ? "(-9223372036854775807 - 1)" : "\(number)"
        case .uint(let number): return "\(number)"
        case .double(let number):
            if number.isFinite { return "\(number)" }
            return dialect == .sqlite ? (number < 0 ? "-9e999" : "9e999") : (number < 0 ? "'-Infinity'" : "'Infinity'")
        case .string(let text): return "'\(text.replacing("'", with: "''"))'"
        case .bytes(let bytes):
            let digits = bytes.map { hexadecimal(UInt32($0), width: 2) }.joined()
            return dialect == .sqlite ? "x'\(digits)'" : "'\\x\(digits)'"
        case .timestamp(let instant): return "\(instant.milliseconds)"
        case .duration(let span): return "\(span.milliseconds)"
        case .list(let list): return literal(.string("[\(list.map(json).joined(separator: ","))]"))
        case .object(let object): return literal(.string(object.identity))
        case .map, .type: return "NULL"
        }
    }

    /// An element of a JSON column.
    private func json(_ value: Value) -> String {
        switch value {
        case .string(let text): JSON.string(text).text
        case .object(let object):
            "{\((["law", "article"].map { "\"\($0)\":\(json(((try? object.field($0)) ?? nil) ?? .null))" }).joined(separator: ","))}"
        case .null: "null"
        case .int(let number): "\(number)"
        default: literal(value)
        }
    }
}
