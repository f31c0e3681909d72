/// Code of an administrative division, for example `450103`: Guangxi, Nanning, Qingxiu.
///
/// Form: six ASCII digits, two each for province, prefecture and county, `00` standing for the whole of the level above
/// (GB/T 2260); nine digits for a township and twelve for a village (GB/T 10114 and the statistical codes built on it).
/// The province must exist; whether the rest is in force is a question for the ``DivisionTable``.
public struct DivisionCode: TextIdentifier {
    public let description: String

    /// Levels from the top; the raw values are those of `divisions.csv` and of the code list `division_level`.
    public enum Level: String, Sendable, Hashable, CaseIterable, Codable, Comparable {
        case province, city, county, township, village

        /// Chinese.
        public var label: String {
            switch self {
            case .province: "省级"
            case .city: "地级"
            case .county: "县级"
            case .township: "乡级"
            case .village: "村级"
            }
        }

        public static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .province: 0
            case .city: 1
            case .county: 2
            case .township: 3
            case .village: 4
            }
        }
    }

    /// Nil when `text` has any other form. Never trims or repairs: a mended code sends the case to another county.
    public init?(_ text: String) {
        guard Self.fault(in: text) == nil else { return nil }
        description = text
    }

    /// The level, from the number of digits and the zeros.
    public var level: Level {
        switch description.utf8.count {
        case 12: .village
        case 9: .township
        default: description.hasSuffix("0000") ? .province : description.hasSuffix("00") ? .city : .county
        }
    }

    /// The division next above; nil for a province. By the code alone: counties directly under a province (`469001`) have the
    /// placeholder `469000` for a parent, as in GB/T 2260.
    public var parent: DivisionCode? {
        switch level {
        case .province: nil
        case .city: DivisionCode(unchecked: "\(description.prefix(2))0000")
        case .county: DivisionCode(unchecked: "\(description.prefix(4))00")
        case .township: DivisionCode(unchecked: String(description.prefix(6)))
        case .village: DivisionCode(unchecked: String(description.prefix(9)))
        }
    }

    /// The divisions above, the nearest first.
    public var ancestors: [DivisionCode] {
        var all: [DivisionCode] = []
        var next = parent
        while let above = next {
            all.append(above)
            next = above.parent
        }
        return all
    }

    /// The province, itself for a province.
    public var province: DivisionCode { DivisionCode(unchecked: "\(description.prefix(2))0000") }

    /// The name of the province.
    public var provinceName: String { ASCII.number(description.utf8.prefix(2)).flatMap(Province.name) ?? "" }

    /// Whether `other` is this division or lies in it.
    public func contains(_ other: DivisionCode) -> Bool { other.description.hasPrefix(significant) }

    /// The digits without the zeros that stand for the whole.
    var significant: Substring {
        switch level {
        case .province: description.prefix(2)
        case .city: description.prefix(4)
        default: description[...]
        }
    }

    private init(unchecked text: String) { description = text }

    static func fault(in text: String) -> Examination.Fault? {
        let bytes = Array(text.utf8)
        guard [6, 9, 12].contains(bytes.count), bytes.allSatisfy(ASCII.isDigit) else { return .format }
        guard let province = ASCII.number(bytes[..<2]), Province.names[province] != nil else { return .province }
        let city = ASCII.number(bytes[2..<4]), county = ASCII.number(bytes[4..<6])
        if city == 0, county != 0 { return .format }
        // Townships and villages lie in a county, and 000 is none of them. Cities without counties (东莞市) count as one.
        if bytes.count > 6, city == 0 || ASCII.number(bytes[6..<9]) == 0 { return .format }
        if bytes.count > 9, ASCII.number(bytes[9..<12]) == 0 { return .format }
        return nil
    }
}
