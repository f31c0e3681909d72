import Site

/// What people come for, in their own words; each leads to what is asked about it, or to the matter.
struct HomeSituation: Sendable {
    var label: String
    var text: String
    var address: String
    var icon: Icon

    static let all: [HomeSituation] = [
        .init(label: "被欠薪", text: "工资、工程款、加班费", address: "/ask/topics/wage", icon: .money),
        .init(label: "劳动用工", text: "辞退、合同、社保", address: "/ask/topics/labor", icon: .people),
        .init(label: "离婚和家庭", text: "离婚、抚养、赡养", address: "/ask/topics/family", icon: .home),
        .init(label: "交通事故", text: "责任、赔偿、保险", address: "/ask/topics/traffic", icon: .warning),
        .init(label: "借钱和欠债", text: "借条、利息、时效", address: "/ask/topics/debt", icon: .document),
        .init(label: "继承", text: "遗嘱、房子、份额", address: "/ask/topics/inherit", icon: .book),
        .init(label: "邻里和房屋", text: "漏水、噪声、物业", address: "/ask/topics/property", icon: .organisation),
        .init(label: "我被起诉了", text: "传票、答辩、开庭", address: "/ask/topics/procedure", icon: .scales),
        .init(label: "申请法律援助", text: "免费的律师", address: "/matters/legal-aid", icon: .shield),
        .init(label: "办公证", text: "学历、委托、遗嘱", address: "/matters/notary", icon: .seal),
        .init(label: "申请调解", text: "不收费，当面谈", address: "/matters/mediation", icon: .chat),
        .init(label: "家里有人打人", text: "先保护好自己", address: "/ask/topics/dv", icon: .siren),
    ]
}
