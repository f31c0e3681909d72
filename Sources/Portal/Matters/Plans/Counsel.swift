import Site

extension Matter {
    /// 律师咨询与预约 (律师法 10; 个人信息保护法 23).
    static let lawyer = Matter(
        slug: "lawyer", name: "约律师咨询", summary: "约一位律师免费当面咨询，每次不超过三十分钟；或者向您选的律所发出委托意向。", icon: .people,
        type: "apply-lawyer/lawyer_appointment", line: "lawyer", itemTypes: ["appointment", "consult", "public"],
        questions: [
            Question(
                "purpose", "您想做什么？",
                [
                    QuestionPart(
                        "purpose_kind", "预约目的", only: ["public_consult", "village", "enterprise", "mandate"],
                        explained: [
                            "public_consult": "免费，当面说情况、看材料", "village": "约本村（社区）的法律顾问", "enterprise": "中小微企业免费法治体检",
                            "mandate": "想请律师，先问问您选的律所",
                        ])
                ]),
            Question("field", "是哪方面的事？", [QuestionPart("law_field", "法律类别")]),
            Question("village", "是哪个村（社区）？", when: { $0.isOne(of: ["village"], "purpose_kind") }, [QuestionPart("village", "村（社区）")]),
            Question(
                "brief", "简单说说情况", help: "律师先做利益冲突检查，没有冲突才能看到。",
                [
                    QuestionPart("brief", "案情简述"), QuestionPart("limitation_date", "时效或者期限的最后一天", isOptional: true),
                ]),
            Question(
                "opponent", "对方是谁？", help: "只用来检查律所与对方有没有利害关系。", when: { $0.isOne(of: ["mandate"], "purpose_kind") },
                [QuestionPart("opponent", "对方姓名或者单位名称")]),
            Question(
                "firms", "问哪几家律所？", help: "由您自己选，最多三家。平台不推荐、不排名、不收费。",
                kind: .institution(
                    .init(field: "firms", kind: "31", near: [], most: 3)), when: { $0.isOne(of: ["mandate"], "purpose_kind") }),
            Question(
                "consent", "可以把您的联系方式给所选律所吗？", help: "需要您单独同意；可以不同意，但律所就没法联系您。", basis: "《个人信息保护法》第二十三条",
                when: { $0.isOne(of: ["mandate"], "purpose_kind") }, [QuestionPart("contact_consent", "同意向所选律所提供联系方式")]),
            Question(
                "firm", "到哪家律所？", kind: .institution(.init(field: "firm", kind: "31", near: [], isAside: true)),
                when: { !$0.isOne(of: ["mandate"], "purpose_kind") }),
            Question(
                "slot", "选一个时间", kind: .slot(.init(service: "consult", of: "firm")), when: { !$0.isOne(of: ["mandate"], "purpose_kind") }),
        ] + Question.person("person", identity: false),
        action: { $0.isOne(of: ["mandate"], "purpose_kind") ? "send_mandate" : "book" },
        next: { answered in
            if answered.isOne(of: ["mandate"], "purpose_kind") {
                return [
                    NextStep("律所检查利益冲突并回应", "两个工作日内回应。与对方有利害关系的，律所会谢绝。"),
                    NextStep("您来决定", "委托不委托、委托哪一家，由您决定。费用由您和律所当面商定，平台不参与。"),
                ]
            }
            return [
                NextStep("律所确认", "办公时间四小时内确认，并检查与对方有没有利害关系。"),
                NextStep("按时到场", "带上身份证和有关材料。来不了，请至少提前两小时改约或者取消。"),
            ]
        })

    /// 基层法律服务预约 (基层法律服务工作者管理办法).
    static let grassroots = Matter(
        slug: "grassroots", name: "约基层法律服务", summary: "约乡镇、街道的基层法律服务所：咨询、代写文书、代理、法律顾问。", icon: .home,
        type: "apply-grassroots/grassroots_request", line: "grassroots",
        questions: [
            Question(
                "service", "需要哪种服务？",
                [
                    QuestionPart(
                        "service", "服务类型",
                        explained: ["consult": "当面问法律问题", "draft": "代写起诉状、合同等", "agency": "代理调解、诉讼（刑事案件除外）", "adviser": "担任法律顾问"])
                ]),
            Question("field", "是哪方面的事？", help: "刑事案件请约律师或者申请法律援助。", [QuestionPart("law_field", "法律类别")]),
            Question("brief", "简单说说情况", [QuestionPart("brief", "事由")]),
            Question(
                "party-place", "当事人住在哪里？", help: "诉讼代理一般限于一方当事人住在本辖区的案件。", when: { $0.isOne(of: ["agency"], "service") },
                [QuestionPart("party_area", "当事人住所地")]),
            Question("office", "到哪个服务所？", kind: .institution(.init(field: "office", kind: "33", near: ["party_area"]))),
            Question("slot", "选一个时间", kind: .slot(.init(service: "consult", of: "office"))),
        ] + Question.person("person", identity: false) + [
            Question(
                "consent", "可以把您的联系方式给服务所吗？", help: "需要您单独同意。不同意就不能网上预约，可以直接到所里或者拨打12348。", basis: "《个人信息保护法》第二十三条",
                [QuestionPart("contact_consent", "同意向服务所提供联系方式")])
        ],
        action: { _ in "book" },
        next: { _ in
            [
                NextStep("服务所确认", "办公时间四小时内确认。"), NextStep("按时到场", "带上身份证和有关材料。来不了，请至少提前两小时改约或者取消。"),
            ]
        })
}
