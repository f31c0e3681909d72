import HTML

/// What an answer rests on.
public struct AnswerSource: Sendable {
    /// `中华人民共和国劳动合同法 第三十条`.
    public var title: String
    /// The version that was in force: `2012年12月28日修正，现行有效`.
    public var version: String
    public var excerpt: String
    public var link: String?

    public init(_ title: String, version: String, excerpt: String = "", link: String? = nil) {
        self.title = title
        self.version = version
        self.excerpt = excerpt
        self.link = link
    }
}

/// One turn of a conversation.
public struct ConversationTurn: Sendable {
    public enum Speaker: String, Sendable {
        /// The citizen.
        case asker
        /// The robot; what it says bears the mark that the law asks of generated content.
        case robot
        /// An officer or lawyer.
        case person
    }
    public var speaker: Speaker
    public var name: String
    public var time: String?
    public var body: HTML
    public var sources: [AnswerSource]
    /// Start a matter, hand over, say whether it helped.
    public var actions: HTML
    /// Where an address leads to it: `turn-4`.
    public var id: String?
    /// Language of what is said (BCP 47), where it is not the page's.
    public var language: String?

    public init(
        _ speaker: Speaker, name: String, time: String? = nil, id: String? = nil, body: HTML, sources: [AnswerSource] = [],
        actions: HTML = .empty, language: String? = nil
    ) {
        self.language = language
        self.speaker = speaker
        self.name = name
        self.time = time
        self.id = id
        self.body = body
        self.sources = sources
        self.actions = actions
    }
}

/// A conversation; new turns are read out as they come.
/// - Parameter sourcesTitle: Above the sources of an answer: 依据.
public func conversation(_ turns: [ConversationTurn], label: String = "对话", sourcesTitle: String = "依据") -> HTML {
    """
    <div role="log" aria-label="\(label)"><ol class="conversation">\(turns.html { conversationTurn($0, sourcesTitle) })</ol></div>
    """
}

/// One turn alone, as a stream adds it.
public func conversationTurn(_ turn: ConversationTurn, _ sourcesTitle: String = "依据") -> HTML {
    let sources: HTML = """
        <aside class="sources"><p>\(sourcesTitle)</p><ul\(attribute: "lang", turn.language)>\(turn.sources.html { source in
            "<li><b>\(source.link.map { "<a href='\(url: $0)'>\(source.title)</a>" as HTML } ?? "\(source.title)")</b><small>\(source.version)</small>\(HTML.when(!source.excerpt.isEmpty, "<p>\(source.excerpt)</p>"))</li>"
        })</ul></aside>
        """
    return """
        <li class="turn turn-\(turn.speaker.rawValue)"\(attribute: "id", turn.id)><p class="turn-who"><b>\(turn.name)</b>\(turn.time.map { "<time>\($0)</time>" as HTML })</p><div class="turn-body"\(attribute: "lang", turn.language)>\(turn.body)</div>\(HTML.when(!turn.sources.isEmpty, sources))\(HTML.when(!turn.actions.isEmpty, "<div class='buttons'>\(turn.actions)</div>"))</li>
        """
}

/// Where one writes the next turn.
/// - Parameters:
///   - key: the idempotency key, so that pressing twice asks once.
///   - keepAs: under this name what was typed is kept until it has been received; another one for each turn, for the box comes back empty.
public func replyBox(
    address: String, csrf: String, key: String? = nil, keepAs: String = "reply", label: String, hint: String, buttonLabel: String,
    handOver: HTML = .empty, maxLength: Int = 1000
) -> HTML {
    """
    <form class="reply-box" method="post" action="\(url: address)" data-keep="\(keepAs)">\(hiddenFields(csrf: csrf, key: key))<label class="visually-hidden" for="reply">\(label)</label><textarea id="reply" name="text" rows="2" maxlength="\(maxLength)" placeholder="\(hint)" required></textarea><div class="buttons">\(button(buttonLabel, .primary))\(handOver)</div></form>
    """
}
