import Casework
import Expressions
import Storage
import WorkCalendar

/// The building programme of 2018: its phases and tasks, who answers for them, how they came along, what the sixteen reporters reported each quarter.
final class ProgrammeStory: Story {
    private let material: ProgrammeMaterial
    private var isPublished = false

    init(_ material: ProgrammeMaterial) { self.material = material }

    /// When the programme begins.
    static let beginning = Moment.startOfDay(Day(year: 2018, month: 4, day: 9) ?? .first)

    func proceed(in province: Province) throws -> Moment? {
        let department = province.places.department.code
        let manager = province.holder("programme_manager", at: department)
        guard
            let programme = try province.act(
                "programme/programme", "create", as: manager,
                ["year": .int(2018), "title": .string("广西智慧司法行政建设计划"), "basis": .string("智慧司法行政建设方案（2018年）")])
        else { return nil }
        let phases = material.phases.compactMap { row -> [String: Value]? in
            guard let number = row["phase"].flatMap(Int64.init), let title = row["title"], let starts = row["starts"],
                let ends = row["ends"], let content = row["content"]
            else { return nil }
            return [
                "programme": .string(programme.id), "number": .int(number), "title": .string(title), "starts": .string(starts),
                "ends": .string(ends), "content": .string(content),
            ]
        }
        var second: String?
        for phase in phases {
            let made = try province.act("programme/phase", "create", as: manager, phase)
            // The task tables are those of 2018, the second phase.
            if phase["number"] == .int(2) { second = made?.id }
        }
        var tasks: [(id: String, due: Day?)] = []
        for row in material.tasks {
            guard let id = row["row_id"], let level1 = row["level1_task"], let content = row["content"], let deadline = row["deadline"]
            else { continue }
            let isLocal = id.hasPrefix("L")
            var values: [String: Value] = [
                "programme": .string(programme.id), "row_id": .string(id), "level1": .string(level1), "content": .string(content),
                "deadline_text": .string(deadline.isEmpty ? "无明确时限" : deadline), "scope": .string(isLocal ? "local" : "region_line"),
                "responsible": .list(responsible(row["responsible_unit"] ?? "", isLocal: isLocal, province).map { .string($0) }),
                "milestones": .list(
                    material.milestones.filter { $0["row_id"] == id }.compactMap { milestone in
                        guard let n = milestone["milestone"].flatMap(Int64.init), let content = milestone["content"] else { return nil }
                        var one: [Value: Value] = [.string("n"): .int(n), .string("content"): .string(content)]
                        if let due = milestone["due_date"], !due.isEmpty { one[.string("due_date")] = .string(due) }
                        return .map(one)
                    }),
            ]
            if let second { values["phase"] = .string(second) }
            if let level2 = row["level2_task"], !level2.isEmpty, level2 != "-" { values["level2"] = .string(level2) }
            if let sequence = row["sequence"].flatMap(Int64.init) { values["sequence"] = .int(sequence) }
            if let printed = row["sequence_printed"].flatMap(Int64.init) { values["sequence_printed"] = .int(printed) }
            if let standard = row["standard"], !standard.isEmpty {
                values["standards"] = .list(standard.split(separator: "；").map { .string(String($0)) })
            }
            if let due = row["due_date"], !due.isEmpty { values["due_date"] = .string(due) }
            if let task = try province.act("programme/task", "create", as: manager, values) {
                tasks.append((task.id, row["due_date"].flatMap { Day($0) }))
            }
        }
        _ = try province.act("programme/programme", "publish", on: programme.id, as: manager)
        for task in tasks {
            guard let outcome = try province.act("programme/task", "decompose", on: task.id, as: manager) else { continue }
            for share in outcome.created where share.type == "programme/task_org" { try note(share.id, due: task.due, province) }
            for milestone in outcome.created where milestone.type == "programme/milestone_org" {
                let due = try due(of: milestone.id, province) ?? task.due ?? Day(year: 2018, month: 12, day: 31) ?? province.now.day
                guard province.chance.chance(0.97),
                    let day = try? due.adding(days: province.chance.weighted([(-45, 30), (-14, 40), (-2, 18), (12, 8), (40, 4)]) ?? -14)
                else { continue }
                province.agenda.note(MilestoneStory(milestone.id), at: max(province.at(10, on: day, spread: 400), province.now))
            }
        }
        try noteReports(province)
        noteBulletins(province)
        noteAssessment(province)
        return nil
    }

