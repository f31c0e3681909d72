import Casework
import Definitions
import Synchronization

/// What the actions of the present definitions take, reckoned once for each: going through all fields for all actions of a record type
/// costs half of what an action itself does.
final class AcceptedMemory: Sendable {
    private struct Kept: Sendable {
        /// The state that all of it was reckoned from.
        var generation = -1
        var beginnings: [String: Beginnings] = [:]
        var values: [String: AcceptedValues] = [:]
    }
    private let kept = Mutex(Kept())

    /// How a record of this type can come into being.
    func beginnings(of record: RecordDefinition, in state: EngineState) -> Beginnings {
        find(record.type, in: state, \.beginnings) { Beginnings(record) }
    }

    /// What this action takes.
    func values(of action: ActionDefinition, on record: RecordDefinition, in state: EngineState) -> AcceptedValues {
        find("\(record.type).\(action.id)", in: state, \.values) { AcceptedValues(action, of: record) }
    }

    private func find<Value: Sendable>(
        _ key: String, in state: EngineState, _ place: WritableKeyPath<Kept, [String: Value]>, _ reckon: () -> Value
    ) -> Value {
        if let found = kept.withLock({ $0.generation == state.generation ? $0[keyPath: place][key] : nil }) { return found }
        let value = reckon()
        kept.withLock { kept in
            // A request that began before a change of definitions does not bring back what it knew.
            if kept.generation < state.generation { kept = Kept(generation: state.generation) }
            if kept.generation == state.generation { kept[keyPath: place][key] = value }
        }
        return value
    }
}
