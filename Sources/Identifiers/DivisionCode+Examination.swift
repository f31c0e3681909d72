extension DivisionCode {
    /// Looks at a text that claims to be a division code; with a table also at whether it is in force, and at its names.
    public static func examine(_ text: String, table: DivisionTable = .empty) -> Examination {
        switch fault(in: text) {
        case .province: return Examination(invalid: text, .province, "前两位“\(text.prefix(2))”不是省级代码")
        case .some:
            return Examination(invalid: text, .format, "行政区划代码应为6位数字（乡级9位、村级12位），前两位省、中两位市、后两位县，上级为00时下级也为00")
        case nil: break
        }
        guard let code = DivisionCode(text) else { return Examination(invalid: text, .format, "不是行政区划代码") }
        if table.covers(code), table[code] == nil {
            return Examination(invalid: text, .unlisted, "代码形式正确，但现行行政区划表中没有，可能写错或已撤并，请核对")
        }
        var result = Examination(valid: text)
        result.add("level", "层级", code.level.rawValue)
        result.add("name", "名称", table.name(of: code) ?? (code.level == .province ? code.provinceName : nil))
        result.add("full_name", "全称", table.fullName(of: code))
        result.add("province", "省", code.provinceName)
        result.add("parent", "上级", (table[code]?.parent ?? code.parent)?.description)
        if let place = table[code], let longitude = place.longitude, let latitude = place.latitude {
            result.add("lon", "经度", String(longitude))
            result.add("lat", "纬度", String(latitude))
        }
        if !table.covers(code) { result.warn("行政区划表未收\(code.provinceName)的\(code.level.label)区划，只核对了形式") }
        return result
    }
}
