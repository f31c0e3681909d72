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
        cover(.password, result.ranges(of: /(?:密码|口令|验证码|password)[是为：: ]*[0-9A-Za-z@#$%!_.\-]{4,}/)) { part in
            let word = part.prefix { !$0.isASCII || $0.isLetter }
            return (word.hasPrefix("密码") ? "密码" : word.hasPrefix("口令") ? "口令" : word.hasPrefix("验证码") ? "验证码" : "password") + "［已遮盖］"
        }
        cover(.email, result.ranges(of: /[0-9A-Za-z._%+\-]+@[0-9A-Za-z.\-]+\.[A-Za-z]{2,}/)) { _ in "［邮箱已遮盖］" }
        // Digits with or without spaces and dashes between, taken whole so that no part of a longer number is left over.
        cover(.idNumber, result.ranges(of: /[0-9](?:[ \-]?[0-9]){14,18}[ \-]?[0-9Xx]?/)) { part in
            let digits = part.filter { $0 != " " && $0 != "-" }
            guard digits.count == 18 || digits.count == 15, looksLikeIdentity(String(digits)) else { return nil }
            return "\(digits.prefix(1))\(String(repeating: "*", count: digits.count - 2))\(digits.suffix(1))"
        }
        cover(.bankCard, result.ranges(of: /[0-9](?:[ \-]?[0-9]){12,22}/)) { part in
            // Two dates side by side are no card.
            part.contains(/[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}/) ? nil : "［银行卡号已遮盖］"
        }
        cover(.phone, result.ranges(of: /(?:\+?86[ \-]?)?1[3-9][0-9](?:[ \-]?[0-9]{4}){2}/)) { part in
            let digits = part.filter(\.isNumber)
            return "\(digits.suffix(11).prefix(3))****\(digits.suffix(4))"
        }
        cover(.phone, result.ranges(of: /0[0-9]{2,3}[ \-]?[0-9]{7,8}/)) { _ in "［电话已遮盖］" }
        cover(.plate, result.ranges(of: /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·• ]?[A-Z0-9]{5,6}/)) { part in
            "\(part.prefix(2))·*****"
        }
        cover(
            .address, result.ranges(of: /[\p{Han}]{1,8}(?:路|街|巷|大道|村|屯)[0-9]{1,5}号(?:[\p{Han}0-9]{0,6}(?:栋|幢|单元|室|房)[0-9]{0,5}(?:室|房|号)?)*/)
        ) { _ in "［住址已遮盖］" }
        cover(.name, result.ranges(of: /(?:我叫|我的名字叫|我的名字是|本人叫|姓名[：: ])[\p{Han}·]{2,4}?(?=[，。,.、；;！!？? ]|今年|是|住|身份证|电话|手机|$)/)) { part in
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
