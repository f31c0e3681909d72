import Casework
import Definitions
import Expressions
import NIOCore
import WorkCalendar

/// Field values as the API writes them.
///
/// | type | JSON |
/// | --- | --- |
/// | number | integer |
/// | decimal | number |
/// | money | number in 元 with exactly two decimals, `18600.50` |
/// | bool | true, false |
/// | date | `"2026-03-02"` |
/// | datetime | `"2026-03-02T09:00:00+08:00"` (RFC 3339); milliseconds only where they are not zero |
/// | list, structure | array, object |
/// | all others | text |
struct FieldJSON {
    let catalogue: Catalogue

    func write(_ value: Value, _ type: FieldType, to json: inout JSONBuffer) {
        switch value {
        case .null, .duration, .type: json.null()
        case .bool(let truth): json.truth(truth)
        case .int(let number):
            if case .money = type { json.number(digits: Self.yuan(number)) } else { json.number(number) }
        case .uint(let number): json.number(digits: String(number))
        case .double(let number): json.number(number)
        case .string(let text): json.text(text)
        case .bytes: json.text("••••••")
        case .object(let object): json.text(object.identity)
        case .timestamp(let stamp):
            let moment = Moment(clamping: stamp.milliseconds)
            if case .date = type { Self.write(moment.day, to: &json) } else { Self.write(moment, to: &json) }
        case .list(let items):
            let element: FieldType = if case .list(let element) = type { element } else { .text }
            json.array(items) { json, item in write(item, element, to: &json) }
        case .map(let map):
            let parts: [FieldDefinition] =
                switch type {
                case .structure(let id): catalogue.structure(id)?.fields ?? []
                case .inline(let fields): fields
                default: []
                }
            json.object { json in
                for part in parts {
                    guard let held = map[.string(part.id)] else { continue }
                    json.key(part.id)
                    write(held, part.type, to: &json)
                }
            }
        }
    }

    /// 分 as 元 with two decimals.
    static func yuan(_ cents: Int64) -> String {
        let fraction = cents.magnitude % 100
        return "\(cents < 0 ? "-" : "")\(cents.magnitude / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }

    static func write(_ day: Day, to json: inout JSONBuffer) { json.quoted { write(day, to: &$0) } }

    static func write(_ moment: Moment, to json: inout JSONBuffer) {
        json.quoted { buffer in
            write(moment.day, to: &buffer)
            buffer.writeInteger(UInt8(ascii: "T"))
            write(moment.hour, digits: 2, to: &buffer)
            buffer.writeInteger(UInt8(ascii: ":"))
            write(moment.minute, digits: 2, to: &buffer)
            buffer.writeInteger(UInt8(ascii: ":"))
            write(moment.second, digits: 2, to: &buffer)
            let fraction = Int(moment.millisecondOfDay % 1_000)
            if fraction != 0 {
                buffer.writeInteger(UInt8(ascii: "."))
                write(fraction, digits: 3, to: &buffer)
            }
            buffer.writeStaticString("+08:00")
        }
    }

    private static func write(_ day: Day, to buffer: inout ByteBuffer) {
        let civil = day.civil
        write(civil.year, digits: 4, to: &buffer)
        buffer.writeInteger(UInt8(ascii: "-"))
        write(civil.month, digits: 2, to: &buffer)
        buffer.writeInteger(UInt8(ascii: "-"))
        write(civil.day, digits: 2, to: &buffer)
    }

    /// - Parameter number: from 0 to what the digits hold.
    private static func write(_ number: Int, digits: Int, to buffer: inout ByteBuffer) {
        var scale = 1
        for _ in 1..<digits { scale *= 10 }
        while scale > 0 {
            buffer.writeInteger(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / scale % 10))
            scale /= 10
        }
    }
}

extension JSONBuffer {
    mutating func member(_ name: String, moment: Moment?) {
        key(name)
        if let moment { FieldJSON.write(moment, to: &self) } else { null() }
    }
}
