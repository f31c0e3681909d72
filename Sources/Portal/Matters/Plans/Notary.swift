import Site

extension Matter {
    /// 公证预约及网上办理 (公证法 11, 12, 25, 26). What must be done in person stops at the appointment.
    static let notary = Matter(
        slug: "notary", name: "办公证", summary: "网上申请一部分公证事项，或者预约到公证处办理。", icon: .seal,
        type: "apply-notary/notary_application", line: "notary",
        questions: [
            Question(
                "purpose", "您要把公证书用在哪里？",
                [
                    QuestionPart("purpose", "用途", help: "例如：出国留学、办理继承、房屋过户"),
                    QuestionPart("authenticate", "要不要在国外使用并办理认证（附加证明书）"),
                ]),
            Question(
                "country", "用在哪个国家或者地区？", when: { $0.isTrue("authenticate") },
                [
                    QuestionPart("use_country", "国家或者地区"), QuestionPart("translate", "需要哪种译文", help: "每行一种，不需要可以不填", isOptional: true),
                ]),
            Question("matter", "办哪一种公证？", help: "说不准的，选最接近的，公证员会帮您核对。", [QuestionPart("matter", "公证事项")]),
            Question(
                "realty", "和房屋、土地有关吗？", help: "与不动产有关的，一般由不动产所在地的公证处办理；委托、声明、赠与、遗嘱除外。", basis: "《公证法》第二十五条",
                [
                    QuestionPart("involves_realty", "涉及不动产")
                ]),
            Question("realty-place", "房屋、土地在哪里？", when: { $0.isTrue("involves_realty") }, [QuestionPart("realty_area", "不动产所在地")]),
            Question(
                "dispute", "当事人之间对这件事有没有争议？", help: "有争议的不能办公证，可以先申请人民调解。", basis: "《公证法》第三十一条",
                [
                    QuestionPart("dispute_exists", "有争议")
                ]),
            Question("interest", "这件事和您是什么关系？", help: "例如：本人的财产、为父亲办理继承。", [QuestionPart("interest", "与事项的利害关系")]),
            Question(
                "mode", "怎么办？",
                parts: { answered in
                    let inPerson = answered.isTrue("must_in_person")
                    return [
                        QuestionPart(
                            "mode", "办理方式", help: inPerson ? "这一项须本人到场，网上只能预约（《公证法》第二十六条）。" : nil,
                            only: inPerson ? ["appointment"] : ["online", "appointment"],
                            explained: ["online": "材料网上交，出证后网上领取或者邮寄", "appointment": "选好时间，本人到公证处办理"])
                    ]
                }),
            Question("office", "到哪个公证处？", kind: .institution(.init(field: "office", kind: "32", near: ["realty_area", "where_office"]))),
            Question(
                "basis", "为什么到这里办？", basis: "《公证法》第二十五条",
                [
                    QuestionPart(
                        "jurisdiction_basis", "符合哪一项",
                        explained: [
                            "domicile": "户口所在地", "residence": "连续住满一年的地方", "act": "合同、委托等在那里做的", "fact": "出生、死亡等在那里发生的",
                            "realty": "房屋、土地所在的地方",
                        ])
                ]),
            Question(
                "slot", "选一个时间", help: "约好了会留给您；改时间至少提前两小时。", kind: .slot(.init(service: "notary", of: "office")),
                when: { $0.isOne(of: ["appointment"], "mode") }),
            Question(
                "copies", "公证书要几份？",
                [
                    QuestionPart("copies", "份数"), QuestionPart("zhuang_text", "加做壮文文本"),
                ]),
            Question(
                "reduce", "有没有可以减免费用的情形？", help: "公证费由公证处按规定收取，平台不收费。", basis: "《公证法》第三十四条；《法律援助法》第五十三条",
                [
                    QuestionPart("fee_reduce", "减免情形", isOptional: true, none: "没有")
                ]),
        ] + Question.person("applicant") + [
            Question(
                "materials", "上传材料", help: "身份证件，和要公证的文书、证明。手机可以直接拍照；PDF、OFD、JPG、PNG，单个不超过20 MB。", kind: .materials,
                when: { !$0.isOne(of: ["appointment"], "mode") })
        ],
        action: { $0.isOne(of: ["appointment"], "mode") ? "book" : "submit" },
        next: { answered in
            if answered.isOne(of: ["appointment"], "mode") {
                return [
                    NextStep("公证处确认", "办公时间四小时内确认。来不了，请至少提前两小时改约或者取消。"),
                    NextStep("带齐原件到场", "身份证、户口簿，和要公证的文书、证明的原件。"),
                    NextStep("受理后出证", "受理之日起15个工作日内出具公证书；核实、补材料的时间不算在内。", basis: "《公证法》第三十条"),
                ]
            }
            return [
                NextStep("前台核对材料", "一个工作日内看材料齐不齐。要补的，一次全部告诉您。"),
                NextStep("公证处受理", "受理之日起15个工作日内出具公证书；核实、补材料的时间不算在内。", basis: "《公证法》第三十条"),
                NextStep("不同意怎么办", "认为公证书有错误的，收到之日起一年内可以向出证的公证处申请复查。", basis: "《公证法》第三十九条；《公证程序规则》第六十一条"),
            ]
        })
}
