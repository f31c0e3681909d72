import Casework
import Definitions
import Expressions
import HTML
import Site
import WorkCalendar

/// A vertical line: done, now – who has it, until when, why – and next.
struct ProgressView: Sendable {
    let file: MatterFile
    let now: Moment
    /// For somebody who only has number and code: no content.
    let isPublic: Bool
    /// Chinese, where content is shown: what lies ahead is told in Chinese alone.
    let words: PageWords

    var html: HTML {
        let steps = past + [current] + (isPublic ? [] : ahead)
        return "\(overdue)\(progressLine(steps, label: words(FoundText.title)))"
    }

    private func label(_ node: MatterFile.Node) -> String {
        let found = node.isState ? words.state(node.code, of: file.frame.definition) : words.label(of: node.code, in: MatterFile.nodeCodes)
        return found ?? node.label
    }

    private var past: [ProgressStep] {
        // The newest node tells the present and stands in the current step.
        let done = file.isClosed ? file.nodes : Array(file.nodes.dropLast())
        return done.map { node in
            let text: HTML = isPublic || node.text.isEmpty ? .empty : "<p>\(node.text)</p>"
            return ProgressStep(label(node), .past, time: words.moment(node.at), body: text)
        }
    }

    private var current: ProgressStep {
        let view = file.frame.view
        let label = view.state.flatMap { words.state($0, of: file.frame.definition) } ?? view.stateLabel ?? ""
        let last = file.nodes.last
        if file.isClosed {
            return ProgressStep(
                words(FoundText.ended, label), .current, tone: .done, body: isPublic ? .empty : "<p>\(words(FoundText.endedAdvice))</p>")
        }
        var body: HTML = .empty
        if !isPublic, let text = last?.text.nonEmpty { body += "<p>\(text)</p>" }
        if let pause = last?.pause, view.state == "suspended" || file.business?.view.state == "supplement" {
            body += "<p>\(words.markup(FoundText.paused, words.chinese(pause)))</p>"
        }
        if let holder = file.holder { body += "<p>\(words.markup(FoundText.holder, "<b>\(words.chinese(holder.name))</b>"))</p>" }
        if case .timestamp(let stamp) = view["starts_at"] {
            body += "<p>\(words.markup(FoundText.appointed, "<b>\(words.moment(Choosing.moment(stamp)))</b>"))</p>"
        }
        for limit in file.limits.prefix(isPublic ? 1 : 4) { body += line(limit) }
        let business = isPublic ? nil : file.business?.view.stateLabel
        // What the business says more than the frame; the frame's own word twice says nothing.
        let short = business.map(Site.short) ?? ""
        let title = short.isEmpty || short == Site.short(label) || view.type == Followed.appointment ? label : "\(label)：\(short)"
        return ProgressStep(title, .current, time: (last?.at).map(words.moment), tone: isLate ? .danger : .active, body: body)
    }

    private var ahead: [ProgressStep] {
        file.ahead.map { step in
            ProgressStep(
                step.title, .possible,
                body: "<p>\(step.text)</p>\(step.basis.map { "<p class='basis'>\(words(FoundText.basis, $0))</p>" as HTML })")
        }
    }

    private func line(_ limit: MatterFile.Limit) -> HTML {
        let deadline = limit.deadline
        let label = words.limit(deadline.limit, of: limit.type, deadline.label)
        if deadline.state == "suspended" { return "<p>\(words(FoundText.limitPaused, label))</p>" }
        guard let due = deadline.due else { return .empty }
        let day = deadline.isDay ? words.day(due.day) : words.moment(due)
        // What the platform sets itself is never told as a limit of the law.
        let kind: HTML =
            "\(words(deadline.authority == .statute ? FoundText.statute : deadline.authority == .standard ? .standard : .promise))"
        let source = deadline.authority == .default ? nil : limit.source
        let left = due.day.number - now.day.number
        let rest =
            due < now
            ? words(FoundText.past)
            : left == 0 ? words(FoundText.today) : left <= 1 ? words(FoundText.oneDayLeft) : words(FoundText.daysLeft, "\(left)")
        return """
            <p>\(words.markup(FoundText.limit, "\(label)", "<b>\(day)</b>", "\(rest)", source.map { words.markup(FoundText.withSource, kind, words.chinese($0)) } ?? kind))</p>
            """
    }

    var isLate: Bool { file.limits.contains { $0.deadline.state == "running" && ($0.deadline.due.map { $0 < now } ?? false) } }

    /// Said plainly, with what one can do.
    private var overdue: HTML {
        guard isLate else { return .empty }
        let holder = file.holder.map { words.chinese($0.name) } ?? "\(words(FoundText.organ))"
        let text = isPublic ? FoundText.lateText : .lateOwn
        return notice(
            words(FoundText.late), .danger, body: "<p>\(words.markup(text, holder, "<a href='tel:12348'>12348</a>"))</p>")
    }
}
