import Casework
import Foundation
import Storage
import WorkCalendar

/// How a node is doing, for `/healthz`, the administration page and the command line.
public struct Diagnosis: Sendable, Hashable {
    /// How good one thing is.
    public enum Grade: String, Sendable, Comparable {
        case good, attention, bad
        public static func < (left: Grade, right: Grade) -> Bool { left.order < right.order }
        private var order: Int { self == .good ? 0 : self == .attention ? 1 : 2 }
    }

    /// One thing looked at.
    public struct Check: Sendable, Hashable {
        /// `database`, `durability`, `journal`, `scheduler`, `disk`, `calendar`, `queue`, `imports`.
        public var id: String
        public var label: String
        public var grade: Grade
        /// What was found and, unless good, what to do.
        public var text: String
    }

    public var checks: [Check]
    /// The worst of all.
    public var grade: Grade { checks.map(\.grade).max() ?? .good }

    /// Looks at a node. Small reads only.
    /// - Parameter folder: where the data lie, for the free disk space; nil: not looked at.
    public static func diagnose(_ kernel: Kernel, folder: String?, at now: Moment) -> Diagnosis {
        var checks: [Check] = []
        let health = kernel.database.health
        if let problem = health.problem {
            checks.append(Check(id: "database", label: "数据库", grade: .bad, text: "读不通：\(problem)。请检查数据库服务与磁盘"))
            return Diagnosis(checks: checks)
        }
        let kind = health.dialect == .sqlite ? "SQLite" : "PostgreSQL"
        checks.append(
            Check(
                id: "database", label: "数据库", grade: .good,
                text: "\(kind) \(health.facts["version"] ?? "")".trimmingCharacters(in: .whitespaces)))
        checks.append(
            health.flushes >= health.commits
                ? Check(id: "durability", label: "落盘", grade: .good, text: "提交\(health.commits)次，落盘\(health.flushes)次")
                : Check(id: "durability", label: "落盘", grade: .bad, text: "提交\(health.commits)次而只落盘\(health.flushes)次：断电会丢失数据，请检查数据库设置"))
        checks.append(
            health.waitingUnits < 1000
                ? Check(id: "queue", label: "写入队列", grade: .good, text: "等待写入\(health.waitingUnits)项")
                : Check(id: "queue", label: "写入队列", grade: .attention, text: "等待写入\(health.waitingUnits)项：磁盘可能过慢，请检查"))
        checks.append(guarded("journal", "日志封存") { try journal(kernel, at: now) })
        checks.append(guarded("scheduler", "时限") { try scheduler(kernel, at: now) })
        checks.append(guarded("imports", "导入") { try imports(kernel) })
        if let folder { checks.append(disk(folder)) }
        checks.append(calendar(kernel, at: now))
        return Diagnosis(checks: checks)
    }

    private static func guarded(_ id: String, _ label: String, _ body: () throws -> Check) -> Check {
        do { return try body() } catch { return Check(id: id, label: label, grade: .bad, text: "查不到：\(error)") }
    }

    private static func journal(_ kernel: Kernel, at now: Moment) throws -> Check {
        let (last, sealed, at, oldest) = try kernel.database.read { connection in
            let seal = try connection.first("SELECT last_seq, at FROM journal_seal ORDER BY number DESC LIMIT 1")
            let sealed = seal?.int(0) ?? 0
            return (
                try connection.first("SELECT MAX(seq) FROM journal")?.int(0) ?? 0, sealed, seal?.int(1),
                try connection.first("SELECT at FROM journal WHERE seq = \(sealed + 1)")?.int(0)
            )
        }
        let since = at.map { "，最近一次封存于 \(Moment(clamping: $0).description.replacing("T", with: " "))" } ?? ""
        guard last > sealed, let oldest else { return Check(id: "journal", label: "日志封存", grade: .good, text: "共\(last)条，均已封存\(since)") }
        let minutes = (now.milliseconds - oldest) / 60_000
        let text = "共\(last)条，\(last - sealed)条未封存，最早的已等待\(max(0, minutes))分钟\(since)"
        return minutes < 5
            ? Check(id: "journal", label: "日志封存", grade: .good, text: text)
            : Check(id: "journal", label: "日志封存", grade: .attention, text: text + "。请检查服务是否在运行，或执行 bagui journal seal")
    }

    private static func scheduler(_ kernel: Kernel, at now: Moment) throws -> Check {
        let (oldest, count) = try kernel.database.read { connection in
            let row = try connection.first(
                "SELECT MIN(next_at), COUNT(*) FROM deadline WHERE next_at IS NOT NULL AND next_at <= \(now.milliseconds)")
            return (row?.int(0), row?.int(1) ?? 0)
        }
        guard let oldest else { return Check(id: "scheduler", label: "时限", grade: .good, text: "没有到时未办的提醒与升级") }
        let seconds = (now.milliseconds - oldest) / 1000
        let text = "\(count)项到时未办，最早的已迟\(seconds < 120 ? "\(seconds)秒" : "\(seconds / 60)分钟")"
        return seconds <= 60
            ? Check(id: "scheduler", label: "时限", grade: .good, text: text)
            : Check(id: "scheduler", label: "时限", grade: .attention, text: text + "。请检查服务是否在运行")
    }

    private static func imports(_ kernel: Kernel) throws -> Check {
        _ = try kernel.database.apply(ImportTables.all)
        let count = try kernel.database.read { try $0.first("SELECT COUNT(*) FROM import_job WHERE state = \("running")")?.int(0) ?? 0 }
        return count == 0
            ? Check(id: "imports", label: "导入", grade: .good, text: "没有未完成的导入")
            : Check(id: "imports", label: "导入", grade: .attention, text: "\(count)个导入没有完成：用同一个文件再导入一次即接着进行")
    }

    private static func disk(_ folder: String) -> Check {
        let values = try? FileManager.default.attributesOfFileSystem(forPath: folder)
        guard let free = (values?[.systemFreeSize] as? NSNumber)?.int64Value, let size = (values?[.systemSize] as? NSNumber)?.int64Value,
            size > 0
        else {
            return Check(id: "disk", label: "磁盘", grade: .attention, text: "查不到 \(folder) 的剩余空间")
        }
        let text = "剩余 \(free >> 30) GB（\(free / (size / 100 + 1))%）"
        if free < 1 << 30 { return Check(id: "disk", label: "磁盘", grade: .bad, text: text + "。不足 1 GB，请立即清理或扩容") }
        if free < 5 << 30 { return Check(id: "disk", label: "磁盘", grade: .attention, text: text + "。不足 5 GB，请尽快清理或扩容") }
        return Check(id: "disk", label: "磁盘", grade: .good, text: text)
    }

    /// The arrangement of a year is announced late in the year before.
    private static func calendar(_ kernel: Kernel, at now: Moment) -> Check {
        let calendar = kernel.state.calendar
        let year = now.day.year
        guard calendar.isAnnounced(year: year) else {
            return Check(id: "calendar", label: "工作日历", grade: .bad, text: "没有\(year)年的放假安排，时限按周末推算。请导入国务院办公厅的通知")
        }
        if now.day.month == 12, !calendar.isAnnounced(year: year + 1) {
            return Check(id: "calendar", label: "工作日历", grade: .attention, text: "没有\(year + 1)年的放假安排，跨年的时限按周末推算。请导入国务院办公厅的通知")
        }
        return Check(id: "calendar", label: "工作日历", grade: .good, text: "\(year)年的放假安排已有")
    }
}
