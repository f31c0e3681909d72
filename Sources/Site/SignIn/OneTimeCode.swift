import Crypto
import Foundation

/// One-time codes of an authenticator: TOTP (RFC 6238) over HMAC-SHA-1, six digits, thirty seconds – what every authenticator app reads.
public struct OneTimeCode: Sendable {
    public let secret: [UInt8]

    public init(secret: [UInt8]) { self.secret = secret }

    /// Twenty random bytes (RFC 4226, 4).
    public static func fresh() -> OneTimeCode {
        OneTimeCode(secret: SymmetricKey(size: SymmetricKeySize(bitCount: 160)).withUnsafeBytes { Array($0) })
    }

    /// The step of a moment.
    public static func step(atSeconds seconds: Int64) -> Int64 { seconds / 30 }

    /// - Parameter step: count of thirty seconds since 1970.
    public func code(step: Int64, digits: Int = 6) -> String {
        let counter = withUnsafeBytes(of: UInt64(bitPattern: step).bigEndian) { Array($0) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
        let offset = Int((mac.last ?? 0) & 0xF)
        // RFC 4226, 5.3: four bytes from the offset, the highest bit dropped.
        let number = mac[offset..<(offset + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let modulus = (0..<digits).reduce(UInt32(1)) { product, _ in product &* 10 }
        let text = String(number % modulus)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// The step whose code it is, now or one step to either side (clocks differ); nil: none.
    public func matchingStep(_ code: String, atSeconds seconds: Int64) -> Int64? {
        let now = Self.step(atSeconds: seconds)
        let typed = code.filter { $0 != " " }
        return [now, now - 1, now + 1].first { Door.matches(self.code(step: $0), typed) }
    }

    /// The secret in Base32 (RFC 4648, 6), groups of four, to be typed into an app.
    public var text: String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var out = ""
        var buffer: UInt64 = 0
        var bits = 0
        for byte in secret {
            buffer = buffer << 8 | UInt64(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                out.append(alphabet[Int(buffer >> UInt64(bits) & 31)])
            }
        }
        if bits > 0 { out.append(alphabet[Int(buffer << UInt64(5 - bits) & 31)]) }
        return out
    }

    /// From Base32; spaces and case do not matter.
    public init?(text: String) {
        var bytes: [UInt8] = []
        var buffer: UInt64 = 0
        var bits = 0
        for character in text.uppercased() where character != " " && character != "=" {
            guard let ascii = character.asciiValue else { return nil }
            let value: UInt8
            switch ascii {
            case 65...90: value = ascii - 65
            case 50...55: value = ascii - 24
            default: return nil
            }
            buffer = buffer << 5 | UInt64(value)
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt64(bits)))
            }
        }
        guard bytes.count >= 10 else { return nil }
        secret = bytes
    }
}
