import Foundation
import Knowledge

/// Finds short texts – names, titles – by a part of them, by their pinyin or its initials, and with a slip of the pen, in memory.
///
/// Every text is cut into pieces of two characters (Chinese) and of three letters (pinyin); a query is cut alike, and what shares enough pieces is found. The
/// cost is that of the pieces' lists, not of all texts.
struct TextIndex: Sendable {
    /// A text prepared for the index: costs the toolchain's pinyin, so it is made once a text.
    struct Key: Sendable, Hashable {
        /// Without spaces, in one width and case.
        let plain: String
        /// Letters only.
        let pinyin: String
        let initials: String

        init(_ text: String) {
            plain = TextIndex.plain(text)
            let syllables = Pinyin.syllables(of: plain)
            pinyin = syllables.joined().filter { $0.isASCII && $0.isLetter }
            initials = String(syllables.compactMap(\.first)).filter { $0.isASCII && $0.isLetter }
        }
    }

    /// A text that was found: its position, and how well it fits, 0…1.
    struct Hit: Sendable, Hashable {
        var position: Int
        var score: Double
    }

    private let keys: [Key]
    private var characters: [Substring: [Int32]] = [:]
    private var letters: [Substring: [Int32]] = [:]

    init(_ keys: [Key]) {
        self.keys = keys
        for (position, key) in keys.enumerated() {
            for piece in Set(Self.pieces(of: key.plain, 2)) { characters[piece, default: []].append(Int32(position)) }
            for piece in Set(Self.pieces(of: key.pinyin, 3) + Self.pieces(of: key.initials, 3)) {
                letters[piece, default: []].append(Int32(position))
            }
        }
    }

    static func plain(_ text: String) -> String {
        let half = text.applyingTransform(.fullwidthToHalfwidth, reverse: false) ?? text
        return String(half.lowercased().prefix(200).filter { !$0.isWhitespace && !$0.isPunctuation })
    }

    private static func pieces(of text: String, _ length: Int) -> [Substring] {
        guard text.count >= length else { return text.isEmpty ? [] : [text[...]] }
        var found: [Substring] = []
        var start = text.startIndex
        while let end = text.index(start, offsetBy: length, limitedBy: text.endIndex) {
            found.append(text[start..<end])
            start = text.index(after: start)
        }
        return found
    }

    /// Texts that fit, best first; the position decides among equals. Empty for less than two characters.
    func search(_ query: String) -> [Hit] {
        let text = Self.plain(query)
        guard text.count >= 2 else { return [] }
        let isLatin = text.allSatisfy(\.isASCII)
        var found = isLatin ? [:] : scores(Self.pieces(of: text, 2), in: characters, least: text.count <= 3 ? 1 : 0.5)
        for position in found.keys where keys[position].plain.contains(text) { found[position] = 1.5 }
        // Written by its sound, or with another character of the same sound.
        if isLatin || !found.values.contains(where: { $0 >= 1 }) {
            let sound = isLatin ? text.filter(\.isLetter) : Key(text).pinyin
            if sound.count >= 3 || isLatin && sound.count >= 2 {
                for (position, score) in scores(Self.pieces(of: sound, 3), in: letters, least: 0.75) {
                    let key = keys[position]
                    let isWhole = key.pinyin.contains(sound) || isLatin && key.initials.contains(sound)
                    found[position] = max(found[position] ?? 0, isWhole ? 1 : score * 0.8)
                }
            }
            if isLatin {
                // Numbers, and names that are Latin themselves.
                for (position, score) in scores(Self.pieces(of: text, 2), in: characters, least: 1)
                where keys[position].plain.contains(text) {
                    found[position] = max(found[position] ?? 0, score)
                }
            }
        }
        // A slip finds something only where nothing fits well.
        let best = found.values.max() ?? 0
        return found.filter { $0.value >= best - 0.6 }.map { Hit(position: $0.key, score: $0.value) }.sorted {
            ($1.score, $0.position) < ($0.score, $1.position)
        }
    }

    private func scores(_ pieces: [Substring], in lists: [Substring: [Int32]], least: Double) -> [Int: Double] {
        let wanted = Set(pieces)
        guard !wanted.isEmpty else { return [:] }
        var counts: [Int32: Int] = [:]
        for piece in wanted { for position in lists[piece] ?? [] { counts[position, default: 0] += 1 } }
        let total = Double(wanted.count)
        return counts.reduce(into: [:]) { found, entry in
            let score = Double(entry.value) / total
            if score >= least { found[Int(entry.key)] = score }
        }
    }
}
