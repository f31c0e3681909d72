import HTML

/// What one entry of the journal changed.
public struct TimelineChange: Sendable {
    public var field: String
    /// Nil: was not filled in.
    public var from: String?
    /// Nil: is no longer.
    public var to: String?

    public init(_ field: String, from: String?, to: String?) {
        self.field = field
        self.from = from
        self.to = to
    }
}

/// One entry of the journal.
public struct TimelineItem: Sendable {
    public var who: String
    /// His organisation and role, or for whom he acted.
    public var post: String?
    /// What was done: the label of the action.
    public var what: String
    /// For people: `3月2日 09:14`.
    public var time: String
    /// ISO 8601.
    public var moment: String
    public var changes: [TimelineChange]
    /// A comment, a document, the deadline it started.
    public var body: HTML
    public var tone: Tone

    public init(
        who: String, post: String? = nil, what: String, time: String, moment: String, tone: Tone = .neutral,
        changes: [TimelineChange] = [], body: HTML = .empty
    ) {
        self.who = who
        self.post = post
        self.what = what
        self.time = time
        self.moment = moment
        self.tone = tone
        self.changes = changes
        self.body = body
    }
}

/// The life of a record, the latest first: who, what, from what to what.
public func timeline(_ entries: [TimelineItem], label: String = "办理记录") -> HTML {
    "<ol class='timeline' aria-label='\(label)'>\(entries.html(timelineEntry))</ol>"
}

private func timelineEntry(_ entry: TimelineItem) -> HTML {
    let changes: HTML = """
        <ul class="changes">\(entry.changes.html { change in
            "<li><span>\(change.field)</span> \(change.from.map { "<del>\($0)</del> <span class='arrow' aria-label='\(ComponentWords.current.to)' role='img'>→</span> " as HTML })\(change.to.map { "<ins>\($0)</ins>" as HTML } ?? "<ins>\(ComponentWords.current.empty)</ins>")</li>"
        })</ul>
        """
    return """
        <li class="tone-\(entry.tone.rawValue)"><p><b>\(entry.what)</b> <time datetime="\(entry.moment)">\(entry.time)</time></p><p class="timeline-who">\(entry.who)\(entry.post.map { "<span>\($0)</span>" as HTML })</p>\(HTML.when(!entry.changes.isEmpty, changes))\(entry.body)</li>
        """
}
