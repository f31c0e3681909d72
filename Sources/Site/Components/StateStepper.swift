import HTML

/// A state on the way of a record.
public struct StateStep: Sendable {
    public enum Place: String, Sendable {
        case past, current, possible
    }
    public var label: String
    public var place: Place
    /// When it was entered, or what leads there.
    public var note: String?
    /// The tone of the current state (a refusal is not a success).
    public var tone: Tone

    public init(_ label: String, _ place: Place, note: String? = nil, tone: Tone = .active) {
        self.label = label
        self.place = place
        self.note = note
        self.tone = tone
    }
}

/// Where a record has been, is, and may go.
public func stateStepper(_ steps: [StateStep], label: String = "办理状态") -> HTML {
    let words = ComponentWords.current
    return """
        <ol class="stepper" aria-label="\(label)">\(steps.html { step in
            let said = step.place == .past ? words.past : step.place == .current ? words.current : words.possible
            let current = step.place == .current ? "step" : nil
            return "<li class='step-\(step.place.rawValue) tone-\(step.tone.rawValue)'\(attribute: "aria-current", current)><span class='visually-hidden'>\(said)：</span><b>\(step.label)</b>\(step.note.map { "<small>\($0)</small>" as HTML })</li>"
        })</ol>
        """
}

/// One step of a citizen's matter, as a vertical line shows it.
public struct ProgressStep: Sendable {
    public var title: String
    public var place: StateStep.Place
    public var time: String?
    /// Who has it, until when, why; messages; what one can do.
    public var body: HTML
    public var tone: Tone

    public init(_ title: String, _ place: StateStep.Place, time: String? = nil, tone: Tone = .active, body: HTML = .empty) {
        self.title = title
        self.place = place
        self.time = time
        self.tone = tone
        self.body = body
    }
}

/// A vertical line of steps: done, now, next.
public func progressLine(_ steps: [ProgressStep], label: String = "办理进度") -> HTML {
    """
    <ol class="progress-line" aria-label="\(label)">\(steps.html { step in
        let current = step.place == .current ? "step" : nil
        return "<li class='step-\(step.place.rawValue) tone-\(step.tone.rawValue)'\(attribute: "aria-current", current)><p><b>\(step.title)</b>\(step.time.map { "<span class='step-time'>\($0)</span>" as HTML })</p>\(step.body)</li>"
    })</ol>
    """
}
