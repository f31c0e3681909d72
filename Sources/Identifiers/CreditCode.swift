/// A unified social credit code (统一社会信用代码), 18 characters.
///
///     offset  size  content
///          0     1  registering department (3 = 司法行政)
///          1     1  category within the department (31 = 律师执业机构 …)
///          2     6  division of the registering organ, digits
///          8     9  subject code (GB 11714), with a check character of its own
///         17     1  check character
///
/// Characters `0`…`9`, `A`…`Z` without `I O S V Z`, counting 0…30; weights 3ⁱ mod 31; the check makes the weighted sum divisible by 31.
/// Source: GB 32100-2015.
public struct CreditCode: TextIdentifier {
    public let description: String

    /// Nil when the form, the check character or the subject code's own check is wrong.
    public init?(_ text: String) {
        guard Self.fault(in: text) == nil else { return nil }
        description = text
    }

    /// The first character.
    public var department: Character { description.first ?? "0" }

    /// The first two characters: department and category.
    public var prefix: String { String(description.prefix(2)) }

    /// Division of the registering organ at issue; it does not follow the body when that moves. Nil where the six digits do not
    /// have the form of a division code (`100000` for the State's own registers).
    public var division: DivisionCode? { DivisionCode(String(description.dropFirst(2).prefix(6))) }

    /// The nine characters that name the body itself.
    public var subject: String { String(description.dropFirst(8).prefix(9)) }

    /// The department's name; nil for a character that GB 32100 does not give.
    public var departmentName: String? { Self.departments[department]?.name }

    /// The category's name; nil for a pair that GB 32100 does not give.
    public var categoryName: String? { Self.departments[department]?.categories[description.dropFirst().first ?? "0"] }

    /// The kind of legal-service body; nil when another department than the judicial administration registered it.
    public var legalServiceKind: LegalServiceKind? { LegalServiceKind(rawValue: prefix) }

    /// Bodies that the judicial administration registers. Raw values: the first two characters, which are also the `org_kind` codes.
    public enum LegalServiceKind: String, Sendable, Hashable, CaseIterable, Codable {
        case lawFirm = "31"
        case notaryOffice = "32"
        case grassrootsOffice = "33"
        case forensicInstitution = "34"
        case arbitrationCommission = "35"
        case other = "39"

        /// Chinese, as in GB 32100.
        public var label: String {
            switch self {
            case .lawFirm: "律师执业机构"
            case .notaryOffice: "公证处"
            case .grassrootsOffice: "基层法律服务所"
            case .forensicInstitution: "司法鉴定机构"
            case .arbitrationCommission: "仲裁委员会"
            case .other: "其他"
            }
        }
    }

    /// How a code goes with the kind of body that is said to bear it.
    public enum Fit: Sendable, Hashable {
        case fits
        /// Possible, with a word to the clerk, Chinese: public institutions and social organisations have codes of other departments.
        case doubtful(String)
        /// Not possible, Chinese.
        case wrong(String)
    }

    /// Whether a body of that kind (an `org_kind` code: `31` …) may bear this code. Notary offices and forensic institutions that are
    /// public institutions hold `12…`, social organisations `5…`: doubtful, not wrong. Kinds that are not registered with the
    /// judicial administration (`LA`, `MC`, `JS` …) fit any code.
    public func fit(orgKind: String) -> Fit {
        guard let kind = LegalServiceKind(rawValue: orgKind), kind.rawValue != prefix else { return .fits }
        let expected = "\(kind.label)的代码应以\(orgKind)开头，此代码以\(prefix)开头"
        if prefix == "12" || department == "5" { return .doubtful("\(expected)；事业单位、社会组织可以如此，请核对登记证") }
        return .wrong("\(expected)，请核对机构类别或代码")
    }

    static let characters = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)

    /// The check character that the first 17 demand; nil when they are not 17 permitted characters.
    public static func checkCharacter(_ body: some Collection<UInt8>) -> UInt8? {
        guard body.count == 17 else { return nil }
        var (sum, weight) = (0, 1)
        for byte in body {
            guard let value = characters.firstIndex(of: byte) else { return nil }
            sum += value * weight
            weight = weight * 3 % 31
        }
        return characters[(31 - sum % 31) % 31]
    }

    /// A code made up for tests and demonstrations, with both check characters right.
    /// Nil when the prefix is not two permitted characters, the division not of six digits or the subject not 0…99,999,999.
    public static func sample(prefix: String, division: DivisionCode, subject: Int) -> CreditCode? {
        guard prefix.utf8.count == 2, division.description.utf8.count == 6, (0...99_999_999).contains(subject) else { return nil }
        let number = ASCII.padded(subject, 8)
        guard let inner = SubjectCode.checkCharacter(number.utf8) else { return nil }
        let body = Array("\(prefix)\(division)\(number)".utf8) + [inner]
        guard let outer = checkCharacter(body) else { return nil }
        return CreditCode(ASCII.text(body + [outer]))
    }

    static func fault(in text: String) -> Examination.Fault? {
        let bytes = Array(text.utf8)
        guard bytes.count == 18, bytes.allSatisfy(characters.contains), bytes[2..<8].allSatisfy(ASCII.isDigit) else { return .format }
        guard checkCharacter(bytes[..<17]) == bytes[17] else { return .checkDigit }
        return SubjectCode(ASCII.text(bytes[8..<17])) == nil ? .subjectCode : nil
    }
}
