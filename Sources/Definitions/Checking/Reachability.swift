/// Whether every state can be reached from where records begin.
struct Reachability {
    let record: RecordDefinition
    let problems: Problems

    func check() {
        guard let lifecycle = record.lifecycle else { return }
        if lifecycle.states.isEmpty {
            return problems.report(record.position, "“\(record.id)”的生命周期没有状态", mend: "加上状态，或者删去 lifecycle")
        }
        let reached = reachedStates(lifecycle)
        for state in lifecycle.states where !reached.contains(state.id) {
            problems.report(state.position, "没有动作能到达状态“\(state.id)”（\(state.label)）", mend: "让一个动作的 to 指向它，或者删去它")
        }
        let creators = lifecycle.actions.filter(\.createsRecord)
        for action in creators where action.to == .same {
            problems.report(action.position, "建立记录的动作“\(action.id)”没有说到哪个状态", mend: "加上 to: 状态")
        }
        for action in lifecycle.actions {
            guard case .states(let from) = action.from else { continue }
            if from.isEmpty { problems.report(action.position, "动作“\(action.id)”的 from 是空的", mend: "写上状态、none、any、open 或 closed") }
        }
    }

    private func reachedStates(_ lifecycle: Lifecycle) -> Set<String> {
        let creators = lifecycle.actions.filter(\.createsRecord)
        var reached = Set(creators.flatMap(\.to.states))
        // Without a creating action the usual `create` puts a record into the first state.
        if creators.isEmpty, let first = lifecycle.states.first { reached.insert(first.id) }
        var grew = true
        while grew {
            grew = false
            for action in lifecycle.actions where !action.createsRecord && isPossible(action.from, reached) {
                for state in action.to.states where reached.insert(state).inserted { grew = true }
            }
        }
        return reached
    }

    private func isPossible(_ from: FromStates, _ reached: Set<String>) -> Bool {
        switch from {
        case .none: false
        case .states(let states): states.contains { reached.contains($0) }
        case .any: !reached.isEmpty
        case .open: reached.contains { record.state($0)?.isEnd == false }
        case .closed: reached.contains { record.state($0)?.isEnd == true }
        }
    }
}
