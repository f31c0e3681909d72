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
        /// `database`, `writable`, `durability`, `queue`, `journal`, `scheduler`, `clock`, `imports`, `disk`, `calendar`.
        public var id: String
        public var label: String
        public var grade: Grade
        /// What was found and, unless good, what to do.
        public var text: String
    }

    public var checks: [Check]
    /// The worst of all.
    public var grade: Grade { checks.map(\.grade).max() ?? .good }

    /// Whether the node cannot do its work: the database does not answer, does not take writes, or does not keep them. Everything else is for somebody to look at
    /// while work goes on.
    public var isFailing: Bool {
        checks.contains { $0.grade == .bad && ["database", "writable", "durability"].contains($0.id) }
    }

    /// Looks at a node. Small reads, and one small write where that is asked for.
    /// - Parameters:
    ///   - folder: where the data lie, for the free disk space; nil: not looked at.
    ///   - comparesClocks: whether the database server's clock should show the same.
    ///   - probesWrite: whether to try a write. It waits its turn: not from a thread that answers requests.
    public static func diagnose(_ kernel: Kernel, folder: String?, at now: Moment, probesWrite: Bool = false, comparesClocks: Bool = true)
        -> Diagnosis
    {
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
        if probesWrite { checks.append(writable(kernel, at: now)) }
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
        checks.append(guarded("clock", "时钟") { try clock(kernel, at: now, comparesClocks) })
        checks.append(guarded("imports", "导入") { try imports(kernel) })
        if let folder { checks.append(disk(folder)) }
        checks.append(calendar(kernel, at: now))
        return Diagnosis(checks: checks)
    }

    private static func guarded(_ id: String, _ label: String, _ body: () throws -> Check) -> Check {
        do { return try body() } catch { return Check(id: id, label: label, grade: .bad, text: "查不到：\(error)") }
    }

    private static func writable(_ kernel: Kernel, at now: Moment) -> Check {
        do {
            try kernel.database.writeBlocking { connection in
                try connection.enqueue(
                    "INSERT INTO setting (name, value) VALUES (\("health.probe"), \(String(now.milliseconds))) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
                )
            }
            return Check(id: "writable", label: "写入", grade: .good, text: "可以写入")
        } catch {
            let mend =
                switch (error as? DatabaseError)?.kind {
                case .full?: "存储空间已满，请清理或扩容"
                case .readonly?: "数据库只读，请检查是否连到了备机或被设为只读"
                case .busy?: "被别的程序占用，请看是否有备份或维护程序长时间占用"
                case .gone?: "连不上或文件已被移走，请检查数据库服务、数据库文件和磁盘"
                default: "请检查数据库服务与磁盘"
                }
            return Check(id: "writable", label: "写入", grade: .bad, text: "写不进去：\(error)。\(mend)；恢复后自动恢复服务")
        }
    }

    /// The last jump of a day, and whether the database server's clock and ours agree.
    private static func clock(_ kernel: Kernel, at now: Moment, _ compares: Bool) throws -> Check {
        if compares, kernel.database.dialect == .postgresql {
            let theirs = try kernel.database.read {
                try $0.first("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)")?.int(0)
            }
            if let theirs, abs(theirs - now.milliseconds) > 60_000 {
                return Check(
                    id: "clock", label: "时钟", grade: .bad,
                    text: "与数据库服务器的时钟相差\(abs(theirs - now.milliseconds) / 1000)秒。时限与会话都依时钟，请检查两边的时间同步")
            }
        }
        guard let jump = try ClockWatch.lastJump(in: kernel), abs(now.milliseconds - jump.found.milliseconds) < 86_400_000 else {
            return Check(id: "clock", label: "时钟", grade: .good, text: "一日内没有被拨动")
        }
        return Check(id: "clock", label: "时钟", grade: .attention, text: "\(jump.text)。请核对服务器的时间同步")
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
