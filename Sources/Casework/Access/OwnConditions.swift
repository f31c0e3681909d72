import Definitions
import Expressions
import Synchronization

/// Which conditions hang on nothing but the record itself and its reader: their outcome changes only when one of them does.
///
/// A condition that asks the clock, children, related records, a parameter or a function of the platform is not of them.
final class OwnConditions: Sendable {
    private struct Key: Hashable {
        var type: String
        var text: String
    }
    private let known = Mutex<[Key: Bool]>([:])
    private static let standing: Set<String> = [
        "id", "state", "org", "version", "created_at", "created_by", "updated_at", "updated_by", "due_at", "closed", "actor",
    ]
    private static let functions: Set<String> = ["size", "startsWith", "endsWith", "contains", "matches", "int", "double", "string"]

    func isOwn(_ condition: SourceExpression, of definition: RecordDefinition) -> Bool {
        let key = Key(type: definition.type, text: condition.text)
        if let answer = known.withLock({ $0[key] }) { return answer }
        let answer = Self.judge(condition.text, definition)
        known.withLock { $0[key] = answer }
        return answer
    }

    private static func judge(_ text: String, _ definition: RecordDefinition) -> Bool {
        guard let parsed = try? Expression(parsing: text), parsed.calls.isSubset(of: functions) else { return false }
        return parsed.references.allSatisfy { name in
            if let field = definition.field(name) { return !refers(field.type) }
            return standing.contains(name)
        }
    }

    /// A reference is another record as soon as a field of it is asked for.
    private static func refers(_ type: FieldType) -> Bool {
        switch type {
        case .ref, .structure, .inline: true
        case .list(let element): refers(element)
        default: false
        }
    }
}
