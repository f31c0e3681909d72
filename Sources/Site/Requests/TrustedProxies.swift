import HTTPTypes
import Hummingbird
import NIOCore

/// Reverse proxies whose word is taken for whom they speak: behind one of them every request comes from its address, and all citizens would share one limit.
///
/// Only one header is read, the one that these proxies write themselves: another one would come through them as the visitor sent it, and he could take any address.
/// From the right, where the nearest proxy has added what it saw, the first address that is no trusted proxy's is the visitor's; what stands left of it anybody may have
/// written.
public struct TrustedProxies: Sendable, Hashable {
    /// Which header the proxies write.
    public enum Header: String, Sendable, CaseIterable {
        /// `X-Forwarded-For: 203.0.113.9, 10.0.0.2`
        case forwardedFor = "x-forwarded-for"
        /// `Forwarded: for=203.0.113.9;proto=https, for="[2001:db8::1]:443"` (RFC 7239)
        case forwarded
    }

    public let ranges: [NetworkRange]
    public let header: Header

    /// Nobody is trusted: visitors come from where the connection comes from.
    public static let none = TrustedProxies(ranges: [], header: .forwardedFor)

    public init(ranges: [NetworkRange], header: Header) {
        self.ranges = ranges
        self.header = header
    }

    /// - Parameters:
    ///   - text: ranges with commas or spaces between; empty: none.
    ///   - header: name of the header, in any case; nil or empty: `X-Forwarded-For`.
    /// - Throws: `NetworkRange.Problem`.
    public init(_ text: String, header name: String? = nil) throws(NetworkRange.Problem) {
        var ranges: [NetworkRange] = []
        for part in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }) { ranges.append(try NetworkRange(part)) }
        let name = name ?? ""
        guard let header = name.isEmpty ? .forwardedFor : Header(rawValue: name.lowercased()) else {
            throw NetworkRange.Problem(description: "没有名为“\(name)”的头，应为 X-Forwarded-For 或 Forwarded")
        }
        self.init(ranges: ranges, header: header)
    }

    func trusts(_ address: NetworkAddress) -> Bool { ranges.contains { $0.contains(address) } }

    /// Whom the request is from.
    /// - Parameter peer: who holds the connection.
    /// - Returns: the peer itself where it is no trusted proxy, or says nothing that can be read.
    func visitor(_ peer: NetworkAddress, _ headers: HTTPFields) -> NetworkAddress {
        guard !ranges.isEmpty, trusts(peer), let name = HTTPField.Name(header.rawValue) else { return peer }
        // Several fields of the name are one list in their order (RFC 9110, 5.3).
        let said = headers[values: name].flatMap { Self.elements($0) }
        var nearest = peer
        for element in said.reversed() {
            let text = header == .forwardedFor ? Substring(element) : Self.value(of: "for", in: element)
            // `unknown`, a hidden name, rubbish: the one who wrote it is the last that is known.
            guard let text, let address = Self.address(text) else { return nearest }
            guard trusts(address) else { return address }
            nearest = address
        }
        return nearest
    }

    /// Parts between commas outside of quotation marks.
    private static func elements(_ text: String) -> [String] {
        var (parts, part, isQuoted) = ([String](), "", false)
        for character in text {
            if character == "\"" { isQuoted.toggle() }
            if character == ",", !isQuoted {
                parts.append(part)
                part = ""
            } else {
                part.append(character)
            }
        }
        return parts + [part]
    }

    private static func value(of name: String, in element: String) -> Substring? {
        for pair in element.split(separator: ";") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, sides[0].filter({ $0 != " " && $0 != "\t" }).lowercased() == name else { continue }
            return sides[1]
        }
        return nil
    }

    /// `203.0.113.9`, `203.0.113.9:4711`, `"[2001:db8::1]:443"`, `2001:db8::1`.
    private static func address(_ text: Substring) -> NetworkAddress? {
        let plain = text.filter { $0 != " " && $0 != "\t" && $0 != "\"" }
        if plain.hasPrefix("[") { return NetworkAddress(plain.dropFirst().prefix { $0 != "]" }) }
        if plain.count(where: { $0 == ":" }) == 1 { return NetworkAddress(plain.prefix { $0 != ":" }) }
        return NetworkAddress(plain)
    }
}

extension SiteContext {
    /// The same as if the visitor had come himself.
    func behind(_ proxies: TrustedProxies, _ headers: HTTPFields) -> SiteContext {
        guard !proxies.ranges.isEmpty, let peer = remoteAddress?.ipAddress.flatMap({ NetworkAddress($0) }) else { return self }
        let visitor = proxies.visitor(peer, headers)
        guard visitor != peer, let address = try? SocketAddress(ipAddress: visitor.description, port: 0) else { return self }
        var copy = self
        copy.remoteAddress = address
        return copy
    }
}
