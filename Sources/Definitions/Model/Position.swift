/// Where something stands in a definition file, for messages that can be followed with an editor.
public struct Position: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Path relative to the definitions' folder.
    public var file: String
    /// One-based line; 0 when unknown.
    public var line: Int
    /// One-based column; 0 when unknown.
    public var column: Int

    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// Something that no file holds: usual actions, standing columns.
    public static let builtIn = Position(file: "内置", line: 0, column: 0)

    public var description: String { line == 0 ? file : "\(file):\(line):\(column)" }
}

/// Something wrong in a definition: where, what, and how to mend it.
public struct DefinitionProblem: Error, Sendable, Hashable, Codable, CustomStringConvertible {
    public var position: Position
    public var message: String
    /// What to write instead.
    public var mend: String

    public init(_ position: Position, _ message: String, mend: String) {
        self.position = position
        self.message = message
        self.mend = mend
    }

    public var description: String { "\(position): \(message)。\(mend)" }
}
