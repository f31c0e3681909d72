import Definitions
import Foundation
import Logging
import Synchronization

/// Catalogues of texts in other languages, read from folders at start: one file a language, `{"language": "en", "texts": {"home.question": "…"}}`.
///
/// A page is offered in a language only where all that it says by itself is there. What is missing is written to the log once.
public final class PageLanguages: Sendable {
    /// A file that cannot be used.
    public struct Problem: Error, Sendable, CustomStringConvertible {
        public let description: String
    }

    private let catalogues: [Preferences.Language: [String: String]]
    private struct Offer {
        var digest: String
        var languages: [Preferences.Language]
    }
    private let offers = Mutex<[String: Offer]>([:])

    /// Chinese alone.
    public init() { catalogues = [:] }

    /// - Parameter folders: every `*.json` in them; what a later folder says of the same key holds. A folder that is not there has none.
    /// - Throws: ``Problem`` that names the file.
    public init(folders: [String]) throws(Problem) {
        var all: [Preferences.Language: [String: String]] = [:]
        for folder in folders {
            let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".json") }.sorted()
            for name in names {
                let (language, texts) = try Self.read("\(folder)/\(name)")
                all[language, default: [:]].merge(texts) { $1 }
            }
        }
        catalogues = all
    }

    private struct File: Decodable {
        var language: String
        var texts: [String: String]
    }

    private static func read(_ path: String) throws(Problem) -> (Preferences.Language, [String: String]) {
        guard let data = FileManager.default.contents(atPath: path) else { throw Problem(description: "读不到语言文件 \(path)") }
        let file: File
        do { file = try JSONDecoder().decode(File.self, from: data) } catch {
            throw Problem(description: "语言文件 \(path) 不成形：应为 {\"language\": \"en\", \"texts\": {\"键\": \"文本\"}}")
        }
        guard let language = Preferences.Language(rawValue: file.language), language != .chinese else {
            let known = Preferences.Language.allCases.filter { $0 != .chinese }.map(\.rawValue).joined(separator: "、")
            throw Problem(description: "语言文件 \(path) 的 language 应为 \(known)，不是“\(file.language)”")
        }
        return (language, file.texts.filter { !$0.value.allSatisfy(\.isWhitespace) })
    }

    static func key(of code: String, in list: String) -> String { "code.\(list).\(code)" }
    static func key(ofRecord type: String) -> String { "record.\(type)" }
    static func key(ofState id: String, of type: String) -> String { "state.\(type).\(id)" }
    static func key(ofLimit id: String, of type: String) -> String { "limit.\(type).\(id)" }
    static func key(ofName chinese: String) -> String { "name.\(chinese)" }

    /// Keys that a page wants and a language has not, or has with other places for values than the Chinese; in order.
    public func missing(from language: Preferences.Language, of page: TranslatedPage, on site: Site) -> [String] {
        guard language != .chinese else { return [] }
        let texts = catalogues[language] ?? [:]
        return needs(page, language, site).filter { need in
            guard let text = texts[need.key] else { return true }
            func places(_ pattern: String) -> Set<PageWords.Piece> {
                Set(PageWords.pieces(pattern).filter { if case .place = $0 { true } else { false } })
            }
            return places(text) != places(need.chinese)
        }.map(\.key)
    }

    private func needs(_ page: TranslatedPage, _ language: Preferences.Language, _ site: Site) -> [(key: String, chinese: String)] {
        var needs = ShellText.keys
        for texts in page.texts { needs += Self.keys(texts) }
        for list in page.codes {
            for entry in site.catalogue.codeList(list)?.entries ?? [] { needs.append((Self.key(of: entry.code, in: list), entry.label)) }
        }
        for type in page.records {
            guard let record = site.catalogue.record(type) else { continue }
            needs.append((Self.key(ofRecord: type), record.name))
            needs += (record.lifecycle?.states ?? []).map { (Self.key(ofState: $0.id, of: type), $0.label) }
        }
        for type in page.records + page.limits {
            needs += (site.catalogue.record(type)?.limits ?? []).map { (Self.key(ofLimit: $0.id, of: type), $0.label) }
        }
        let names = [site.settings.portalName, site.settings.portalOwner] + site.navigation.portalLabels
        needs += names.map { (Self.key(ofName: $0), $0) }
        // The program has the components' English.
        if language != .english {
            needs += ComponentWords.places.map { ("component.\($0.name)", ComponentWords.chinese[keyPath: $0.path]) }
        }
        return needs
    }

    private static func keys<Text: PageText>(_ texts: Text.Type) -> [(key: String, chinese: String)] { texts.keys }

    /// Keys of a language that none of the pages wants: misspelt, or left over.
    public func unknown(in language: Preferences.Language, for pages: [TranslatedPage], on site: Site) -> [String] {
        let wanted = Set(pages.flatMap { needs($0, language, site).map(\.key) })
        return (catalogues[language] ?? [:]).keys.filter { !wanted.contains($0) }.sorted()
    }

    /// Languages in which a page is complete; Chinese always, and first.
    public func offered(_ page: TranslatedPage, on site: Site) -> [Preferences.Language] {
        guard !catalogues.isEmpty else { return [.chinese] }
        let digest = site.catalogue.digest
        if let known = offers.withLock({ $0[page.name] }), known.digest == digest { return known.languages }
        var languages: [Preferences.Language] = [.chinese]
        for language in Preferences.Language.allCases where language != .chinese && catalogues[language] != nil {
            let missing = missing(from: language, of: page, on: site)
            if missing.isEmpty {
                languages.append(language)
            } else {
                site.logger.notice(
                    "page not offered in a language: texts are missing",
                    metadata: [
                        "page": "\(page.name)", "language": "\(language.rawValue)", "missing": "\(missing.count)",
                        "first": "\(missing.prefix(20).joined(separator: " "))",
                    ])
            }
        }
        let found = languages
        offers.withLock { $0[page.name] = Offer(digest: digest, languages: found) }
        return languages
    }

    func words(for page: TranslatedPage, _ wanted: Preferences.Language, on site: Site) -> PageWords {
        let offered = offered(page, on: site)
        let language = offered.contains(wanted) ? wanted : .chinese
        return PageWords(language, offered: offered, texts: catalogues[language] ?? [:], catalogue: site.catalogue)
    }
}

extension Visit {
    /// Words for a page, or a part of one, that is written in Chinese alone.
    public var chinese: PageWords { PageWords(.chinese, offered: [.chinese], texts: [:], catalogue: catalogue) }

    /// A page's texts in the language the person wants, where the page is complete in it; else in Chinese.
    public func words(for page: TranslatedPage) -> PageWords { site.settings.languages.words(for: page, preferences.language, on: site) }
}
