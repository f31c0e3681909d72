import Definitions
import HTML
import WorkCalendar

/// The texts of a page in the language it is shown in.
public struct PageWords: Sendable {
    public let language: Preferences.Language
    /// Those in which the page is complete: what the switch offers.
    public let offered: [Preferences.Language]
    private let texts: [String: String]
    private let catalogue: Catalogue

    init(_ language: Preferences.Language, offered: [Preferences.Language], texts: [String: String], catalogue: Catalogue) {
        self.language = language
        self.offered = offered
        self.texts = texts
        self.catalogue = catalogue
    }

    public var isChinese: Bool { language == .chinese }

    public func callAsFunction(_ text: some PageText, _ values: String...) -> String { filled(text, values) }

    /// The same with values that stand in markup.
    public func markup(_ text: some PageText, _ values: HTML...) -> HTML {
        let pieces = Self.pieces(isChinese ? text.rawValue : texts[text.key] ?? text.rawValue)
        return pieces.html { piece in
            switch piece {
            case .words(let words): "\(words)"
            case .place(let number): number <= values.count ? values[number - 1] : .empty
            }
        }
    }

    private func filled(_ text: some PageText, _ values: [String]) -> String {
        let pattern = isChinese ? text.rawValue : texts[text.key] ?? text.rawValue
        guard !values.isEmpty else { return pattern }
        return Self.pieces(pattern).map { piece in
            switch piece {
            case .words(let words): words
            case .place(let number): number <= values.count ? values[number - 1] : ""
            }
        }.joined()
    }

    enum Piece: Hashable {
        case words(String)
        case place(Int)
    }

    static func pieces(_ pattern: String) -> [Piece] {
        var (pieces, words, rest) = ([Piece](), "", pattern[...])
        while let character = rest.popFirst() {
            if character == "%", let digit = rest.first, let number = digit.wholeNumberValue, digit.isASCII, number > 0 {
                rest.removeFirst()
                if !words.isEmpty { pieces.append(.words(words)) }
                pieces.append(.place(number))
                words = ""
            } else {
                words.append(character)
            }
        }
        return words.isEmpty ? pieces : pieces + [.words(words)]
    }

    /// A code as people read it; in Chinese where the list is not the page's.
    public func label(of code: String, in list: String) -> String? {
        let chinese = catalogue.label(of: code, in: list)
        return isChinese ? chinese : texts[PageLanguages.key(of: code, in: list)] ?? chinese
    }

    /// What a kind of record is called.
    public func name(of record: RecordDefinition) -> String {
        isChinese ? record.name : texts[PageLanguages.key(ofRecord: record.type)] ?? record.name
    }

    /// A state of a record as people read it; nil where the record has no such state.
    public func state(_ id: String, of record: RecordDefinition) -> String? {
        record.state(id).map { isChinese ? $0.label : texts[PageLanguages.key(ofState: id, of: record.type)] ?? $0.label }
    }

    /// What a limit is called.
    /// - Parameter chinese: what it is called where the page's language has no word for it.
    public func limit(_ id: String, of type: String, _ chinese: String) -> String {
        isChinese ? chinese : texts[PageLanguages.key(ofLimit: id, of: type)] ?? chinese
    }

    /// A name that a node may set: the site's, its owner's; and the labels of the navigation.
    func name(_ chinese: String) -> String { isChinese ? chinese : texts[PageLanguages.key(ofName: chinese)] ?? chinese }

    /// Text in Chinese on a page of whatever language: marked, so that it is read out as what it is.
    public func chinese(_ text: String) -> HTML {
        isChinese || !text.unicodeScalars.contains { $0.value > 0x2E7F } ? "\(text)" : "<span lang='zh-CN'>\(text)</span>"
    }

    /// `2026年3月3日（周二）20:00`, `3 March 2026, 20:00`.
    public func moment(_ moment: Moment) -> String {
        isChinese ? moment.chinese : "\(day(moment.day)), \(moment.clockTime.prefix(5))"
    }

    public func day(_ day: Day) -> String {
        guard language == .english else { return isChinese ? day.chinese : day.description }
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
        ]
        return "\(day.day) \(months[max(0, min(11, day.month - 1))]) \(day.year)"
    }

    /// Makes a page, or a part of one, whose components speak its language.
    public func speaking<Made>(_ making: () throws -> Made) rethrows -> Made {
        try ComponentWords.$current.withValue(components, operation: making)
    }

    /// What components say by themselves.
    var components: ComponentWords {
        switch language {
        case .chinese: .chinese
        case .english: .english
        case .zhuang: ComponentWords(texts: texts)
        }
    }
}
