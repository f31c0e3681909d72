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

    var html: HTML {
        let steps = past + [current] + (isPublic ? [] : ahead)
        return "\(overdue)\(progressLine(steps))"
    }

    private var past: [ProgressStep] {
        // The newest node tells the present and stands in the current step.
        let done = file.isClosed ? file.nodes : Array(file.nodes.dropLast())
        return done.map { node in
            let text: HTML = isPublic || node.text.isEmpty ? .empty : "<p>\(node.text)</p>"
            return ProgressStep(node.label, .past, time: node.at.chinese, body: text)
        }
    }

    private var current: ProgressStep {
        let label = file.frame.view.stateLabel ?? ""
        let last = file.nodes.last
        if file.isClosed {
            return ProgressStep("已经结束：\(label)", .current, tone: .done, body: isPublic ? .empty : "<p>对结果有意见的，可以投诉或者拨打 12348。</p>")
        }
        var body: HTML = .empty
        if !isPublic, let text = last?.text.nonEmpty { body += "<p>\(text)</p>" }
        if let pause = last?.pause, file.frame.view.state == "suspended" || file.business?.view.state == "supplement" {
            body += "<p>计时已停：\(pause)</p>"
        }
        if let holder = file.holder { body += "<p>在谁那里：<b>\(holder.name)</b></p>" }
        if case .timestamp(let stamp) = file.frame.view["starts_at"] { body += "<p>约定时间：<b>\(Choosing.moment(stamp).chinese)</b></p>" }
        for limit in file.limits.prefix(isPublic ? 1 : 4) { body += line(limit.deadline, limit.source) }
        let business = isPublic ? nil : file.business?.view.stateLabel
        // What the business says more than the frame; the frame's own word twice says nothing.
        let short = business.map(Site.short) ?? ""
        let title =
            short.isEmpty || short == Site.short(label) || file.frame.view.type == Followed.appointment ? label : "\(label)：\(short)"
        return ProgressStep(title, .current, time: last?.at.chinese, tone: isLate ? .danger : .active, body: body)
    }

    private var ahead: [ProgressStep] {
        file.ahead.map { step in
            ProgressStep(step.title, .possible, body: "<p>\(step.text)</p>\(step.basis.map { "<p class='basis'>依据：\($0)</p>" as HTML })")
        }
    }

    private func line(_ deadline: RecordView.Deadline, _ source: String?) -> HTML {
        if deadline.state == "suspended" { return "<p>\(deadline.label)：计时已停，恢复后接着算。</p>" }
        guard let due = deadline.due else { return .empty }
        let day = deadline.isDay ? due.day.chinese : due.chinese
        // What the platform sets itself is never told as a limit of the law.
        let kind = deadline.authority == .statute ? "法定期限" : deadline.authority == .standard ? "标准期限" : "平台承诺"
        let rest: String =
            due < now ? "已经超过" : due.day == now.day ? "今天到期" : "还有\(max(1, due.day.number - now.day.number))天"
        return
            "<p>\(deadline.label)：<b>\(day)</b>前，\(rest)（\(kind)\(deadline.authority == .default ? "" : source.map { "，\($0)" } ?? "")）</p>"
    }

    var isLate: Bool { file.limits.contains { $0.deadline.state == "running" && ($0.deadline.due.map { $0 < now } ?? false) } }

    /// Said plainly, with what one can do.
    private var overdue: HTML {
        guard isLate else { return .empty }
        let holder = file.holder.map { "\($0.name)" } ?? "承办单位"
        return notice(
            "已经超过期限", .danger,
            body: "<p>\(holder)没有按期办完。系统已经提醒并报告上级督办。您可以拨打 <a href='tel:12348'>12348</a> 催办\(isPublic ? "，或者登录后投诉" : "，也可以投诉")。</p>")
    }
}
