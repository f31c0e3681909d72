import Casework
import Definitions
import HTML
import Site
import Storage

/// What the people behind accounts are called, for pages that hold the accounts only.
struct AccountNames {
    private let names: [String: String]

    /// - Parameter accounts: whatever stands in a log; what is no account has no name.
    init(of accounts: some Sequence<String>, _ connection: any Connection) throws {
        let all = Set(accounts).filter { !$0.isEmpty && !$0.utf8.contains(0) }.sorted()
        var found: [String: String] = [:]
        for start in stride(from: 0, to: all.count, by: 500) {
            let part = Array(all[start..<min(start + 500, all.count)])
            for row in try connection.query("SELECT id, name FROM person WHERE id IN (\(part))") {
                if let id = row.text(0), let name = row.text(1), !name.isEmpty { found[id] = name }
            }
        }
        names = found
    }

    /// The name, or the account itself where there is none.
    func name(_ account: String) -> String { names[account] ?? account }

    /// The name with the account beneath it.
    func cell(_ account: String) -> HTML {
        guard let name = names[account] else { return "<code>\(account)</code>" }
        return "\(name)<br><small><code>\(account)</code></small>"
    }
}

/// Addresses of pages in words, as far as they are known: who reads a log knows pages by their names.
struct PageWords {
    let state: EngineState

    /// The page with its address beneath it.
    func cell(_ address: String) -> HTML {
        guard let words = words(address) else { return "<code>\(address)</code>" }
        return "\(words)<br><small><code>\(address)</code></small>"
    }

    /// `账号申请 · 新建` for `/w/account-governance/account_request/new`; nil for what is not known.
    func words(_ address: String) -> String? {
        let parts = address.prefix { $0 != "?" }.split(separator: "/").map(String.init)
        if parts.first == "admin", parts.count >= 2 {
            return ["system": "系统管理台", "security": "安全管理台", "audit": "审计管理台"][parts[1]]
        }
        let own = parts.first == "w" ? Array(parts.dropFirst()) : parts.prefix(2) == ["api", "v1"] ? Array(parts.dropFirst(2)) : parts
        guard own.count >= 2, let definition = state.definition("\(own[0])/\(own[1])") else { return nil }
        switch own.count {
        case 2: return "\(definition.name) · 列表"
        case 3 where own[2] == "new": return "\(definition.name) · 新建"
        case 3: return "\(definition.name) · 一条记录"
        default:
            let action = own.last.flatMap { definition.action($0)?.label }
            return "\(definition.name) · \(action ?? "一条记录")"
        }
    }
}
