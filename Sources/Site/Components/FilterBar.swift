import HTML

/// A condition that is in force, and the address without it.
public struct FilterChip: Sendable {
    public var label: String
    public var value: String
    public var removal: String

    public init(_ label: String, _ value: String, removal: String) {
        self.label = label
        self.value = value
        self.removal = removal
    }
}

/// Conditions of a list: those in force as chips that can be taken off, the others to choose. A GET form: the address says it all.
public struct FilterBar: Component {
    public var address: String
    public var chips: [FilterChip]
    /// The controls to add conditions with, small: `FormField(…, look: .compact)`.
    public var controls: [FormField]
    /// Further ones, behind 更多条件.
    public var more: [FormField]
    /// More of the query that must be kept (sort, view).
    public var kept: [(name: String, value: String)]
    public var clearAddress: String?
    /// At the right: columns, export.
    public var tools: HTML
    /// What the button says where it does more than filter: 计算, 试算.
    public var verb: String?

    public init(
        address: String, chips: [FilterChip] = [], controls: [FormField], more: [FormField] = [],
        kept: [(name: String, value: String)] = [], clearAddress: String? = nil, tools: HTML = .empty, verb: String? = nil
    ) {
        self.address = address
        self.chips = chips
        self.controls = controls
        self.more = more
        self.kept = kept
        self.clearAddress = clearAddress
        self.tools = tools
        self.verb = verb
    }

    /// On a narrow screen a list comes before the conditions that it could have; a form that reckons keeps all its fields.
    private var folds: Bool { verb == nil && controls.count > Self.shownWhenNarrow }

    /// As many as the style sheet leaves in sight on a narrow screen.
    private static let shownWhenNarrow = 2

    public var html: HTML {
        let words = ComponentWords.current
        return """
            <div class="filter-bar"><form class="filters\(raw: folds ? " folds" : "")" action="\(url: address)">\(kept.html { hiddenInput($0.name, $0.value) })\(controls.map { $0.compact.html })\(moreControls)\(verb.map { button($0) } ?? button(words.applyFilters, icon: .filter))</form>\(HTML.when(!tools.isEmpty, "<div class='buttons'>\(tools)</div>"))\(HTML.when(!chips.isEmpty, chipList))</div>
            """
    }

    private var moreControls: HTML {
        // On a narrow screen only two conditions stand before the list; where all others have room, this way to them is not shown.
        guard !more.isEmpty || folds else { return .empty }
        // What is in force and stands among no chips is not folded away.
        let isOpen =
            more.isEmpty && chips.isEmpty && controls.dropFirst(Self.shownWhenNarrow).contains { $0.values.contains { !$0.isEmpty } }
        return
            "<details class='more-filters\(raw: more.isEmpty ? " narrow" : "")'\(HTML.when(isOpen, " open"))><summary>\(ComponentWords.current.moreFilters)</summary><div>\(more.map { $0.compact.html })</div></details>"
    }

    private var chipList: HTML {
        let words = ComponentWords.current
        return """
            <ul class="chips">\(chips.html { chip in
                "<li class='chip'><span>\(chip.label)：<b>\(chip.value)</b></span><a href='\(url: chip.removal)' aria-label='\(words.removeFilter) \(chip.label)：\(chip.value)'>\(icon(.close))</a></li>"
            })\(clearAddress.map { "<li><a class='clear' href='\(url: $0)'>\(words.clearFilters)</a></li>" as HTML })</ul>
            """
    }
}
