import Definitions
import Expressions
import WorkCalendar

/// Values of a request made ready for the kernel, which reads them by the field's type.
///
/// All that is done here is to turn a moment with a zone (RFC 3339: `2026-03-02T09:00:00+08:00`, `…Z`) into the moment it means; one without
/// is read by the kernel as China standard time. Whatever is wrong is left as it is, for the kernel to name.
struct TypedValues {
    let catalogue: Catalogue

    func read(_ values: [String: Value], as fields: [FieldDefinition]) -> [String: Value] {
        guard fields.contains(where: { holdsMoments($0.type) }) else { return values }
        var read = values
        for field in fields { if let value = values[field.id] { read[field.id] = self.read(value, field.type) } }
        return read
    }

    private func holdsMoments(_ type: FieldType) -> Bool {
        switch type {
        case .datetime, .structure, .inline: true
        case .list(let element): holdsMoments(element)
        default: false
        }
    }

    private func read(_ value: Value, _ type: FieldType) -> Value {
        switch (value, type) {
        case (.string(let text), .datetime): return Self.moment(text).map { .timestamp(Timestamp(milliseconds: $0.milliseconds)) } ?? value
        case (.list(let items), .list(let element)): return .list(items.map { read($0, element) })
        case (.map(let map), .structure(let id)): return .map(read(map, catalogue.structure(id)?.fields ?? []))
        case (.map(let map), .inline(let fields)): return .map(read(map, fields))
        default: return value
        }
    }

    private func read(_ map: [Value: Value], _ fields: [FieldDefinition]) -> [Value: Value] {
        var read = map
        for field in fields { if let value = map[.string(field.id)] { read[.string(field.id)] = self.read(value, field.type) } }
        return read
    }

    /// A moment with a zone; nil for any other text.
    static func moment(_ text: String) -> Moment? {
        let bytes = Array(text.utf8)
        let length: Int
        let offset: Int
        if let last = bytes.last, last == UInt8(ascii: "Z") || last == UInt8(ascii: "z") {
            (length, offset) = (bytes.count - 1, 0)
        } else {
            guard bytes.count > 6 else { return nil }
            let zone = bytes.suffix(6).map { $0 }
            let digits = [zone[1], zone[2], zone[4], zone[5]].map { Int($0) - 48 }
            guard zone[0] == UInt8(ascii: "+") || zone[0] == UInt8(ascii: "-"), zone[3] == UInt8(ascii: ":"),
                digits.allSatisfy({ (0...9).contains($0) })
            else { return nil }
            let (hours, minutes) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
            guard hours < 24, minutes < 60 else { return nil }
            (length, offset) = (bytes.count - 6, (zone[0] == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes))
        }
        var local = String(decoding: bytes.prefix(length), as: UTF8.self).replacing("t", with: "T")
        // RFC 3339 allows any number of digits after the second; more than three say nothing that is kept.
        if let point = local.firstIndex(of: ".") {
            let fraction = local[local.index(after: point)...]
            guard !fraction.isEmpty, fraction.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
            local = local[...point] + String((fraction + "00").prefix(3))
        }
        guard let moment = Moment(local) else { return nil }
        // Read as if in China; now from the zone named to China's.
        return try? moment.adding(minutes: 480 - offset)
    }
}
