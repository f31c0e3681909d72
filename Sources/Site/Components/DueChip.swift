import HTML

/// How a due date stands today. What is near is decided in working days where the limit counts them, by whoever knows the calendar.
public enum DueStanding: String, CaseIterable, Sendable {
    /// The limit has passed: 逾期.
    case overdue
    /// It falls today: 今天.
    case today
    /// Within three days: 三天内.
    case soon
    /// Later than that.
    case later
    /// The clock stands still (补正、鉴定…).
    case paused
    /// Done in time.
    case met
    /// Done after the limit.
    case missed
}

/// A due date as it is shown: the working words for everyone, the full date and its reason for who asks.
public struct DueWords: Sendable {
    public var standing: DueStanding
    /// Working words: `逾期2个工作日`, `今天17:30前`, `还有3个工作日`.
    public var words: String
    /// The date in full, for the reader: `2026年4月7日（周二）18:00`.
    public var date: String
    /// The moment for machines (ISO 8601).
    public var moment: String
    /// How it came about, with its law: `3月31日受理，7日内审查（法律援助法第四十三条）`.
    public var explanation: String?

    public init(_ standing: DueStanding, words: String, date: String, moment: String, explanation: String? = nil) {
        self.standing = standing
        self.words = words
        self.date = date
        self.moment = moment
        self.explanation = explanation
    }
}

/// A due date in a row or head: shape, colour, working words; the date and its reason in the title.
public func dueChip(_ due: DueWords) -> HTML {
    let title = due.explanation.map { "\(due.date)，\($0)" } ?? due.date
    return
        "<time class='due due-\(due.standing.rawValue)' datetime='\(due.moment)' title='\(title)'>\(due.words)</time>"
}

/// A due date that explains itself when opened, also by keyboard and on a phone, where nothing hovers.
/// - Parameter steps: How the date was reckoned, one step a line; the explanation alone when empty.
public func dueExplained(_ due: DueWords, label: String, steps: [String] = []) -> HTML {
    let words = ComponentWords.current
    let lines = steps.isEmpty ? [due.explanation].compactMap { $0 } : steps
    let shown: HTML = "<span class='due-label'>\(label)</span> \(dueChip(due)) <span class='due-date'>\(due.date)</span>"
    guard !lines.isEmpty else { return "<p class='due-line'>\(shown)</p>" }
    return """
        <details class="due-why"><summary>\(shown)\(icon(.chevronDown, label: words.why))</summary>
        <ol>\(lines.html { "<li>\($0)</li>" })</ol></details>
        """
}
