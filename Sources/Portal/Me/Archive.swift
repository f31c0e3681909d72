import WorkCalendar

/// A ZIP archive in memory, its entries stored as they are: one's own data are small. PKWARE APPNOTE 4.3; names in UTF-8 (flag bit 11).
struct Archive {
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count: UInt16 = 0
    private let stamp: (time: UInt16, day: UInt16)

    init(at now: Moment) {
        let day = now.day
        stamp = (
            UInt16(clamping: now.hour << 11 | now.minute << 5 | now.second / 2),
            UInt16(clamping: max(0, day.year - 1980) << 9 | day.month << 5 | day.day)
        )
    }

    mutating func add(_ name: String, _ content: [UInt8]) {
        let nameBytes = Array(name.utf8)
        let offset = bytes.count
        let common =
            Self.two(20) + Self.two(1 << 11) + Self.two(0) + Self.two(stamp.time) + Self.two(stamp.day) + Self.four(Self.checksum(content))
            + Self.four(UInt32(clamping: content.count)) + Self.four(UInt32(clamping: content.count))
            + Self.two(UInt16(clamping: nameBytes.count))
            + Self.two(0)
        bytes += Self.four(0x0403_4b50) + common + nameBytes + content
        directory += Self.four(0x0201_4b50) + Self.two(20) + common + Self.two(0) + Self.two(0) + Self.two(0) + Self.four(0)
        directory += Self.four(UInt32(clamping: offset)) + nameBytes
        count += 1
    }

    func finished() -> [UInt8] {
        bytes + directory + Self.four(0x0605_4b50) + Self.two(0) + Self.two(0) + Self.two(count) + Self.two(count)
            + Self.four(UInt32(clamping: directory.count)) + Self.four(UInt32(clamping: bytes.count)) + Self.two(0)
    }

    private static func two(_ number: UInt16) -> [UInt8] { [UInt8(number & 0xFF), UInt8(number >> 8)] }
    private static func four(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(number >> (8 * $0) & 0xFF) } }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }

    /// CRC-32 (ISO 3309).
    static func checksum(_ content: [UInt8]) -> UInt32 {
        ~content.reduce(0xFFFF_FFFF) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 }
    }
}
