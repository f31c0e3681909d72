import Casework
import Definitions
import Expressions
import HTML
import Site
import WorkCalendar

/// For whom a matter is filled in by somebody else: chosen when the draft was begun, kept with it, proven anew whenever it counts.
struct OnBehalf: Codable, Sendable, Equatable {
    /// The `guardianship` or `agency` it rests on, as a reference's text.
    var authority: String
    /// Of the represented person, as the authority has it.
    var name: String
    /// 监护人 or 受托人.
    var capacity: String

    init(_ acting: Acting) {
        authority = acting.authority.text
        name = acting.name
        capacity = acting.capacity
    }

    /// Said on every page of the form, and when all is checked.
    var note: HTML { "<p class='for-whom'>\(icon(.people))为<b>\(name)</b>办理，您是\(capacity)</p>" }
}

/// What a matter makes of somebody who files it for another.
struct Representation: Sendable {
    /// Where the represented person stands: `applicant`, or `applicants[0]` of a list.
    var party: String
    /// Why it cannot be filed by this person for another, whatever is answered; nil: it can.
    var refusal: @Sendable (Acting) -> String? = { _ in nil }
    /// An answer with which the law wants the person himself: the question, and why.
    var personally: @Sendable (Answered) -> (question: String, reason: String)? = { _ in nil }
    /// What else the definition wants to know of it.
    var adds: @Sendable (Acting, _ representative: Value, _ now: Day) -> [String: Value] = { _, _, _ in [:] }
    /// Whether the ward's birthday goes with his name.
    var knowsBirthday = true

    /// The field of the definition.
    var field: String { party.split(separator: "[").first.map(String.init) ?? party }
}

/// A draft's representation as it stands at this request.
struct Representing: Sendable {
    var behalf: OnBehalf
    var rules: Representation
    /// In force and the visitor's; nil when nobody has signed in yet, or when it is over.
    var acting: Acting?
    /// Who acts.
    var representative: Value
    /// Why it cannot be sent off so; nil also when nobody has signed in yet.
    var problem: String?

    /// Nil: everybody for himself.
    init?(_ draft: Draft, of matter: Matter, _ visit: Visit, guides: Guides) throws {
        guard let behalf = draft.behalf else { return nil }
        self.behalf = behalf
        rules = matter.representation
        let isCitizen = visit.visitor?.isCitizen == true
        acting = isCitizen ? RecordReference(text: behalf.authority).flatMap { Acting.find($0, visit) } : nil
        representative = .null
        if let acting {
            representative = try Self.representative(acting, visit)
            problem = try Self.refusal(acting, matter, guides, at: visit.now)
        } else if isCitizen {
            problem = "您为\(behalf.name)办理所凭的\(behalf.capacity == "监护人" ? "监护关系" : "授权")已经失效，或者不是您的，不能再代为提交。请在“我的—家人和代理”查看"
        }
    }

    private static func representative(_ acting: Acting, _ visit: Visit) throws -> Value {
        let name = try OwnAccount(visit).account?.text("name") ?? visit.actor.name
        return .map([.string("role"): .string(acting.isGuardian ? "guardian" : "agent"), .string("name"): .string(name)])
    }

    /// Why a matter cannot be begun or sent off by somebody who acts for another; nil: it can.
    static func refusal(_ acting: Acting, _ matter: Matter, _ guides: Guides, at now: Moment) throws -> String? {
        if let reason = matter.representation.refusal(acting) { return reason }
        guard !acting.isGuardian else { return nil }
        let covered = try guides.all(at: now).contains { acting.items.contains($0.id) && $0.line == matter.line }
        return covered ? nil : "\(acting.name)给您的授权不包括“\(matter.name)”。请对方在“我的—家人和代理”里另行授权"
    }

    /// What goes to the definition beside the answers.
    func values(_ given: [String: Value], at now: Moment) -> [String: Value] {
        guard let acting else { return given }
        var values = given
        values["agent"] = representative
        values["authority"] = .string(acting.authority.text)
        for (field, value) in rules.adds(acting, representative, now.day) { values[field] = value }
        if rules.knowsBirthday, let birthday = acting.birthday {
            func dated(_ party: Value) -> Value {
                guard case .map(var map) = party else { return party }
                map[.string("birth_date")] = .string("\(birthday)")
                return .map(map)
            }
            if case .list(var parties)? = values[rules.field], let first = parties.first {
                parties[0] = dated(first)
                values[rules.field] = .list(parties)
            } else if let party = values[rules.field] {
                values[rules.field] = dated(party)
            }
        }
        return values
    }

    /// What is wrong with a question's answers, because they are given for somebody else.
    func problems(of question: Question, _ answered: Answered, paths: [String], draft: Draft) -> [Refusal.FieldProblem] {
        var found: [Refusal.FieldProblem] = []
        let name = "\(rules.party).name"
        if paths.contains(where: { Draft.owns($0, name) }), let typed = draft[name], !typed.isEmpty, typed != behalf.name {
            found.append(.init(field: name, label: "姓名", message: "您是为\(behalf.name)办理，这里要填“\(behalf.name)”；为自己办的，请先改为自己办理"))
        }
        if let wanted = rules.personally(answered), wanted.question == question.id {
            found.append(.init(field: paths.first ?? question.id, label: question.title, message: wanted.reason))
        }
        return found
    }
}

extension Matter {
    /// How it is filed for a ward or a principal.
    var representation: Representation {
        switch slug {
        case "legal-aid":
            Representation(
                party: "applicant",
                refusal: { acting in
                    acting.isGuardian || acting.agentKind == "relative"
                        ? nil : "网上只能由近亲属或者法定代理人代为申请法律援助。其他受托人请带授权委托书到法律援助机构窗口办理"
                },
                adds: { acting, _, _ in
                    ["agent_relation": .string(acting.isGuardian ? "statutory" : "relative"), "incapable": .bool(acting.isGuardian)]
                })
        case "notary":
            Representation(
                party: "applicant",
                personally: { answered in
                    answered.isTrue("no_agent")
                        ? ("matter", "遗嘱、生存、收养关系等公证应当由本人办理，不能由监护人或者受托人申请（依据：《公证法》第二十六条）") : nil
                },
                adds: { acting, representative, today in
                    guard acting.isGuardian else { return [:] }
                    return ["capacity": .string(acting.hasNoCapacity(on: today) ? "none" : "limited"), "guardian": representative]
                })
        case "mediation", "arbitration": Representation(party: "applicants[0]")
        case "forensic":
            Representation(
                party: "principal",
                adds: { acting, representative, _ in acting.isGuardian ? ["guardian": representative] : [:] })
        case "lawyer", "grassroots": Representation(party: "person")
        case "licence":
            Representation(
                party: "applicant",
                refusal: { acting in acting.isGuardian ? "许可由本人申请，或者由本人委托代理人申请；被监护人不能申请这些执业许可（依据：《行政许可法》第二十九条）" : nil })
        default:
            Representation(party: "applicant", refusal: { _ in "法律职业资格事项须本人申请，不能由他人代办" })
        }
    }
}
