import Casework
import Crypto
import Expressions
import Foundation
import WorkCalendar

/// What there is to read for everybody: documents of the organ, items that the law-popularisation system hands over, cases that went through their reviews.
/// All in our own words, by the same actions as everywhere, drawing no chance: the rest of the province is as without them.
final class ReadingMatter: Story {
    func proceed(in province: Province) throws -> Moment? {
        let department = province.places.department.code
        for document in Self.documents { try publish(document, at: department, province) }
        for (index, item) in Self.items.enumerated() { try handOver(item, index, at: department, province) }
        for one in Self.cases { try publish(one, at: department, province) }
        return nil
    }

    // MARK: Documents

    private struct Document {
        var column: String
        var title: String
        var number: String?
        var effect: String?
        var body: String
        var isOnTop = false
        var year: Int?
    }

    private static let documents = [
        Document(
            column: "rules", title: "公共法律服务中心服务规范（演示）", number: "演示公法〔2025〕1号", effect: "valid",
            body:
                "第一条　为方便群众获得公共法律服务，制定本规范。\n第二条　公共法律服务中心每周开放七天，每天不少于八小时，设法律咨询、法律援助、人民调解窗口。\n第三条　能够当场答复的当场答复；不能当场答复的，告知答复的时间和方式。\n第四条　不得要求群众提供可以通过数据共享取得的材料。\n第五条　老年人、残疾人可以要求优先办理和上门服务。",
            isOnTop: true),
        Document(
            column: "rules", title: "法律援助案件回访办法（演示，已废止）", number: "演示法援〔2019〕3号", effect: "repealed",
            body: "第一条　法律援助案件办结后三十日内，由法律援助机构回访受援人。\n第二条　回访内容包括办案质量、服务态度和意见建议。"),
        Document(
            column: "guide_rules", title: "窗口一次性告知办法（演示）",
            body: "材料不齐的，窗口应当一次告知需要补正的全部内容，并给书面告知单。没有告知的材料，之后不得再要求补交。"),
        Document(
            column: "aid_fund", title: "法律援助质量检查结果公开（演示）",
            body: "本季度抽查已办结的法律援助案件，检查文书是否齐全、办理是否及时、受援人是否满意。检查结果按合格、不合格公布，不合格的限期整改。"),
        Document(
            column: "roster", title: "公共法律服务机构名录更新公告（演示）",
            body: "公共法律服务机构的名称、地址、电话和服务时间已更新，可以在“找机构”中查询。发现有误的，请在机构页面点“信息有误”告诉我们。"),
        Document(column: "news", title: "村（居）法律顾问走进田间地头（演示）", body: "农闲时节，村（居）法律顾问到村里讲土地承包、外出务工要签合同、遇到电信诈骗怎么办，现场解答群众提问。"),
    ]

    private func publish(_ document: Document, at org: String, _ province: Province) throws {
        let editor = province.holder("editor", at: org)
        let reviewer = province.holder("reviewer", at: org)
        let type = "notices-disclosure/notice"
        var values: [String: Value] = [
            "title": .string(document.title), "column": .string(document.column), "body": .string(document.body),
            "top": .bool(document.isOnTop),
        ]
        if let number = document.number {
            values["doc_no"] = .string(number)
            values["effective_on"] = .string(document.effect == "repealed" ? "2019-05-01" : "2025-03-01")
        }
        if let effect = document.effect { values["effect"] = .string(effect) }
        if document.effect == "repealed" { values["repeal_on"] = .string("2024-12-31") }
        guard let made = try province.act(type, "draft", as: editor, values) else { return }
        _ = try province.act(type, "submit", on: made.id, as: editor)
        _ = try province.act(type, "check_secrecy", on: made.id, as: reviewer, ["verdict": .string("pass")])
        _ = try province.act(type, "pass_first", on: made.id, as: reviewer)
        _ = try province.act(type, "pass_second", on: made.id, as: province.holder("line_leader", at: org))
        _ = try province.act(type, "publish", on: made.id, as: province.holder("publisher", at: org))
    }

    // MARK: Law for everyone

