import Casework
import Site

/// One of the nine matters that can be started here: which record it makes and what is asked, a question a page.
struct Matter: Sendable {
    /// In addresses: `legal-aid`.
    var slug: String
    /// What one wants, as a verb: 申请法律援助.
    var name: String
    /// One sentence: what it is for.
    var summary: String
    var icon: Icon
    /// `system/record`.
    var type: String
    /// The business line its guides belong to.
    var line: String
    /// Types of guide items that belong to it where a line has several; empty: all.
    var itemTypes: [String] = []
    /// What is asked, in order.
    var questions: [Question]
    /// The action that files it, by what was answered.
    var action: @Sendable (Answered) -> String
    /// Who is told of it and what follows, in steps, with the law: shown before and after filing.
    var next: @Sendable (Answered) -> [NextStep]

    struct NextStep: Sendable {
        var title: String
        var text: String
        /// The law or standard behind the time, `《法律援助法》第四十三条`.
        var basis: String?

        init(_ title: String, _ text: String, basis: String? = nil) {
            self.title = title
            self.text = text
            self.basis = basis
        }
    }

    /// All, in the order in which they are offered.
    static let all: [Matter] = [
        .legalAid, .notary, .mediation, .lawyer, .grassroots, .forensic, .arbitration, .qualification, .licence,
    ]

    static func named(_ slug: String) -> Matter? { all.first { $0.slug == slug } }

    /// The matter that a guide's item leads to.
    static func of(line: String, itemType: String) -> Matter? {
        if itemType == "licence", line != "lpq" { return .licence }
        return all.first { $0.line == line && ($0.itemTypes.isEmpty || $0.itemTypes.contains(itemType)) }
    }
}

// MARK: Questions that several matters ask

extension Question {
    /// Who applies, how to reach him, where he lives: three short pages.
    /// - Parameter field: the party's field.
    static func person(_ field: String, identity: Bool = true, isOrganisation: @escaping @Sendable (Answered) -> Bool = { _ in false })
        -> [Question]
    {
        var pages = [
            Question(
                "who", "怎么称呼您，怎么联系您？", help: "办理中有补正、受理、结果，都按这个电话通知。",
                parts: { answered in
                    let isOrg = isOrganisation(answered)
                    return [
                        QuestionPart("\(field).name", isOrg ? "单位名称（与证照一致）" : "姓名（与身份证件一致）"),
                        QuestionPart("\(field).phone", isOrg ? "经办人手机" : "手机号码", help: "11位手机号；固定电话请写区号"),
                    ]
                })
        ]
        if identity {
            pages.append(
                Question(
                    "identity", "您的身份证件", help: "只给受理和承办单位核对身份，加密保存。", when: { !isOrganisation($0) },
                    [
                        QuestionPart(
                            "\(field).id_type", "证件类型", only: ["id_card", "hk_macau_permit", "tw_permit", "passport", "household", "other"]),
                        QuestionPart("\(field).id_no", "证件号码"),
                    ]))
            pages.append(
                Question("uscc", "单位的统一社会信用代码", when: isOrganisation, [QuestionPart("\(field).uscc", "统一社会信用代码", help: "18位，见营业执照或法人证书")]))
        }
        pages.append(
            Question(
                "home", "您住在哪里？", help: "用来确定由哪里受理，寄送文书时也用这个地址。",
                [
                    QuestionPart("\(field).area_code", "所在市、县（区）"), QuestionPart("\(field).address", "详细地址", isOptional: true),
                ]))
        return pages
    }

    /// Needs that those who serve ought to know of.
    static func needs(_ field: String) -> Question {
        Question(
            "needs", "您需要哪些照顾？", help: "选填。承办单位会据此安排人员、语言和无障碍服务。",
            [
                QuestionPart(
                    "\(field).person_group", "您属于（可多选）", isOptional: true,
                    only: ["elder", "disabled", "minor", "woman", "migrant_worker", "poor", "veteran", "soldier_kin", "ethnic_lang"]),
                QuestionPart("\(field).lang", "希望用哪种语言交流", isOptional: true),
            ])
    }

    static let materials = Question("materials", "上传材料", help: "手机可以直接拍照。拍清楚四角和文字；PDF、OFD、JPG、PNG，单个不超过20 MB。", kind: .materials)
}
