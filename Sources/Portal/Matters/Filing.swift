import Casework
import Definitions
import Expressions
import HTML
import Site
import WorkCalendar

/// A draft as the matter and its definition judge it: which questions apply, what has been answered well, what is wrong with what.
struct Filing: Sendable {
    let site: Site
    let matter: Matter
    let definition: RecordDefinition
    let draft: Draft
    let answered: Answered
    /// Questions that apply, in order.
    let questions: [Question]
    private let actor: Actor
    /// For somebody else; nil: for himself.
    let representing: Representing?
    private let now: Moment

    /// - Throws: `Refusal` when the node has no such business, `DatabaseError`.
    init(_ draft: Draft, of matter: Matter, site: Site, actor: Actor, representing: Representing? = nil, now: Moment) throws {
        guard let definition = site.state.definition(matter.type) else {
            throw Refusal(.notfound, action: "\(matter.type).create", "本平台没有开通“\(matter.name)”，请拨打12348咨询")
        }
        self.site = site
        self.matter = matter
        self.definition = definition
        self.draft = draft
        self.actor = actor
        self.representing = representing
        self.now = now
        // Whether a question applies may hang on answers to others: the answers of those that do not apply are left out until nothing changes.
        var typed = draft.typed
        var answered = Answered(judged: ActionExamination(), typed: typed)
        var questions: [Question] = []
        for _ in 0..<5 {
            let action = matter.action(answered)
            answered = Answered(
                judged: try Self.judge(
                    typed, draft, matter, definition, answered, site: site, actor: actor, representing: representing, now: now),
                typed: typed)
            questions = matter.questions.filter { $0.applies(answered) }
            let paths = questions.flatMap { Self.paths($0, answered) }
            let kept = QueryValues(draft.pairs.filter { pair in paths.contains { Draft.owns($0, pair.name) } }.map { ($0.name, $0.value) })
            let isSame = kept.pairs.elementsEqual(typed.pairs, by: { $0.name == $1.name && $0.value == $1.value })
            // By which action it is judged hangs on the answers, too.
            if isSame, matter.action(answered) == action { break }
            typed = kept
        }
        self.answered = answered
        self.questions = questions
    }

    private static func judge(
        _ typed: QueryValues, _ draft: Draft, _ matter: Matter, _ definition: RecordDefinition, _ answered: Answered, site: Site,
        actor: Actor, representing: Representing?, now: Moment
    ) throws -> ActionExamination {
        var values = self.values(typed, definition, site: site, now: now)
        if let item = draft.item, definition.field("licence_item") != nil { values["licence_item"] = .string(item) }
        if definition.field("materials") != nil, !draft.files.isEmpty {
            values["materials"] = .list(
                draft.files.map { _ in
                    .map([.string("file"): .string(String(repeating: "0", count: 64)), .string("material_item"): .string("")])
                })
        }
        return try site.kernel.examine(
            ActionRequest(
                type: matter.type, action: matter.action(answered), actor: actor,
                values: representing?.values(values, at: now) ?? values), at: now)
    }

    /// What was typed, as the kernel takes it: only fields that the definition has.
    private static func values(_ typed: QueryValues, _ definition: RecordDefinition, site: Site, now: Moment) -> [String: Value] {
        let roots = Set(typed.pairs.map { $0.name.split { ".[".contains($0) }.first.map(String.init) ?? $0.name })
        let fields = definition.fields.filter { roots.contains($0.id) }
        return FormValues(SubmittedForm(typed), fields: fields, kernel: site.kernel, actor: .publicReader, now: now).values
    }

    /// What goes to the action; files come to it when it is done.
    var values: [String: Value] {
        var values = Self.values(answered.typed, definition, site: site, now: now)
        if let item = draft.item, definition.field("licence_item") != nil { values["licence_item"] = .string(item) }
        return representing?.values(values, at: now) ?? values
    }

    var action: String { matter.action(answered) }

    /// Names under which a question's answers stand in a form.
    static func paths(_ question: Question, _ answered: Answered) -> [String] {
        switch question.kind {
        case .fields: question.parts(answered).map(\.path)
        case .institution(let one): [one.field, "where_\(one.field)", "org_\(one.field)", "said_\(one.field)"]
        case .slot: ["slot", "said_slot"]
        case .organ: ["accept_org"]
        case .materials: ["materials"]
        case .findings: []
        }
    }

