import HTML

/// A rule's requirement against the fact, for one team.
public struct CompositionCell: Sendable {
    /// What the rule wants: `≥2人`.
    public var rule: String
    /// What there is: `1人`.
    public var fact: String
    /// Why it is not met, in words; nil when it is.
    public var fault: String?
    /// Excused: by whom and until when.
    public var exemption: String?
    public var link: String?

    public init(rule: String, fact: String, fault: String? = nil, exemption: String? = nil, link: String? = nil) {
        self.rule = rule
        self.fact = fact
        self.fault = fault
        self.exemption = exemption
        self.link = link
    }
}

/// Teams down the side, rules along the top: what the rule wants and what there is. A cell that fails is red and says so.
public struct CompositionMatrix: Component {
    public var title: String
    public var rules: [String]
    public var teams: [(name: String, link: String?, cells: [CompositionCell])]

    public init(_ title: String, rules: [String], teams: [(name: String, link: String?, cells: [CompositionCell])]) {
        self.title = title
        self.rules = rules
        self.teams = teams
    }

    public var html: HTML {
        """
        <div class="table-scroll" role="region" aria-label="\(title)" tabindex="0"><table class="composition"><caption>\(title)</caption><thead><tr><th scope="col">团队</th>\(rules.html { "<th scope='col'>\($0)</th>" })</tr></thead><tbody>\(teams.html { team in
            "<tr><th scope='row'>\(team.link.map { "<a href='\(url: $0)'>\(team.name)</a>" as HTML } ?? "\(team.name)")</th>\(team.cells.html(cell))</tr>"
        })</tbody></table></div>
        """
    }

    private func cell(_ cell: CompositionCell) -> HTML {
        let look: StaticString = cell.fault == nil ? "met" : cell.exemption == nil ? "unmet" : "exempt"
        let fact: HTML = cell.link.map { "<a href='\(url: $0)'>\(cell.fact)</a>" } ?? "\(cell.fact)"
        return """
            <td class="\(raw: look.description)"><b>\(fact)</b><small>应\(cell.rule)</small>\(cell.fault.map { "<span class='verdict'>\(icon(cell.exemption == nil ? .warning : .clock))\($0)</span>" as HTML } ?? "<span class='verdict'>\(icon(.check))达标</span>")\(cell.exemption.map { "<small>\($0)</small>" as HTML })</td>
            """
    }
}
