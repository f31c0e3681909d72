import Foundation
import Identifiers

/// Finds what identifies people in free text and covers it before anything is kept: identity numbers, phones, bank cards, plates, e-mail, passwords.
public enum PersonalData {
    /// What identifies a person.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case idNumber = "id_number"
        case bankCard = "bank_card"
        case phone
        case email
        case plate
        case password
        case address
        case name

        public var label: String {
            switch self {
            case .idNumber: "证件号码"
            case .bankCard: "银行卡号"
            case .phone: "电话号码"
            case .email: "电子邮箱"
            case .plate: "车牌号"
            case .password: "密码"
            case .address: "详细住址"
            case .name: "姓名"
            }
        }
    }

    /// A text that may be kept.
    public struct Masked: Sendable, Hashable {
        /// The text with everything found covered.
        public let text: String
        public let found: Set<Kind>

        /// What to tell the person, nil when nothing was found.
        public var warning: String? {
            guard !found.isEmpty else { return nil }
            let names = Kind.allCases.filter(found.contains).map(\.label).joined(separator: "、")
            return "为保护您的信息，已遮盖对话中的\(names)。请不要在这里输入证件号、银行卡号、密码等。"
        }
    }

    /// - Returns: the text with covers of the same kind of shape: the first and last of an identity number, the head and tail of a phone, nothing of a card or password.
    public static func mask(_ text: String) -> Masked {
        var result = narrowed(text)
        var found = Set<Kind>()
        func cover(_ kind: Kind, _ ranges: [Range<String.Index>], _ replacement: (Substring) -> String?) {
            for range in ranges.reversed() {
                // Part of a longer number or of an order's number is none of these.
                if result[range].first?.isNumber == true, range.lowerBound > result.startIndex {
                    let before = result[result.index(before: range.lowerBound)]
                    if before.isASCII, before.isNumber || before.isLetter { continue }
                }
                if range.upperBound < result.endIndex, result[range].last?.isNumber == true, result[range.upperBound].isNumber { continue }
                guard let new = replacement(result[range]) else { continue }
                result.replaceSubrange(range, with: new)
                found.insert(kind)
            }
        }
        cover(.password, result.ranges(of: PersonalPattern.password)) { part in
            let word = part.prefix { !$0.isASCII || $0.isLetter }
            return (word.hasPrefix("密码") ? "密码" : word.hasPrefix("口令") ? "口令" : word.hasPrefix("验证码") ? "验证码" : "password") + "［已遮盖］"
        }
        cover(.email, result.ranges(of: PersonalPattern.email)) { _ in "［邮箱已遮盖］" }
        // Digits with or without spaces and dashes between, taken whole so that no part of a longer number is left over.
        cover(.idNumber, result.ranges(of: PersonalPattern.identity)) { part in
            let digits = part.filter { $0 != " " && $0 != "-" }
            guard digits.count == 18 || digits.count == 15, looksLikeIdentity(String(digits)) else { return nil }
            return "\(digits.prefix(1))\(String(repeating: "*", count: digits.count - 2))\(digits.suffix(1))"
        }
        cover(.bankCard, result.ranges(of: PersonalPattern.card)) { part in
            // Two dates side by side are no card.
            part.contains(PersonalPattern.date) ? nil : "［银行卡号已遮盖］"
        }
        cover(.phone, result.ranges(of: PersonalPattern.mobile)) { part in
            let digits = part.filter(\.isNumber)
            return "\(digits.suffix(11).prefix(3))****\(digits.suffix(4))"
        }
        cover(.phone, result.ranges(of: PersonalPattern.landline)) { _ in "［电话已遮盖］" }
        cover(.plate, result.ranges(of: PersonalPattern.plate)) { part in
            "\(part.prefix(2))·*****"
        }
        cover(
            .address, result.ranges(of: PersonalPattern.address)
        ) { _ in "［住址已遮盖］" }
        cover(.name, result.ranges(of: PersonalPattern.name)) { part in
            let text = String(part)
            let lead = ["我的名字叫", "我的名字是", "我叫", "本人叫", "姓名：", "姓名:", "姓名 "].first { text.hasPrefix($0) } ?? ""
            guard let surname = text.dropFirst(lead.count).first else { return nil }
            return "\(lead)\(surname)某"
        }
        return Masked(text: result, found: found)
    }

    /// Full-width digits and letters hide numbers as well as half-width ones show them.
    private static func narrowed(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if (0xFF10...0xFF19).contains(scalar.value) || (0xFF21...0xFF3A).contains(scalar.value)
                || (0xFF41...0xFF5A).contains(scalar.value),
                let narrow = Unicode.Scalar(scalar.value - 0xFEE0)
            {
                result.unicodeScalars.append(narrow)
            } else if (0x200B...0x200F).contains(scalar.value) || scalar.value == 0x2060 || scalar.value == 0xFEFF {
                continue
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A birth date in its place is enough: a number with a slip in its check digit is still somebody's.
    private static func looksLikeIdentity(_ digits: String) -> Bool {
        let date = digits.count == 18 ? digits.dropFirst(6).prefix(8) : Substring("19" + digits.dropFirst(6).prefix(6))
        guard let year = Int(date.prefix(4)), let month = Int(date.dropFirst(4).prefix(2)), let day = Int(date.suffix(2)) else {
            return false
        }
        return (1900...2100).contains(year) && CivilDate(year: year, month: month, day: day) != nil
    }
}
