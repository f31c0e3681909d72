import Foundation

/// An address of the Internet protocol, version 4 or 6, by its bytes. A version 4 address written as one of version 6 (`::ffff:192.0.2.1`) is the version 4 address.
public struct NetworkAddress: Sendable, Hashable, CustomStringConvertible {
    /// 4 or 16 bytes, as on the wire.
    public let bytes: [UInt8]

    /// - Returns: nil for anything but an address by itself: no port, no brackets; a zone (`%eth0`) is left out.
    public init?(_ text: some StringProtocol) {
        let plain = String(text.prefix { $0 != "%" })
        guard !plain.isEmpty, plain.utf8.count <= 45 else { return nil }
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, plain, &four) == 1 {
            bytes = withUnsafeBytes(of: &four) { Array($0) }
        } else if inet_pton(AF_INET6, plain, &six) == 1 {
            let all = withUnsafeBytes(of: &six) { Array($0) }
            let isMapped = all[..<10].allSatisfy { $0 == 0 } && all[10] == 0xFF && all[11] == 0xFF
            bytes = isMapped ? Array(all[12...]) : all
        } else {
            return nil
        }
    }

    public var description: String {
        if bytes.count == 4 { return bytes.map(String.init).joined(separator: ".") }
        var text = [CChar](repeating: 0, count: 46)
        let written = bytes.withUnsafeBytes { inet_ntop(AF_INET6, $0.baseAddress, &text, socklen_t(text.count)) != nil }
        return written ? String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) : ""
    }
}

/// Addresses that begin with the same bits (CIDR, RFC 4632): `10.0.0.0/8`, `fd00::/8`, or one address alone.
public struct NetworkRange: Sendable, Hashable {
    public let address: NetworkAddress
    /// How many leading bits count: 1…32 or 1…128.
    public let bits: Int

    /// What is wrong with a text that should be a range, and how it is mended.
    public struct Problem: Error, Sendable, CustomStringConvertible {
        public let description: String
    }

    /// - Throws: ``Problem`` for what is no range, for bits beyond the prefix, and for a range that takes in everybody.
    public init(_ text: some StringProtocol) throws(Problem) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = parts.first, let address = NetworkAddress(first), !first.contains("%") else {
            throw Problem(description: "“\(text)”不是地址或地址段，应写作 10.0.0.0/8、192.0.2.7 或 fd00::/8")
        }
        let most = address.bytes.count * 8
        var bits = most
        if parts.count == 2 {
            guard parts[1].allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(parts[1]), number <= most else {
                throw Problem(description: "“\(text)”的前缀长度应为 1 到 \(most) 的整数")
            }
            guard number > 0 else { throw Problem(description: "“\(text)”包括所有地址：任何人都能自称来自别处。请只写代理服务器的地址或所在网段") }
            bits = number
        }
        self.address = address
        self.bits = bits
        let beyond = (bits..<most).contains { address.bytes[$0 / 8] & (0x80 >> ($0 % 8)) != 0 }
        guard !beyond else {
            throw Problem(description: "“\(text)”在前缀之后还有不为零的位：一台服务器写 \(first)，网段写网段自己的地址")
        }
    }

    public func contains(_ other: NetworkAddress) -> Bool {
        guard other.bytes.count == address.bytes.count else { return false }
        let (whole, rest) = (bits / 8, bits % 8)
        guard address.bytes[..<whole] == other.bytes[..<whole] else { return false }
        return rest == 0 || (address.bytes[whole] ^ other.bytes[whole]) & ~(0xFF >> rest) == 0
    }
}
