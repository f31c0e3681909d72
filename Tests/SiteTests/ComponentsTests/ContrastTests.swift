import Foundation
import Testing

/// The colours of every theme, reckoned from the style sheet itself (WCAG 2.2, 1.4.3 and 1.4.11; relative luminance as defined there).
@Suite struct `Colours` {
    static let sheet: String = {
        let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return (try? String(contentsOf: root.appendingPathComponent("Public/css/bagui.css"), encoding: .utf8)) ?? ""
    }()

    /// Colour variables of the rules that begin with `selector {`, on top of those of the light theme.
    static func theme(_ selector: String) -> [String: String] {
        var colours = selector == ":root" ? [:] : theme(":root")
        for rule in sheet.components(separatedBy: "\n").rules("\(selector) {") {
            for match in rule.matches(of: /--([a-z0-9-]+): (#[0-9a-f]{6});/) { colours[String(match.1)] = String(match.2) }
        }
        return colours
    }

    static let themes = [
        ":root", ":root[data-theme=\"dark\"]", ":root:not([data-theme=\"light\"], [data-theme=\"dark\"], .wall)", ":root.wall",
    ]
    static let grounds = ["paper", "surface", "sunk", "hover", "brand-soft"]
    static let texts: [(String, String)] =
        ["ink", "ink-2", "ink-3", "brand", "red", "amber", "green"].flatMap { text in grounds.map { (text, $0) } }
        + ["ink", "brand"].flatMap { text in ["red-soft", "amber-soft", "green-soft"].map { (text, $0) } }
        + [("red", "red-soft"), ("amber", "amber-soft"), ("green", "green-soft"), ("ink-2", "amber-soft"), ("ink-2", "red-soft")]
        + [("on-brand", "brand-fill"), ("on-brand", "brand-fill-2"), ("on-red", "red-fill")]
    static let shapes = ["edge", "brand-fill", "brand", "amber-fill", "red-fill", "green-fill"]

    @Test(arguments: themes) func `of text stand out from every ground`(selector: String) throws {
        let colours = Self.theme(selector)
        for (text, ground) in Self.texts {
            let ratio = try contrast(#require(colours[text], "\(text)"), #require(colours[ground], "\(ground)"))
            #expect(ratio >= 4.5, "\(selector): \(text) on \(ground) is \(ratio)")
        }
    }

    @Test(arguments: themes) func `of shapes and edges stand out from the surface`(selector: String) throws {
        let colours = Self.theme(selector)
        for shape in Self.shapes {
            let ratio = try contrast(#require(colours[shape]), #require(colours["surface"]))
            #expect(ratio >= 3, "\(selector): \(shape) is \(ratio)")
        }
    }

    @Test func `are the same whether the system or the person asked for dark`() {
        #expect(Self.theme(Self.themes[1]) == Self.theme(Self.themes[2]))
        #expect(Self.theme(Self.themes[1]) != Self.theme(":root"))
    }

    func contrast(_ one: String, _ other: String) -> Double {
        let (light, dark) = (max(luminance(one), luminance(other)), min(luminance(one), luminance(other)))
        return (light + 0.05) / (dark + 0.05)
    }

    func luminance(_ hex: String) -> Double {
        let number = Int(hex.dropFirst(), radix: 16) ?? 0
        func channel(_ shift: Int) -> Double {
            let share = Double(number >> shift & 255) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0)
    }
}

extension [String] {
    /// The texts of the rules whose first line is exactly `head`, up to the brace on a line of its own.
    fileprivate func rules(_ head: String) -> [String] {
        self.indices.filter { self[$0].trimmingCharacters(in: .whitespaces) == head }.map { start in
            self[start...].prefix { $0.trimmingCharacters(in: .whitespaces) != "}" }.joined(separator: "\n")
        }
    }
}
