/// Guides of the matters that citizens start most, in our own words, with the law they rest on.
struct GuideContent: Sendable {
    struct Material: Sendable {
        var name: String
        var need = "must"
        var condition: String?
        var form = "electronic"
    }
    struct Option: Sendable {
        var text: String
        var add: [String] = []
        var remove: [String] = []
        var fees: [String] = []
        var note: String?
    }
    struct Fee: Sendable {
        var name: String
        var standard: String
        var unit: String
        var basis: String
        var reduction: String?
    }

    var name: String
    var kind = "public"
    var line: String
    var organ: String
    var system: String?
    var limitRule: String
    var basis: [(law: String, article: String)]
    var conditions: String
    var refusals: String
    var materials: [Material] = []
    var situations: [(question: String, options: [Option])] = []
    var steps: [(step: String, who: String, limit: String?)]
    var legal: (Int, String)
    var promised: (Int, String)
    var excluded: String?
    var fees: [Fee] = []
    var result: String
    var questions: [(String, String)] = []
    var mistakes: [String] = []

    static let all: [GuideContent] = [
        GuideContent(
            name: "法律援助申请", line: "legal_aid", organ: "法律援助机构", system: "legal_aid", limitRule: "l1",
            basis: [("法律援助法", "第三十一条"), ("法律援助法", "第四十二条"), ("法律援助法", "第四十三条")],
            conditions: "因经济困难没有委托代理人，请求支付劳动报酬、工伤或者交通事故赔偿、赡养费抚养费、社会保险待遇等事项的；刑事案件的犯罪嫌疑人、被告人、被害人；遭受虐待、遗弃、家庭暴力等法律规定不受经济困难限制的。",
            refusals: "不属于法律援助事项范围；不符合经济困难条件又没有免予核查或者不受限制的情形；已经自己委托了代理人的。",
            materials: [
                .init(name: "身份证件"), .init(name: "与申请事项有关的材料"), .init(name: "免予核查经济困难状况的证明", need: "if", condition: "低保、特困、残疾等免予核查的"),
                .init(name: "代理人身份证明和代理权证明", need: "if", condition: "由他人代为申请的"),
            ],
            situations: [
                (
                    "您属于哪一种？",
                    [
                        .init(text: "进城务工，讨工资或者工伤赔偿", note: "免予核查经济困难状况（法律援助法第四十二条）"),
                        .init(text: "低保、特困、残疾等，有证明", add: ["免予核查经济困难状况的证明"]), .init(text: "都不是", note: "如实填写家庭收入，个人承诺即可，不需要盖章"),
                    ]
                ),
                ("谁来申请？", [.init(text: "本人"), .init(text: "家人或者别人代为申请", add: ["代理人身份证明和代理权证明"])]),
            ],
            steps: [
                ("提交申请", "申请人", nil), ("核对材料", "受理前台", "1个工作日内"), ("审查决定", "法律援助机构", "7日内"), ("指派承办人员", "法律援助机构", "3日内"),
                ("承办", "律师等法律援助人员", nil),
            ],
            legal: (7, "days"), promised: (5, "days"), excluded: "申请人补充材料、说明的时间",
            result: "给予法律援助决定书（或者不予法律援助决定书）",
            questions: [("法律援助要钱吗？", "不要。从申请到办结都不收费，承办人员也不得收取任何财物。"), ("要村里盖章吗？", "不要。个人诚信承诺或者信息共享核查就可以。")],
            mistakes: ["选错了受理机构不要紧，机构会在当天转交", "快过时效的，请填写最后一天，可以先行提供援助"]),
        GuideContent(
            name: "公证办理", line: "notary", organ: "公证机构", system: "notary", limitRule: "n1",
            basis: [("公证法", "第二十五条"), ("公证法", "第三十条")],
            conditions: "申请人与公证事项有利害关系，当事人之间没有争议，事项属于所选公证机构的执业区域。",
            refusals: "当事人之间有争议；与事项没有利害关系；属于专业技术鉴定、评估；材料虚假或者拒绝补充的。",
            materials: [
                .init(name: "身份证件"), .init(name: "需要公证的文书或者证明"), .init(name: "亲属关系证明", need: "if", condition: "继承、亲属关系"),
                .init(name: "不动产权证书", need: "if", condition: "涉及房屋、土地", form: "original"),
                .init(name: "授权委托书", need: "if", condition: "由代理人申请（遗嘱、收养等不能代理）"),
            ],
            situations: [
                (
                    "办哪一类？",
                    [
                        .init(text: "学历、出生、无犯罪等，出国用", fees: ["证明类公证"]), .init(text: "遗嘱", fees: ["遗嘱公证"], note: "须本人到场，网上只能预约"),
                        .init(text: "继承", add: ["亲属关系证明"], fees: ["财产继承公证"], note: "须到场办理"), .init(text: "合同、委托、声明", fees: ["合同委托声明公证"]),
                    ]
                ), ("和房屋、土地有关吗？", [.init(text: "无关"), .init(text: "有关", add: ["不动产权证书"], note: "一般由不动产所在地的公证机构受理")]),
            ],
            steps: [("申请或者预约", "申请人", nil), ("核对材料", "受理前台", "1个工作日内"), ("受理、审查", "公证机构", nil), ("出具公证书", "公证机构", "15个工作日内")],
            legal: (15, "workdays"), promised: (10, "workdays"), excluded: "不可抗力、补充材料、核实情况的时间",
            fees: [
                .init(name: "证明类公证", standard: "按公证机构公示的标准", unit: "件", basis: "自治区公证服务收费管理规定", reduction: "法律援助受援人和经济困难的当事人减收或者免收"),
                .init(name: "遗嘱公证", standard: "按公证机构公示的标准", unit: "件", basis: "自治区公证服务收费管理规定", reduction: "老年人首次办理遗嘱公证可以申请减免"),
                .init(name: "财产继承公证", standard: "按公证机构公示的标准，分段计收", unit: "件", basis: "自治区公证服务收费管理规定"),
                .init(name: "合同委托声明公证", standard: "按公证机构公示的标准", unit: "件", basis: "自治区公证服务收费管理规定"),
            ], result: "公证书", questions: [("能全程网上办吗？", "学历、职称、经历、出生、婚姻、亲属关系、无犯罪记录、副本相符等可以；遗嘱、收养、继承等必须到场。")]),
        GuideContent(
            name: "人民调解申请", line: "mediation", organ: "人民调解委员会", system: "grassroots", limitRule: "m1",
            basis: [("人民调解法", "第四条"), ("人民调解法", "第十七条"), ("人民调解法", "第三十三条")],
            conditions: "民间纠纷，双方愿意调解，没有被法院、仲裁机构受理（由其委派、移交的除外）。", refusals: "一方明确拒绝调解；法律规定只能由专门机关处理的。",
            materials: [.init(name: "与纠纷有关的材料", need: "optional")],
            steps: [("申请", "申请人", nil), ("征询对方", "调解员", "3个工作日内"), ("调解", "人民调解委员会", "一般1个月内"), ("履行、司法确认", "双方当事人", "协议生效30日内可以共同申请确认")],
            legal: (1, "months"), promised: (15, "workdays"), result: "人民调解协议书",
            questions: [("要钱吗？", "不收任何费用。"), ("对方不肯调怎么办？", "调解要双方自愿。对方拒绝的，可以仲裁、起诉，符合条件的可以申请法律援助。")]),
        GuideContent(
            name: "律师公益咨询预约", kind: "appointment", line: "lawyer", organ: "律师事务所", system: "lawyer", limitRule: "a1",
            basis: [("律师法", "第十条")], conditions: "需要当面向律师咨询法律问题的群众和中小微企业。", refusals: "律师与对方有利害关系的；不属于法律问题的。",
            materials: [.init(name: "与咨询有关的材料", need: "optional")],
            steps: [("选律所和时间", "申请人", nil), ("检查利益冲突、确认", "律师事务所", "4个办公小时内"), ("到场咨询", "律师", "每次30分钟")], legal: (1, "workdays"),
            promised: (1, "workdays"),
            result: "当面咨询", questions: [("要钱吗？", "公益咨询免费，每次不超过三十分钟。")]),
        GuideContent(
            name: "基层法律服务预约", kind: "appointment", line: "grassroots", organ: "基层法律服务所", system: "grassroots", limitRule: "a1",
            basis: [("人民调解法", "第四条")], conditions: "需要咨询、代写文书、代理（刑事案件除外）或者法律顾问服务的。", refusals: "刑事辩护；不在服务区域内的代理。",
            materials: [.init(name: "与事情有关的材料", need: "optional")],
            steps: [("选服务所和时间", "申请人", nil), ("确认", "基层法律服务所", "4个办公小时内"), ("到场", "法律工作者", nil)],
            legal: (1, "workdays"), promised: (1, "workdays"), result: "法律服务"),
        GuideContent(
            name: "司法鉴定委托预约", line: "forensic", organ: "司法鉴定机构", system: "forensic", limitRule: "f1",
            basis: [("司法鉴定程序通则", "第十三条"), ("司法鉴定程序通则", "第二十八条")], conditions: "非诉讼用途，鉴定事项在机构登记的业务范围内。",
            refusals: "诉讼中的鉴定（由办案机关委托）；同一事项同时委托其他机构；材料不真实、不完整的。", materials: [.init(name: "鉴定材料清单", need: "optional")],
            steps: [("预约", "委托人", nil), ("审查", "鉴定机构", "7个工作日内"), ("签订委托书、鉴定", "鉴定机构", "30个工作日内"), ("出具意见书", "鉴定机构", nil)],
            legal: (7, "workdays"), promised: (5, "workdays"),
            excluded: "补充、重新提取鉴定材料的时间",
            fees: [.init(name: "司法鉴定", standard: "由机构按规定的标准收取", unit: "项", basis: "自治区司法鉴定收费管理规定", reduction: "法律援助受援人可以申请减免")],
            result: "司法鉴定意见书"),
        GuideContent(
            name: "仲裁申请", line: "arbitration", organ: "仲裁委员会", system: "arb_org", limitRule: "r1",
            basis: [("仲裁法", "第三十五条")], conditions: "有仲裁协议，有具体的仲裁请求、事实和理由，属于仲裁委员会的受理范围。",
            refusals: "没有仲裁协议；婚姻、收养、监护、扶养、继承纠纷；应当由行政机关处理的行政争议。劳动争议、农村土地承包争议另有仲裁机构。",
            materials: [.init(name: "仲裁申请书"), .init(name: "仲裁协议"), .init(name: "证据材料", need: "optional")],
            steps: [("提交申请", "申请人", nil), ("审查", "仲裁委员会", "5日内答复"), ("受理后审理", "仲裁庭", nil)], legal: (5, "days"), promised: (5, "days"),
            fees: [.init(name: "仲裁费", standard: "按争议金额分段，由仲裁机构公示", unit: "件", basis: "仲裁委员会仲裁收费办法")], result: "受理通知书或者不予受理通知书"),
        GuideContent(
            name: "法律职业资格证书事项", line: "lpq", organ: "设区的市司法局", system: "exam", limitRule: "q1",
            basis: [("律师法", "第五条")], conditions: "持有法律职业资格证书需要补发、更正、变更备案、核验，或者考试合格申请授予资格的。",
            refusals: "不在公告的申请期间内；有不得授予资格情形的。", materials: [.init(name: "身份证件"), .init(name: "学历、学位证书", need: "if", condition: "申请授予资格")],
            situations: [("办哪一项？", [.init(text: "申请授予资格", add: ["学历、学位证书"], note: "只在司法部公告的期间内受理"), .init(text: "补发、更正、备案、核验")])],
            steps: [("提交", "申请人", nil), ("核对材料", "市司法局", "5个工作日内一次告知"), ("审查、核查", "市司法局、司法厅", "20个工作日内")], legal: (20, "workdays"),
            promised: (15, "workdays"), result: "证书或者办理结果通知"),
        GuideContent(
            name: "律师执业许可", kind: "licence", line: "licence", organ: "设区的市司法局受理，自治区司法厅决定", system: "licensing", limitRule: "p4",
            basis: [("律师法", "第五条"), ("律师法", "第六条"), ("行政许可法", "第四十二条")],
            conditions: "拥护宪法，有法律职业资格，在律师事务所实习满一年，品行良好。", refusals: "无民事行为能力或者限制民事行为能力；受过刑事处罚（过失犯罪的除外）；被开除公职或者被吊销律师、公证员执业证书。",
            materials: [
                .init(name: "身份证件"), .init(name: "法律职业资格证书"), .init(name: "律师协会实习考核合格材料"), .init(name: "律师事务所同意接收的证明"),
                .init(name: "原执业证书", need: "if", condition: "变更、注销"),
            ],
            situations: [("是哪一种？", [.init(text: "第一次申请"), .init(text: "变更执业机构或者注销", add: ["原执业证书"], remove: ["律师协会实习考核合格材料"])])],
            steps: [("申请", "申请人", nil), ("受理、审查", "设区的市司法局", "20日内"), ("决定", "自治区司法厅", "10日内"), ("送达证件", "自治区司法厅", "10个工作日内")],
            legal: (30, "workdays"), promised: (20, "workdays"), excluded: "听证、核查、专家评审的时间", result: "律师执业证（或者不予许可决定书）"),
        GuideContent(
            name: "政府信息公开申请", kind: "other_power", line: "general", organ: "各级司法行政机关", limitRule: "g2",
            basis: [("政府信息公开条例", "第三十三条")], conditions: "需要获取司法行政机关制作、保存的政府信息，内容描述明确。", refusals: "依法不予公开的；信息不存在的。",
            materials: [.init(name: "身份证件")], steps: [("申请", "申请人", nil), ("登记、办理", "信息公开工作机构", nil), ("答复", "信息公开工作机构", "20个工作日内")],
            legal: (20, "workdays"),
            promised: (15, "workdays"), excluded: "征求第三方意见的时间", result: "政府信息公开答复书"),
    ]
}
