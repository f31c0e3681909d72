import Cryptography
import Foundation
import Site
import WorkCalendar

/// How a node is served: from the command line in the demonstration, from a file otherwise.
///
/// The file holds lines `key: value`; `#` begins a comment. Keys: `database`, `host`, `port`, `zone`, `node`, `key` (file of the master key), `attachments`,
/// `cryptography` (`international` or `commercial`: the algorithms of a node that begins), `product`, `secure` (cookies only over TLS).
struct ServeConfiguration {
    var isDemonstration: Bool
    var database: String
    var host = "127.0.0.1"
    var port = 8080
    var zone = "internet"
    var node = "demo"
    var keyFile: String?
    /// The suite asked for; nil: the key file's own, international where it is made now.
    var suite: CryptographicSuite?
    var attachments: String
    var product: String?
    var isSecure = false
    /// Who is believed about whom a request is from: `BAGUI_TRUSTED_PROXIES`.
    var proxies = TrustedProxies.none
    /// What time it is: the machine's, or a demonstration's own.
    var clock: @Sendable () -> Moment = { Moment.present }

    static let keys = ["database", "host", "port", "zone", "node", "key", "attachments", "cryptography", "product", "secure"]
    static let zones = ["internet", "extranet", "intranet", "prison-education", "rehabilitation-education"]

    /// The demonstration: loopback only.
    /// - Parameter now: where its clock stands when it starts; nil: where the machine's does. It runs on from there.
    init(demonstrationIn house: House, port: Int?, database: String?, now: Moment? = nil) {
        isDemonstration = true
        if let now {
            let started = ContinuousClock.now
            clock = {
                let (seconds, fraction) = (ContinuousClock.now - started).components
                return Moment(clamping: now.milliseconds &+ seconds &* 1000 &+ fraction / 1_000_000_000_000_000)
            }
        }
        self.database = database ?? "sqlite:\(house.root)/var/demo.sqlite"
        attachments = "\(house.root)/var/attachments"
        if let port { self.port = port }
    }

    /// - Throws: `CommandFailure` that names the line.
    init(file: String, house: House, port: Int?, database: String?) throws {
        guard let data = FileManager.default.contents(atPath: file), let text = String(validating: data, as: UTF8.self) else {
            throw CommandFailure(message: "读不到配置文件 \(file)")
        }
        var values: [String: String] = [:]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let content =
                line.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).first.map(String.init)?.trimmingCharacters(
                    in: .whitespaces) ?? ""
            guard !content.isEmpty else { continue }
            guard let colon = content.firstIndex(of: ":") else { throw CommandFailure(message: "\(file):\(index + 1): 应为“键: 值”") }
            let key = content[..<colon].trimmingCharacters(in: .whitespaces)
            guard Self.keys.contains(key) else {
                throw CommandFailure(message: "\(file):\(index + 1): 没有名为 \(key) 的配置；可用：\(Self.keys.joined(separator: "、"))")
            }
            values[key] = content[content.index(after: colon)...].trimmingCharacters(in: .whitespaces).trimmingCharacters(
                in: CharacterSet(charactersIn: "\"'"))
        }
        isDemonstration = false
        self.database = database ?? values["database"] ?? "sqlite:\(house.root)/var/bagui.sqlite"
        host = values["host"] ?? "127.0.0.1"
        self.port = 8080
        if let text = values["port"] {
            guard let number = Int(text), (0...65535).contains(number) else {
                throw CommandFailure(message: "\(file): port 应为 0 到 65535，不是“\(text)”")
            }
            self.port = number
        }
        if let port { self.port = port }
        zone = values["zone"] ?? "internet"
        guard Self.zones.contains(zone) else {
            throw CommandFailure(message: "\(file): 没有名为 \(zone) 的网络区；可用：\(Self.zones.joined(separator: "、"))")
        }
        node = values["node"] ?? "node"
        keyFile = values["key"]
        if let text = values["cryptography"] {
            guard let chosen = CryptographicSuite(rawValue: text) else {
                throw CommandFailure(message: "\(file): cryptography 应为 international（国际算法）或 commercial（商用密码），不是“\(text)”")
            }
            suite = chosen
        }
        attachments = values["attachments"] ?? "\(house.root)/var/attachments"
        product = values["product"]
        isSecure = values["secure"] == "true"
    }

    /// Where the data lie on this machine, for the free disk space.
    var dataFolder: String {
        sqliteFile.map { ($0 as NSString).deletingLastPathComponent } ?? (attachments as NSString).deletingLastPathComponent
    }

    /// File of a SQLite database; nil for others.
    var sqliteFile: String? {
        guard database.hasPrefix("sqlite:") else { return nil }
        let path = String(database.dropFirst("sqlite:".count))
        return path == ":memory:" ? nil : path
    }

    /// The master key: read, or made at the first start and then readable by the owner only.
    /// - Parameter given: what the file is to hold where there is none; nil: a fresh key of the suite asked for.
    /// - Returns: the key, and whether it is fresh.
    func master(given: MasterKey? = nil) throws -> (key: MasterKey, isFresh: Bool) {
        let fresh = given ?? .fresh(suite ?? .international)
        guard
            let path = keyFile ?? sqliteFile.map({ "\($0).key" }) ?? (database.hasPrefix("sqlite:") ? nil : "\(attachments)/../master.key")
        else { return (fresh, true) }
        let files = FileManager.default
        if let data = files.contents(atPath: path) {
            guard let key = try? MasterKey(file: Array(data)) else {
                throw CommandFailure(message: "密钥文件 \(path) 不完整（现为\(data.count)字节）；请从备份恢复")
            }
            if let suite, suite != key.suite {
                throw CommandFailure(message: "配置要求\(suite.name)，而密钥文件 \(path) 属于\(key.suite.name)。算法在建库时选定：请改回配置，或另建数据库后迁移")
            }
            return (key, false)
        }
        let key = fresh
        try files.createDirectory(atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        guard files.createFile(atPath: path, contents: Data(key.file), attributes: [.posixPermissions: 0o600]) else {
            throw CommandFailure(message: "不能写密钥文件 \(path)，请检查文件夹权限")
        }
        return (key, true)
    }
}