    func index(of question: Question) -> Int { questions.firstIndex { $0.id == question.id } ?? 0 }
    func question(_ id: String) -> Question? { questions.first { $0.id == id } }

    /// The page before, or nil at the first.
    func before(_ question: Question) -> Question? {
        let index = index(of: question)
        return index > 0 ? questions[index - 1] : nil
    }

    /// What is wrong with a question's answers, as far as it can be told while later ones are open.
    func problems(of question: Question) -> [Refusal.FieldProblem] {
        let paths = Self.paths(question, answered)
        let open = openFields(after: question)
        var found: [Refusal.FieldProblem] = []
        if case .fields = question.kind {
            for part in question.parts(answered) where !part.isOptional && !isGiven(part.path) {
                let label = part.label ?? definition.field(part.field)?.label ?? part.path
                found.append(.init(field: part.path, label: label, message: "请回答“\(label)”"))
            }
        }
        let pool = answered.judged.problems.filter { $0.mentions.isDisjoint(with: open) }
        for problem in pool {
            guard let field = problem.field, paths.contains(where: { Draft.owns($0, field) }) || isRoot(field, of: question),
                !found.contains(where: { $0.field == field || Draft.owns(field, $0.field) })
            else { continue }
            let message = problem.source.map { "\(problem.message)（依据：\($0)）" } ?? problem.message
            found.append(
                .init(
                    field: paths.contains(field) || field.contains(".") ? field : paths.first ?? field, label: problem.label,
                    message: message))
        }
        found += identityProblems(question)
        found += representing?.problems(of: question, answered, paths: paths, draft: draft) ?? []
        return found
    }

    /// `applicant` as a whole belongs to the first page that asks for a part of it.
    private func isRoot(_ field: String, of question: Question) -> Bool {
        questions.first { other in Self.paths(other, answered).contains { $0 == field || $0.hasPrefix(field + ".") } }?.id == question.id
    }

    private func isGiven(_ path: String) -> Bool {
        draft.pairs.contains { Draft.owns(path, $0.name) && !$0.value.allSatisfy(\.isWhitespace) }
    }

    /// Fields of questions that come later and have not been answered.
    private func openFields(after question: Question) -> Set<String> {
        Set(questions.dropFirst(index(of: question) + 1).filter { !draft.answered.contains($0.id) }.flatMap { $0.fields(answered) })
    }

    /// The number of an identity card carries a check digit: told here, where it can be mended.
    private func identityProblems(_ question: Question) -> [Refusal.FieldProblem] {
        Self.paths(question, answered).filter { $0.hasSuffix(".id_no") }.compactMap { path in
            let type = draft[path.replacing(".id_no", with: ".id_type")]
            guard type == "id_card", let number = draft[path], !IdentityNumber.isRight(number) else { return nil }
            return .init(field: path, label: "证件号码", message: "居民身份证号码不对，应为18位，最后一位可能是 X。请照证件再核对一遍")
        }
    }

    /// Whether a question has been answered and nothing stands against the answer.
    func isDone(_ question: Question) -> Bool { draft.answered.contains(question.id) && problems(of: question).isEmpty }

    /// The first question that still has to be answered.
    var firstOpen: Question? { questions.first { !isDone($0) } }

    /// What stands against filing and belongs to no question: a rule about the whole.
    var wholeProblems: [String] {
        // What the law wants of the person himself stands at its question already.
        let isToldThere = questions.contains { question in
            representing?.rules.personally(answered)?.question == question.id
        }
        let own = representing?.problem.map { [$0] } ?? []
        return own
            + answered.judged.problems.filter { problem in !(isToldThere && problem.field == "agent") }.filter { problem in
                guard let field = problem.field else { return true }
                return !questions.contains { question in
                    Self.paths(question, answered).contains { Draft.owns($0, field) } || isRoot(field, of: question)
                        || question.fields(answered).contains(field)
                }
            }.map { problem in problem.source.map { "\(problem.message)（依据：\($0)）" } ?? problem.message }
    }

    /// A form over the definition, filled with what was typed.
    func form(problems: [Refusal.FieldProblem] = []) -> RecordForm? {
        guard let action = definition.action(action) else { return nil }
        var form = RecordForm(
            definition: definition, action: action,
            submitted: SubmittedForm(QueryValues(draft.pairs.map { ($0.name, $0.value) })), problems: problems, state: site.state,
            actor: .publicReader, lookUpAddress: nil)
        form.uploadAddress = nil
        return form
    }
}
