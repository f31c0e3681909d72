import Casework
import Definitions
import Expressions
import Site
import WorkCalendar

/// Where a task stands at a unit at the end of a day (domain specification command-data-security.md part 5).
enum Standing: String, CaseIterable, Sendable {
    case overdue
    /// The task is not over its day, a milestone of it is (PROG-04: half overdue).
    case milestone
    /// Falls due within thirty days, when the first reminder goes out.
    case due
    case doing
    case notBegun = "not-begun"
    case lateDone = "late-done"
    case done
    case exempt

    /// Days before the due date from which a task is said to fall due.
    static let ahead = 30

    var label: String {
        switch self {
        case .overdue: "逾期"
        case .milestone: "里程碑逾期"
        case .due: "将到期"
        case .doing: "进行中"
        case .notBegun: "未启动"
        case .lateDone: "逾期完成"
        case .done: "完成"
        case .exempt: "不适用"
        }
    }

    /// What it is reckoned by, for who asks.
    var rule: String {
        switch self {
        case .overdue: "到期日已过，当日24时仍未达标"
        case .milestone: "任务未到期，但有一个里程碑已过期未达成"
        case .due: "30天内到期，尚未达标"
        case .doing: "已测评，尚未达标，离到期超过30天或没有期限"
        case .notBegun: "已分解，还没有测评过，离到期超过30天或没有期限"
        case .lateDone: "到期之后才达标"
        case .done: "证据达标或已验收，在到期日内"
        case .exempt: "认定不适用"
        }
    }

    var tone: Tone {
        switch self {
        case .overdue, .milestone: .danger
        case .due: .soon
        case .doing: .active
        case .notBegun: .neutral
        case .lateDone, .done: .done
        case .exempt: .paused
        }
    }

    var isDone: Bool { self == .done || self == .lateDone }
    var isOverdue: Bool { self == .overdue || self == .milestone }
}

/// A milestone of a task at a unit.
struct WallMilestone: Sendable {
    var id: String
    var content: String
    var due: Day?
    var met: Day?

    func isMet(on day: Day) -> Bool { met.map { $0 <= day } ?? false }
    func isOverdue(on day: Day) -> Bool { (due.map { $0 < day } ?? false) && !isMet(on: day) }
}

/// A task at one unit, as it stood at the end of a day.
struct WallShare: Sendable {
    var view: RecordView
    var task: String
    var org: String
    var reporter: String
    var due: Day?
    var standing: Standing
    /// By what it is so: 验收 2018-06-20, 证据达标 2018-06-18, 里程碑 1/2, 2018年第2季度报告实测80%.
    var reasons: [String]
    /// Measured per cent on that day, where it is known: reached is 100; today's is the record's; earlier ones stand in the quarterly reports.
    var measured: Double?
    var weight: Double

    /// What is known of a task at a unit on a day: the state that the journal has, and the dates in the records.
    ///
    /// Not from the state of today: what was reached since is taken back, and a day that had passed was passed, whenever the clock marked it.
    /// - Parameter past: where the journal has it at the end of the day; nil where it has nothing (records that came in another way): then
    ///   the dates alone decide.
    static func standing(
        _ view: RecordView, past: PastState?, milestones: [WallMilestone], on day: Day, end: Moment
    ) -> (standing: Standing, reasons: [String]) {
        let due = view.day("due_date")
        let accepted = view.day("accepted_at").flatMap { $0 <= day ? $0 : nil }
        let met = view.moment("evidence_met_at").flatMap { $0 < end ? $0.day : nil }
        var reasons: [String] = []
        let state = past?.state ?? (accepted != nil ? "accepted" : met != nil ? "met" : "doing")
        if let accepted { reasons.append("验收 \(accepted)") }
        switch state {
        case "na": return (.exempt, ["认定不适用 \(past?.since.day.description ?? "")"])
        case "met", "accepted", "late_done":
            let reached = met ?? past?.since.day ?? accepted
            if let reached { reasons.append("证据达标 \(reached)") }
            if let due, let reached, reached > due {
                reasons.append("晚\(reached - due)天")
                return (.lateDone, reasons)
            }
            return (state == "late_done" ? .lateDone : .done, reasons)
        default: break
        }
        let reachedMilestones = milestones.count { $0.isMet(on: day) }
        if milestones.count > 1 { reasons.append("里程碑 \(reachedMilestones)/\(milestones.count)") }
        if let due, due < day || state == "overdue" {
            if due < day { reasons.append("已过期\(day - due)天") }
            return (.overdue, reasons)
        }
        if let late = milestones.first(where: { $0.isOverdue(on: day) }) {
            reasons.append("“\(late.content)”应于 \(late.due?.description ?? "") 达成")
            return (.milestone, reasons)
        }
        if state == "not_started" { reasons.append("还没有测评") }
        if let due, due - day <= Standing.ahead {
            reasons.append(due == day ? "今天到期" : "还有\(due - day)天")
            return (.due, reasons)
        }
        return (state == "not_started" ? .notBegun : .doing, reasons)
    }
}

extension RecordView {
    func day(_ field: String) -> Day? { moment(field)?.day }
    /// A text, code or reference; empty when absent.
    func plain(_ field: String) -> String { text(field) ?? "" }
    func decimal(_ field: String) -> Double? {
        switch self[field] {
        case .double(let number): number
        case .int(let number): Double(number)
        default: nil
        }
    }
}
