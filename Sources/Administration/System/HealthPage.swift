import Casework
import Definitions
import Foundation
import HTML
import Hummingbird
import Operations
import Site
import Storage
import WorkCalendar

/// How the node is doing: what an operator looks at first, measured now and not remembered.
struct HealthPage {
    let console: ConsoleVisit

    /// What the database holds of it.
    private struct Figures: Sendable {
        var overdueMarks: Int64 = 0
        var oldestMark: Int64?
        var sealedAt: Int64?
        var sealNumber: Int64?
        var unsealed: Int64 = 0
        var entries: Int64 = 0
        var sessions: Int64 = 0
        var todos: Int64 = 0
    }

    func answer() async throws -> Response {
        try console.requireNode()
        let diagnosis = await diagnosis()
        let database = console.visit.kernel.database
        let health = database.health
        let now = console.now.milliseconds
        let figures = try database.read { connection -> Figures in
            var found = Figures()
            let marks = try connection.first(
                "SELECT COUNT(*), MIN(next_at) FROM (SELECT next_at FROM deadline WHERE next_at IS NOT NULL AND next_at < \(now) LIMIT 10000) AS waiting"
            )
            found.overdueMarks = marks?.int(0) ?? 0
            found.oldestMark = marks?.int(1)
            let seal = try connection.first("SELECT number, at, last_seq FROM journal_seal ORDER BY number DESC LIMIT 1")
            found.sealNumber = seal?.int(0)
            found.sealedAt = seal?.int(1)
            found.entries = try connection.first("SELECT MAX(seq) FROM journal")?.int(0) ?? 0
            found.unsealed = found.entries - (seal?.int(2) ?? 0)
            found.sessions = try connection.first("SELECT COUNT(*) FROM session WHERE expires_at > \(now)")?.int(0) ?? 0
            found.todos = try connection.first("SELECT COUNT(*) FROM todo")?.int(0) ?? 0
            return found
        }
        let lag = figures.oldestMark.map { max(0, now - $0) / 1000 } ?? 0
        let sealAge = figures.sealedAt.map { max(0, now - $0) / 1000 }
        let tiles = figureRow([
            FigureTile("数据库", health.problem == nil ? "正常" : "故障", link: nil, tone: health.problem == nil ? .done : .danger),
            FigureTile(
                "提交", "\(counted(health.commits))次", link: nil, comparison: "落盘\(counted(health.flushes))次",
                definition: "自启动以来。落盘不少于提交，已确认的办理断电不丢"),
            FigureTile("等待写入", "\(counted(health.waitingUnits))个", link: nil, tone: health.waitingUnits > 500 ? .soon : nil),
            FigureTile(
                "调度滞后", lag == 0 ? "无" : "\(counted(Int(lag)))秒", link: nil,
                comparison: figures.overdueMarks > 0 ? "待触发\(figures.overdueMarks)个" : nil,
                tone: lag > 60 ? .danger : lag > 5 ? .soon : .done),
            FigureTile(
                "日志封存", sealAge.map { $0 < 120 ? "\($0)秒前" : "\($0 / 60)分钟前" } ?? "尚未", link: nil,
                comparison: "未封存\(counted(Int(figures.unsealed)))条",
                tone: figures.unsealed > 0 && (sealAge ?? .max) > 120 ? .danger : .done),
            FigureTile("在线会话", "\(counted(Int(figures.sessions)))个", link: nil),
            FigureTile("待办", "\(counted(Int(figures.todos)))件", link: nil),
            FigureTile("内存", Self.memory.map { "\(counted($0 / 1024)) MB" } ?? "—", link: nil),
        ])
        var rows: [[HTML]] = [
            ["数据库", "\(health.dialect == .sqlite ? "SQLite" : "PostgreSQL")"], ["读连接", "\(health.readers)"],
            ["写入次数", "\(counted(health.units))"],
            ["日志条数", "\(counted(Int(figures.entries)))"],
            ["最后封存", "\(figures.sealNumber.map { "第\($0)号，\(momentText(figures.sealedAt))" } ?? "尚未封存")"],
            ["业务定义", "\(console.state.catalogue.systems.count)个系统，摘要 <code>\(console.state.catalogue.digest.prefix(16))</code>"],
            ["机构", "\(counted(console.state.tree.count))个"],
            ["可用磁盘", "\(Self.freeDisk.map { "\(counted($0 / 1_048_576)) MB" } ?? "—")"],
            ["处理器", "\(ProcessInfo.processInfo.activeProcessorCount)个"],
            ["本机已运行", "\(Int(ProcessInfo.processInfo.systemUptime) / 3600)小时"],
        ]
        rows += health.facts.sorted { $0.key < $1.key }.map { fact in
            ["\(Self.facts[fact.key].map { "\($0)" as HTML } ?? "<code>\(fact.key)</code>")", "<code>\(fact.value)</code>"]
        }
        let problem: HTML = health.problem.map { notice("数据库读取失败", .danger, body: "<p>\($0)</p>") } ?? .empty
        let metrics: HTML = "<details><summary>全部指标（Prometheus）</summary><pre><code>\(console.site.meter.text([]))</code></pre></details>"
        return try console.page(
            "节点运行",
            "\(problem)\(Self.verdict(diagnosis))\(tiles)\(card("检查", Self.table(diagnosis)))\(card("详情", plainTable("详情", heads: ["项目", "现状"], rows: rows)))\(card("运行指标", metrics))"
        )
    }

    /// As `/healthz` tells it in a word each; here with what was found and what to do.
    private func diagnosis() async -> Diagnosis {
        if let watch = console.administration.health { return await watch.latest() }
        return Diagnosis.diagnose(console.visit.kernel, folder: console.site.settings.attachmentFolder, at: console.now)
    }

    private static func verdict(_ diagnosis: Diagnosis) -> HTML {
        let wanting = diagnosis.checks.filter { $0.grade > .good }
        guard !wanting.isEmpty else { return .empty }
        let list: HTML = wanting.html { "<li><b>\($0.label)</b>：\($0.text)</li>" }
        return diagnosis.isFailing
            ? notice("节点现在不能办理业务", .danger, body: "<ul>\(list)</ul>")
            : notice("节点正常服务，有\(wanting.count)项须留意", .soon, body: "<ul>\(list)</ul>")
    }

    private static func table(_ diagnosis: Diagnosis) -> HTML {
        let rows = diagnosis.checks.map { check -> [HTML] in
            let (word, tone): (String, Tone) =
                switch check.grade {
                case .good: ("正常", .done)
                case .attention: ("留意", .soon)
                case .bad: ("有问题", .danger)
                }
            return ["\(check.label)", badge(word, tone), "\(check.text)"]
        }
        return plainTable("检查", heads: ["项目", "结果", "说明"], rows: rows)
    }

    /// What a database tells of itself, in words.
    private static let facts = [
        "logPages": "预写日志页数", "place": "存放位置", "synchronous": "同步方式", "version": "数据库版本", "standby": "备用节点", "wal": "预写日志位置",
        "connections": "连接数", "fsync": "强制落盘", "full_page_writes": "整页写入", "synchronous_commit": "同步提交",
    ]

    /// Resident memory of this process in kB, as Linux tells it.
    private static var memory: Int? {
        guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
        return text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }.flatMap { Int($0.filter(\.isNumber)) }
    }

    /// Bytes free where attachments are kept.
    private static var freeDisk: Int? {
        (try? FileManager.default.attributesOfFileSystem(forPath: FileManager.default.currentDirectoryPath)[.systemFreeSize] as? NSNumber)?
            .intValue
    }
}
