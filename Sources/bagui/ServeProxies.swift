import Site

/// Reverse proxies before this node: `BAGUI_TRUSTED_PROXIES` names their addresses or networks, `BAGUI_PROXY_HEADER` the header they write
/// (`X-Forwarded-For`, unless it says `Forwarded`).
enum ServeProxies {
    static let names = (ranges: "BAGUI_TRUSTED_PROXIES", header: "BAGUI_PROXY_HEADER")

    /// - Throws: `CommandFailure` for what cannot be read: with a wrong guess limits would count the wrong people.
    static func read(_ environment: [String: String]) throws -> TrustedProxies {
        let (ranges, header) = (environment[names.ranges] ?? "", environment[names.header] ?? "")
        guard !ranges.isEmpty || header.isEmpty else {
            throw CommandFailure(message: "\(names.header) 只和 \(names.ranges) 一起用：请写明信任哪些代理服务器的地址")
        }
        _ = try checked(names.header) { () throws(NetworkRange.Problem) in try TrustedProxies("", header: header) }
        return try checked(names.ranges) { () throws(NetworkRange.Problem) in try TrustedProxies(ranges, header: header) }
    }

    private static func checked(_ name: String, _ read: () throws(NetworkRange.Problem) -> TrustedProxies) throws -> TrustedProxies {
        do { return try read() } catch { throw CommandFailure(message: "\(name)：\(error.description)") }
    }
}
