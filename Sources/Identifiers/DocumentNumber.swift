/// The number of an official document (发文字号): `桂司发〔2026〕12号`.
///
/// The organ's word, the year in full within 〔〕, the serial without leading zeros or 第, and 号. Source: GB/T 9704-2012, 7.2.5.
public struct DocumentNumber: TextIdentifier {
    public let description: String
    /// The organ's word: `桂司发`.
    public let word: String
    /// Four digits.
    public let year: Int
    /// From 1.
    public let serial: Int

    /// Nil when the form is wrong.
    public init?(_ text: String) {
        guard let open = text.firstIndex(of: "〔"), let close = text.firstIndex(of: "〕"), open < close, text.last == "号" else { return nil }
        let word = text[..<open]
        let year = text[text.index(after: open)..<close]
        let serial = text[text.index(after: close)...].dropLast()
        guard let number = ASCII.number(year.utf8), serial.first != "0", let count = ASCII.number(serial.utf8) else { return nil }
        self.init(word: String(word), year: number, serial: count)
        guard description == text else { return nil }
    }

    /// Nil when the word is empty or holds anything but letters and ASCII digits, the year has not four digits or the serial is less than 1.
    public init?(word: String, year: Int, serial: Int) {
        guard !word.isEmpty, word.allSatisfy({ $0.isLetter || ("0"..."9" ~= $0) }), (1000...9999).contains(year), serial > 0 else {
            return nil
        }
        (self.word, self.year, self.serial) = (word, year, serial)
        description = "\(word)〔\(year)〕\(serial)号"
    }

    /// Looks at a text that claims to be a document number; says the proper form where only brackets, 第 or zeros are wrong.
    public static func examine(_ text: String) -> Examination {
        if let number = DocumentNumber(text) {
            var result = Examination(valid: text)
            result.add("word", "机关代字", number.word)
            result.add("year", "年份", number.year)
            result.add("serial", "序号", number.serial)
            return result
        }
        var result = Examination(invalid: text, .format, "发文字号由机关代字、年份、序号组成，年份用六角括号〔〕，序号不加“第”、不编虚位，如 桂司发〔2026〕12号（GB/T 9704—2012）")
        result.add("corrected", "正确写法", mended(text)?.description)
        return result
    }

    private static func mended(_ text: String) -> DocumentNumber? {
        var plain = ""
        for character in text where !character.isWhitespace {
            switch character {
            case "[", "【", "(", "（", "［", "﹝": plain.append("〔")
            case "]", "】", ")", "）", "］", "﹞": plain.append("〕")
            case "第": continue
            default: plain.append(character)
            }
        }
        guard let close = plain.firstIndex(of: "〕") else { return nil }
        let after = plain.index(after: close)
        return DocumentNumber(String(plain[..<after]) + String(plain[after...].drop { $0 == "0" }))
    }
}
