import HTML

/// A place one can go to.
public struct NavItem: Sendable {
    public var label: String
    public var link: String
    /// How many wait there.
    public var count: Int
    public var icon: Icon?
    /// The system it belongs to: said above the first of several.
    public var section: String?
    /// Language of the label (BCP 47), where it is not the page's.
    public var language: String?

    public init(_ label: String, to link: String, count: Int = 0, icon: Icon? = nil, section: String? = nil, language: String? = nil) {
        self.label = label
        self.link = link
        self.count = count
        self.icon = icon
        self.section = section
        self.language = language
    }
}

/// The systems of one platform in the navigation.
public struct NavGroup: Sendable {
    public var title: String
    public var icon: Icon
    public var items: [NavItem]

    public init(_ title: String, icon: Icon, items: [NavItem]) {
        self.title = title
        self.icon = icon
        self.items = items
    }
}

/// One of the posts a person holds: an organisation and what he is there.
public struct HeldPost: Sendable {
    public var id: String
    public var organisation: String
    public var role: String

    public init(id: String, organisation: String, role: String) {
        self.id = id
        self.organisation = organisation
        self.role = role
    }
}

/// What stands around an officer's page: at the left where he may go, on top search, his post, messages, help and himself.
/// On a narrow screen the navigation folds away behind a button (a popover, no script).
public struct WorkbenchShell: Sendable {
    public var product: String
    /// Above the groups: 工作台, 待办 …
    public var start: [NavItem]
    public var favourites: [NavItem]
    public var groups: [NavGroup]
    /// The link of the item that this page belongs to.
    public var currentLink: String
    public var searchAddress: String
    public var searchText: String
    public var searchHint: String
    public var positions: [HeldPost]
    public var currentPosition: String
    /// Receives `position` by POST.
    public var positionAddress: String
    public var noticeCount: Int
    public var noticeAddress: String
    /// The fragment with the number of unread messages, fetched when `notices` changes.
    public var noticeFragment: String?
    public var helpAddress: String
    public var userName: String
    public var userLinks: [NavItem]
    public var signOutAddress: String

    public init(
        product: String, start: [NavItem], favourites: [NavItem] = [], groups: [NavGroup], currentLink: String,
        searchAddress: String = "/search", searchText: String = "", searchHint: String = "搜索记录、操作、页面、人员", positions: [HeldPost] = [],
        currentPosition: String = "", positionAddress: String = "/session/position", noticeCount: Int = 0,
        noticeAddress: String = "/notices", noticeFragment: String? = nil, helpAddress: String = "/help", userName: String,
        userLinks: [NavItem] = [], signOutAddress: String = "/sign-out"
    ) {
        self.product = product
        self.start = start
        self.favourites = favourites
        self.groups = groups
        self.currentLink = currentLink
        self.searchAddress = searchAddress
        self.searchText = searchText
        self.searchHint = searchHint
        self.positions = positions
        self.currentPosition = currentPosition
        self.positionAddress = positionAddress
        self.noticeCount = noticeCount
        self.noticeAddress = noticeAddress
        self.noticeFragment = noticeFragment
        self.helpAddress = helpAddress
        self.userName = userName
        self.userLinks = userLinks
        self.signOutAddress = signOutAddress
    }

    func around(_ body: HTML, frame: PageFrame) -> HTML {
        """
        <header class="topbar">\(menuButton)<a class="product" href="/">\(icon(.seal))<span>\(product)</span></a>\(search)<div class="topbar-end">\(positionMenu(frame))\(notices)\(iconLink(.help, label: ComponentWords.current.help, to: helpAddress))\(me(frame))</div></header>
        <nav class="side" id="side" popover aria-label="\(ComponentWords.current.menu)">\(navigation)</nav>
        <main id="content" tabindex="-1">\(body)</main>
        """
    }

    private var menuButton: HTML {
        "<button type='button' class='button quiet square nav-open' popovertarget='side' aria-label='\(ComponentWords.current.menu)'>\(icon(.menu))</button>"
    }