    private struct Item {
        var type = "article"
        var theme: String
        var title: String
        var summary: String
        var body: String
        var law: (String, String)?
        var audience = "general"
        var questions: [(text: String, options: [String], answer: String)] = []
        /// Of an activity: days after the demonstration begins, and places.
        var activity: (days: Int, seats: Int64)?
    }

    private static let items = [
        Item(
            theme: "labor", title: "工资被拖欠，先做这三件事", summary: "留证据、去投诉、申请仲裁，一步一步来。",
            body: "一、留证据。劳动合同、考勤记录、工资条、工友证言、聊天记录都可以。\n二、去投诉。可以向当地劳动保障监察机构投诉，也可以拨打12333。\n三、申请仲裁。劳动争议仲裁不收费。农民工请求支付劳动报酬申请法律援助，不受经济困难条件限制。",
            law: ("劳动法", "第五十条"), audience: "migrant"),
        Item(
            theme: "woman", title: "遇到家庭暴力，法律怎么保护您", summary: "先保证安全，再留证据、申请人身安全保护令。",
            body: "正在发生的，立刻拨打110。\n受伤的，去医院并留好病历、照片。\n可以向人民法院申请人身安全保护令，法院在七十二小时内作出裁定，情况紧急的在二十四小时内作出。\n自己不便去的，近亲属、公安机关、妇联、村（居）委会可以代为申请。",
            law: ("反家庭暴力法", "第二十三条"), audience: "general"),
        Item(
            theme: "civil", title: "邻里纠纷，可以请人民调解员", summary: "调解不收费，达成的协议有法律约束力。",
            body: "宅基地、排水、采光、噪声这类邻里纠纷，可以到村（居）或者乡镇的人民调解委员会申请调解，不收任何费用。\n调解要双方自愿；任何一方不愿意，可以直接去法院。\n达成调解协议的，双方可以在三十日内共同申请司法确认，确认有效的可以申请强制执行。",
            law: ("人民调解法", "第四条"), audience: "villager"),
        Item(
            theme: "fraud", title: "接到这样的电话，挂断", summary: "公检法不会在电话里办案，更没有“安全账户”。",
            body: "自称公安、检察院、法院，说您涉案，要您把钱转到“安全账户”的，都是诈骗。\n让您不要告诉家人、让您到没人的地方接听的，都是诈骗。\n挂断，拨打110或者96110核实。已经转了钱的，马上拨打110，越快越有可能止付。",
            audience: "elder"),
        Item(
            theme: "elder", title: "立遗嘱，怎样写才有效", summary: "自己写、签名、写明年月日；也可以办公证。",
            body: "自书遗嘱要亲笔写、签名，并注明年、月、日。\n代书遗嘱、打印遗嘱要有两个以上见证人在场，每一页签名并写明年月日。\n继承人、受遗赠人不能做见证人。\n担心写不好的，可以到公证机构办理遗嘱公证。", audience: "elder"),
        Item(
            theme: "unity", title: "壮乡三月三，法治歌圩唱起来", summary: "把法律编进山歌，听得懂、记得住。",
            body: "三月三期间，各地把民法典、反电信网络诈骗等内容编成山歌，在歌圩上对唱，用群众熟悉的话讲法律。", audience: "general"),
        Item(
            type: "activity", theme: "civil", title: "民法典进社区：以案说法讲座（演示）", summary: "讲婚姻、继承、邻里的常见纠纷，现场答疑，不收费。",
            body: "地点：青秀区公共法律服务中心一楼。\n由青秀区法律援助中心的律师讲解，带着问题来可以当场问。", audience: "villager", activity: (14, 40)),
        Item(
            type: "quiz", theme: "labor", title: "小测验：打工维权知多少", summary: "三道题，做做看。", body: "",
            questions: [
                ("申请劳动争议仲裁要交仲裁费吗？", ["要，按争议金额交", "不收费", "只有单位交"], "不收费"),
                ("工资应当以什么形式支付？", ["货币", "购物券", "实物"], "货币"),
                ("农民工讨要工资申请法律援助，要看家庭收入吗？", ["要看", "不受经济困难条件限制", "只看存款"], "不受经济困难条件限制"),
            ]),
    ]

