/// The number of a lawyer's practising certificate (律师执业证号), 17 digits.
///
///     offset  size  content
///          0     1  1 = lawyer's certificate
///          1     2  province of the first licence (45 = Guangxi)
///          3     2  city within the province
///          5     4  year of the first licence
///          9     1  category, 1…9
///         10     1  sex, 0 男, 1 女
///         11     6  sequence
///
/// Source: the domain specification, `government-affairs.md` 0.5; the meaning of the year and sex digits comes from practice and is unconfirmed.
public struct LawyerLicence: TextIdentifier {
    public let description: String

    /// The lawyer's category; raw values: the digit.
    public enum Category: Int, Sendable, Hashable, CaseIterable, Codable {
        case fullTime = 1, partTime, hongKong, macau, taiwan, publicService, company, legalAid, military

        /// Chinese.
        public var label: String {
            switch self {
            case .fullTime: "专职律师"
            case .partTime: "兼职律师"
            case .hongKong: "香港居民律师"
            case .macau: "澳门居民律师"
            case .taiwan: "台湾居民律师"
            case .publicService: "公职律师"
            case .company: "公司律师"
            case .legalAid: "法律援助律师"
            case .military: "军队律师"
            }
        }
    }

    /// The lawyers' system was restored in 1979.
    public static let earliestYear = 1979

    /// Nil when the form is wrong, or the year before 1979 or after this one (by the machine's clock).
    public init?(_ text: String) { self.init(text, today: .today) }

    /// Nil when the form is wrong, or the year before 1979 or after that of `today`.
    public init?(_ text: String, today: CivilDate) {
        guard Self.fault(in: text, today: today) == nil else { return nil }
        description = text
    }

    private func digits(_ offset: Int, _ count: Int) -> Int { ASCII.number(description.utf8.dropFirst(offset).prefix(count)) ?? 0 }

    /// The first two digits of the province's division code.
    public var province: Int { digits(1, 2) }
    /// The two digits of the city within the province.
    public var city: Int { digits(3, 2) }
    /// Year of the first licence.
    public var year: Int { digits(5, 4) }
    public var category: Category { Category(rawValue: digits(9, 1)) ?? .fullTime }
    public var sex: Sex { digits(10, 1) == 1 ? .female : .male }
    /// 0…999,999.
    public var sequence: Int { digits(11, 6) }

    /// A number made up for tests and demonstrations. Nil when a part does not fit or the division is a province's.
    public static func sample(division: DivisionCode, year: Int, category: Category, sex: Sex, sequence: Int) -> LawyerLicence? {
        guard (0...999_999).contains(sequence), (earliestYear...9999).contains(year) else { return nil }
        let text =
            "1\(division.description.prefix(4))\(ASCII.padded(year, 4))\(category.rawValue)\(sex == .female ? 1 : 0)\(ASCII.padded(sequence, 6))"
        return CivilDate(year: year, month: 12, day: 31).flatMap { LawyerLicence(text, today: $0) }
    }

    /// Looks at a text that claims to be a lawyer's licence number. `home` is the province whose lawyers are expected: another one is
    /// possible after a transfer and gives a warning.
    public static func examine(_ text: String, today: CivilDate = .today, home: Int = 45, table: DivisionTable = .empty) -> Examination {
        switch fault(in: text, today: today) {
        case .year: return Examination(invalid: text, .year, "第6至9位首次执业年份应在\(earliestYear)年至今年之间")
        case .province: return Examination(invalid: text, .province, "第2、3位不是省级代码")
        case .some: return Examination(invalid: text, .format, "律师执业证号应为17位数字，首位1，第10位类别1至9，第11位性别0或1；现为\(text.count)位")
        case nil: break
        }
        guard let licence = LawyerLicence(text, today: today) else { return Examination(invalid: text, .format, "不是律师执业证号") }
        var result = Examination(valid: text)
        result.add("province", "首次执业省", Province.name(licence.province))
        let city = DivisionCode("\(text.dropFirst().prefix(4))00")
        result.add("city", "首次执业市", city.flatMap { table.name(of: $0) })
        result.add("year", "首次执业年份", licence.year)
        result.add("category", "类别", licence.category.label)
        result.add("sex", "性别", licence.sex.rawValue)
        result.add("sequence", "顺序号", ASCII.padded(licence.sequence, 6))
        if licence.province != home { result.warn("首次执业不在\(Province.name(home) ?? "本省")，如系转入请核对") }
        return result
    }

    private static func fault(in text: String, today: CivilDate) -> Examination.Fault? {
        let bytes = Array(text.utf8)
        guard bytes.count == 17, bytes.allSatisfy(ASCII.isDigit), bytes[0] == UInt8(ascii: "1"), bytes[9] != UInt8(ascii: "0"),
            bytes[10] <= UInt8(ascii: "1"), ASCII.number(bytes[3..<5]) != 0
        else { return .format }
        guard let province = ASCII.number(bytes[1..<3]), Province.name(province) != nil else { return .province }
        guard let year = ASCII.number(bytes[5..<9]), (earliestYear...max(earliestYear, today.year)).contains(year) else { return .year }
        return nil
    }
}
