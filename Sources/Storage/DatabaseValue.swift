/// One value as both databases keep it: the five storage classes that SQLite and PostgreSQL have in common.
///
/// Columns are BIGINT, DOUBLE PRECISION, TEXT (compared byte by byte) and BLOB/BYTEA only, so each value comes back exactly as it was
/// given. Two things cannot be kept and are refused when bound: NaN (SQLite would turn it into NULL) and text that contains U+0000
/// (PostgreSQL cannot store it). Bind what the column holds: a real for an integer column is refused by SQLite unless it is whole, and
/// rounded by PostgreSQL. Negative zero is stored as zero, because SQLite keeps whole reals as integers.
public enum DatabaseValue: Sendable, Hashable {
    /// Absent.
    case null
    /// A 64-bit signed integer. Booleans are 0 and 1, money is counted in 分.
    case integer(Int64)
    /// A 64-bit floating-point number, never NaN.
    case real(Double)
    /// Text in UTF-8, without U+0000.
    case text(String)
    /// Bytes.
    case blob([UInt8])

    /// Whether this is `null`.
    public var isNull: Bool { self == .null }

    /// What a message may say about the value without telling it: it may be somebody's name.
    var storageClass: String {
        switch self {
        case .null: "null"
        case .integer: "integer"
        case .real: "real"
        case .text: "text"
        case .blob: "blob"
        }
    }
}

/// A Swift type that can be written into a statement as `\(value)`.
public protocol DatabaseValueConvertible {
    /// The value as the database keeps it.
    var databaseValue: DatabaseValue { get }
}

extension DatabaseValue: DatabaseValueConvertible {
    public var databaseValue: DatabaseValue { self }
}
extension Int: DatabaseValueConvertible {
    public var databaseValue: DatabaseValue { .integer(Int64(self)) }
}
extension Int64: DatabaseValueConvertible {
    public var databaseValue: DatabaseValue { .integer(self) }
}
extension Int32: DatabaseValueConvertible {
    public var databaseValue: DatabaseValue { .integer(Int64(self)) }
}
extension UInt32: DatabaseValueConvertible {
    public var databaseValue: DatabaseValue { .integer(Int64(self)) }
}
extension Bool: DatabaseValueConvertible {
    public var databaseValue: DatabaseValue { .integer(self ? 1 : 0) }
}
extension Double: DatabaseValueConvertible {
    public var databaseValue: DatabaseValue { .real(self) }
}
extension String: DatabaseValueConvertible {
    public var databaseValue: DatabaseValue { .text(self) }
}
extension Substring: DatabaseValueConvertible {
    public var databaseValue: DatabaseValue { .text(String(self)) }
}
extension Optional: DatabaseValueConvertible where Wrapped: DatabaseValueConvertible {
    public var databaseValue: DatabaseValue { self?.databaseValue ?? .null }
}

extension DatabaseValue: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByNilLiteral,
    ExpressibleByBooleanLiteral
{
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .real(value) }
    public init(stringLiteral value: String) { self = .text(value) }
    public init(nilLiteral: ()) { self = .null }
    public init(booleanLiteral value: Bool) { self = .integer(value ? 1 : 0) }
}
