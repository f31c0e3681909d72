import Foundation
import Identifiers

/// From when until when a text of a law is in force, and how that is known.
public struct LawStatus: Sendable, Hashable, Codable {
    /// First day in force; nil where nothing says it.
    public var from: CivilDay?
    /// First day no longer in force.
    public var until: CivilDay?
    /// The law that took its place, where known.
    public var replacedBy: String?
    /// A word to the reader: 2025年修订, 库中为旧文本 …
    public var note: String?

    public init(from: CivilDay? = nil, until: CivilDay? = nil, replacedBy: String? = nil, note: String? = nil) {
        self.from = from
        self.until = until
        self.replacedBy = replacedBy
        self.note = note
    }

    /// A day before the first or from the last on is outside; an unknown end is open.
    public func isInForce(on day: CivilDay) -> Bool {
        if let until, day >= until { return false }
        if let from, day < from { return false }
        return true
    }

    /// What to tell a reader on that day, Chinese.
    public func label(on day: CivilDay) -> String {
        if let until, day >= until { return "已失效（\(until.chinese)起）" + (replacedBy.map { "，现为《\($0)》" } ?? "") }
        if let from, day < from { return "尚未施行（\(from.chinese)起施行）" }
        return "现行有效" + (from.map { "（\($0.chinese)起施行）" } ?? "")
    }
}

/// A day as a number that sorts and packs: 20260302.
public struct CivilDay: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    public let number: Int32

    public init(_ date: CivilDate) { number = Int32(truncatingIfNeeded: date.year * 10000 + date.month * 100 + date.day) }
    /// `2026-03-02`.
    public init?(_ text: String) {
        guard let date = CivilDate(text) else { return nil }
        self.init(date)
    }
    init?(number: Int32) {
        guard CivilDate(year: Int(number) / 10000, month: Int(number) / 100 % 100, day: Int(number) % 100) != nil else { return nil }
        self.number = number
    }
    public static var today: CivilDay { CivilDay(CivilDate.today) }

    public var description: String {
        let year = String(number / 10000)
        let month = number / 100 % 100
        let day = number % 100
        return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }
    /// For readers: `2026年3月2日`.
    public var chinese: String { "\(number / 10000)年\(number / 100 % 100)月\(number % 100)日" }

    public static func < (left: CivilDay, right: CivilDay) -> Bool { left.number < right.number }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let day = CivilDay(text) else { throw DecodingError.dataCorruptedError(in: container, debugDescription: "应为日期 YYYY-MM-DD") }
        self = day
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// What we know about laws beyond what their own texts say (`Knowledge/laws.tsv`: law, from, until, replaced by, note).
public struct LawRegister: Sendable {
    /// By short title, or `title@version` for one version.
    public private(set) var statuses: [String: LawStatus] = [:]
    public static let empty = LawRegister()

    public init() {}

    /// - Throws: `KnowledgeError.line`.
    public init(tsv: String, file: String = "laws.tsv") throws(KnowledgeError) {
        for (number, line) in tsv.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty || line.hasPrefix("#") { continue }
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 5, !parts[0].isEmpty else {
                throw .line(file: file, line: number + 1, reason: "应有五列：法名、施行日、失效日、被何法取代、说明")
            }
            for column in [1, 2] where !parts[column].isEmpty && CivilDay(parts[column]) == nil {
                throw .line(file: file, line: number + 1, reason: "第\(column + 1)列应为日期 YYYY-MM-DD，不是“\(parts[column])”")
            }
            statuses[parts[0]] = LawStatus(
                from: CivilDay(parts[1]), until: CivilDay(parts[2]), replacedBy: parts[3].isEmpty ? nil : parts[3],
                note: parts[4].isEmpty ? nil : parts[4])
        }
    }
}
