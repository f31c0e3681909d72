import HTML

/// A number to call at once.
public struct EmergencyNumber: Sendable {
    public var number: String
    public var label: String

    public init(_ number: String, _ label: String) {
        self.number = number
        self.label = label
    }

    /// Police, fire, ambulance: the numbers in force all over China.
    public static let national = [EmergencyNumber("110", "报警"), EmergencyNumber("119", "火警"), EmergencyNumber("120", "急救")]
}

/// What stands around a citizen's page: the site's name, the few places to go, 12348 and the emergency numbers on every page,
/// large print, light or dark, language; a footer that says who answers for the site.
public struct PortalShell: Sendable {
    public var siteName: String
    /// Under the name: whose site it is.
    public var owner: String
    public var items: [NavItem]
    public var currentLink: String
    public var hotline: String
    /// Live state of the hotline: `当前可接通`, `前面排队3人`.
    public var hotlineState: String?
    public var emergencies: [EmergencyNumber]
    /// Those in which this page is complete.
    public var languages: [Preferences.Language]
    /// The signed-in person's name, or nil.
    public var userName: String?
    public var accountAddress: String
    public var accountLabel: String
    /// Language of the person's name (BCP 47), where it is not the page's.
    public var nameLanguage: String?
    /// In place of the person's name where there is no room for it.
    public var ownLabel = "我的"
    public var footerLinks: [NavItem]
    /// Records and notices the law wants in the footer (ICP备案号, 主办单位, 标识码).
    public var footerNotes: [String]
    /// Above the page, whatever it is: for whom one acts.
    public var banner: HTML = .empty

    public init(
        siteName: String, owner: String, items: [NavItem], currentLink: String, hotline: String = "12348", hotlineState: String? = nil,
        emergencies: [EmergencyNumber] = EmergencyNumber.national, languages: [Preferences.Language] = [.chinese],
        userName: String? = nil, accountAddress: String = "/me", accountLabel: String = "登录", footerLinks: [NavItem] = [],
        footerNotes: [String] = []
    ) {
        self.siteName = siteName
        self.owner = owner
        self.items = items
        self.currentLink = currentLink
        self.hotline = hotline
        self.hotlineState = hotlineState
        self.emergencies = emergencies
        self.languages = languages
        self.userName = userName
        self.accountAddress = accountAddress
        self.accountLabel = accountLabel
        self.footerLinks = footerLinks
        self.footerNotes = footerNotes
    }

    func around(_ body: HTML, frame: PageFrame) -> HTML {
        """
        <header class="portal-header">\(numbers(frame))<div class="portal-head"><a class="portal-name" href="/">\(icon(.scales))<span><b>\(siteName)</b><small>\(owner)</small></span></a>\(hotlineCall)</div>
        <nav class="portal-nav" aria-label="\(ComponentWords.current.menu)"><ul>\(items.html(item))<li class="portal-account"><a href="\(url: accountAddress)">\(icon(.person))\(account)</a></li></ul></nav></header>
        \(banner)<main id="content" tabindex="-1">\(body)</main>
        \(footer)
        """
    }

    private func numbers(_ frame: PageFrame) -> HTML {
        """
        <div class="portal-bar"><div class="emergencies"><span>\(ComponentWords.current.emergency)</span>\(emergencies.html { "<a href='\(url: "tel:\($0.number)")'><b>\($0.number)</b> \($0.label)</a>" })</div><div class="portal-switches">\(PreferenceSwitches(frame: frame, languages: languages))</div></div>
        """
    }

    private var account: HTML {
        guard let userName else { return "\(accountLabel)" }
        return
            "<span class='account-name'\(attribute: "lang", nameLanguage)>\(userName)</span><span class='account-short'>\(ownLabel)</span>"
    }

    private var hotlineCall: HTML {
        """
        <a class="hotline" href="\(url: "tel:\(hotline)")">\(icon(.phone))<span><small>\(ComponentWords.current.hotline)</small><b>\(hotline)</b></span>\(hotlineState.map { "<span class='hotline-state' data-live='hotline'>\($0)</span>" as HTML })</a>
        """
    }

    private func item(_ item: NavItem) -> HTML {
        let current = item.link == currentLink ? "page" : nil
        return "<li><a href='\(url: item.link)'\(attribute: "aria-current", current)>\(item.icon.map { icon($0) })\(item.label)</a></li>"
    }

    private var footer: HTML {
        """
        <footer class="portal-footer"><ul>\(footerLinks.html { "<li><a href='\(url: $0.link)'>\($0.label)</a></li>" })</ul>\(footerNotes.html { "<p>\($0)</p>" })</footer>
        """
    }
}