    private var search: HTML {
        """
        <form class="global-search" role="search" action="\(url: searchAddress)"><label class="visually-hidden" for="global-search">\(ComponentWords.current.search)</label>\(icon(.search))<input id="global-search" type="search" name="q" value="\(searchText)" placeholder="\(searchHint)" autocomplete="off" aria-keyshortcuts="Control+K Meta+K" data-hotkey="search"><kbd aria-hidden="true">Ctrl K</kbd></form>
        """
    }

    private func positionMenu(_ frame: PageFrame) -> HTML {
        guard let current = positions.first(where: { $0.id == currentPosition }) ?? positions.first else { return .empty }
        let name: HTML = "<span class='position'><b>\(current.organisation)</b> <span>\(current.role)</span></span>"
        guard positions.count > 1 else { return "<span class='position-only'>\(name)</span>" }
        let choices: HTML = """
            <form method="post" action="\(url: positionAddress)">\(frame.csrf.map { hiddenInput("_csrf", $0) })\(hiddenInput("back", frame.path))\(positions.html { position in
                "<button type='submit' name='position' value='\(position.id)' aria-pressed='\(position.id == current.id)'><b>\(position.organisation)</b><span>\(position.role)</span></button>"
            })</form>
            """
        return menu(label: name, title: ComponentWords.current.switchPosition, kind: .positions, content: choices)
    }

    private var notices: HTML {
        """
        <a class="button quiet square notices" href="\(url: noticeAddress)" title="\(ComponentWords.current.notices)"><span class="visually-hidden">\(ComponentWords.current.notices)</span>\(icon(.bell))\(countBadge(noticeCount, live: noticeFragment == nil ? nil : "notices", from: noticeFragment))</a>
        """
    }

    private func me(_ frame: PageFrame) -> HTML {
        let content: HTML = """
            <ul>\(userLinks.html { "<li><a href='\(url: $0.link)'>\($0.icon.map { icon($0) })\($0.label)</a></li>" })</ul>
            <div class="menu-switches">\(PreferenceSwitches(frame: frame))</div>
            <form method="post" action="\(url: signOutAddress)">\(frame.csrf.map { hiddenInput("_csrf", $0) })<button type="submit">\(icon(.signOut))\(ComponentWords.current.signOut)</button></form>
            """
        return menu(label: "\(icon(.person))<span class='me'>\(userName)</span>", title: userName, kind: .me, content: content)
    }

    private var navigation: HTML {
        let words = ComponentWords.current
        return """
            <ul class="nav-list">\(start.html(item))</ul>\(HTML.when(!favourites.isEmpty, "<p class='nav-title'>\(icon(.star))\(words.favourites)</p><ul class='nav-list'>\(favourites.html(item))</ul>"))<p class="nav-title">\(words.systems)</p>\(groups.html(group))
            """
    }

    private func group(_ group: NavGroup) -> HTML {
        // Where one is, or else what one uses most.
        let current = groups.firstIndex { $0.items.contains { $0.link == currentLink } } ?? 0
        let isOpen = groups.firstIndex { $0.title == group.title } == current
        let sections = group.items.map(\.section).reduce(into: [String?]()) { if $0.last != $1 { $0.append($1) } }
        let items: HTML = sections.enumerated().html { index, section in
            let own = group.items.filter { $0.section == section }
            guard let section, sections.count > 1 else { return "<ul class='nav-list'>\(own.html(item))</ul>" }
            let id = "nav-\(group.title)-\(index)"
            return "<p class='nav-section' id='\(id)'>\(section)</p><ul class='nav-list' aria-labelledby='\(id)'>\(own.html(item))</ul>"
        }
        return """
            <details class="nav-group" name="nav-group"\(attribute: "open", isOpen)><summary>\(icon(group.icon))<span>\(group.title)</span>\(icon(.chevronRight))</summary>\(items)</details>
            """
    }

    private func item(_ item: NavItem) -> HTML {
        let current = item.link == currentLink ? "page" : nil
        return
            "<li><a href='\(url: item.link)'\(attribute: "aria-current", current)>\(item.icon.map { icon($0) })<span>\(item.label)</span>\(countBadge(item.count))</a></li>"
    }
}
