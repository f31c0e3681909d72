/// A citizen's identity number (公民身份号码), 18 characters.
///
///     offset  size  content
///          0     6  division of the first registration (GB/T 2260)
///          6     8  birth date, YYYYMMDD
///         14     3  sequence; odd for men, even for women
///         17     1  check character by ISO 7064 MOD 11-2, `0`…`9` or `X`
///
/// Source: GB 11643-1999. The residence permits of Hong Kong, Macau and Taiwan residents (`81`, `82`, `83`) use the same form
/// (国务院令 2018 居住证申领发放办法); so does the foreigner's permanent residence card since 2023: `9`, two digits of the issuing
/// province, three of the nationality (ISO 3166-1 numeric), then the same. Other documents have forms of their own and never this check.
///
/// The division is not looked up: numbers keep the codes of counties long dissolved.
public struct IDCard: TextIdentifier {
    public let description: String
    /// The birth date within the number.
    public let birth: CivilDate

    /// Whose number it is.
    public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        case citizen = "居民身份证"
        case hongKong = "香港居民居住证"
        case macau = "澳门居民居住证"
        case taiwan = "台湾居民居住证"
        case foreigner = "外国人永久居留身份证"
    }

    /// Nil when the number is not valid by form, birth date, check character or province, or the birth lies after today (by the machine's clock).
    public init?(_ text: String) { self.init(text, today: .today) }

    /// Nil when the number is not valid, or the birth lies after `today`.
    public init?(_ text: String, today: CivilDate) {
        guard case .success(let card) = Self.read(text, today: today) else { return nil }
        self = card
    }

    private init(_ text: String, birth: CivilDate) { (description, self.birth) = (text, birth) }

    /// Whose number it is, by the first digits.
    public var kind: Kind {
        if description.hasPrefix("9") { return .foreigner }
        return switch description.prefix(2) {
        case "81": .hongKong
        case "82": .macau
        case "83": .taiwan
        default: .citizen
        }
    }

    /// The sex that the sequence tells.
    public var sex: Sex { sequence % 2 == 1 ? .male : .female }

    /// 0…999; hands out numbers among those born in one place on one day.
    public var sequence: Int { ASCII.number(description.utf8.dropFirst(14).prefix(3)) ?? 0 }

    /// The division of the first registration; for foreigners the issuing province. Nil for Taiwan residents and where the six
    /// digits do not have the form of a code.
    public var division: DivisionCode? {
        kind == .foreigner ? DivisionCode("\(description.dropFirst().prefix(2))0000") : DivisionCode(String(description.prefix(6)))
    }

    /// Hidden but for the first and last characters; by default three and four (rule PRIV-02 of the platform).
    public func masked(leading: Int = 3, trailing: Int = 4) -> String { Mask.keep(description, leading: leading, trailing: trailing) }

    /// The check character that the first 17 digits demand; nil when they are not 17 digits.
    public static func checkCharacter(_ digits: some Collection<UInt8>) -> UInt8? {
        guard digits.count == 17, digits.allSatisfy(ASCII.isDigit) else { return nil }
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(digits, weights).reduce(0) { $0 + Int($1.0 - 0x30) * $1.1 }
        return Array("10X98765432".utf8)[sum % 11]
    }

    /// The 18-character number of an old 15-digit one: `19` before the year, the check character after.
    /// The old numbers are out of force since 2013-01-01 (居民身份证法); only for the import of old files.
    public static func upgraded(from old: String) -> IDCard? {
        let digits = Array(old.utf8)
        guard digits.count == 15 else { return nil }
        let body = digits[..<6] + Array("19".utf8) + digits[6...]
        guard let check = checkCharacter(body) else { return nil }
        return IDCard(ASCII.text(body + [check]))
    }

    /// A number made up for tests and demonstrations, with the right check character.
    /// Nil when the sequence is not 0…999, the division has not six digits, or the birth lies before 1800. It may lie after today.
    public static func sample(division: DivisionCode, birth: CivilDate, sequence: Int) -> IDCard? {
        guard (0...999).contains(sequence), division.description.utf8.count == 6 else { return nil }
        let body = division.description + birth.digits + ASCII.padded(sequence, 3)
        guard let check = checkCharacter(body.utf8), birth.year >= earliestYear else { return nil }
        return IDCard(body + ASCII.text([check]), birth: birth)
    }

    /// Nobody with an identity number was born before.
    static let earliestYear = 1800

    enum Reading {
        case success(IDCard)
        case failure(Examination.Fault)
    }

    static func read(_ text: String, today: CivilDate) -> Reading {
        let bytes = Array(text.utf8)
        if bytes.count == 15, bytes.allSatisfy(ASCII.isDigit) {
            let date = birthDate(Array("19".utf8) + bytes[6..<12], today: today)
            return .failure(date == nil ? .birthDate : .obsolete)
        }
        guard bytes.count == 18, bytes.dropLast().allSatisfy(ASCII.isDigit), ASCII.isDigit(bytes[17]) || bytes[17] == UInt8(ascii: "X")
        else {
            return .failure(.format)
        }
        guard let birth = birthDate(bytes[6..<14], today: today) else { return .failure(.birthDate) }
        guard checkCharacter(bytes[..<17]) == bytes[17] else { return .failure(.checkDigit) }
        let first = bytes[0] == UInt8(ascii: "9") ? bytes[1..<3] : bytes[0..<2]
        guard let province = ASCII.number(first), Province.names[province] != nil || province == 83 else { return .failure(.province) }
        return .success(IDCard(text, birth: birth))
    }

    private static func birthDate(_ digits: some RandomAccessCollection<UInt8>, today: CivilDate) -> CivilDate? {
        guard let year = ASCII.number(digits.prefix(4)), let month = ASCII.number(digits.dropFirst(4).prefix(2)),
            let day = ASCII.number(digits.dropFirst(6)), year >= earliestYear,
            let date = CivilDate(year: year, month: month, day: day), date <= today
        else { return nil }
        return date
    }
}

extension IDCard: CustomDebugStringConvertible {
    /// Masked: logs and failed tests show this form.
    public var debugDescription: String { "IDCard(\(masked()))" }
}
