import Site

extension Matter {
    /// 人民调解申请 (人民调解法 4, 17, 33).
    static let mediation = Matter(
        slug: "mediation", name: "申请人民调解", summary: "邻里、债务、婚姻家庭、损害赔偿等纠纷，请调解员来调。不收任何费用。", icon: .people,
        type: "apply-mediation/mediation_request", line: "mediation",
        questions: [
            Question("type", "是什么纠纷？", [QuestionPart("dispute_type", "纠纷类型")]),
            Question(
                "other", "有没有别的机关在处理？", help: "法院、仲裁机构已经受理的，要由他们委派或者移交才能调解。",
                [
                    QuestionPart("other_channel", "其他程序", only: ["none", "police", "court", "arb", "admin"])
                ]),
            Question(
                "referral", "是他们委派、移交来调解的吗？", when: { $0.isOne(of: ["court", "arb", "admin"], "other_channel") },
                [QuestionPart("referral", "由法院、仲裁机构或者行政机关委派、移交")]),
            Question(
                "place", "纠纷发生在哪里？",
                [
                    QuestionPart("area_code", "市、县（区）"), QuestionPart("township", "乡镇（街道）", help: "例如：南湖街道"),
                ]),
            Question("facts", "发生了什么？", help: "什么时候、什么地方、谁、做了什么。用自己的话写。", [QuestionPart("facts", "纠纷事实")]),
            Question("claim", "您想怎么解决？", [QuestionPart("claim", "请求"), QuestionPart("amount", "涉及金额", isOptional: true)]),
            Question(
                "applicants", "申请人是谁？", help: "先填您自己；一起申请的可以再加。",
                [
                    QuestionPart(
                        "applicants", "申请人",
                        parts: [
                            QuestionPart("name", "姓名或者单位名称"), QuestionPart("phone", "手机号码"),
                            QuestionPart("address", "地址", isOptional: true),
                        ])
                ]),
            Question(
                "respondents", "对方是谁？", help: "调解员会先问对方愿不愿意调解。", basis: "《人民调解法》第十七条",
                [
                    QuestionPart(
                        "respondents", "对方",
                        parts: [
                            QuestionPart("name", "姓名或者单位名称"), QuestionPart("phone", "电话", isOptional: true),
                            QuestionPart("address", "地址", isOptional: true),
                        ])
                ]),
            Question("committee", "请哪个调解委员会？", kind: .institution(.init(field: "committee", kind: "MC", near: ["area_code"]))),
            Question(
                "mode", "希望怎么调解？",
                [
                    QuestionPart("mode", "调解方式"), QuestionPart("is_public", "公开调解", help: "要双方都同意才公开"),
                ]),
            Question("materials", "有材料就上传", help: "合同、欠条、照片、聊天记录等。没有可以直接继续。", kind: .materials),
        ],
        action: { _ in "submit" },
        next: { _ in
            [
                NextStep("征询对方", "调解员三个工作日内问对方愿不愿意。对方明确拒绝的，告诉您其他途径。", basis: "《人民调解法》第十七条"),
                NextStep("调解", "双方同意后开始，一般一个月内调完。随时可以终止。"),
                NextStep("达成协议", "协议生效之日起30日内，双方可以一起向法院申请司法确认，确认后可以申请强制执行。", basis: "《人民调解法》第三十三条"),
            ]
        })

    /// 仲裁立案申请 (仲裁法 3, 4, 6, 34, 35).
    static let arbitration = Matter(
        slug: "arbitration", name: "申请仲裁", summary: "合同里写明了仲裁的，或者双方另外约定仲裁的，向约定的仲裁机构申请。劳动争议另有劳动仲裁。", icon: .scales,
        type: "apply-arbitration/arbitration_request", line: "arbitration",
        questions: [
            Question(
                "class", "是哪一类争议？", basis: "《仲裁法》第三条",
                [
                    QuestionPart(
                        "dispute_class", "争议类别",
                        explained: [
                            "labour": "请向劳动人事争议仲裁委员会申请", "rural_land": "请向农村土地承包仲裁委员会申请", "kin": "不能仲裁，可以调解或者起诉", "admin": "不能仲裁，可以复议或者起诉",
                        ])
                ]),
            Question("agreement", "有没有约定仲裁？", help: "没有仲裁协议的，仲裁机构不受理。", basis: "《仲裁法》第四条", [QuestionPart("agreement_state", "仲裁协议")]),
            Question(
                "clause", "协议是怎么写的？", help: "把仲裁条款照抄下来；也可以在后面上传协议。", when: { $0.isOne(of: ["written"], "agreement_state") },
                [
                    QuestionPart("agreement_kind", "协议形式"), QuestionPart("agreement_text", "仲裁条款原文"),
                ]),
            Question(
                "institution", "约定的是哪一家？", help: "按协议选，不分地区。",
                kind: .institution(.init(field: "institution", kind: "35", near: [], isRegionWide: true)),
                basis: "《仲裁法》第六条"),
            Question(
                "applicants", "申请人是谁？",
                [
                    QuestionPart(
                        "applicants", "申请人",
                        parts: [
                            QuestionPart("name", "姓名或者单位名称"), QuestionPart("phone", "电话"), QuestionPart("address", "地址"),
                        ])
                ]),
            Question(
                "respondents", "被申请人是谁？",
                [
                    QuestionPart(
                        "respondents", "被申请人",
                        parts: [
                            QuestionPart("name", "姓名或者单位名称"), QuestionPart("phone", "电话", isOptional: true), QuestionPart("address", "地址"),
                        ])
                ]),
            Question(
                "claims", "您的仲裁请求", basis: "《仲裁法》第三十四条", [QuestionPart("claims", "仲裁请求"), QuestionPart("amount", "争议金额", isOptional: true)]),
            Question("facts", "事实和理由", [QuestionPart("facts", "事实和理由")]),
            Question(
                "evidence", "有哪些证据？", help: "先列目录；能上传的后面上传。",
                [
                    QuestionPart(
                        "evidence", "证据",
                        parts: [
                            QuestionPart("name", "证据名称"), QuestionPart("source", "来源", isOptional: true),
                            QuestionPart("witness", "证人姓名、住所", isOptional: true),
                        ])
                ]),
            Question(
                "options", "还有两件事",
                [
                    QuestionPart("preserve", "要不要申请财产或者证据保全"), QuestionPart("online_consent", "同意在线进行仲裁"),
                ]),
            Question("materials", "上传材料", help: "仲裁申请书、仲裁协议、证据。PDF、OFD、JPG、PNG，单个不超过20 MB。", kind: .materials),
        ],
        action: { _ in "submit" },
        next: { _ in
            [
                NextStep("仲裁机构审查", "收到申请之日起5日内决定受理不受理；不受理的书面说明理由。", basis: "《仲裁法》第三十五条"),
                NextStep("受理以后", "由仲裁机构按仲裁规则办理。仲裁独立进行，平台不干预。费用由仲裁机构收取。"),
            ]
        })

