/// What is written in answer, without the words that the rules forbid (private numbers, prices, invitations).
enum Replies {
    static func legal(_ question: Question, _ chance: inout SeededGenerator) -> String {
        let advice =
            chance.pick([
                "建议先与对方书面协商并保留凭证；协商不成的，可以申请人民调解，也可以向人民法院起诉。", "请注意保存合同、转账记录、聊天记录等证据，并留意诉讼时效。",
                "可以先申请人民调解委员会调解；调解不成的，依法通过诉讼或者仲裁解决。", "如果经济确有困难，可以同时申请法律援助。", "请携带身份证明和有关材料到就近的公共法律服务中心，由值班律师当面解答。",
            ]) ?? ""
        return "您好，您反映的情况已收悉。根据《\(question.law)》\(question.article)的规定，\(advice)以上意见供您参考。"
    }

    static func service(_ line: String, _ chance: inout SeededGenerator) -> String {
        chance.pick([
            "请在本网选择事项和时间预约，携带身份证原件和有关材料按时到窗口办理。", "办理机构、所需材料和时限已在办事指南中列明，请按指南准备材料后在网上提交。", "您咨询的事项由县（市、区）司法局受理，工作日均可到公共法律服务中心窗口办理。",
            "已与经办单位核实，您的材料齐全，将在规定时限内办结并通知您。",
        ]) ?? "请到公共法律服务中心窗口办理。"
    }

    static let asks = ["请补充双方签订的合同或者协议。", "请说明事情发生的时间和地点，并补充有关凭证。", "请补充身份证明和户籍信息。"]
    static let supplies = ["已补充，见说明：事情发生在今年年初，当时没有签书面协议。", "补充：有转账记录和聊天记录。", "已补齐材料，请继续办理。"]
    static let notes = ["已电话联系当事人核实情况。", "当事人情绪激动，请耐心解释。", "涉及多人，建议与信访机构沟通。"]
    static let comments = ["答复很及时，解释清楚。", "态度好，说得明白。", "等了很久才有人答复。", "答复太笼统，没有解决我的问题。", "希望窗口周末也能多开几个。"]
    static let services: [(line: String, text: String)] = [
        ("notary", "想办学位公证，需要带哪些材料，怎么预约？"), ("notary", "房产继承公证要多长时间，需要所有子女到场吗？"), ("legal_aid", "农民工讨薪怎样申请法律援助，要不要开经济困难证明？"),
        ("mediation", "和邻居有宅基地纠纷，怎样申请人民调解？"),
        ("forensic", "想做伤残等级鉴定，个人可以委托鉴定机构吗？"), ("lpq", "法律职业资格考试报名时间是什么时候，档案怎样审核？"), ("lawyer", "怎样查询律师是不是有执业证？"),
        ("arbitration", "仲裁裁决下来以后对方不履行，怎么办？"),
        ("grassroots", "乡镇法律服务所的服务时间是怎样的？"), ("licence", "申请设立律师事务所分所要提交哪些材料？"), ("reconsider", "行政复议申请书可以在网上提交吗？"),
        ("correction", "社区矫正期间请假外出怎样办手续？"), ("prison_rehab", "家属怎样预约会见，要带什么证件？"),
        ("lawpop", "村里想请法律顾问来讲民法典，怎样申请？"),
    ]
    static let suggestions = [
        "建议周末延长公共法律服务中心的开放时间", "建议在乡镇工作站增设壮语服务窗口", "建议网上申请可以保存草稿并提示缺少的材料", "建议在公证预约页面写明每个号源对应的办理事项和大致等候时间，方便群众安排", "建议热线增加晚间法律咨询时段",
    ]
    static let complaints: [(matter: String, facts: String)] = [
        ("attitude", "窗口工作人员说话不耐烦，问了两次都没有说清楚。"), ("late", "提交的申请超过承诺时间仍没有答复。"), ("refuse", "到窗口办理被要求去别的地方，来回跑了三次。"),
        ("wrong", "答复的材料清单与实际要求不一致，白跑一趟。"), ("conduct", "上班时间窗口无人在岗。"), ("charge", "办理过程中被要求缴纳公示之外的费用。"),
    ]
}
