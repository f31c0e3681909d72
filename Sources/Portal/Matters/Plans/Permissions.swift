import Site

extension Matter {
    /// 法律职业资格服务 (法律职业资格管理办法).
    static let qualification = Matter(
        slug: "qualification", name: "办法律职业资格", summary: "申请授予资格、补发和更正证书、变更备案、核验、考试便利、成绩核查。考试报名在司法部网站。", icon: .document,
        type: "apply-legal-qualification/lpq_application", line: "lpq",
        questions: [
            Question(
                "service", "要办哪一项？",
                [
                    QuestionPart("service", "服务事项", only: ["award", "reissue", "correct", "filing", "verify", "exam_aid", "score_check"])
                ]),
            Question(
                "exam", "考试情况", when: { $0.isOne(of: ["award", "score_check", "exam_aid"], "service") },
                [
                    QuestionPart("exam_year", "考试年度"), QuestionPart("admission_no", "准考证号"),
                ]),
            Question("line", "按哪条分数线合格？", when: { $0.isOne(of: ["award"], "service") }, [QuestionPart("score_line", "合格分数线")]),
            Question(
                "household", "户籍在哪里？", help: "放宽合格的，由户籍所在的市受理。", when: { $0.isOne(of: ["relaxed"], "score_line") },
                [QuestionPart("household_area", "户籍地")]),
            Question(
                "ground", "在哪里申请？", when: { !$0.isOne(of: ["relaxed"], "score_line") },
                parts: { answered in
                    answered.isOne(of: ["award"], "service")
                        ? [QuestionPart("area_ground", "为什么在这里申请"), QuestionPart("apply_area", "申请地（市）")]
                        : [QuestionPart("apply_area", "申请地（市）")]
                }),
            Question(
                "education", "学历和专业", when: { $0.isOne(of: ["award"], "service") },
                [
                    QuestionPart("edu_kind", "学历条件"), QuestionPart("education", "学历"), QuestionPart("degree", "学位", isOptional: true),
                    QuestionPart("major", "专业"), QuestionPart("diploma_no", "毕业证号"), QuestionPart("enrolled_on", "入学日期", isOptional: true),
                ]),
            Question(
                "conduct", "品行承诺", help: "没有因故意犯罪受过刑事处罚、没有被开除公职或者被吊销执业证书等法律规定不得授予的情形。", when: { $0.isOne(of: ["award"], "service") },
                [QuestionPart("conduct_commit", "我承诺品行良好，没有不得授予的情形")]),
            Question(
                "aid", "考试需要哪些便利？", basis: "《无障碍环境建设法》第四十三条", when: { $0.isOne(of: ["exam_aid"], "service") },
                [QuestionPart("aid_needs", "便利需求（可多选）")]),
            Question(
                "old", "原证书编号", when: { $0.isOne(of: ["reissue", "correct", "filing", "verify"], "service") },
                [QuestionPart("old_cert_no", "证书编号")]),
            Question(
                "change", "说明情况", help: "例如：证书遗失、姓名更正的原因。", when: { $0.isOne(of: ["reissue", "correct", "filing"], "service") },
                [QuestionPart("change_note", "说明")]),
        ] + Question.person("applicant") + [
            Question("materials", "上传材料", help: "身份证、学历学位证书、原证书等。原件在窗口核对后当场退还。", kind: .materials)
        ],
        action: { _ in "submit" },
        next: { answered in
            var steps = [NextStep("核对材料", "要补的，当场或者5个工作日内一次告诉您。", basis: "《法律职业资格管理办法》")]
            if answered.isOne(of: ["award"], "service") {
                steps += [
                    NextStep("市审查、自治区核查", "统一受理之日起20个工作日内完成并报司法部。", basis: "《法律职业资格管理办法》"), NextStep("司法部认定", "按当年公告的期限。"),
                ]
            } else {
                steps.append(NextStep("办理", "20个工作日内办理并通知您。", basis: "《法律职业资格管理办法》"))
            }
            return steps
        })

    /// 行政许可 (行政许可法 30–44; 律师法 6, 18).
    static let licence = Matter(
        slug: "licence", name: "申请行政许可", summary: "律师执业、律师事务所、公证、司法鉴定、基层法律服务、仲裁机构等许可和登记。", icon: .seal,
        type: "apply-licence/licence_application", line: "licence",
        questions: [
            Question("item", "办哪一项许可？", [QuestionPart("item_kind", "许可事项")]),
            Question("type", "是哪一种办理？", [QuestionPart("sub_type", "办理类型")]),
            Question(
                "current", "原来的证", when: { $0.isOne(of: ["change", "extend", "cancel", "replace"], "sub_type") },
                parts: { answered in
                    answered.isOne(of: ["extend"], "sub_type")
                        ? [QuestionPart("current_licence_no", "原证号"), QuestionPart("current_valid_to", "原证有效期至", help: "延续要在到期三十日前提出")]
                        : [QuestionPart("current_licence_no", "原证号")]
                }),
            Question(
                "practice", "实习情况", when: { $0.isOne(of: ["lawyer"], "item_kind") && $0.isOne(of: ["new"], "sub_type") },
                [QuestionPart("intern_years", "实习年限（年）", isOptional: true)]),
            Question(
                "firm", "律师事务所的情况", when: { $0.isOne(of: ["law_firm"], "item_kind") && $0.isOne(of: ["new"], "sub_type") },
                [
                    QuestionPart("firm_form", "形式"), QuestionPart("partners", "合伙人（设立人）数", isOptional: true),
                    QuestionPart("partner_years", "设立人最短执业年限（年）", isOptional: true),
                ]),
            Question(
                "organ", "向哪个机关申请？", help: "按法律规定的受理层级选好了范围。",
                kind: .organ({ answered in
                    switch answered.text("item_kind") ?? "" {
                    case "lawyer", "law_firm", "notary_office", "notary": .city
                    case "gl_worker": .county
                    default: .region
                    }
                })),
            Question("applicant-kind", "以谁的名义申请？", [QuestionPart("applicant.kind", "申请人")]),
        ] + Question.person("applicant", isOrganisation: { ["legal", "other_org"].contains($0.typed["applicant.kind"] ?? "") }) + [
            Question(
                "materials", "上传材料", help: "按办事指南列的交，指南以外的不会要求您交。PDF、OFD、JPG、PNG，单个不超过20 MB。", kind: .materials,
                basis: "《行政许可法》第三十条、第三十一条")
        ],
        action: { _ in "submit" },
        next: { answered in
            let isLawyer = answered.isOne(of: ["lawyer", "law_firm"], "item_kind")
            return [
                NextStep("受理", "材料不齐的，当场或者5个工作日内一次告诉您；到期不告知的，自收到之日起就算受理。", basis: "《行政许可法》第三十二条"),
                NextStep(
                    "审查、决定", isLawyer ? "市司法局20日内审查，司法厅10日内决定。" : "受理之日起20个工作日内决定；经批准可以延长10个工作日，并告诉您理由。",
                    basis: isLawyer ? "《律师法》第六条、第十八条" : "《行政许可法》第四十二条"),
                NextStep("送达证件", "决定之日起10个工作日内送达。", basis: "《行政许可法》第四十四条"),
                NextStep("不同意怎么办", "可以自知道之日起60日内申请行政复议，或者6个月内提起行政诉讼。", basis: "《行政复议法》第二十条；《行政诉讼法》第四十六条"),
            ]
        })
}
