import Definitions

/// Which limits run for a record that is set up in a state without having lived: those that a life leading there would have begun and not yet ended.
struct GivenLimits {
    let definition: RecordDefinition

    init(_ definition: RecordDefinition) { self.definition = definition }

    /// Follows the lifecycle from where the beginning actions lead, by every action that does not end the limit.
    func wouldRun(_ limit: LimitDefinition, begunBy actions: [String], in state: String?) -> Bool {
        guard let state, let lifecycle = definition.lifecycle, definition.state(state)?.isEnd != true, !limit.untilStates.contains(state)
        else { return false }
        // What cannot be ended from here is not what is being waited for here.
        guard lifecycle.actions.contains(where: { limit.until.contains($0.id) && starts($0, from: state) }) else { return false }
        var reached: Set<String> = []
        var waiting: [String] = []
        func reach(_ states: [String]) {
            for next in states where !limit.untilStates.contains(next) && reached.insert(next).inserted { waiting.append(next) }
        }
        for action in lifecycle.actions where actions.contains(action.id) {
            reach(action.to == .same ? sources(of: action, lifecycle) : action.to.states)
        }
        while let next = waiting.popLast() {
            if next == state { return true }
            for action in lifecycle.actions where !limit.until.contains(action.id) && !action.createsRecord && starts(action, from: next) {
                reach(action.to.states)
            }
        }
        return false
    }

    private func sources(of action: ActionDefinition, _ lifecycle: Lifecycle) -> [String] {
        lifecycle.states.map(\.id).filter { starts(action, from: $0) }
    }

    private func starts(_ action: ActionDefinition, from state: String) -> Bool {
        switch action.from {
        case .none: false
        case .any: true
        case .open: definition.state(state)?.isEnd != true
        case .closed: definition.state(state)?.isEnd == true
        case .states(let states): states.contains(state)
        }
    }
}
