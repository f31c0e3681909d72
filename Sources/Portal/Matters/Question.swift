import Casework
import Expressions
import Site

/// What has been answered so far, and what the definition makes of it: by this, which questions apply.
struct Answered: Sendable {
    var judged: ActionExamination
    /// Names and values as they were typed.
    var typed: QueryValues

    func text(_ field: String) -> String? { judged.text(field) }
    func isTrue(_ field: String) -> Bool { judged.isTrue(field) }
    func isOne(of codes: [String], _ field: String) -> Bool { text(field).map(codes.contains) ?? false }
    /// Whether anything was chosen or typed for the field.
    func has(_ field: String) -> Bool { judged[field] != .null }
}

/// One question of a matter, alone on its page.
struct Question: Sendable {
    /// What kind of page it is.
    enum Kind: Sendable {
        /// Fields of the definition.
        case fields
        /// An institution of a kind near a place: `field` takes its id (or only the page knows it, for `isAside`).
        case institution(Institution)
        /// A time at the institution chosen before.
        case slot(Slot)
        /// The organ that receives the matter.
        case organ(@Sendable (Answered) -> OrganLevel)
        /// Papers, photographed or uploaded.
        case materials
        /// What the rules say of the answers so far; nothing is asked.
        case findings
    }

    struct Institution: Sendable {
        var field: String
        /// `31` law firms, `32` notary offices … as `dir_org.kind` has it.
        var kind: String
        /// Answers that tell where to look first.
        var near: [String]
        /// How many may be chosen.
        var most = 1
        /// The definition has no such field: it only says whose times are offered.
        var isAside = false
        /// There are few of them: all of the region are shown.
        var isRegionWide = false
    }

    struct Slot: Sendable {
        var service: String
        /// The institution's field.
        var of: String
        var isOptional = false
    }

    enum OrganLevel: String, Sendable {
        case region, city, county
    }

    /// In the address.
    var id: String
    var title: String
    var help: String
    var kind: Kind
    /// What is asked, by what was answered before.
    var parts: @Sendable (Answered) -> [QuestionPart]
    var applies: @Sendable (Answered) -> Bool
    /// The law it rests on, in words.
    var basis: String?

    init(
        _ id: String, _ title: String, help: String = "", kind: Kind = .fields, basis: String? = nil,
        when applies: @escaping @Sendable (Answered) -> Bool = { _ in true }, _ parts: [QuestionPart] = []
    ) {
        self.init(id, title, help: help, kind: kind, basis: basis, when: applies) { _ in parts }
    }

    init(
        _ id: String, _ title: String, help: String = "", kind: Kind = .fields, basis: String? = nil,
        when applies: @escaping @Sendable (Answered) -> Bool = { _ in true }, parts: @escaping @Sendable (Answered) -> [QuestionPart]
    ) {
        self.id = id
        self.title = title
        self.help = help
        self.kind = kind
        self.parts = parts
        self.applies = applies
        self.basis = basis
    }

    /// Fields of the definition that this page fills.
    func fields(_ answered: Answered) -> [String] {
        switch kind {
        case .fields: parts(answered).map(\.field).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        case .institution(let institution): institution.isAside ? [] : [institution.field]
        case .slot: ["slot"]
        case .organ: ["accept_org"]
        case .materials: ["materials"]
        case .findings: []
        }
    }
}
