import Definitions
import Expressions
import Synchronization
import WorkCalendar

/// Which conditions hang on nothing but the record itself, its reader and the time: their outcome changes only when one of the two does,
/// or at a moment that is known beforehand.
///
/// A condition that asks the clock in another way, children, related records, a parameter or a function of the platform is not of them.
final class OwnConditions: Sendable {
    private struct Key: Hashable {
        var type: String
        var text: String
    }
    /// Comparisons with the clock of those that are own; nil: it is not.
    private let known = Mutex<[Key: [ClockComparison]?]>([:])
    private let mentioned = Mutex<[String: Set<String>?]>([:])
    private static let standing: Set<String> = [
        "id", "state", "org", "version", "created_at", "created_by", "updated_at", "updated_by", "due_at", "closed", "actor",
    ]
    private static let functions: Set<String> = ["size", "startsWith", "endsWith", "contains", "matches", "int", "double", "string"]

    func isOwn(_ condition: SourceExpression, of definition: RecordDefinition) -> Bool { turns(condition, of: definition) != nil }

    /// The names that a condition mentions; nil: it cannot be read.
    func references(of condition: SourceExpression) -> Set<String>? {
        if let known = mentioned.withLock({ $0[condition.text] }) { return known }
        let found = (try? Expression(parsing: condition.text))?.references
        mentioned.withLock { $0[condition.text] = .some(found) }
        return found
    }

    /// Where an own condition asks the clock; nil: it is not own.
    func turns(_ condition: SourceExpression, of definition: RecordDefinition) -> [ClockComparison]? {
        let key = Key(type: definition.type, text: condition.text)
        if let answer = known.withLock({ $0[key] }) { return answer }
        let answer = Self.judge(condition.text, definition)
        known.withLock { $0[key] = .some(answer) }
        return answer
    }

    /// The next moment after `now` at which an own condition may turn on a record as it stands; nil: never.
    func turn(of condition: SourceExpression, on record: StoredRecord, _ definition: RecordDefinition, after now: Moment) -> Moment? {
        (turns(condition, of: definition) ?? []).compactMap { comparison in
            guard let start = Self.start(comparison.name, record) else { return nil }
            let (end, overflow) = start.addingReportingOverflow(comparison.delay)
            // At the moment itself and right after it: `>=` and `>` turn a millisecond apart.
            return overflow ? nil : [end, end &+ 1].first { $0 > now.milliseconds }.map { Moment(clamping: $0) }
        }.min { $0.milliseconds < $1.milliseconds }
    }

    private static func start(_ name: String, _ record: StoredRecord) -> Int64? {
        if case .timestamp(let time) = record[name] { return time.milliseconds }
        switch name {
        case "created_at": return record.createdAt.milliseconds
        case "updated_at": return record.updatedAt.milliseconds
        default: return nil
        }
    }

    private static func judge(_ text: String, _ definition: RecordDefinition) -> [ClockComparison]? {
        guard let parsed = try? Expression(parsing: text), let clock = parsed.comparisons(with: "now"),
            parsed.calls.subtracting(clock.isEmpty ? [] : ["duration"]).isSubset(of: functions),
            clock.allSatisfy({ moment($0.name, definition) })
        else { return nil }
        let isOwn = parsed.references.subtracting(clock.isEmpty ? [] : ["now"]).allSatisfy { name in
            if let field = definition.field(name) { return !refers(field.type) }
            return standing.contains(name)
        }
        return isOwn ? clock : nil
    }

    /// Whether a record says itself when that was.
    private static func moment(_ name: String, _ definition: RecordDefinition) -> Bool {
        guard let field = definition.field(name) else { return ["created_at", "updated_at"].contains(name) }
        guard case .datetime = field.type else { return false }
        return !field.isSecret && field.computed == nil
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