    private func handOver(_ item: Item, _ index: Int, at org: String, _ province: Province) throws {
        let digest = SHA256.hash(data: Data("\(item.title)\(item.body)".utf8)).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
        var values: [String: Value] = [
            "src_id": .string("PF-DEMO-\(index + 1)"), "type": .string(item.type), "title": .string(item.title),
            "summary": .string(item.summary),
            "theme": .string(item.theme), "audience": .list([.string(item.audience)]), "author_org": .string(org),
            "copyright": .string("演示内容，自行编写"),
            "published_on": .string(province.now.day.description), "source_changed_at": .string(province.now.description),
            "hash": .string(digest),
        ]
        if !item.body.isEmpty { values["body"] = .string(item.body) }
        if let law = item.law { values["law_refs"] = .list([Self.map(["law": law.0, "article": law.1])]) }
        if let activity = item.activity, let day = try? province.end.day.adding(days: activity.days) {
            values["starts_at"] = .string("\(day)T15:00")
            values["seats"] = .int(activity.seats)
        }
        if !item.questions.isEmpty {
            values["questions"] = .list(
                item.questions.enumerated().map { number, question in
                    .map([
                        .string("no"): .int(Int64(number + 1)), .string("text"): .string(question.text),
                        .string("options"): .list(question.options.map { .string($0) }),
                    ])
                })
            values["quiz_key"] = .list(
                item.questions.enumerated().map { number, question in
                    .map([.string("no"): .int(Int64(number + 1)), .string("answer"): .string(question.answer)])
                })
        }
        let source = province.holder("sys_biz", at: org)
        guard let made = try province.act("law-pop-portal/lawpop_item", "sync_in", as: source, values), index == 0 else { return }
        _ = try province.act(
            "law-pop-portal/lawpop_item", "place", on: made.id, as: province.holder("info_clerk", at: org), ["slot": .string("home")])
    }

    private static func map(_ pairs: [String: String]) -> Value {
        .map(Dictionary(uniqueKeysWithValues: pairs.map { (.string($0.key), .string($0.value)) }))
    }

    // MARK: Cases

    private struct Case {
        var category: String
        var title: String
        var keywords: [String]
        var summary: String
        var process: String
        var analysis: String
        var law: (String, String)
        var result: String
        var significance: String
    }

