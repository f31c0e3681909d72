import Definitions
import Expressions
import Storage

/// Between a field's value and its column.
enum ValueCoding {
    /// Secret fields are sealed before: they come as `.bytes`.
    static func column(_ value: Value, _ field: FieldDefinition) -> DatabaseValue {
        switch value {
        case .null: .null
        case .bytes(let bytes): .blob(bytes)
        case .bool(let truth): .integer(truth ? 1 : 0)
        case .int(let number): field.type == .decimal ? .real(Double(number)) : .integer(number)
        case .double(let number): .real(number)
        case .string(let text): .text(text)
        case .timestamp(let stamp): .integer(stamp.milliseconds)
        case .object(let object): .text(object.identity)
        default: .text(PlainJSON.write(value))
        }
    }

    static func value(_ column: DatabaseValue, _ field: FieldDefinition) -> Value {
        switch column {
        case .null: return .null
        case .blob(let bytes): return .bytes(bytes)
        case .real(let number): return .double(number)
        case .integer(let number):
            return switch field.type {
            case .bool: .bool(number != 0)
            case .date, .datetime: .timestamp(Timestamp(milliseconds: number))
            case .decimal: .double(Double(number))
            default: .int(number)
            }
        case .text(let text):
            guard field.type.isComposite else { return .string(text) }
            return (try? PlainJSON.read(text)).map { restore($0, field.type) } ?? .null
        }
    }

    /// JSON has no dates: inside composites they are kept as tagged text and come back as timestamps by the parts' types; the structure is needed for
    /// that, so parts keep milliseconds as numbers tagged `{"$t": ms}`.
    private static func restore(_ value: Value, _ type: FieldType) -> Value {
        switch value {
        case .list(let items):
            guard case .list(let element) = type else { return .list(items.map { restore($0, .text) }) }
            return .list(items.map { restore($0, element) })
        case .map(let map):
            if map.count == 1, case .int(let milliseconds)? = map[.string("$t")] {
                return .timestamp(Timestamp(milliseconds: milliseconds))
            }
            return .map(map.mapValues { restore($0, .text) })
        default: return value
        }
    }
}
