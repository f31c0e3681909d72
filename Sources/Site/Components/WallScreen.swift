import HTML

/// A running incident with its clock.
public struct WallIncident: Sendable {
    public var title: String
    public var link: String
    public var level: String
    public var tone: Tone
    /// ISO 8601 with offset: since when.
    public var since: String
    /// Until when the next thing must be done, if anything must.
    public var until: String?
    /// `命令已发6，回执缺2`.
    public var note: String

    public init(_ title: String, to link: String, level: String, tone: Tone, since: String, until: String? = nil, note: String = "") {
        self.title = title
        self.link = link
        self.level = level
        self.tone = tone
        self.since = since
        self.until = until
        self.note = note
    }
}

/// A part of the wall.
public struct WallPanel: Sendable {
    public var title: String
    public var note: String?
    /// Silent since: shown in place of being up to date. A source that says nothing is shown as silent, never as quiet.
    public var silentSince: String?
    public var body: HTML
    /// Topic and address by which `live.js` keeps the body up to date.
    public var live: String?
    public var fragment: String?

    public init(
        _ title: String, note: String? = nil, silentSince: String? = nil, live: String? = nil, fragment: String? = nil, body: HTML
    ) {
        self.title = title
        self.note = note
        self.silentSince = silentSince
        self.live = live
        self.fragment = fragment
        self.body = body
    }

    var html: HTML {
        let body: HTML = "<div class='wall-body'\(attribute: "data-live", live)\(attribute: "data-live-from", fragment)>\(body)</div>"
        return """
            <section class="wall-panel\(raw: silentSince == nil ? "" : " silent")"><header><h2>\(title)</h2>\(note.map { "<span>\($0)</span>" as HTML })\(silentSince.map { "<span class='silent-since'>\(icon(.warning))\($0)起无数据</span>" as HTML })</header>\(body)</section>
            """
    }
}

/// The command screen: the map in the middle, what matters at its sides, three numbers on top, alarms at the foot.
/// On 3840 × 1080 the sides are two columns each; on a duty phone everything stands in one.
public struct WallScreen: Component {
    public var title: String
    public var figures: [FigureTile]
    public var left: [WallPanel]
    public var map: HTML
    public var right: [WallPanel]
    /// Alarms worth reading, the latest first.
    public var alarms: [NavItem]

    public init(_ title: String, figures: [FigureTile], left: [WallPanel], map: HTML, right: [WallPanel], alarms: [NavItem]) {
        self.title = title
        self.figures = figures
        self.left = left
        self.map = map
        self.right = right
        self.alarms = alarms
    }

    public var html: HTML {
        """
        <header class="wall-head"><h1>\(title)</h1><div class="wall-figures">\(figures)</div><p class="wall-clock" data-clock></p></header><div class="wall-side">\(left.html(\.html))</div><div class="wall-map">\(map)</div><div class="wall-side">\(right.html(\.html))</div><ul class="wall-alarms" aria-label="告警">\(alarms.html { "<li><a href='\(url: $0.link)'>\(icon(.warning))\($0.label)</a></li>" })</ul>
        """
    }
}

/// Running incidents, each with its clocks.
public func wallIncidents(_ incidents: [WallIncident]) -> HTML {
    """
    <ul class="incidents">\(incidents.html { incident in
        "<li class='tone-\(incident.tone.rawValue)'><p><a href='\(url: incident.link)'>\(incident.title)</a>\(badge(incident.level, incident.tone))</p><p><span class='clock' data-since='\(incident.since)'></span>\(incident.until.map { "<span class='clock countdown' data-until='\($0)'></span>" as HTML })<span>\(incident.note)</span></p></li>"
    })</ul>
    """
}

/// Who is on duty, with the number to call.
public func dutyList(_ people: [(post: String, name: String, phone: String)]) -> HTML {
    """
    <ul class="duty">\(people.html { "<li><span>\($0.post)</span><b>\($0.name)</b><a href='\(url: "tel:\($0.phone)")'>\(icon(.phone))\($0.phone)</a></li>" })</ul>
    """
}
