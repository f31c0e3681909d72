/// Cities and counties of the region and what people call them (`Knowledge/places.tsv`): where a question happens, as far as it says so.
public struct Places: Sendable {
    private struct Name: Sendable {
        let scalars: [UInt32]
        let code: String
    }

    /// By the first character, longer names first.
    private let names: [UInt32: [Name]]
    private let labels: [String: String]

    public static let empty = Places(rows: [])

    init(rows: [(code: String, names: [String])]) {
        var names: [UInt32: [Name]] = [:]
        var labels: [String: String] = [:]
        for row in rows {
            labels[row.code] = row.names.first
            // Who says the whole region has not said where.
            guard row.code != Entry.region else { continue }
            for name in row.names {
                let scalars = NormalText(name).scalars
                guard let first = scalars.first else { continue }
                names[first, default: []].append(Name(scalars: scalars, code: row.code))
            }
        }
        self.names = names.mapValues { $0.sorted { $0.scalars.count > $1.scalars.count } }
        self.labels = labels
    }

    /// Reads lines `code TAB name TAB other names with spaces between`; `#` begins a comment.
    /// - Throws: `KnowledgeError.line`.
    public init(tsv: String) throws(KnowledgeError) {
        var rows: [(String, [String])] = []
        for (number, line) in tsv.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty || line.hasPrefix("#") { continue }
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0].count == 6, parts[0].allSatisfy({ $0.isASCII && $0.isNumber }), !parts[1].isEmpty else {
                throw .line(file: "places.tsv", line: number + 1, reason: "应有三列：六位区划代码、名称、别的叫法")
            }
            rows.append((String(parts[0]), [String(parts[1])] + parts[2].split(separator: " ").map(String.init)))
        }
        self.init(rows: rows)
    }

    /// The place a text names: the first county, or else the first city. Nil: none.
    public func place(in text: NormalText) -> String? {
        let found = found(in: text)
        return found.first { !$0.hasSuffix("00") } ?? found.first
    }

    private func found(in text: NormalText) -> [String] {
        let scalars = text.scalars
        var found: [String] = []
        var start = 0
        while start < scalars.count {
            let name = names[scalars[start]]?.first {
                start + $0.scalars.count <= scalars.count && $0.scalars.elementsEqual(scalars[start..<start + $0.scalars.count])
            }
            if let name { found.append(name.code) }
            start += name?.scalars.count ?? 1
        }
        return found
    }

    /// The place, where a text is its name and nothing else: the answer to where.
    public func isOnlyPlace(_ text: NormalText) -> Bool {
        let compact = text.compact.scalars
        guard let first = compact.first else { return false }
        return names[first]?.contains { $0.scalars == compact } ?? false
    }

    /// What a division is called; the code itself where it is unknown.
    public func label(of code: String) -> String { labels[code] ?? code }
}
