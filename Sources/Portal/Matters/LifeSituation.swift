import Site

/// What people come for, in their own words, and which matters serve it.
public struct LifeSituation: Sendable {
    public var id: String
    public var name: String
    public var text: String
    public var icon: Icon
    /// Slugs of matters, the likeliest first.
    var matters: [String]
    /// Asked of the robot.
    public var question: String

    /// Where its page is.
    public var address: String { "/matters?for=\(id)" }

    public static let all: [LifeSituation] = [
        .init(
            id: "wage", name: "被欠薪、工伤", text: "讨工资、赔偿", icon: .money, matters: ["legal-aid", "mediation", "lawyer"], question: "老板拖欠工资怎么办"),
        .init(
            id: "divorce", name: "离婚、抚养", text: "离婚、孩子、赡养", icon: .people, matters: ["mediation", "legal-aid", "lawyer"],
            question: "想离婚，孩子归谁"),
        .init(id: "violence", name: "家庭暴力", text: "危险时先打110", icon: .siren, matters: ["legal-aid", "lawyer"], question: "被家暴了怎么办"),
        .init(
            id: "traffic", name: "交通事故", text: "赔偿、伤残鉴定", icon: .warning, matters: ["mediation", "forensic", "legal-aid"],
            question: "交通事故对方不赔怎么办"),
        .init(
            id: "loan", name: "借钱不还", text: "欠条、担保、高利贷", icon: .document, matters: ["mediation", "lawyer", "notary"], question: "朋友借钱不还怎么办"),
        .init(
            id: "inherit", name: "继承、遗嘱", text: "遗产、立遗嘱", icon: .home, matters: ["notary", "mediation", "lawyer"], question: "父母去世房子怎么继承"),
        .init(
            id: "neighbour", name: "邻里、土地", text: "宅基地、山林、采光", icon: .map, matters: ["mediation", "grassroots"], question: "邻居占了我家宅基地怎么办"),
        .init(
            id: "sued", name: "收到传票、被起诉", text: "应诉、找律师", icon: .inbox, matters: ["lawyer", "legal-aid", "grassroots"],
            question: "收到法院传票怎么办"),
        .init(
            id: "contract", name: "合同、生意纠纷", text: "货款、租赁、仲裁", icon: .exchange, matters: ["arbitration", "mediation", "lawyer"],
            question: "对方违约怎么办"),
        .init(id: "abroad", name: "出国、留学", text: "学历、出生、无犯罪公证", icon: .flag, matters: ["notary"], question: "出国留学要办哪些公证"),
        .init(id: "proof", name: "要做鉴定", text: "伤残、亲子、笔迹", icon: .search, matters: ["forensic"], question: "亲子鉴定怎么做"),
        .init(id: "practice", name: "当律师、开律所", text: "资格、执业、设立", icon: .seal, matters: ["qualification", "licence"], question: "律师执业证怎么办"),
    ]

    static func named(_ id: String) -> LifeSituation? { all.first { $0.id == id } }
}
