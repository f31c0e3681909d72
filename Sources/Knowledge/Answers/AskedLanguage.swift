/// The language a question is written in, by its letters; enough to choose who answers.
enum AskedLanguage: String, Sendable {
    case chinese = "zh"
    case zhuang = "za"
    case english = "en"
    case vietnamese = "vi"
    case other

    /// Words of standard Zhuang (Sawcuengh) that no other language here has.
    private static let zhuangWords: Set<String> = [
        "gou", "mwngz", "raeuz", "vunz", "ndaej", "mbouj", "baenzlawz", "gijmaz", "faplwd", "swhfaz", "bouxcuengh", "vahcuengh",
        "sawcuengh", "canghleix",
        "gung", "gyoengq", "dwg", "youq", "haeuj", "ngaenz", "hongdaem", "ranz", "lwgnyez", "yienghneix", "roxnaeuz", "caeuq", "gyauhan",
    ]

    init(of text: NormalText) {
        let han = text.hanCount
        let letters = text.scalars.filter { !Characters.isHan($0) && Characters.isWordPart($0) && !(0x30...0x39).contains($0) }
        if han > 0 || letters.isEmpty {
            self = han * 2 >= letters.count || han >= 4 ? .chinese : .other
            return
        }
        // Letters with the marks of Vietnamese.
        if letters.contains(where: { [0x111, 0x1A1, 0x1B0].contains($0) || (0x1EA0...0x1EF9).contains($0) }) {
            self = .vietnamese
            return
        }
        guard letters.allSatisfy({ $0 < 0x250 }) else {
            self = .other
            return
        }
        let words = text.string.split { !$0.isLetter }.map(String.init)
        let known = words.count { Self.zhuangWords.contains($0) }
        if known >= 2 || known * 2 >= max(1, words.count) {
            self = .zhuang
        } else {
            self = letters.allSatisfy { $0 < 0x80 } ? .english : .other
        }
    }
}