    private static let cases = [
        Case(
            category: "03", title: "为外出务工人员追索劳动报酬提供法律援助", keywords: ["欠薪", "农民工", "法律援助"],
            summary:
                "多名外出务工人员在某建筑工地从事木工和泥工劳务，工程完工后，包工头以发包方没有付清工程款为由，拖欠工资数月。务工人员多次讨要未果，也没有签订书面劳动合同，手里只有考勤本、微信聊天记录和包工头手写的欠条。其中数人家在边远山区，往返一次花费不少，有人已经准备放弃。经工友介绍，他们来到公共法律服务中心咨询，窗口人员了解情况后告知，请求支付劳动报酬申请法律援助不受经济困难条件限制，当场帮助填写申请表，并通过网上渠道把材料送到有管辖权的法律援助机构。法律援助机构当日受理，次日指派律师承办，并安排会说当地方言的工作人员协助沟通。",
            process: "承办律师先核对考勤本和聊天记录，整理出每人的工作天数和应得数额；随后约谈包工头和总承包单位，说明总承包单位对农民工工资的清偿责任；同时协助务工人员向劳动保障监察机构投诉，为调解不成准备仲裁材料。",
            analysis: "工资应当以货币形式按月支付给劳动者本人，不得克扣或者无故拖欠。没有书面合同不等于没有劳务关系，考勤、欠条、聊天记录可以相互印证。", law: ("劳动法", "第五十条"),
            result: "经劳动保障监察机构和承办律师共同调解，总承包单位先行垫付，全部工资在两周内付清。", significance: "没有合同也要先来问。把零散的证据早早收好，多部门一起出面，往往不用走到诉讼就能解决。"),
        Case(
            category: "05", title: "排水引起的相邻纠纷经现场调解化解", keywords: ["相邻关系", "排水", "人民调解"],
            summary:
                "某村两户村民的房屋前后相邻，前屋翻建时抬高了地基，并把原来两家共用的排水沟填去一段，雨季来临后，后屋院内多次积水，墙根泛潮。后屋村民认为前屋故意堵水，前屋村民则认为水沟在自家宅基地范围内，自己有权处置。双方从口角发展到互相堵路，亲戚邻里也各帮一边，村干部劝过几次都没有结果。又一场大雨之后，后屋的杂物间进水，损坏了存放的粮食，后屋村民要求赔偿并扬言要挖开对方院墙，矛盾随时可能激化。村里的人民调解员得知后上门，征得双方同意，把纠纷纳入调解，并请了司法所工作人员和懂水电施工的老师傅一同到现场查看。",
            process: "调解员没有急着评理，先让老师傅测出两家的高差，画出三种改沟的办法和各自的花费，再分别与两家谈。司法所工作人员讲清相邻各方在排水上互相负有提供便利的义务。",
            analysis: "相邻各方应当按照有利生产、方便生活、团结互助、公平合理的原则处理排水。在自家范围内施工，也不能妨碍相邻方自然排水。人民调解不收取费用。", law: ("人民调解法", "第四条"),
            result: "双方同意沿墙外侧改设暗管，费用各半，前屋补偿后屋部分粮食损失，当场签订调解协议，一周后回访排水通畅。",
            significance: "邻里之间的事，道理和办法要一起给。先把水排出去，气也就顺了。"),
        Case(
            category: "02", title: "为行动不便的老人上门办理继承公证", keywords: ["继承", "上门服务", "公证"],
            summary:
                "一位高龄老人的老伴去世后，名下的存款需要由老人和子女共同办理继承手续。老人常年卧床，听力也不好，几个子女分散在不同城市，工作忙，难以同时请假。家人到银行询问，被告知需要继承公证书，又担心老人去不了公证处、说不清意思。家人拨打公共法律服务热线咨询，热线人员告知可以申请上门办理，身在外地的子女可以通过远程视频确认身份和意愿，并把需要准备的材料一次讲清：老伴的死亡证明、能够证明亲属关系的材料、存款凭证和各人的身份证件，缺少的亲属关系证明可以由公证机构核查，不必自己往返多处开证明。家人在网上提交申请后，公证机构当天联系约定了上门的时间。",
            process: "公证员上门时准备了大字版告知书，用写字板与老人逐句确认，全程录音录像；外地子女通过远程视频当面表示意愿；亲属关系由公证机构向有关单位核实。",
            analysis: "公证机构应当自受理之日起十五个工作日内出具公证书；因补充材料、核实情况所需的时间不计算在内。老人有能力表达真实意愿的，行动不便不影响办理。",
            law: ("公证法", "第三十条"), result: "公证机构在期限内出具公证书，家人凭公证书办完取款手续。", significance: "让材料多跑路、让老人少跑路。上门和远程结合，手续一步也没有少。"),
    ]

    private func publish(_ one: Case, at org: String, _ province: Province) throws {
        let editor = province.holder("editor", at: org)
        let reviewer = province.holder("reviewer", at: org)
        let type = "case-library/library_case"
        let values: [String: Value] = [
            "category": .string(one.category), "title": .string(one.title), "keywords": .list(one.keywords.map { .string($0) }),
            "summary": .string(one.summary), "process": .string(one.process), "law_analysis": .string(one.analysis),
            "law_refs": .list([Self.map(["law": one.law.0, "article": one.law.1])]), "result": .string(one.result),
            "significance": .string(one.significance), "occurred_period": .string("2024年"), "concluded": .bool(true),
            "no_secret": .bool(true),
        ]
        guard let made = try province.act(type, "create", as: editor, values) else { return }
        _ = try province.act(type, "submit", on: made.id, as: editor)
        let ticked: [Value] = ["name", "address", "plate", "account", "case_no", "contact", "face", "minor"].map { .string($0) }
        _ = try province.act(type, "check_deid", on: made.id, as: reviewer, ["ticked": .list(ticked)])
        _ = try province.act(
            type, "pass", on: made.id, as: reviewer, ["opinion": .string("结构完整，已脱敏，同意入库。"), "similarity": .int(5)])
        _ = try province.act(type, "publish", on: made.id, as: province.holder("publisher", at: org))
    }
}
