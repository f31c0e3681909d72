import Casework
import Expressions
import WorkCalendar

/// What the public reads before any work begins: guides of the matters most asked for, knowledge, notices, a case – each drafted, reviewed and signed by
/// different people through the same actions as everywhere – and, near the end, requests for disclosure that stand at different points.
final class PublishedContents: Story {
    /// One matter of the minimum catalogue.
    private struct Matter {
        var name: String
        var kind = "public"
        var line: String
        var organ: String
        var law: String
        var article: String
        var legal: (Int, String)
        var promise: Int
        var limit: String
        var materials: [String]
        var system: String?
    }

    private static let matters: [Matter] = [
        Matter(
            name: "法律援助申请", line: "legal_aid", organ: "法律援助机构", law: "法律援助法", article: "第四十三条", legal: (7, "days"), promise: 5, limit: "l1",
            materials: ["法律援助申请表", "与所申请事项有关的案件材料"], system: "legal_aid"),
        Matter(
            name: "公证办理", line: "notary", organ: "公证机构", law: "公证法", article: "第三十条", legal: (15, "workdays"), promise: 10, limit: "n1",
            materials: ["公证申请表", "需要公证的文书"], system: "notary"),
        Matter(
            name: "人民调解申请", line: "mediation", organ: "人民调解委员会", law: "人民调解法", article: "第四条", legal: (1, "months"), promise: 15,
            limit: "m1",
            materials: [], system: "grassroots"),
        Matter(
            name: "司法鉴定委托预约", line: "forensic", organ: "司法鉴定机构", law: "司法鉴定程序通则", article: "第十三条", legal: (7, "workdays"), promise: 5,
            limit: "f1",
            materials: ["鉴定委托书", "鉴定材料清单"], system: "forensic"),
        Matter(
            name: "仲裁申请", line: "arbitration", organ: "仲裁委员会", law: "仲裁法", article: "第三十五条", legal: (5, "days"), promise: 5, limit: "r1",
            materials: ["仲裁申请书", "仲裁协议", "证据清单"], system: "arb_org"),
        Matter(
            name: "政府信息公开申请", kind: "other_power", line: "general", organ: "各级司法行政机关", law: "政府信息公开条例", article: "第三十三条",
            legal: (20, "workdays"), promise: 15, limit: "g2", materials: ["政府信息公开申请表"], system: nil),
    ]

    func proceed(in province: Province) throws -> Moment? {
        let department = province.places.department.code
        for matter in Self.matters { try publish(matter, at: department, province) }
        try publishKnowledge(at: department, province)
        for (index, city) in ([department] + province.places.cities.map(\.code)).enumerated() {
            try publishNotice(index, of: city, province)
        }
        return nil
    }

    private func publish(_ matter: Matter, at org: String, _ province: Province) throws {
        let officer = province.holder("line_officer", at: org)
        var item: [String: Value] = [
            "name": .string(matter.name), "item_type": .string(matter.kind), "service_line": .string(matter.line),
            "level": .list([.string("city"), .string("county")]), "accept_org": .string(matter.organ), "decide_org": .string(matter.organ),
            "sla_rule": .list([.string(matter.limit)]), "online_depth": .string(matter.system == nil ? "1" : "4"),
            "cross_region": .string("region"), "visits": .int(matter.system == nil ? 1 : 0),
        ]
        if let system = matter.system { item["biz_system"] = .string(system) }
        guard let made = try province.act("service-guide/service_item", "create", as: officer, item) else { return }
        func text(_ pairs: [(String, Value)]) -> Value { .map(Dictionary(uniqueKeysWithValues: pairs.map { (.string($0.0), $0.1) })) }
        var guide: [String: Value] = [
            "service_item": .string(made.id), "conditions": .string("属于\(matter.organ)受理范围，申请人身份明确，有具体的请求和事实。"),
            "refuse_cases": .string("不属于受理范围，或者同一事项已经处理终结的。"),
            "basis": .list([text([("law", .string(matter.law)), ("article", .string(matter.article))])]),
            "materials": .list(
                matter.materials.map {
                    text([
                        ("name", .string($0)), ("form", .string("electronic")), ("copies", .int(1)), ("source", .string("applicant")),
                        ("required", .string("must")),
                    ])
                }), "no_material": .bool(matter.materials.isEmpty),
            "flow": .list(
                ["申请", "受理", "办理", "送达"].map { text([("step", .string($0)), ("who", .string($0 == "申请" ? "申请人" : matter.organ))]) }),
            "legal_limit": text([
                ("n", .int(Int64(matter.legal.0))), ("unit", .string(matter.legal.1)), ("start", .string("收到申请")),
                ("basis", .string(matter.law + matter.article)),
            ]),
            "promise_limit": text([
                ("n", .int(Int64(matter.promise))), ("unit", .string(matter.legal.1 == "months" ? "workdays" : matter.legal.1)),
            ]),
            "result": text([("name", .string("办理结果告知书")), ("form", .string("电子")), ("delivery", .string("网上送达"))]),
            "windows": .list([text([("place", .string("各级公共法律服务中心")), ("hours", .string("每天 09:00–17:00")), ("phone", .string("12348"))])]),
        ]
        if matter.kind == "other_power" {
            guide["rights"] = text([
                ("reconsider", .string("同级人民政府或者上一级司法行政机关")), ("days", .int(60)), ("reconsider_first", .bool(true)),
                ("court", .string("有管辖权的人民法院")), ("months", .int(6)),
            ])
        }
        guard let version = try province.act("service-guide/guide_version", "create", as: officer, guide) else { return }
        _ = try province.act("service-guide/guide_version", "submit", on: version.id, as: officer)
        _ = try province.act("service-guide/guide_version", "approve", on: version.id, as: province.holder("reviewer", at: org))
        _ = try province.act("service-guide/guide_version", "publish", on: version.id, as: province.holder("pls_admin", at: org))
    }

