import Definitions
import Expressions
import Storage
import WorkCalendar

/// What an action would make of what has been filled in so far, and all that is still wrong with it. Nothing is done.
///
/// For forms that are filled in over several pages: each page is judged by the definition itself while the others are still empty.
public struct ActionExamination: Sendable {
    /// One thing that stands against the action.
    public struct Problem: Sendable, Hashable {
        /// Id of the field, a path such as `parties.0.name` inside composites; nil where a rule names none.
        public var field: String?
        public var label: String
        /// Chinese: what is wrong and what to do.
        public var message: String
        /// Law, standard or policy behind it.
        public var source: String?
        /// The value was not given: not an answer that is wrong.
        public var isMissing: Bool
        /// Fields of which the rule speaks: while one of them is not answered yet, it is too early to blame the answer.
        public var mentions: Set<String> = []
    }

    /// The fields as they would be kept, by id: typed values, defaults, what the action sets and what is computed.
    public var values: [String: Value]
    public var problems: [Problem]

    public init(values: [String: Value] = [:], problems: [Problem] = []) {
        self.values = values
        self.problems = problems
    }

    /// A value as the record would hold it; null: none.
    public subscript(_ field: String) -> Value { values[field] ?? .null }
    /// A text or a code; nil: none, or of another kind.
    public func text(_ field: String) -> String? { if case .string(let text) = self[field] { text } else { nil } }
    /// Whether a yes-or-no field says yes.
    public func isTrue(_ field: String) -> Bool { self[field] == .bool(true) }
}

extension Kernel {
    /// Judges a new record's values by an action that would make it, or that would follow at once on its making, without doing anything.
    ///
    /// Files are taken as given: they are sent only when the action is done.
    /// - Throws: `Refusal` `notfound` for an unknown record or action, `DatabaseError`.
    public func examine(_ request: ActionRequest, at now: Moment) throws -> ActionExamination {
        guard let definition = state.definition(request.type), let action = UsualActions.find(request.action, of: definition) else {
            throw Refusal(.notfound, action: request.name, "没有名为 \(request.name) 的业务动作")
        }
        return try reading(request.actor, at: now) { unit in
            try Performance(unit: unit, request: request, definition: definition, action: action, identifiers: identifiers, depth: 0)
                .examine()
        }
    }
}

extension Performance {
    /// As `run` judges, but everything at once and without writing.
    func examine() throws -> ActionExamination {
        let id = identifiers.next(at: unit.now)
        unit.beingCreated.insert("\(request.type):\(id)")
        let activation = RecordActivation(
            unit: unit, definition: definition, stored: nil, id: id, action: action.id, grant: unit.actor.grants.first)
        var found = readForExamination(activation)
        for field in definition.fields {
            guard let source = field.defaultValue, activation.values[field.id].map({ $0 == .null }) ?? true,
                let value = try? unit.evaluate(source, activation, .action(action.id))
            else { continue }
            activation.values[field.id] = try? stored(value, field)
        }
        for input in action.inputs {
            guard let source = input.defaultValue, activation.input[input.id].map({ $0 == .null }) ?? true else { continue }
            activation.input[input.id] = try? unit.evaluate(source, activation, .action(action.id))
        }
        computeForExamination(activation)
        for check in action.checks where !unit.holds(check.expression, activation, .action(action.id)) {
            found.append(problem(check.field, check.message, mentions: mentions(check.expression)))
        }
        for assignment in action.sets {
            guard let field = definition.field(assignment.field),
                let value = try? unit.evaluate(assignment.value, activation, .action(action.id))
            else { continue }
            activation.values[field.id] = try? stored(value, field)
        }
        activation.state = action.to.states.first { $0 != "same" }
        computeForExamination(activation)
        for field in definition.fields where (activation.values[field.id] ?? .null) == .null && field.id != definition.number?.field {
            let isNeeded = action.needs.contains(field.id) && field.computed == nil && field.defaultValue == nil
            let isRequired =
                isNeeded || unit.holds(field.required, activation, .record)
                || (activation.state.map { field.requiredIn.contains($0) } ?? false)
            // A structure that could not be read whole has said so at its part.
            let isTold = found.contains { $0.field == field.id || $0.field?.hasPrefix(field.id + ".") == true }
            if isRequired, !isTold {
                found.append(problem(field.id, "请填写“\(field.label)”", isMissing: true))
            }
        }
        for rule in definition.rules where rule.on.isEmpty || rule.on.contains(action.id) {
            if !unit.holds(rule.check.expression, activation, rule.on.isEmpty ? .record : .action(action.id)) {
                found.append(
                    problem(rule.check.field, rule.check.message, source: rule.source, mentions: mentions(rule.check.expression)))
            }
        }
        return ActionExamination(values: activation.values, problems: found)
    }

    private func problem(_ field: String?, _ message: String, source: String? = nil, isMissing: Bool = false, mentions: Set<String> = [])
        -> ActionExamination.Problem
    {
        .init(
            field: field, label: field.map { label(of: $0) } ?? "", message: message, source: source, isMissing: isMissing,
            mentions: mentions)
    }

    /// Fields that stand in an expression, also behind the related records and the computed fields it names.
    private func mentions(_ source: SourceExpression) -> Set<String> {
        var found: Set<String> = []
        var open = Self.words(source.text)
        while let word = open.first {
            open.remove(word)
            if let related = definition.related.first(where: { $0.id == word }) {
                guard found.insert(word).inserted else { continue }
                for match in related.match { open.formUnion(Self.words(match.value.text)) }
            } else if let field = definition.field(word), found.insert(word).inserted, let computed = field.computed {
                open.formUnion(Self.words(computed.text))
            }
        }
        return found
    }

    private static func words(_ text: String) -> Set<String> {
        Set(text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
    }

    /// Values by the types of their fields. What cannot be read counts as not given, and says so.
    private func readForExamination(_ activation: RecordActivation) -> [ActionExamination.Problem] {
        var problems: [ActionExamination.Problem] = []
        let reading = FieldReading(unit.state, valuesAreStored: request.valuesAreStored) {
            [unit] existing in
            switch existing {
            case .record(let type, let id): try unit.record(type, id: id) != nil
            case .user(let id): try Directory(connection: unit.connection).exists(id)
            case .file: true
            }
        }
        for (name, raw) in request.values.sorted(by: { $0.key < $1.key }) {
            guard let field = definition.field(name) ?? action.inputs.first(where: { $0.id == name }), !field.isSystem,
                field.computed == nil
            else {
                problems.append(problem(name, "“\(label(of: name))”不能填写"))
                continue
            }
            do {
                let value = try reading.read(raw, as: field)
                if definition.field(name) != nil { activation.values[name] = value }
                activation.input[name] = try activation.present(value, field.type, field)
            } catch let fault as FieldReading.Problem {
                problems.append(
                    .init(
                        field: ([name] + fault.path).joined(separator: "."), label: field.label,
                        message: "“\(field.label)”\(fault.message)",
                        source: nil, isMissing: false))
            } catch {
                problems.append(problem(name, "“\(field.label)”无法读取，请重新填写"))
            }
        }
        return problems
    }

    private func computeForExamination(_ activation: RecordActivation) {
        for field in definition.fields {
            guard let source = field.computed else { continue }
            activation.values[field.id] = (try? stored((try? unit.evaluate(source, activation, .record)) ?? .null, field)) ?? .null
        }
    }
}