    private func responsible(_ text: String, isLocal: Bool, _ province: Province) -> [String] {
        if isLocal {
            let cities = province.places.cities.map(\.code)
            let counties = province.programmeCounties.map(\.code)
            if text.contains("各市司法局") { return cities }
            return text.contains("各县（") ? counties : cities + counties
        }
        var kinds: [String] = []
        // 全区各监狱、戒毒单位: each for itself.
        if text.contains("各监狱") { return ["prison", "drug_centre"] }
        if text.contains("司法厅") || text.contains("厅") { kinds.append("department") }
        if text.contains("监狱") { kinds.append("prison_bureau") }
        if text.contains("戒毒") { kinds.append("drug_bureau") }
        return kinds.isEmpty ? ["department"] : kinds
    }

    private func note(_ share: String, due: Day?, _ province: Province) throws {
        guard let org = try province.connection.first("SELECT org FROM programme__task_org WHERE _id = \(share)")?.text(0) else { return }
        province.agenda.note(
            TaskShareStory(share, org: org, due: due ?? Day(year: 2018, month: 12, day: 31), &province.chance),
            at: province.moment(after: 1_440...20_000, .office))
    }

    private func due(of milestone: String, _ province: Province) throws -> Day? {
        try province.connection.first("SELECT due_date FROM programme__milestone_org WHERE _id = \(milestone)")?.int(0).map {
            Moment(clamping: $0).day
        }
    }

    /// A notice after each quarter from the second on, and one in between about what is overdue.
    private func noteBulletins(_ province: Province) {
        let plans: [(kind: String, period: String, at: String)] = [
            ("quarter", "2018年第二季度", "2018-07-16T10:00"), ("special", "应急指挥中心建设", "2018-08-20T10:00"),
            ("quarter", "2018年第三季度", "2018-10-15T10:00"), ("quarter", "2018年第四季度", "2019-01-14T10:00"),
        ]
        for plan in plans {
            guard let at = Moment(plan.at), at >= province.now else { continue }
            province.agenda.note(BulletinStory(kind: plan.kind, period: plan.period), at: at)
        }
    }

    /// The year's scheme, and its points at the year's end.
    private func noteAssessment(_ province: Province) {
        guard let at = Moment("2018-06-20T10:00"), at >= province.now else { return }
        province.agenda.note(AssessmentStory(), at: at)
    }

    private func noteReports(_ province: Province) throws {
        let bureaus = province.places.tree.ofKind("prison_bureau") + province.places.tree.ofKind("drug_bureau")
        for org in (bureaus + province.places.cities).map(\.code) {
            for quarter in 2...4 {
                guard let last = try? province.state.calendar.lastWorkday(ofQuarter: quarter, year: 2018),
                    let day = try? last.adding(days: -province.chance.within(2...9))
                else { continue }
                province.agenda.note(
                    QuarterReportStory(org: org, quarter: quarter, isLate: province.chance.chance(0.08)),
                    at: province.moment(after: 0...400, .office, from: Moment.startOfDay(day)))
            }
        }
    }
}

/// A task at one organisation: somebody made responsible, measured, reported, accepted.
final class TaskShareStory: Story {
    private let share: String
    private let org: String
    private let due: Day?
    private var steps: [String]

    init(_ share: String, org: String, due: Day?, _ chance: inout SeededGenerator) {
        self.share = share
        self.org = org
        self.due = due
        steps = ["assign", "start", "self_report", "meet", "accept"]
        if chance.chance(0.05) { steps.removeLast(2) }
    }

