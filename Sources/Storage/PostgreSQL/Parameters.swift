import CPostgreSQL

/// Values in PostgreSQL's binary form, as libpq wants to be handed them. Reused, since every statement needs one.
struct Parameters {
    private var bytes: [UInt8] = []
    private var offsets: [Int] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// Encodes the values; returns the position of one that cannot be stored.
    mutating func encode(_ values: [DatabaseValue]) -> Int? {
        bytes.removeAll(keepingCapacity: true)
        offsets.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        for (position, value) in values.enumerated() {
            let start = bytes.count
            offsets.append(value.isNull ? -1 : start)
            switch value {
            case .null: break
            case .integer(let number): append(UInt64(bitPattern: number))
            case .real(let number):
                if number.isNaN { return position }
                append((number == 0 ? 0 : number).bitPattern)
            case .text(let text):
                if text.utf8.contains(0) { return position }
                bytes.append(contentsOf: text.utf8)
            case .blob(let blob): bytes.append(contentsOf: blob)
            }
            guard let length = Int32(exactly: bytes.count - start) else { return position }
            lengths.append(length)
        }
        // An empty text or blob still needs a place to point at: no place means NULL.
        bytes.append(0)
        while formats.count < values.count { formats.append(1) }
        return nil
    }

    private mutating func append(_ number: UInt64) { withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) } }

    typealias Places = UnsafePointer<UnsafePointer<CChar>?>
    func handOver<Result>(_ body: (Places?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Result) -> Result {
        if offsets.isEmpty { return body(nil, nil, nil) }
        return bytes.withUnsafeBytes { raw in
            let places: [UnsafePointer<CChar>?] = offsets.map { offset in
                offset < 0 ? nil : raw.baseAddress.map { ($0 + offset).assumingMemoryBound(to: CChar.self) }
            }
            return places.withUnsafeBufferPointer { places in
                lengths.withUnsafeBufferPointer { lengths in
                    formats.withUnsafeBufferPointer { formats in body(places.baseAddress, lengths.baseAddress, formats.baseAddress) }
                }
            }
        }
    }
}
