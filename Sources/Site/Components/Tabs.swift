import HTML

/// One of several views.
public struct Tab: Sendable {
    public var label: String
    public var link: String
    public var count: Int?
    public var isCurrent: Bool
    /// Can be removed (a saved view of one's own): where to.
    public var removal: String?

    public init(_ label: String, to link: String, count: Int? = nil, isCurrent: Bool = false, removal: String? = nil) {
        self.label = label
        self.link = link
        self.count = count
        self.isCurrent = isCurrent
        self.removal = removal
    }
}

/// Views side by side. Each is a page with an address of its own, so this is navigation and not the ARIA tab pattern.
/// - Parameter save: What stands at the end: a link that keeps the present filters as a view.
public func tabs(_ tabs: [Tab], label: String, save: HTML = .empty) -> HTML {
    """
    <nav class="tabs" aria-label="\(label)"><ul>\(tabs.html(tabItem))</ul>\(save)</nav>
    """
}

/// The saved views of a list.
public func savedViews(_ views: [Tab], saveAddress: String? = nil, label: String = "已存视图", saveLabel: String = "存为视图") -> HTML {
    tabs(views, label: label, save: saveAddress.map { linkButton(saveLabel, to: $0, .quiet, icon: .plus, opensDialog: true) } ?? .empty)
}

private func tabItem(_ tab: Tab) -> HTML {
    let current = tab.isCurrent ? "page" : nil
    return
        "<li><a href='\(url: tab.link)'\(attribute: "aria-current", current)>\(tab.label)\(tab.count.map { "<span class='tab-count'>\($0)</span>" as HTML })</a>\(tab.isCurrent ? tab.removal.map { iconLink(.close, label: ComponentWords.current.removeFilter, to: $0) } : nil)</li>"
}
