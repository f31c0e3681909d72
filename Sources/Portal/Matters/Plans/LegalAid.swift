import Site

extension Matter {
    /// 法律援助申请 (法律援助法 22, 31–44). The rules are explained one by one before anything personal is asked.
    static let legalAid = Matter(
        slug: "legal-aid", name: "申请法律援助", summary: "经济困难或者法律规定的特殊情形，由国家免费提供律师。全程不收费。", icon: .shield,
        type: "apply-legal-aid/legal_aid_application", line: "legal_aid",
        questions: [
            Question(
                "help", "您需要哪种帮助？",
                [
                    QuestionPart(
                        "form_type", "需要的帮助", only: ["represent", "labour", "draft", "criminal_defence", "consult", "other"],
                        explained: [
                            "represent": "请律师代您打官司或者交涉", "labour": "劳动争议的调解和仲裁", "draft": "代写起诉状、申请书等",
                            "criminal_defence": "刑事案件的辩护或者代理",
                        ])
                ]),
            Question(
                "kind", "是哪一类事情？",
                [
                    QuestionPart(
                        "matter_kind", "事情的类别", only: ["labour_arb", "civil", "admin", "criminal", "compensation", "mediation", "nonlit"],
                        explained: [
                            "labour_arb": "欠薪、工伤、辞退等，已经或者准备申请劳动仲裁", "civil": "婚姻、赡养、交通事故、侵权等民事官司", "admin": "对行政机关的决定不服",
                            "nonlit": "还没有打官司，需要协商、代写等",
                        ])
                ]),
            Question(
                "special", "有没有下面的情形？", help: "有其中一项的，不看经济条件。", basis: "《法律援助法》第三十二条",
                [
                    QuestionPart("no_limit_type", "特殊情形", isOptional: true, none: "以上都没有")
                ]),
            Question(
                "cause", "具体是什么事？", basis: "《法律援助法》第三十一条", when: { !$0.isOne(of: ["criminal"], "matter_kind") && !$0.has("no_limit_type") },
                [QuestionPart("matter", "申请的事项")]),
            Question(
                "exempt", "您是不是下面的人？", help: "是其中一种的，不用核查经济状况，交证明就行。", basis: "《法律援助法》第四十二条", when: { !$0.has("no_limit_type") },
                [
                    QuestionPart("exempt_type", "免予核查的人员", isOptional: true, none: "以上都不是")
                ]),
            Question(
                "income", "家里有哪些人，每月收入多少？", help: "包括您自己。没有收入的填0。不需要村（居）委会或者单位盖章。", basis: "《法律援助法》第四十一条",
                when: { !$0.has("no_limit_type") && !$0.has("exempt_type") },
                [
                    QuestionPart(
                        "household", "家庭成员",
                        parts: [
                            QuestionPart("name", "姓名"), QuestionPart("relation", "与您的关系"), QuestionPart("income", "月收入"),
                        ]),
                    QuestionPart("hardship_commit", "我承诺以上情况真实，愿意承担不实的责任", only: ["true"]),
                ]),
            Question(
                "place", "这件事发生在哪里？", help: "没有打官司的，由事情发生地或者处理地的法律援助机构受理。", basis: "《法律援助法》第三十八条",
                when: { !$0.isTrue("litigation") }, [QuestionPart("event_area", "发生地")]),
            Question(
                "organ", "由哪个机关处理？", help: "法院、劳动仲裁委、公安机关等。还没有提出的，填准备去的那一家。", basis: "《法律援助法》第三十八条", when: { $0.isTrue("litigation") },
                [
                    QuestionPart("case_stage", "到了哪一步"), QuestionPart("organ", "机关名称", help: "例如：青秀区劳动人事争议仲裁委员会"),
                    QuestionPart("organ_area", "机关所在地"),
                ]),
            Question(
                "deadline", "有没有快到期的日子？", help: "例如时效、上诉期、举证期的最后一天。不足七日的，可以先提供援助、后补手续。", basis: "《法律援助法》第四十四条",
                [
                    QuestionPart("limitation_date", "最后一天", isOptional: true)
                ]),
            Question("findings", "按您的回答，逐条看看", help: "这是初步说明，不是决定。是否给予，由法律援助机构审查。", kind: .findings),
            Question("facts", "发生了什么？", help: "什么时候、什么地方、谁、做了什么。用自己的话写。", [QuestionPart("facts", "事情经过")]),
            Question(
                "claim", "您想要什么结果？",
                [
                    QuestionPart("claim", "请求", help: "例如：请求支付拖欠的工资18600元"), QuestionPart("amount", "涉及金额", isOptional: true),
                ]),
            Question(
                "opponent", "对方是谁？", help: "只用来避免给您指派与对方有关系的律师。不知道可以不填。",
                [
                    QuestionPart("opponent.name", "对方姓名或者单位名称", isOptional: true), QuestionPart("opponent.phone", "对方电话", isOptional: true),
                ]),
            Question(
                "center", "由哪里受理？", help: "按您填的地方选好了。选错了也不要紧，机构会在当天转交，不会因此不受理。",
                kind: .institution(
                    .init(field: "accept_center", kind: "LA", near: ["organ_area", "event_area"])), basis: "《法律援助法》第三十八条"),
        ] + Question.person("applicant") + [
            Question.needs("applicant"),
            Question(
                "safe", "要不要开安全模式？", help: "同住的人或者对方可能看到您的手机时，请开。开了以后短信不写内容，也不向别人透露您来申请。",
                [
                    QuestionPart("safe_mode", "安全模式")
                ]),
            .materials,
        ],
        action: { _ in "submit" },
        next: { answered in
            let urgent = answered.isTrue("urgent_aid")
            return [
                NextStep("前台核对材料", "一个工作日内看材料齐不齐。要补的，一次全部告诉您。"),
                NextStep(
                    urgent ? "可以先行提供法律援助" : "法律援助机构审查", urgent ? "时间紧急的，先指派人员，手续事后补办。" : "收到申请之日起7日内决定给不给予援助；补材料的时间不算在内。",
                    basis: urgent ? "《法律援助法》第四十四条" : "《法律援助法》第四十三条"),
                NextStep("指派人员", "决定给予援助之日起3日内指派律师等法律援助人员，并告诉您是谁。", basis: "《法律援助法》第四十三条"),
                NextStep("不同意怎么办", "不给予援助的，会写明理由。您可以向设立该机构的司法行政部门提出异议，5日内答复。", basis: "《法律援助法》第四十九条"),
            ]
        })
}
