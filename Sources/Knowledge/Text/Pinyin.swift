import Foundation

/// Pinyin of Chinese text, for those who type `laodonghetong` or `ldht`. The readings are the toolchain's own (ICU), asked once per word.
public enum Pinyin {
    /// Syllables without tone marks, in lower case: 劳动合同 → lao dong he tong. Readings follow the word (重庆 chong qing, 银行 yin hang as far as ICU knows).
    public static func syllables(of text: String) -> [String] {
        guard let latin = text.applyingTransform(.mandarinToLatin, reverse: false)?.applyingTransform(.stripDiacritics, reverse: false)
        else { return [] }
        return latin.lowercased().replacing("ü", with: "v").split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}

/// Finds words by their pinyin, whole (`laodonghetong`, spaces allowed) or by initials (`ldht`, from three letters on).
public struct PinyinIndex: Sendable {
    private var whole: [String: [String]] = [:]
    private var initials: [String: [String]] = [:]

    /// - Parameter words: the most wanted first; where several sound alike, this order is kept.
    public init(words: some Sequence<String>) {
        for word in words {
            let syllables = Pinyin.syllables(of: word)
            guard syllables.count > 1 else { continue }
            whole[syllables.joined(), default: []].append(word)
            if syllables.count >= 3 { initials[String(syllables.compactMap(\.first)), default: []].append(word) }
        }
    }

    /// Words that are written so, best first; empty when it is no pinyin of any word known.
    public func words(for typed: String) -> [String] {
        let key = typed.lowercased().filter { $0.isASCII && $0.isLetter }
        guard key.count >= 3 else { return [] }
        return whole[key] ?? initials[key] ?? []
    }

    /// Reads a longer text of Latin letters as words one after the other, longest first.
    /// - Returns: nil when any part of it is no word known: English stays English.
    public func reading(of typed: String) -> String? {
        let letters = Array(typed.lowercased().filter { $0.isASCII && $0.isLetter })
        guard letters.count >= 4, letters.count <= 120 else { return nil }
        var result = ""
        var start = 0
        while start < letters.count {
            var found: String?
            var end = letters.count
            while end - start >= 4 {
                if let word = whole[String(letters[start..<end])]?.first {
                    found = word
                    break
                }
                end -= 1
            }
            guard let found else { return start == 0 ? words(for: typed).first : nil }
            result += found
            start = end
        }
        return result
    }
}
