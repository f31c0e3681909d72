import Foundation
import Synchronization

/// Offsets from UTC. Zones with a name come from Foundation's time zone data, kept once they have been looked up.
enum TimeZones {
    private static let known = Mutex<[String: TimeZone]>([:])

    /// Seconds east of UTC at that instant. `zone` is `UTC`, `+08:00`, `08:00`, `-02:30` or a name such as `Asia/Shanghai`.
    static func offset(of zone: String, at instant: Timestamp) -> Int64? {
        if let fixed = fixedOffset(zone) { return fixed }
        guard let zone = named(zone) else { return nil }
        return Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.seconds))))
    }

    /// The offset of a zone that never changes; nil for names.
    static func fixedOffset(_ zone: String) -> Int64? {
        if zone == "UTC" || zone == "Z" || zone == "GMT" { return 0 }
        var digits = zone.utf8[...]
        var sign: Int64 = 1
        if let first = digits.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") {
            if first == UInt8(ascii: "-") { sign = -1 }
            digits = digits.dropFirst()
        }
        let parts = digits.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.count) && $0.allSatisfy(isDigit) }),
            let hours = Int64(String(decoding: parts[0], as: UTF8.self)), let minutes = Int64(String(decoding: parts[1], as: UTF8.self)),
            hours <= 23, minutes <= 59
        else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }

    private static func named(_ name: String) -> TimeZone? {
        if let zone = known.withLock({ $0[name] }) { return zone }
        guard name.utf8.count <= 64, let zone = TimeZone(identifier: name) else { return nil }
        known.withLock { $0[name] = zone }
        return zone
    }
}
