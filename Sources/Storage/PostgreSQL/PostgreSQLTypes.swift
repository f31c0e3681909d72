import CPostgreSQL

/// Type numbers of PostgreSQL that we meet. Source: PostgreSQL's `pg_type.dat`; they never change.
enum TypeNumber {
    static let bool: Oid = 16
    static let bytea: Oid = 17
    static let char: Oid = 18
    static let name: Oid = 19
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let text: Oid = 25
    static let oid: Oid = 26
    static let float4: Oid = 700
    static let float8: Oid = 701
    static let unknown: Oid = 705
    static let bpchar: Oid = 1042
    static let varchar: Oid = 1043
    static let numeric: Oid = 1700

    /// Types read in PostgreSQL's binary form; an answer with any other column is asked for as text.
    static func isReadAsBinary(_ type: Oid) -> Bool {
        switch type {
        case bool, bytea, char, name, int8, int2, int4, text, oid, float4, float8, unknown, bpchar, varchar: true
        default: false
        }
    }
}

extension DatabaseValue {
    /// Type a bound value is declared with; 0 leaves NULL to the server.
    var typeNumber: Oid {
        switch self {
        case .null: 0
        case .integer: TypeNumber.int8
        case .real: TypeNumber.float8
        case .text: TypeNumber.text
        case .blob: TypeNumber.bytea
        }
    }

    /// Reads a field in binary form.
    init(binary bytes: UnsafeRawBufferPointer, type: Oid) {
        func unsigned() -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        switch (type, bytes.count) {
        case (TypeNumber.int8, 8): self = .integer(Int64(bitPattern: unsigned()))
        case (TypeNumber.int4, 4): self = .integer(Int64(Int32(bitPattern: UInt32(truncatingIfNeeded: unsigned()))))
        case (TypeNumber.int2, 2): self = .integer(Int64(Int16(bitPattern: UInt16(truncatingIfNeeded: unsigned()))))
        case (TypeNumber.oid, 4): self = .integer(Int64(UInt32(truncatingIfNeeded: unsigned())))
        case (TypeNumber.bool, 1): self = .integer(bytes[0] == 0 ? 0 : 1)
        case (TypeNumber.float8, 8): self = .real(Double(bitPattern: unsigned()))
        case (TypeNumber.float4, 4): self = .real(Double(Float(bitPattern: UInt32(truncatingIfNeeded: unsigned()))))
        case (TypeNumber.bytea, _): self = .blob([UInt8](bytes))
        default: self = .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// Reads a field in text form. A sum of integers is `numeric` in PostgreSQL and an integer in SQLite: without a fraction it is one
    /// here too, as far as it fits.
    init(text bytes: UnsafeRawBufferPointer, type: Oid) {
        let text = String(decoding: bytes, as: UTF8.self)
        switch type {
        case TypeNumber.int8, TypeNumber.int4, TypeNumber.int2, TypeNumber.oid: self = Int64(text).map { .integer($0) } ?? .text(text)
        case TypeNumber.bool: self = .integer(text == "t" ? 1 : 0)
        case TypeNumber.float8, TypeNumber.float4: self = Double(text).map { .real($0) } ?? .text(text)
        case TypeNumber.numeric: self = Int64(text).map { .integer($0) } ?? Double(text).map { .real($0) } ?? .text(text)
        case TypeNumber.bytea: self = Self.bytes(fromHex: text).map { .blob($0) } ?? .text(text)
        default: self = .text(text)
        }
    }

    /// `\x` and two digits a byte: PostgreSQL's text form of bytea.
    private static func bytes(fromHex text: String) -> [UInt8]? {
        guard text.hasPrefix("\\x") else { return nil }
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in text.utf8.dropFirst(2) {
            let value: UInt8
            switch digit {
            case 0x30...0x39: value = digit - 0x30
            case 0x61...0x66: value = digit - 0x61 + 10
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return high == nil ? bytes : nil
    }
}
