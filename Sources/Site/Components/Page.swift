import HTML

/// What every page of one request shares.
public struct PageFrame: Sendable {
    public var preferences: Preferences
    /// The session's token against forged requests; forms carry it as `_csrf`, scripts read it from `<meta name="csrf">`.
    public var csrf: String?
    /// Changes with the assets, so that browsers may keep them for a year.
    public var assetVersion: String
    /// The address of this page with its query: where the switches return to.
    public var path: String
    /// Said on every page, because the data is made up.
    public var isDemonstration: Bool
    /// The stream of live updates, for pages that have any (see `live.js`).
    public var liveAddress: String?

    public init(
        preferences: Preferences = .init(), csrf: String? = nil, assetVersion: String = "1", path: String = "/",
        isDemonstration: Bool = false, liveAddress: String? = nil
    ) {
        self.preferences = preferences
        self.csrf = csrf
        self.assetVersion = assetVersion
        self.path = path
        self.isDemonstration = isDemonstration
        self.liveAddress = liveAddress
    }
}

/// What stands around the body of a page.
public enum Shell: Sendable {
    /// Officers: navigation at the left, search on top.
    case workbench(WorkbenchShell)
    /// Citizens: 12348.
    case portal(PortalShell)
    /// The command screen: dark, large, nothing around it.
    case wall
    /// Signing in, errors, printing: the page alone.
    case plain

    var name: StaticString {
        switch self {
        case .workbench: "workbench"
        case .portal: "portal"
        case .wall: "wall"
        case .plain: "plain"
        }
    }
}

/// A whole document: `Page(title: "待办", frame: frame, shell: .workbench(shell), body: body)`.
public struct Page: Component {
    /// What the page is, first in the browser's tab; the shell adds the site's name.
    public var title: String
    public var frame: PageFrame
    public var shell: Shell
    public var body: HTML
    /// More script modules, by address (`/js/upload.js`), beside those of the shell.
    public var scripts: [String]
    /// More style sheets, by address (a map's own).
    public var styleSheets: [String]

    public init(title: String, frame: PageFrame, shell: Shell, scripts: [String] = [], styleSheets: [String] = [], body: HTML) {
        self.title = title
        self.frame = frame
        self.shell = shell
        self.scripts = scripts
        self.styleSheets = styleSheets
        self.body = body
    }

    public var html: HTML {
        let words = ComponentWords.current
        return """
            <!DOCTYPE html>
            <html lang="\(frame.preferences.language.rawValue)"\(themeAttributes) class="\(raw: shell.name.description)">
            <head>\(head)</head>
            <body><a class="skip" href="#content">\(words.skipToContent)</a>\(HTML.when(frame.isDemonstration, "<aside class='demonstration' aria-label='\(words.demonstrationTitle)'>\(words.demonstration)</aside>"))\(surrounded)</body>
            </html>
            """
    }

    private var themeAttributes: HTML {
        let theme = frame.preferences.theme == .automatic ? nil : frame.preferences.theme.rawValue
        let size = frame.preferences.size == .normal ? nil : frame.preferences.size.rawValue
        return "\(attribute: "data-theme", theme)\(attribute: "data-size", size)"
    }

    private var siteName: String? {
        switch shell {
        case .workbench(let shell): shell.product
        case .portal(let shell): shell.siteName
        case .wall, .plain: nil
        }
    }

    private var head: HTML {
        let fullTitle = siteName.map { $0 == title ? title : "\(title) · \($0)" } ?? title
        return """
            <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="format-detection" content="telephone=no">
            <title>\(fullTitle)</title>\(frame.csrf.map { "<meta name='csrf' content='\($0)'>" as HTML })\(frame.liveAddress.map { "<meta name='live' content='\(url: $0)'>" as HTML })
            <link rel="icon" href="/css/seal.svg" type="image/svg+xml"><link rel="stylesheet" href="/css/bagui.css?v=\(component: frame.assetVersion)">\(styleSheets.html { "<link rel='stylesheet' href='\(url: $0)'>" })
            \(modules.html { "<script type='module' src='\(url: $0)'></script>" })
            """
    }

    private var modules: [String] {
        let own: [String] =
            switch shell {
            case .workbench: ["keyboard", "rows", "form-keep", "counter", "refresh", "theme", "menu", "table", "confirm", "combobox"]
            case .portal: ["rows", "form-keep", "counter", "refresh", "theme", "menu"]
            case .wall: ["wall"]
            case .plain: ["form-keep"]
            }
        let all = frame.liveAddress == nil ? own : own + ["live"]
        return all.map { "/js/\($0).js?v=\(frame.assetVersion)" } + scripts
    }

    private var surrounded: HTML {
        switch shell {
        case .workbench(let shell): shell.around(body, frame: frame)
        case .portal(let shell): shell.around(body, frame: frame)
        case .wall: "<main id='content' class='wall-screen' tabindex='-1'>\(body)</main>"
        case .plain: "<main id='content' class='plain-page' tabindex='-1'>\(body)</main>"
        }
    }
}
