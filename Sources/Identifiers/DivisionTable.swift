/// The divisions in force, with their names: the reference data of GB/T 2260 that a node holds.
///
/// Read from CSV with the header `code,name,level,parent,lon,lat`; coordinates (degrees, the seat of government) may be empty.
public struct DivisionTable: Sendable {
    /// One division.
    public struct Division: Sendable, Hashable {
        public let code: DivisionCode
        /// Chinese.
        public let name: String
        /// Nil for a province.
        public let parent: DivisionCode?
        /// Degrees east and north, for a marker on a map.
        public let longitude: Double?
        public let latitude: Double?
    }

    /// Why a table could not be read.
    public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        /// From 1; the header is line 1.
        public let line: Int
        /// What is wrong and what to do, Chinese.
        public let reason: String
        public var description: String { "行政区划表第\(line)行：\(reason)" }
    }

    private let divisions: [DivisionCode: Division]
    private let below: [DivisionCode: [DivisionCode]]
    private let coverage: Set<Coverage>
    /// In the order of the table.
    public let codes: [DivisionCode]

    /// No divisions at all: codes are then judged by their form alone.
    public static let empty = DivisionTable(divisions: [:], below: [:], codes: [])

    private init(divisions: [DivisionCode: Division], below: [DivisionCode: [DivisionCode]], codes: [DivisionCode]) {
        (self.divisions, self.below, self.codes) = (divisions, below, codes)
        coverage = Set(codes.map(Coverage.init))
    }

    /// - Throws: `Failure` with the line, for a wrong header, code, level or coordinate, a code given twice or a parent that is missing.
    public init(csv: String) throws(Failure) {
        var divisions: [DivisionCode: Division] = [:]
        var below: [DivisionCode: [DivisionCode]] = [:]
        var codes: [DivisionCode] = []
        var parents: [(line: Int, code: DivisionCode)] = []
        let lines = csv.split(omittingEmptySubsequences: false) { $0.isNewline }
        guard let header = lines.first, header.drop(while: { $0 == "\u{FEFF}" }) == "code,name,level,parent,lon,lat" else {
            throw Failure(line: 1, reason: "表头应为 code,name,level,parent,lon,lat")
        }
        for (index, text) in lines.enumerated().dropFirst() where !text.isEmpty {
            let division = try Self.division(text, line: index + 1)
            guard divisions.updateValue(division, forKey: division.code) == nil else {
                throw Failure(line: index + 1, reason: "代码 \(division.code) 重复，请删去一行")
            }
            codes.append(division.code)
            if let parent = division.parent {
                below[parent, default: []].append(division.code)
                parents.append((index + 1, parent))
            }
        }
        for (line, parent) in parents where divisions[parent] == nil {
            throw Failure(line: line, reason: "上级 \(parent) 不在表中，请补上")
        }
        self.init(divisions: divisions, below: below, codes: codes)
    }

    private static func division(_ text: Substring, line: Int) throws(Failure) -> Division {
        let cells = text.split(separator: ",", omittingEmptySubsequences: false)
        guard cells.count == 6 else { throw Failure(line: line, reason: "应有6列，实有\(cells.count)列") }
        guard let code = DivisionCode(String(cells[0])) else { throw Failure(line: line, reason: "“\(cells[0])”不是行政区划代码") }
        guard !cells[1].isEmpty else { throw Failure(line: line, reason: "代码 \(code) 没有名称") }
        guard cells[2] == code.level.rawValue else {
            throw Failure(line: line, reason: "代码 \(code) 为\(code.level.label)，level 列应为 \(code.level.rawValue)")
        }
        var parent: DivisionCode?
        if code.level != .province {
            parent = DivisionCode(String(cells[3]))
            // Counties directly under a province name it as their parent, though their code does not show it.
            guard let parent, code.ancestors.contains(parent) else {
                throw Failure(line: line, reason: "代码 \(code) 的上级“\(cells[3])”不对")
            }
        } else if !cells[3].isEmpty {
            throw Failure(line: line, reason: "省级代码 \(code) 不应有上级")
        }
        return Division(
            code: code, name: String(cells[1]), parent: parent,
            longitude: try degrees(cells[4], within: 180, line: line), latitude: try degrees(cells[5], within: 90, line: line))
    }

    private static func degrees(_ cell: Substring, within limit: Double, line: Int) throws(Failure) -> Double? {
        if cell.isEmpty { return nil }
        guard let value = Double(cell), value.magnitude <= limit else { throw Failure(line: line, reason: "“\(cell)”不是经纬度") }
        return value
    }

    /// The division of that code; nil when it is not listed.
    public subscript(code: DivisionCode) -> Division? { divisions[code] }

    /// The name of the division, without those above it.
    public func name(of code: DivisionCode) -> String? { divisions[code]?.name }

    /// The names from the province down: `广西壮族自治区南宁市青秀区`; levels that are not listed are left out.
    /// Nil when the division itself is not listed.
    public func fullName(of code: DivisionCode) -> String? {
        guard let own = divisions[code] else { return nil }
        var names = [own.name]
        var next = own.parent
        while let above = next.flatMap({ divisions[$0] }) {
            names.append(above.name)
            next = above.parent
        }
        return names.reversed().joined()
    }

    /// The divisions next below, in the order of the table.
    public func children(of code: DivisionCode) -> [DivisionCode] { below[code] ?? [] }

    /// Whether the table lists divisions of that level in the code's province, so that one that is missing is not in force.
    public func covers(_ code: DivisionCode) -> Bool { coverage.contains(Coverage(code)) }

    /// A level of a province.
    private struct Coverage: Sendable, Hashable {
        let province: DivisionCode
        let level: DivisionCode.Level

        init(_ code: DivisionCode) { (province, level) = (code.province, code.level) }
    }
}
