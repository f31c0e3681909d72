extension Phone {
    /// Looks at a text that claims to be a telephone number: whether it is one, why not, and what it says.
    public static func examine(_ text: String) -> Examination {
        guard let phone = Phone(text) else { return Examination(invalid: text, .format, reason(text)) }
        var result = Examination(valid: text)
        result.add("kind", "类别", phone.kind.rawValue)
        result.add("kind_name", "类别名称", phone.kind.label)
        result.add("number", "规范写法", phone.description)
        result.add("area_code", "区号", phone.areaCode)
        result.add("extension", "分机", phone.extensionNumber)
        result.add("masked", "脱敏", phone.masked())
        return result
    }

    private static func reason(_ text: String) -> String {
        let digits = text.utf8.filter(ASCII.isDigit)
        if text.contains(where: { !("0"..."9" ~= $0) && !"+- ()转".contains($0) }) { return "含有数字以外的字符，请只写数字，区号后可用连字符" }
        if digits.first == UInt8(ascii: "1"), digits.count >= 6 { return "手机号应为11位，以13至19开头；现为\(digits.count)位数字" }
        if digits.count == 7 || digits.count == 8, digits.first != UInt8(ascii: "0") { return "固定电话请写区号，如 0771-5853000" }
        if digits.first == UInt8(ascii: "0") { return "固定电话应为区号（3或4位）加7或8位号码；现为\(digits.count)位数字" }
        return "不是手机号（11位）、固定电话（区号加7或8位）、400/800电话或短号码（如12348）"
    }
}
