import Site

/// What was typed into the one box of the first page: a number is looked up, a name is found, everything else is a question.
struct BoxReading {
    /// Where to go instead of asking; nil: it is a question.
    let address: String?

    private static let names = [
        "公证处", "律师事务所", "律所", "司法所", "司法局", "司法厅", "法律援助中心", "法律服务中心", "法律服务所", "法律服务工作站", "鉴定中心", "鉴定所", "仲裁委员会", "仲裁委", "调解委员会", "调委会",
        "律师协会", "公证协会", "监狱", "戒毒所",
    ]
    private static let asking = ["怎", "吗", "么", "什么", "谁", "哪", "几", "多少", "？", "?", "能不能", "可以", "要不要", "如何", "是不是", "，", "。", "我"]

    init(_ text: String) {
        let plain = text.filter { !$0.isWhitespace }
        if plain.wholeMatch(of: /[0-9A-Za-z〔〕\-]{10,40}/) != nil, plain.count(where: \.isNumber) >= 8, plain.contains(where: \.isLetter) {
            address = "/progress?number=\(QueryValues.encode(plain.uppercased()))"
            return
        }
        let isName = plain.count <= 24 && plain.count >= 3 && Self.names.contains { plain.hasSuffix($0) }
        address = isName && !Self.asking.contains { plain.contains($0) } ? "/find?q=\(QueryValues.encode(plain))" : nil
    }
}
