/// The programme's tables as they were printed.
public struct ProgrammeMaterial: Sendable {
    /// Rows by column name.
    public var phases: [[String: String]]
    public var tasks: [[String: String]]
    public var milestones: [[String: String]]

    /// - Parameters: texts of `phases.csv`, `tasks-region.csv` and `tasks-local.csv`, `milestones.csv`.
    public init(phases: String, tasks: [String], milestones: String) {
        self.phases = CSVText.rows(phases)
        self.tasks = tasks.flatMap { CSVText.rows($0) }
        self.milestones = CSVText.rows(milestones)
    }

    public static let none = ProgrammeMaterial(phases: "", tasks: [], milestones: "")
}

/// Comma-separated values (RFC 4180) with a line of names.
enum CSVText {
    static func rows(_ text: String) -> [[String: String]] {
        var lines = records(text)
        guard let names = lines.first else { return [] }
        lines.removeFirst()
        return lines.filter { $0 != [""] }.map { line in Dictionary(zip(names, line), uniquingKeysWith: { first, _ in first }) }
    }

    private static func records(_ text: String) -> [[String]] {
        var records: [[String]] = []
        var record: [String] = []
        var field = ""
        var isQuoted = false
        var isEscaping = false
        func endField() {
            record.append(field)
            field = ""
        }
        for character in text {
            if isQuoted {
                if isEscaping {
                    isEscaping = false
                    if character == "\"" {
                        field.append("\"")
                        continue
                    }
                    isQuoted = false
                } else if character == "\"" {
                    isEscaping = true
                    continue
                } else {
                    field.append(character)
                    continue
                }
            }
            switch character {
            case "\"": isQuoted = true
            case ",": endField()
            case "\n", "\r\n":
                endField()
                records.append(record)
                record = []
            case "\u{FEFF}": break
            default: field.append(character)
            }
        }
        if !field.isEmpty || !record.isEmpty {
            endField()
            records.append(record)
        }
        return records
    }
}