    /// 司法鉴定预约 (司法鉴定程序通则 11, 13, 15, 28).
    static let forensic = Matter(
        slug: "forensic", name: "预约司法鉴定", summary: "伤残、亲子、笔迹、电子数据等，预约登记在册的司法鉴定机构。打官司的鉴定由法院等机关委托。", icon: .search,
        type: "apply-forensic/forensic_request", line: "forensic",
        questions: [
            Question(
                "use", "鉴定结果用在哪里？", help: "正在打官司的，请向法院或者办案机关申请，由他们统一委托。", basis: "《司法鉴定程序通则》第十一条",
                [
                    QuestionPart("use", "用途", only: ["non_litigation", "litigation"]),
                    QuestionPart(
                        "principal_kind", "委托人是", only: ["individual", "company", "law_firm", "insurer", "court", "police", "agency"]),
                ]),
            Question(
                "category", "要解决什么问题？",
                [
                    QuestionPart(
                        "category", "鉴定类别",
                        only: [
                            "clinical", "genetics", "document", "psychiatry", "pathology", "toxicology", "trace", "micro", "audio", "video",
                            "electronic", "environment",
                        ],
                        explained: [
                            "clinical": "伤残等级、伤情", "genetics": "亲子、个人识别", "document": "笔迹、印章、文书真假", "psychiatry": "精神状态、行为能力",
                            "pathology": "死因",
                            "toxicology": "毒物、酒精", "trace": "痕迹", "micro": "油漆、纤维等微量物", "audio": "录音真假", "video": "图像、视频真假",
                            "electronic": "手机、电脑数据", "environment": "污染损害",
                        ])
                ]),
            Question("request", "请鉴定什么？", [QuestionPart("request_text", "委托鉴定事项", help: "例如：鉴定借条上的签名是不是某某所写")]),
            Question(
                "list", "有哪些鉴定材料？", help: "这里只填清单。病历、检材不要在网上传，按机构的要求提交。",
                [
                    QuestionPart(
                        "material_list", "材料", parts: [QuestionPart("name", "名称"), QuestionPart("kind", "种类"), QuestionPart("qty", "数量")])
                ]),
            Question(
                "first", "以前鉴定过吗？", help: "同一事项同时委托两家的，不予受理。", basis: "《司法鉴定程序通则》第十五条",
                [
                    QuestionPart("first_or_re", "鉴定类型"), QuestionPart("same_elsewhere", "同时委托了别的机构"),
                ]),
            Question(
                "examinee", "被鉴定的人是谁？", help: "鉴定文书、数据的不用填。",
                [
                    QuestionPart("examinee.name", "姓名", isOptional: true), QuestionPart("examinee.birth_date", "出生日期", isOptional: true),
                ]),
            Question(
                "guardian", "哪位监护人陪同到场？", when: { $0.isTrue("minor") },
                [
                    QuestionPart("guardian.name", "监护人姓名"), QuestionPart("guardian.phone", "监护人电话"),
                ]),
            Question("institution", "到哪家鉴定机构？", kind: .institution(.init(field: "institution", kind: "34", near: []))),
            Question("slot", "选一个到场时间", help: "不需要到场的可以不选。", kind: .slot(.init(service: "forensic", of: "institution", isOptional: true))),
        ] + Question.person("principal"),
        action: { _ in "submit" },
        next: { _ in
            [
                NextStep("机构审查", "收到委托之日起7个工作日内决定受理不受理；复杂的可以商量。", basis: "《司法鉴定程序通则》第十三条"),
                NextStep("签委托书、鉴定", "委托书生效之日起30个工作日内完成，可以再延长30个工作日；补材料的时间不算在内。", basis: "《司法鉴定程序通则》第二十八条"),
                NextStep("费用", "由鉴定机构按规定收取，平台不收费。法律援助受援人可以申请减免。", basis: "《法律援助法》第五十三条"),
            ]
        })
}