    private func publishKnowledge(at org: String, _ province: Province) throws {
        let editor = province.holder("editor", at: org)
        let entries: [(title: String, short: String, law: String, article: String, field: String, line: String)] = [
            ("单位拖欠工资怎么办", "先留好考勤、工资条等证据，可以向劳动监察投诉，也可以申请劳动仲裁；符合条件的可以申请法律援助。", "劳动法", "第五十条", "wage", "legal_aid"),
            ("遭受家庭暴力怎么办", "正在发生的先拨打110。可以向法院申请人身安全保护令，申请法律援助不受经济困难限制。", "反家庭暴力法", "第二十三条", "dv", "legal_aid"),
        ]
        for entry in entries {
            let values: [String: Value] = [
                "type": .string("faq_law"), "title": .string(entry.title), "question": .string(entry.title),
                "similar_questions": .list(["", "该找谁", "能不能告", "要什么证据", "多久有结果"].map { .string(entry.title + $0) }),
                "answer_short": .string(entry.short),
                "answer_full": .string("结论：\(entry.short)依据：\(entry.law)\(entry.article)。去哪办：各级公共法律服务中心，或者拨打12348。"),
                "law_refs": .list([.map([.string("law"): .string(entry.law), .string("article"): .string(entry.article)])]),
                "service_line": .string(entry.line), "law_field": .string(entry.field),
            ]
            guard let article = try province.act("smart-qa/kb_article", "create", as: editor, values) else { continue }
            _ = try province.act("smart-qa/kb_article", "submit", on: article.id, as: editor)
            _ = try province.act("smart-qa/kb_article", "approve", on: article.id, as: province.holder("reviewer", at: org))
            _ = try province.act("smart-qa/kb_article", "publish", on: article.id, as: province.holder("publisher", at: org))
        }
    }

    private func publishNotice(_ index: Int, of org: String, _ province: Province) throws {
        let editor = province.holder("editor", at: org)
        let reviewer = province.holder("reviewer", at: org)
        let titles = ["12348 公共法律服务热线服务时间公告", "公共法律服务中心办事窗口调整公告", "法律援助惠民服务通知"]
        let values: [String: Value] = [
            "title": .string(titles[index % titles.count]), "column": .string("notice"),
            "body": .string("公共法律服务中心每天 09:00 至 17:00 提供服务。法律咨询、法律援助、人民调解不收费。有疑问请拨打 12348。"),
        ]
        guard let notice = try province.act("notices-disclosure/notice", "draft", as: editor, values) else { return }
        _ = try province.act("notices-disclosure/notice", "submit", on: notice.id, as: editor)
        _ = try province.act("notices-disclosure/notice", "check_secrecy", on: notice.id, as: reviewer, ["verdict": .string("pass")])
        _ = try province.act("notices-disclosure/notice", "pass_first", on: notice.id, as: reviewer)
        // The last one waits for its second review.
        guard index != 2 else { return }
        _ = try province.act("notices-disclosure/notice", "pass_second", on: notice.id, as: province.holder("line_leader", at: org))
        _ = try province.act("notices-disclosure/notice", "publish", on: notice.id, as: province.holder("publisher", at: org))
    }
}

/// Requests for disclosure of the last weeks: one answered, one in hand, one that waits to be received.
final class DisclosureRequests: Story {
    private var steps = ["answered", "handling", "registered"]

    func proceed(in province: Province) throws -> Moment? {
        guard !steps.isEmpty else { return nil }
        let step = steps.removeFirst()
        let org = province.places.department.code
        let (clerk, head) = (province.holder("disclosure_clerk", at: org), province.holder("line_leader", at: org))
        let type = "notices-disclosure/disclosure_request"
        let citizen = province.citizen(steps.count)
        let wanted = ["法律援助机构上一年度办案质量评估结果", "全区公共法律服务中心名称、地址和电话一览", "人民调解委员会经费保障标准"][steps.count]
        if let request = try province.act(
            type, "register", as: citizen,
            [
                "applicant": .map([.string("name"): .string(citizen.name), .string("phone"): .string("13900000789")]),
                "wanted": .string(wanted),
            ]), step != "registered",
            try province.act(type, "confirm_receipt", on: request.id, as: clerk) != nil,
            try province.act(type, "start_handling", on: request.id, as: clerk) != nil, step == "answered",
            try province.act(
                type, "draft_answer", on: request.id, as: clerk,
                ["answer_kind": .string("already"), "answer_text": .string("该信息已在广西法网“公示公告”主动公开。")]) != nil
        {
            _ = try province.act(type, "answer", on: request.id, as: head)
        }
        // Two days on, drawing nothing: other stories go as they would without this one.
        return steps.isEmpty ? nil : Moment(clamping: province.now.milliseconds + 172_800_000)
    }
}
