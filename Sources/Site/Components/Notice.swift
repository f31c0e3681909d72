import HTML

/// Something to know about this page, in its place.
public func notice(_ title: String, _ tone: Tone = .active, body: HTML = .empty, actions: HTML = .empty) -> HTML {
    """
    <div class="notice tone-\(tone.rawValue)"\(HTML.when(tone == .danger, " role='alert'"))><p class="notice-title"><b>\(title)</b></p>\(HTML.when(!body.isEmpty, "<div class='notice-body'>\(body)</div>"))\(HTML.when(!actions.isEmpty, "<div class='buttons'>\(actions)</div>"))</div>
    """
}

/// What has just been done, said once after it: `已受理，已起算7日审查期限`. Takes the focus, so that it is heard first and the keyboard goes on from the head of the
/// page's own part; goes away by itself only where it loses nothing.
/// - Parameter undo: A link or form that takes it back.
public func toast(_ text: String, _ tone: Tone = .done, undo: HTML = .empty) -> HTML {
    "<div class='toast tone-\(tone.rawValue)' role='status' tabindex='-1' data-toast data-autofocus><p>\(text)</p>\(undo)</div>"
}
