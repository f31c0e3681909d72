import Testing

@Suite struct `Public declarations` {
    /// Rooms of the ground floors are what everybody builds on: their types, functions and subscripts say what they are and what they
    /// refuse. A property or an initialiser of a type that does so often says enough by its name and type; whether it needs its unit
    /// or range said is for the reader of the change to ask. How many declarations still lack their comment: a number may only go
    /// down, and a room that is not named has none.
    static let owed: [String: Int] = ["Definitions": 25, "Casework": 38, "Expressions": 2]

    @Test(arguments: House.floors.filter { $0.value <= 2 }.keys.sorted())
    func `say what they are`(room: String) throws {
        let bare = try SourceFile.all(under: "Sources/\(room)").flatMap(Self.undocumented)
        let owed = Self.owed[room] ?? 0
        if bare.count < owed { print("\(room): lower its number in DocumentationTests.owed from \(owed) to \(bare.count)") }
        #expect(bare.count <= owed, "\(bare.map(\.description).joined(separator: "\n"))")
    }

    /// Public declarations without a doc comment before them. What a protocol of the standard library describes is not asked again.
    static func undocumented(in file: SourceFile) -> [Finding] {
        var found: [Finding] = []
        for (number, line) in file.code.enumerated() where line.contains("public ") || line.contains("open ") {
            guard let declaration = line.firstMatch(of: Self.declaration) else { continue }
            let known = String(line[declaration.range.upperBound...]).contains(Self.witness)
            if !known, !isDocumented(number, in: file.lines) {
                let what = file.lines[number].drop { $0 == " " }.prefix(80)
                found.append(Finding(file: file.path, line: number + 1, what: "has no doc comment: \(what)"))
            }
        }
        return found
    }

    nonisolated(unsafe) private static let declaration =
        #/^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:public|open)\s+(?:(?:static|final|class|mutating|nonmutating|indirect|convenience|required|override|nonisolated|consuming|borrowing|private\(set\)|internal\(set\))\s+)*(?=(?:func|subscript|struct|enum|class|actor|protocol|typealias)\b)/#
    nonisolated(unsafe) private static let witness =
        #/^(?:func\s+(?:==|<|hash\(into|encode\(to|makeIterator\(\)|makeAsyncIterator\(\)|next\(\)|index\((?:after|before):|appendLiteral|appendInterpolation)|typealias\s+(?:StringLiteralType|StringInterpolation|RawValue|Element|Iterator|Index)\b|struct\s+StringInterpolation\b)/#

    /// Goes up over attributes and conditions to the first line that is something else.
    private static func isDocumented(_ number: Int, in text: [Substring]) -> Bool {
        var above = number - 1
        while above >= 0 {
            let line = text[above].drop { $0 == " " }
            if line.hasPrefix("///") || line.hasSuffix("*/") { return true }
            let isAttribute = line.hasPrefix("@") || line.hasPrefix("#if") || line.hasPrefix("//")
            if !isAttribute { return false }
            above -= 1
        }
        return false
    }
}