    func proceed(in province: Province) throws -> Moment? {
        guard !steps.isEmpty else { return nil }
        let step = steps.removeFirst()
        let type = "programme/task_org"
        // A prison's or centre's part is told by its bureau.
        let organisation = province.places.tree.organisation(org)
        let teller = ["prison", "drug_centre"].contains(organisation?.kind ?? "") ? organisation?.parent ?? org : org
        let reporter = province.holder("unit_reporter", at: teller)
        let manager = province.holder("programme_manager", at: province.places.department.code)
        let outcome: ActionOutcome?
        switch step {
        case "assign":
            let actor = province.places.tree.organisation(org)?.kind == "department" ? manager : reporter
            outcome = try province.act(type, "assign", on: share, as: actor, ["owner": .string(actor.id)])
        case "start":
            outcome = try province.act(
                type, "measure", on: share, as: .system, ["results": results(Double(province.chance.within(20...80)))])
        case "self_report":
            outcome =
                province.places.tree.organisation(org)?.kind == "department"
                ? try province.act(type, "remark", on: share, as: reporter, ["remark": .string("按计划推进。")])
                : try province.act(
                    type, "self_report", on: share, as: reporter,
                    ["self_progress": .double(Double(province.chance.within(40...100))), "self_note": .string("按计划推进。")])
            if outcome == nil { return try again(province) }
        case "meet": outcome = try province.act(type, "measure", on: share, as: .system, ["results": results(100)])
        default: outcome = try province.act(type, "accept", on: share, as: manager)
        }
        guard outcome != nil, !steps.isEmpty else { return nil }
        return try again(province)
    }

    private func again(_ province: Province) throws -> Moment? {
        switch steps.first {
        case "start", "self_report": return province.moment(after: 4_000...30_000, .office)
        case "meet":
            guard let due,
                let day = try? due.adding(days: province.chance.weighted([(-20, 40), (-6, 34), (-1, 12), (15, 9), (70, 5)]) ?? -6)
            else { return nil }
            return max(province.at(6, on: day, spread: 1), province.now)
        case "accept": return province.moment(after: 1_440...14_000, .office)
        default: return nil
        }
    }

    private func results(_ value: Double) -> Value {
        .list([
            .map([
                .string("value"): .double(value), .string("threshold"): .double(100), .string("weight"): .double(1),
                .string("mandatory"): .bool(true),
            ])
        ])
    }
}

final class MilestoneStory: Story {
    private let milestone: String
    init(_ milestone: String) { self.milestone = milestone }

    func proceed(in province: Province) throws -> Moment? {
        _ = try province.act(
            "programme/milestone_org", "meet", on: milestone, as: province.holder("programme_manager", at: province.places.department.code))
        return nil
    }
}

/// A quarter's report of one of the sixteen: drawn up, signed, sent.
final class QuarterReportStory: Story {
    private let org: String
    private let quarter: Int
    private let isLate: Bool
    private var steps = ["create", "sign", "file"]
    private var record: String?

    init(org: String, quarter: Int, isLate: Bool) {
        self.org = org
        self.quarter = quarter
        self.isLate = isLate
    }

    func proceed(in province: Province) throws -> Moment? {
        guard !steps.isEmpty else { return nil }
        let step = steps.removeFirst()
        let reporter = province.holder("unit_reporter", at: org)
        let outcome: ActionOutcome?
        if step == "create" {
            outcome = try province.act(
                "programme/quarter_report", step, as: reporter,
                [
                    "year": .int(2018), "quarter": .int(Int64(quarter)), "staff_count": .int(Int64(province.chance.within(2...9))),
                    "trained": .int(Int64(province.chance.within(20...260))), "problems": .string("基层专网带宽不足。"),
                    "measures": .string("协调运营商扩容。"), "next_plan": .string("完成剩余任务并组织验收。"),
                ])
            record = outcome?.id
        } else {
            outcome = try province.act(
                "programme/quarter_report", step, on: record, as: step == "sign" ? province.holder("deputy_leader", at: org) : reporter)
        }
        return outcome == nil || steps.isEmpty ? nil : province.moment(after: isLate ? 6_000...14_000 : 60...700, .office)
    }
}
