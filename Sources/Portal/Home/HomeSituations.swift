import Site

/// What people come for, in their own words; each leads to what is asked about it, or to the matter.
struct HomeSituation: Sendable {
    var label: HomeText
    var text: HomeText
    var address: String
    var icon: Icon

    static let all: [HomeSituation] = [
        .init(label: .wage, text: .wageText, address: "/ask/topics/wage", icon: .money),
        .init(label: .labour, text: .labourText, address: "/ask/topics/labor", icon: .people),
        .init(label: .family, text: .familyText, address: "/ask/topics/family", icon: .home),
        .init(label: .traffic, text: .trafficText, address: "/ask/topics/traffic", icon: .warning),
        .init(label: .debt, text: .debtText, address: "/ask/topics/debt", icon: .document),
        .init(label: .inheritance, text: .inheritanceText, address: "/ask/topics/inherit", icon: .book),
        .init(label: .property, text: .propertyText, address: "/ask/topics/property", icon: .organisation),
        .init(label: .sued, text: .suedText, address: "/ask/topics/procedure", icon: .scales),
        .init(label: .aid, text: .aidText, address: "/matters/legal-aid", icon: .shield),
        .init(label: .notary, text: .notaryText, address: "/matters/notary", icon: .seal),
        .init(label: .mediation, text: .mediationText, address: "/matters/mediation", icon: .chat),
        .init(label: .violence, text: .violenceText, address: "/ask/topics/dv", icon: .siren),
    ]
}
