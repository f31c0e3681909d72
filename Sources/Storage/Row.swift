/// One row of an answer: values in the order of the statement's columns, with their names.
public struct Row: Sendable, Hashable {
    /// The values, in the order of the columns.
    public let values: [DatabaseValue]
    let columns: ColumnNames

    init(columns: ColumnNames, values: [DatabaseValue]) {
        self.columns = columns
        self.values = values
    }

    /// Names of the columns, in order.
    public var columnNames: [String] { columns.names }
    /// Number of columns.
    public var count: Int { values.count }

    /// Position of the first column of this name, or nil when the statement has none.
    public func index(of name: String) -> Int? { columns.positions[name] }

    /// Value of the column at `index`, counted from 0; `null` when there is no such column.
    public subscript(index: Int) -> DatabaseValue { values.indices.contains(index) ? values[index] : .null }
    /// Value of the first column of this name; `null` when there is no such column.
    public subscript(name: String) -> DatabaseValue { columns.positions[name].map { values[$0] } ?? .null }

    /// The integer at `index`; a real counts when it is whole. Nil for anything else.
    public func int(_ index: Int) -> Int64? { self[index].int }
    /// The integer in column `name`; a real counts when it is whole. Nil for anything else.
    public func int(_ name: String) -> Int64? { self[name].int }
    /// The real at `index`; an integer counts too. Nil for anything else.
    public func real(_ index: Int) -> Double? { self[index].real }
    /// The real in column `name`; an integer counts too. Nil for anything else.
    public func real(_ name: String) -> Double? { self[name].real }
    /// The text at `index`. Nil for anything else.
    public func text(_ index: Int) -> String? { self[index].text }
    /// The text in column `name`. Nil for anything else.
    public func text(_ name: String) -> String? { self[name].text }
    /// The bytes at `index`. Nil for anything else.
    public func blob(_ index: Int) -> [UInt8]? { self[index].blob }
    /// The bytes in column `name`. Nil for anything else.
    public func blob(_ name: String) -> [UInt8]? { self[name].blob }
    /// The integer at `index` as yes (not 0) or no. Nil for anything else.
    public func bool(_ index: Int) -> Bool? { self[index].int.map { $0 != 0 } }
    /// The integer in column `name` as yes (not 0) or no. Nil for anything else.
    public func bool(_ name: String) -> Bool? { self[name].int.map { $0 != 0 } }

    public static func == (left: Row, right: Row) -> Bool { left.values == right.values && left.columns.names == right.columns.names }
    public func hash(into hasher: inout Hasher) { hasher.combine(values) }
}

extension DatabaseValue {
    /// The integer; a real counts when it is whole and fits. Nil for anything else.
    public var int: Int64? {
        switch self {
        case .integer(let value): value
        case .real(let value): Int64(exactly: value)
        default: nil
        }
    }
    /// The real; an integer counts too. Nil for anything else.
    public var real: Double? {
        switch self {
        case .real(let value): value
        case .integer(let value): Double(value)
        default: nil
        }
    }
    /// The text. Nil for anything else.
    public var text: String? { if case .text(let value) = self { value } else { nil } }
    /// The bytes. Nil for anything else.
    public var blob: [UInt8]? { if case .blob(let value) = self { value } else { nil } }
}

/// Names of a statement's columns, shared by all its rows.
final class ColumnNames: Sendable {
    let names: [String]
    let positions: [String: Int]
    init(_ names: [String]) {
        self.names = names
        positions = Dictionary(names.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    }
}
