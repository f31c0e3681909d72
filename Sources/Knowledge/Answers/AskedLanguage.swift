/// The language a question is written in, by its letters, or the one that somebody says he speaks; enough to choose who answers. Raw values are codes of `lang`.
enum AskedLanguage: String, Sendable {
    case chinese = "zh"
    case zhuang = "za"
    case cantonese = "yue"
    case southwestern = "gl"
    case hakka
    case signed = "sign"
    case english = "en"
    case vietnamese = "vi"
    case other

    /// In Chinese; nil where it is not known which one it is, or it is Chinese.
    var name: String? {
        switch self {
        case .zhuang: "壮语"
        case .cantonese: "白话（粤方言）"
        case .southwestern: "桂柳话"
        case .hakka: "客家话"
        case .signed: "手语"
        case .english: "英语"
        case .vietnamese: "越南语"
        case .chinese, .other: nil
        }
    }

    /// Words of standard Zhuang (Sawcuengh) that no other language here has.
    private static let zhuangWords: Set<String> = [
        "gou", "mwngz", "raeuz", "vunz", "ndaej", "mbouj", "baenzlawz", "gijmaz", "faplwd", "swhfaz", "bouxcuengh", "vahcuengh",
        "sawcuengh", "canghleix",
        "gung", "gyoengq", "dwg", "youq", "haeuj", "ngaenz", "hongdaem", "ranz", "lwgnyez", "yienghneix", "roxnaeuz", "caeuq", "gyauhan",
        "boux", "bouxlawz", "gijlawz", "seizlawz", "gizlawz", "baenaengh", "gangjvah", "vunzgoeng", "lizswh", "gunghswh",
        "gunghcienz", "gaenx", "miz", "naeuz", "gangj", "hawj", "cingj", "bang", "raen", "dawz", "banghcoh", "ndeu", "daeuj", "dauq",
        "lwg", "daxboh", "daxmeh", "gvan", "yah", "ndaw", "mbanj", "naz", "reih", "cienz", "cawx", "gai",
    ]
    /// Letters of the older Zhuang spelling (before 1982) that no other language here has: ƃ, ƅ, ƨ, ƽ, ə, ɯ, ŋ, ƌ.
    private static let olderZhuang: Set<UInt32> = [0x183, 0x185, 0x1A8, 0x1BD, 0x259, 0x26F, 0x14B, 0x18C]
    /// Short words that English or pinyin have as well: alone they tell nothing.
    private static let shared: Set<String> = ["bang", "gai", "yah", "miz", "dwg", "naz", "lwg", "boux", "gou", "gung", "hawj", "raen"]

    init(of text: NormalText) {
        let han = text.hanCount
        let letters = text.scalars.filter { !Characters.isHan($0) && Characters.isWordPart($0) && !(0x30...0x39).contains($0) }
        // Kana and Hangul stand among Han letters.
        if letters.contains(where: { (0x3041...0x30FF).contains($0) || (0x1100...0x11FF).contains($0) || (0xAC00...0xD7A3).contains($0) }) {
            self = letters.count * 2 >= han ? .other : .chinese
            return
        }
        if letters.isEmpty {
            self = .chinese
            return
        }
        if han > 0, han * 2 >= letters.count || han >= 4 {
            self = .chinese
            return
        }
        // Letters with the marks of Vietnamese.
        if letters.contains(where: { [0x111, 0x1A1, 0x1B0].contains($0) || (0x1EA0...0x1EF9).contains($0) }) {
            self = .vietnamese
            return
        }
        if letters.contains(where: Self.olderZhuang.contains), letters.allSatisfy({ $0 < 0x2B0 }) {
            self = .zhuang
            return
        }
        guard letters.allSatisfy({ $0 < 0x250 }) else {
            self = .other
            return
        }
        let words = text.string.split { !$0.isLetter }.map(String.init)
        let known = words.filter(Self.zhuangWords.contains)
        let telling = known.count { !Self.shared.contains($0) }
        if telling >= 2 || telling >= 1 && known.count * 3 >= words.count || known.count >= 3 && known.count * 2 >= words.count {
            self = .zhuang
        } else if han > 0 {
            self = .other
        } else {
            self = letters.allSatisfy { $0 < 0x80 } ? .english : .other
        }
    }

    /// Names that people give to what they speak.
    private static let names: [(String, AskedLanguage)] = [
        ("壮语", .zhuang), ("壮话", .zhuang), ("白话", .cantonese), ("粤语", .cantonese), ("广东话", .cantonese), ("桂柳话", .southwestern),
        ("桂林话", .southwestern), ("柳州话", .southwestern), ("西南官话", .southwestern), ("客家话", .hakka), ("手语", .signed), ("英语", .english),
        ("英文", .english), ("越南语", .vietnamese), ("越南话", .vietnamese), ("越语", .vietnamese),
    ]
    /// What asks for somebody who speaks it, or says that one speaks nothing else; `*` is the language.
    private static let wishes = [
        "会讲*的", "会说*的", "懂*的", "会*的", "讲*的人", "说*的人", "只会讲*", "只会说*", "只会*", "只讲*", "只懂*", "只听得懂*", "用*跟", "用*和", "用*回答", "用*答复", "用*说",
        "用*讲", "用*服务", "用*咨询", "用*沟通", "讲*可以吗", "说*可以吗", "能讲*", "能说*", "可以讲*", "可以说*", "*客服", "*服务", "*人工", "*翻译在", "有没有*", "有冇*",
        "讲*得唔得", "想讲*", "想说*", "转*",
    ]
    private static let onlyOwn = ["不会普通话", "不会讲普通话", "不会说普通话", "听不懂普通话", "不懂普通话", "讲不来普通话", "说不来普通话", "唔识讲普通话", "不会讲国语"]

    /// The language that somebody, writing Chinese, wants to be spoken with. A mention alone is no wish.
    static func wanted(in text: NormalText) -> AskedLanguage? {
        let plain = text.compact.string
        guard plain.count <= 80, let (name, language) = names.first(where: { plain.contains($0.0) }) else { return nil }
        let isWish =
            onlyOwn.contains { plain.contains($0) }
            || wishes.contains { plain.contains($0.replacing("*", with: name)) }
        return isWish ? language : nil
    }
}
