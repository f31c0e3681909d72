import HTML

/// A number that leads to the cases behind it.
public struct FigureTile: Component {
    public var label: String
    /// With separators and unit as people write them: `1,286件`, `97.4%`.
    public var value: String
    /// The exact list behind it.
    public var link: String?
    /// How it compares: `较上月多12件`.
    public var comparison: String?
    public var tone: Tone?
    /// How it is reckoned: one click away.
    public var definition: String?
    /// Topic that makes `live.js` fetch the value anew from `fragment`.
    public var live: String?
    public var fragment: String?

    public init(
        _ label: String, _ value: String, link: String?, comparison: String? = nil, tone: Tone? = nil, definition: String? = nil,
        live: String? = nil, fragment: String? = nil
    ) {
        self.label = label
        self.value = value
        self.link = link
        self.comparison = comparison
        self.tone = tone
        self.definition = definition
        self.live = live
        self.fragment = fragment
    }

    public var html: HTML {
        let shown: HTML =
            "<span class='figure-value'\(attribute: "data-live", live)\(attribute: "data-live-from", fragment)>\(value)</span>"
        let number: HTML = link.map { "<a href='\(url: $0)'>\(shown)</a>" } ?? shown
        let tone: HTML? = tone.map { " tone-\($0.rawValue)" }
        return """
            <div class="figure\(tone)"><p class="figure-label">\(label)</p><p>\(number)</p>\(comparison.map { "<p class='figure-note'>\($0)</p>" as HTML })\(definition.map { "<details><summary>口径</summary><p>\($0)</p></details>" as HTML })</div>
            """
    }
}

/// Figures side by side.
public func figureRow(_ figures: [FigureTile]) -> HTML { "<div class='figures'>\(figures)</div>" }
