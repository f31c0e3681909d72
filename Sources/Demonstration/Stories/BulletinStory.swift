import Casework
import Expressions
import Storage
import WorkCalendar

/// A notice of how the programme stands: drawn up from what is overdue on that day, issued, answered by those it names.
final class BulletinStory: Story {
    private let kind: String
    private let period: String
    private var record: String?
    private var isIssued = false
    private var waiting: [String] = []

    init(kind: String, period: String) {
        self.kind = kind
        self.period = period
    }

    func proceed(in province: Province) throws -> Moment? {
        let department = province.places.department.code
        guard let record else {
            let late = try overdue(province)
            let reporters =
                (province.places.tree.ofKind("prison_bureau") + province.places.tree.ofKind("drug_bureau") + province.places.cities).map(
                    \.code)
            let named = kind == "special" ? reporters.filter { late[$0] != nil } : reporters
            guard !named.isEmpty else { return nil }
            let table = late.sorted { $0.key < $1.key }.map {
                "\(province.places.tree.organisation($0.key)?.name ?? $0.key)：逾期\($0.value)项"
            }
            var values: [String: Value] = [
                "kind": .string(kind), "period": .string(period), "scope": .list(named.map { .string($0) }),
                "content": .string("\(period)建设任务进展情况通报如下。请逾期单位倒排工期，限期完成。"),
            ]
            if !table.isEmpty {
                values["tables"] = .list([
                    .map([.string("title"): .string("逾期任务"), .string("rows"): .string(table.joined(separator: "\n"))])
                ])
            }
            let made = try province.act(
                "programme/bulletin", "create", as: province.holder("programme_manager", at: department), values)
            self.record = made?.id
            waiting = named
            return made == nil ? nil : province.moment(after: 240...1_400, .office)
        }
        if !isIssued {
            isIssued = true
            let due = try province.now.day.adding(days: 14)
            let issued = try province.act(
                "programme/bulletin", "issue", on: record, as: province.holder("deputy_leader", at: department),
                ["reply_due": .string(due.description)])
            return issued == nil ? nil : province.moment(after: 1_500...3_000, .office)
        }
        // One answer a step; now and then somebody forgets.
        guard let org = waiting.popLast() else { return nil }
        if province.chance.chance(0.9), let reply = try reply(of: org, to: record, province) {
            _ = try province.act(
                "programme/bulletin_reply", "reply", on: reply, as: province.holder("unit_reporter", at: org),
                ["content": .string("已逐项核对，落实责任人和完成时限，按月报送进展。")])
        }
        return waiting.isEmpty ? nil : province.moment(after: 60...900, .office)
    }

    private func overdue(_ province: Province) throws -> [String: Int64] {
        let rows = try province.connection.query(
            "SELECT reporter, COUNT(*) FROM programme__task_org WHERE _state = \("overdue") GROUP BY reporter ORDER BY reporter")
        return Dictionary(rows.map { ($0.text(0) ?? "", $0.int(1) ?? 0) }, uniquingKeysWith: { first, _ in first })
    }

    private func reply(of org: String, to bulletin: String, _ province: Province) throws -> String? {
        try province.connection.first(
            "SELECT _id FROM programme__bulletin_reply WHERE bulletin = \(bulletin) AND org = \(org) AND _state = \("waiting")")?.text(0)
    }
}

/// The year's assessment: a scheme with its document, three items, points of every reporter from what the programme shows, published in January.
final class AssessmentStory: Story {
    private struct Item {
        var id: String
        var name: String
        var marks: Double
    }
    private var items: [Item] = []
    private var scores: [String] = []
    private var step = 0

    func proceed(in province: Province) throws -> Moment? {
        let manager = province.holder("programme_manager", at: province.places.department.code)
        step += 1
        switch step {
        case 1:
            let orgs = reporters(province).map { Value.string($0) }
            guard
                let scheme = try province.act(
                    "programme/assess_scheme", "create", as: manager,
                    ["year": .int(2018), "orgs": .list(orgs), "source_no": .string("桂司通〔2018〕00号（演示）")]),
                try province.act("programme/assess_scheme", "issue", on: scheme.id, as: manager) != nil
            else { return nil }
            let plans: [(String, String, Double, String)] = [
                ("建设任务完成", "任务完成率", 60, "完成数 ÷ 分解数 × 60"), ("季度报告按时", "按时率", 20, "按时报告数 ÷ 应报数 × 20"),
                ("通报整改", "反馈率", 20, "按期反馈数 ÷ 应反馈数 × 20"),
            ]
            for plan in plans {
                let item = try province.act(
                    "programme/assess_item", "create", as: manager,
                    [
                        "scheme": .string(scheme.id), "name": .string(plan.0), "indicator": .string(plan.1), "full_marks": .double(plan.2),
                        "formula": .string(plan.3), "data_source": .string("建设任务管理系统"),
                    ])
                if let item { items.append(Item(id: item.id, name: plan.0, marks: plan.2)) }
            }
            return Moment("2019-01-21T10:00")
        case 2:
            for org in reporters(province) {
                let shares = try province.connection.first(
                    """
                    SELECT COUNT(*), SUM(CASE WHEN _state IN ('met', 'accepted', 'late_done') THEN 1 ELSE 0 END) FROM programme__task_org WHERE reporter = \(org)
                    """)
                let ratio = Double(shares?.int(1) ?? 0) / Double(max(1, shares?.int(0) ?? 1))
                for item in items {
                    let value = item.name == "建设任务完成" ? ratio : Double(province.chance.within(80...100)) / 100
                    let points = (value * item.marks * 10).rounded() / 10
                    let score = try province.act(
                        "programme/assess_score", "score", as: manager,
                        [
                            "item": .string(item.id), "score_org": .string(org), "value": .double((value * 1000).rounded() / 10),
                            "score": .double(points),
                        ])
                    if let score { scores.append(score.id) }
                }
            }
            return province.moment(after: 1_400...2_900, .office)
        case 3:
            for score in scores { _ = try province.act("programme/assess_score", "publish", on: score, as: manager) }
            return nil
        default: return nil
        }
    }

    private func reporters(_ province: Province) -> [String] {
        (province.places.tree.ofKind("prison_bureau") + province.places.tree.ofKind("drug_bureau") + province.places.cities).map(\.code)
    }
}
