/// What a file is by its content, whatever its name says.
public enum FileKind: String, Sendable, CaseIterable {
    case pdf = "application/pdf"
    case jpeg = "image/jpeg"
    case png = "image/png"
    /// GB/T 33190—2016: a ZIP with `OFD.xml` in it.
    case ofd = "application/ofd"

    /// Nil: none of those that are taken.
    public init?(of bytes: [UInt8]) {
        if bytes.starts(with: Array("%PDF-".utf8)) {
            self = .pdf
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]), Self.names(inZip: bytes).contains("OFD.xml") {
            self = .ofd
        } else {
            return nil
        }
    }

    /// Names in the local headers at the front of a ZIP (APPNOTE 4.3.7), at most a hundred.
    static func names(inZip bytes: [UInt8]) -> [String] {
        var names: [String] = []
        var at = 0
        func number(_ offset: Int, _ size: Int) -> Int { (0..<size).reduce(0) { $0 | Int(bytes[at + offset + $1]) << (8 * $1) } }
        while names.count < 100, at + 30 <= bytes.count, bytes[at..<(at + 4)].elementsEqual([0x50, 0x4B, 0x03, 0x04]) {
            let (flags, compressed, nameLength, extraLength) = (number(6, 2), number(18, 4), number(26, 2), number(28, 2))
            guard at + 30 + nameLength <= bytes.count else { break }
            names.append(String(decoding: bytes[(at + 30)..<(at + 30 + nameLength)], as: UTF8.self))
            // With a data descriptor the size stands behind the data: the next header cannot be reached by arithmetic, look for it.
            if flags & 8 != 0, compressed == 0 {
                guard let next = Multipart.find([0x50, 0x4B, 0x03, 0x04], in: Array(bytes[(at + 30 + nameLength)...])) else { break }
                at += 30 + nameLength + next
            } else {
                at += 30 + nameLength + extraLength + compressed
            }
        }
        return names
    }

    /// The test file that every scanner must know (EICAR), anywhere in the first bytes.
    public static func isTestVirus(_ bytes: [UInt8]) -> Bool {
        Multipart.find(
            Array("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-".utf8) + Array("ANTIVIRUS-TEST-FILE!".utf8),
            in: Array(bytes.prefix(1 << 20))) != nil
    }
}
