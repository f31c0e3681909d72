extension IDCard {
    /// Looks at a text that claims to be an identity number: whether it is one, why not, and what it says.
    public static func examine(_ text: String, today: CivilDate = .today, table: DivisionTable = .empty) -> Examination {
        let card: IDCard
        switch read(text, today: today) {
        case .success(let valid): card = valid
        case .failure(let fault): return refusal(text, fault)
        }
        var result = Examination(valid: text)
        result.add("kind", "证件", card.kind.rawValue)
        result.add("length", "位数", 18)
        if card.kind == .foreigner {
            result.add("nationality", "国籍代码", String(text.dropFirst(3).prefix(3)))
        } else {
            result.add("division", "区划", String(text.prefix(6)))
            result.add("division_name", "区划名称", card.division.flatMap { table.fullName(of: $0) })
        }
        result.add("province", "省", card.division?.provinceName)
        result.add("birth", "出生日期", card.birth.description)
        result.add("sex", "性别", card.sex.rawValue)
        result.add("sequence", "顺序码", ASCII.padded(card.sequence, 3))
        if let code = card.division, table.covers(code), table[code] == nil {
            result.warn("区划 \(code) 不在现行行政区划表中，可能是已撤并的区划")
        }
        return result
    }

    private static func refusal(_ text: String, _ fault: Examination.Fault) -> Examination {
        switch fault {
        case .birthDate: return Examination(invalid: text, fault, "出生日期不存在或晚于今天，请核对第7至14位")
        case .checkDigit: return Examination(invalid: text, fault, "校验码不符，请逐位核对号码（GB 11643—1999）")
        case .province: return Examination(invalid: text, fault, "前两位不是省级代码，请核对号码")
        case .obsolete:
            var result = Examination(invalid: text, fault, "15位旧号码自2013年1月1日起停止使用，请改用18位公民身份号码")
            result.add("upgraded", "对应的18位号码", upgraded(from: text)?.description)
            return result
        default:
            if text.utf8.count == 18, text.hasSuffix("x"), let upper = IDCard("\(text.dropLast())X") {
                var result = Examination(invalid: text, fault, "末位应为大写X")
                result.add("corrected", "正确写法", upper.description)
                return result
            }
            return Examination(invalid: text, fault, "公民身份号码应为18位：17位数字加1位校验码（数字或大写X）；现为\(text.count)位")
        }
    }
}
