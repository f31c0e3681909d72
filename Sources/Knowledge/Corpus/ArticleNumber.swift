/// Numbers of articles as laws write them: 第一千零七十九条, 第一百二十条之一.
public enum ArticleNumber {
    /// 1079 → 第一千零七十九条; `120-1` style suffixes as 之一.
    /// - Parameter number: 1…9999.
    /// - Returns: nil outside the range.
    public static func chinese(_ number: Int, suffix: Int? = nil) -> String? {
        guard (1...9999).contains(number) else { return nil }
        let tail = suffix.flatMap { (1...99).contains($0) ? "之" + numeral($0) : nil } ?? ""
        return "第" + numeral(number) + "条" + tail
    }

    /// 第一千零七十九条 → 1079; a suffix 之一 is left to the caller. Also reads 第1079条.
    public static func number(in text: some StringProtocol) -> Int? {
        guard let start = text.firstIndex(of: "第"), let end = text[start...].firstIndex(of: "条") else { return nil }
        let body = text[text.index(after: start)..<end]
        if let plain = Int(body) { return plain }
        var total = 0
        var digit = 0
        for character in body {
            if let value = digits[character] {
                digit = value
            } else if let unit = units[character] {
                total += (digit == 0 ? 1 : digit) * unit
                digit = 0
            } else {
                return nil
            }
        }
        let result = total + digit
        return result > 0 ? result : nil
    }

    private static let digits: [Character: Int] = [
        "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    ]
    private static let units: [Character: Int] = ["十": 10, "百": 100, "千": 1000]
    private static let names = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"]

    private static func numeral(_ number: Int) -> String {
        var result = ""
        var rest = number
        var isZeroPending = false
        for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
            let digit = rest / unit
            rest %= unit
            if digit == 0 {
                isZeroPending = !result.isEmpty && rest > 0
                continue
            }
            if isZeroPending { result += "零" }
            isZeroPending = false
            // 十二, not 一十二, at the head only.
            result += (digit == 1 && unit == 10 && result.isEmpty ? "" : names[digit]) + name
        }
        return result
    }
}
