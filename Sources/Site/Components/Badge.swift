import HTML

/// A state or kind in a word, with the colour and shape of its tone: `badge("已受理", .active)`.
public func badge(_ label: String, _ tone: Tone = .neutral, explanation: String? = nil) -> HTML {
    "<span class='badge tone-\(tone.rawValue)'\(attribute: "title", explanation)>\(label)</span>"
}

/// A quiet word that only sorts, without state: a kind, a law field, a source.
public func tag(_ label: String) -> HTML { "<span class='tag'>\(label)</span>" }

/// How many, beside a name; nothing for zero unless asked. Above 99 it says 99+, the whole number is in the title.
public func countBadge(_ number: Int, showsZero: Bool = false, live topic: String? = nil, from address: String? = nil) -> HTML {
    guard number > 0 || showsZero || topic != nil else { return .empty }
    let shown = number > 99 ? "99+" : String(number)
    return
        "<span class='count'\(attribute: "hidden", number == 0 && !showsZero)\(attribute: "title", number > 99 ? String(number) : nil)\(attribute: "data-live", topic)\(attribute: "data-live-from", address)>\(shown)</span>"
}
