extension CreditCode {
    /// Looks at a text that claims to be a credit code: whether it is one, why not, and what it says.
    public static func examine(_ text: String, table: DivisionTable = .empty) -> Examination {
        if let fault = fault(in: text) { return refusal(text, fault) }
        guard let code = CreditCode(text) else { return refusal(text, .format) }
        var result = Examination(valid: text)
        result.add("length", "位数", 18)
        result.add("prefix", "前缀", code.prefix)
        result.add("department", "登记管理部门", code.departmentName)
        result.add("category", "机构类别", code.categoryName)
        result.add("division", "登记管理机关区划", String(text.dropFirst(2).prefix(6)))
        result.add("division_name", "区划名称", code.division.flatMap { table.fullName(of: $0) })
        result.add("province", "省", code.division?.provinceName)
        result.add("subject", "主体标识码", code.subject)
        if code.categoryName == nil { result.warn("前两位“\(code.prefix)”不在 GB 32100—2015 的登记管理部门和机构类别之列，请核对登记证") }
        return result
    }

    private static func refusal(_ text: String, _ fault: Examination.Fault) -> Examination {
        switch fault {
        case .checkDigit: return Examination(invalid: text, fault, "第18位校验码不符，请逐位核对代码（GB 32100—2015）")
        case .subjectCode: return Examination(invalid: text, fault, "第9至17位主体标识码的校验码不符，请逐位核对代码（GB 11714—1997）")
        default:
            if let wrong = text.first(where: { !("0"..."9" ~= $0 || "A"..."Z" ~= $0) || "IOSVZ".contains($0) }) {
                return Examination(invalid: text, .format, "含有不用的字符“\(wrong)”；只用数字和大写字母，不用I、O、S、V、Z")
            }
            if text.utf8.count == 18 { return Examination(invalid: text, .format, "第3至8位应为登记管理机关的6位区划数字") }
            return Examination(invalid: text, .format, "统一社会信用代码应为18位，现为\(text.count)位")
        }
    }
}
