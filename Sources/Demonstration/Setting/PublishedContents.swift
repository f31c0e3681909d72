import Casework
import Expressions
import WorkCalendar

/// What the public reads before any work begins: guides of the matters most asked for, knowledge, notices, a case – each drafted, reviewed and signed by
/// different people through the same actions as everywhere – and, near the end, requests for disclosure that stand at different points.
final class PublishedContents: Story {
    func proceed(in province: Province) throws -> Moment? {
        let department = province.places.department.code
        for guide in GuideContent.all { try publish(guide, at: department, province) }
        try publishKnowledge(at: department, province)
        for (index, city) in ([department] + province.places.cities.map(\.code)).enumerated() {
            try publishNotice(index, of: city, province)
        }
        return nil
    }

    private func publish(_ content: GuideContent, at org: String, _ province: Province) throws {
        let officer = province.holder("line_officer", at: org)
        var item: [String: Value] = [
            "name": .string(content.name), "item_type": .string(content.kind), "service_line": .string(content.line),
            "level": .list([.string("city"), .string("county")]), "accept_org": .string(content.organ),
            "decide_org": .string(content.organ),
            "sla_rule": .list([.string(content.limitRule)]),
            "online_depth": .string(content.system == nil ? "1" : content.kind == "appointment" ? "3" : "4"),
            "cross_region": .string("region"), "visits": .int(content.kind == "appointment" || content.line == "forensic" ? 1 : 0),
            "charge": .bool(!content.fees.isEmpty),
        ]
        if let system = content.system { item["biz_system"] = .string(system) }
        guard let made = try province.act("service-guide/service_item", "create", as: officer, item) else { return }
        var guide = Self.values(of: content)
        if content.kind == "licence" {
            for paper in SamplePaper.all { try province.holdReady(paper) }
            guide["forms"] = .list([.string(SamplePaper.blank.hash)])
            guide["samples"] = .list([.string(SamplePaper.sample.hash)])
        }
        guide["service_item"] = .string(made.id)
        guard let version = try province.act("service-guide/guide_version", "create", as: officer, guide) else { return }
        _ = try province.act("service-guide/guide_version", "submit", on: version.id, as: officer)
        _ = try province.act("service-guide/guide_version", "approve", on: version.id, as: province.holder("reviewer", at: org))
        _ = try province.act("service-guide/guide_version", "publish", on: version.id, as: province.holder("pls_admin", at: org))
    }

    private static func map(_ pairs: [(String, Value?)]) -> Value {
        .map(Dictionary(uniqueKeysWithValues: pairs.compactMap { pair in pair.1.map { (.string(pair.0), $0) } }))
    }

    private static func texts(_ texts: [String]) -> Value? { texts.isEmpty ? nil : .list(texts.map { .string($0) }) }

    private static func values(of content: GuideContent) -> [String: Value] {
        var guide: [String: Value] = [
            "conditions": .string(content.conditions), "refuse_cases": .string(content.refusals),
            "basis": .list(content.basis.map { map([("law", .string($0.law)), ("article", .string($0.article))]) }),
            "materials": .list(
                content.materials.map { material in
                    map([
                        ("name", .string(material.name)), ("form", .string(material.form)), ("copies", .int(1)),
                        ("source", .string("applicant")),
                        ("required", .string(material.need)), ("condition", material.condition.map { .string($0) }),
                    ])
                }),
            "no_material": .bool(content.materials.isEmpty),
            "flow": .list(
                content.steps.map { map([("step", .string($0.step)), ("who", .string($0.who)), ("limit", $0.limit.map { .string($0) })]) }),
            "legal_limit": map([
                ("n", .int(Int64(content.legal.0))), ("unit", .string(content.legal.1)),
                ("start", .string(content.legal.1 == "days" ? "收到申请" : "受理")),
                ("basis", content.basis.last.map { .string("《\($0.law)》\($0.article)") }),
            ]),
            "promise_limit": map([("n", .int(Int64(content.promised.0))), ("unit", .string(content.promised.1))]),
            "result": map([("name", .string(content.result)), ("form", .string("电子")), ("delivery", .string("网上送达或者窗口领取"))]),
            "windows": .list([map([("place", .string("各级公共法律服务中心")), ("hours", .string("每天 09:00–17:00")), ("phone", .string("12348"))])]),
        ]
        guide["limit_exclusions"] = content.excluded.map { .string($0) }
        if !content.situations.isEmpty {
            guide["situations"] = .list(
                content.situations.map { situation in
                    map([
                        ("question", .string(situation.question)),
                        (
                            "options",
                            .list(
                                situation.options.map { option in
                                    map([
                                        ("text", .string(option.text)), ("add", texts(option.add)), ("remove", texts(option.remove)),
                                        ("fees", texts(option.fees)), ("note", option.note.map { .string($0) }),
                                    ])
                                })
                        ),
                    ])
                })
        }
        if !content.fees.isEmpty {
            guide["fees"] = .list(
                content.fees.map { fee in
                    map([
                        ("name", .string(fee.name)), ("standard", .string(fee.standard)), ("unit", .string(fee.unit)),
                        ("basis", .string(fee.basis)), ("reducible", .bool(fee.reduction != nil)),
                        ("reduce_rule", fee.reduction.map { .string($0) }),
                    ])
                })
        }
        if !content.questions.isEmpty {
            guide["faq"] = .list(content.questions.map { map([("question", .string($0.0)), ("answer", .string($0.1))]) })
        }
        guide["common_errors"] = texts(content.mistakes)
        if content.kind == "other_power" || content.kind == "licence" {
            guide["rights"] = map([
                ("reconsider", .string("同级人民政府或者上一级司法行政机关")), ("days", .int(60)),
                ("reconsider_first", .bool(content.kind == "other_power")),
                ("court", .string("有管辖权的人民法院")), ("months", .int(6)),
            ])
        }
        return guide
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
