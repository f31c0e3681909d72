/// Lines of CSV (RFC 4180).
public enum CSVWriter {
    /// One line with its CRLF.
    /// - Parameter guards: texts that a spreadsheet would take for a formula get an apostrophe before them.
    public static func line(_ cells: [String], guards: Bool = true) -> String {
        cells.map { quoted(guards ? neutral($0) : $0) }.joined(separator: ",") + "\r\n"
    }

    /// A text that begins like a formula, made harmless. Source: OWASP, CSV Injection.
    public static func neutral(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, isDangerous(first) else { return text }
        return "'" + text
    }

    /// The text as it was before `neutral`.
    static func original(_ text: String) -> String {
        guard text.hasPrefix("'"), let second = text.unicodeScalars.dropFirst().first, isDangerous(second) else { return text }
        return String(text.dropFirst())
    }

    /// Full-width forms too: some programs read them as the plain ones.
    private static func isDangerous(_ scalar: Unicode.Scalar) -> Bool { "=+-@\t\r＝＋－＠".unicodeScalars.contains(scalar) }

    private static func quoted(_ text: String) -> String {
        guard
            text.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D })
                || text.hasPrefix(" ") || text.hasSuffix(" ")
        else {
            return text
        }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
