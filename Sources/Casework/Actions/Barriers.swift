import Definitions
import Expressions
import WorkCalendar

/// Why an action that is offered would be refused now, whatever were typed.
extension Performance {
    /// What stands in the way of this action whatever is filled in: the rule of two people, caps, spans and windows, and every check that hangs on nothing the action
    /// asks for. Nil: nothing is known to; then only sending shows.
    func barrier(_ stored: StoredRecord) -> Refusal? {
        let activation = RecordActivation(unit: unit, definition: definition, stored: stored, id: stored.id, action: action.id)
        let asked = Asked(definition, unit.state.schemas[definition.type]?.accepted(by: action) ?? [:])
        do {
            try checkBarriers(stored, activation, asked)
            return nil
        } catch let refusal as Refusal {
            return refusal
        } catch {
            // Whatever else fails says nothing about this action: sending it does.
            return nil
        }
    }

    private func checkBarriers(_ stored: StoredRecord, _ activation: RecordActivation, _ asked: Asked) throws {
        if action.otherThanUser.map({ !asked.reaches($0) }) ?? false { try checkOtherUser(activation) }
        try checkTwoPeople(stored)
        try checkCaps(stored, activation)
        try checkInterval(stored)
        try checkWindow(stored, activation)
        for check in action.checks where !asked.reaches(check.expression) && !unit.holds(check.expression, activation, .action(action.id)) {
            throw refused(check)
        }
        if case .cases(let cases) = action.to, cases.allSatisfy({ one in one.condition.map { !asked.reaches($0) } ?? true }) {
            _ = try targetState(stored, activation)
        }
    }
}

/// What an action asks for, and what hangs on it: worked-out fields and related records are followed to what they come from.
private struct Asked {
    private let definition: RecordDefinition
    private let names: Set<String>
    /// Names under which everything typed may be read; in a condition on related records `parent` is the record that is acted upon.
    private static let whole: Set<String> = ["input", "record"]

    init(_ definition: RecordDefinition, _ accepted: [String: FieldDefinition]) {
        self.definition = definition
        names = Set(accepted.keys)
    }

    func reaches(_ source: SourceExpression) -> Bool {
        var seen: Set<String> = []
        return !names.isEmpty && reaches(source, whole: Self.whole, &seen)
    }

    private func reaches(_ source: SourceExpression, whole: Set<String>, _ seen: inout Set<String>) -> Bool {
        // What cannot be read is taken to hang on everything.
        guard let parsed = try? Expression(parsing: source.text) else { return true }
        for name in parsed.references where seen.insert(name).inserted {
            if names.contains(name) || whole.contains(name) { return true }
            if let computed = definition.field(name)?.computed, reaches(computed, whole: whole, &seen) { return true }
            if let related = definition.related.first(where: { $0.id == name }) {
                for source in related.match.values where reaches(source, whole: whole, &seen) { return true }
                if let condition = related.condition, reaches(condition, whole: whole.union(["parent"]), &seen) { return true }
            }
        }
        return false
    }
}

extension Kernel {
    /// Of the actions that a view offers, those that would be refused now whatever were filled in, by id, each with the reason in words. A page shows them as not
    /// open yet instead of letting somebody fill in a form in vain. Sending decides all the same: between looking and pressing things change.
    ///
    /// - Parameter view: as it was read for the actor.
    public func barriers(_ view: RecordView, as actor: Actor, at now: Moment) throws -> [String: String] {
        guard !view.actions.isEmpty else { return [:] }
        return try reading(actor, at: now) { unit in
            guard let definition = unit.state.definition(view.type), let stored = try unit.record(view.type, id: view.id) else {
                return [:]
            }
            var found: [String: String] = [:]
            for action in view.actions {
                let request = ActionRequest(type: view.type, action: action.id, record: view.id, actor: actor)
                let performance = Performance(
                    unit: unit, request: request, definition: definition, action: action, identifiers: identifiers, depth: 0)
                if let refusal = performance.barrier(stored) { found[action.id] = refusal.message }
            }
            return found
        }
    }
}
