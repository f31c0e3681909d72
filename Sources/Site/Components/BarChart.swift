import HTML

/// One bar: a label, a value, the list behind it.
public struct Bar: Sendable {
    public var label: String
    public var value: Double
    /// As people write it.
    public var shown: String
    public var link: String?
    public var tone: Tone?

    public init(_ label: String, _ value: Double, shown: String, link: String? = nil, tone: Tone? = nil) {
        self.label = label
        self.value = value
        self.shown = shown
        self.link = link
        self.tone = tone
    }
}

/// Bars that are a table: the figures for everyone, the lengths for those who see them. Also what stands beneath a chart drawn by
/// a script. `kind` and `data` tell the script what to draw in the empty element above, if there is one.
public struct BarChart: Component {
    public var title: String
    public var labelHead: String
    public var valueHead: String
    public var bars: [Bar]

    public init(_ title: String, labelHead: String, valueHead: String, bars: [Bar]) {
        self.title = title
        self.labelHead = labelHead
        self.valueHead = valueHead
        self.bars = bars
    }

    public var html: HTML {
        let greatest = bars.map(\.value).filter(\.isFinite).max() ?? 0
        return """
            <table class="bar-chart"><caption>\(title)</caption><thead><tr><th scope="col">\(labelHead)</th><th scope="col" class="c-number">\(valueHead)</th><th aria-hidden="true"></th></tr></thead><tbody>\(bars.html { row($0, greatest) })</tbody></table>
            """
    }

    private func row(_ bar: Bar, _ greatest: Double) -> HTML {
        // Tenths of a per cent: exact enough for any screen, short in the markup.
        let share = greatest > 0 && bar.value.isFinite ? Int(min(max(bar.value / greatest, 0), 1) * 1000 + 0.5) : 0
        let shown: HTML = bar.link.map { "<a href='\(url: $0)'>\(bar.shown)</a>" } ?? "\(bar.shown)"
        let tone: HTML? = bar.tone.map { " class='tone-\($0.rawValue)'" }
        return """
            <tr\(tone)><th scope="row">\(bar.label)</th><td class="c-number">\(shown)</td><td class="bar" aria-hidden="true"><svg width="100%" height="12"><rect width="\(share / 10).\(share % 10)%" height="12" rx="2"/></svg></td></tr>
            """
    }
}

/// How far long work has come. `live.js` keeps it up to date by the topic.
/// - Parameter done: Of `total`; nil when it cannot be said.
public func progressBar(
    _ label: String, done: Int?, of total: Int, note: String = "", live topic: String? = nil, from address: String? = nil
)
    -> HTML
{
    let value: HTML? = done.map { " value='\($0)'" }
    return """
        <div class="progress"\(attribute: "data-live", topic)\(attribute: "data-live-from", address)><p><b>\(label)</b><span>\(note)</span></p><progress max="\(max(total, 1))"\(value) aria-label="\(label)"></progress></div>
        """
}
