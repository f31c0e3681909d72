import Definitions
import Expressions
import WorkCalendar

/// What one actor may see of one type of records, put together once and asked for many of them.
///
/// Used by one thread, inside one read or write.
final class Sight {
    private struct Item {
        var grant: Grant
        var line: AccessTable.Line
        var visibility: Judge.Visibility
    }

    private let judge: Judge
    private let type: String
    private let items: [Item]
    /// By which lines hold: several lines together give what any of them gives.
    private var known: [UInt64: Judge.Visibility] = [:]
    private static let all = Judge.Visibility(hidden: [], masked: [], only: nil, mayEdit: true, mayReveal: true, mayExport: true)

    init(judge: Judge, type: String) {
        self.judge = judge
        self.type = type
        items =
            judge.actor.isSystem
            ? []
            : judge.grants.flatMap { grant in
                judge.state.access.lines(type, role: grant.role).filter { $0.givesView || $0.may.contains("edit") }.map { line in
                    Item(
                        grant: grant, line: line,
                        visibility: Judge.Visibility(
                            hidden: line.hides, masked: line.masks, only: line.shows.isEmpty ? nil : line.shows,
                            mayEdit: line.may.contains("edit"), mayReveal: line.may.contains("reveal"),
                            mayExport: line.may.contains("export")))
                }
            }
    }

    /// Conditions by which single records are judged.
    var conditions: [SourceExpression] { items.compactMap(\.line.condition) }

    /// Whether what is seen of a record hangs on nothing but the record, the actor and the time; see ``turn(of:_:after:)``.
    func hangsOnRecord(alone definition: RecordDefinition) -> Bool {
        definition.parent == nil && conditions.allSatisfy { judge.state.ownConditions.isOwn($0, of: definition) }
    }

    /// Until when what is seen of a record stays as it is, as far as the clock decides; nil: for good.
    func turn(of record: StoredRecord, _ definition: RecordDefinition, after now: Moment) -> Moment? {
        conditions.compactMap { judge.state.ownConditions.turn(of: $0, on: record, definition, after: now) }.min {
            $0.milliseconds < $1.milliseconds
        }
    }

    /// Nil: the record does not exist for this actor.
    /// - Parameter holds: evaluates a condition of an access line on the record for a grant.
    func visibility(of record: StoredRecord, owner: StoredRecord?, holds: (SourceExpression, Grant, ExpressionContext) -> Bool)
        -> Judge.Visibility?
    {
        if judge.actor.isSystem { return Self.all }
        var mask: UInt64 = 0
        var seen: Judge.Visibility?
        for (index, item) in items.enumerated() {
            guard judge.isIn(item.line.scopes, item.grant, owner ?? record),
                item.line.condition.map({ holds($0, item.grant, .list) }) ?? true
            else { continue }
            if index < 64 {
                mask |= 1 << UInt64(index)
            } else {
                seen = seen.map { Judge.union($0, item.visibility) } ?? item.visibility
            }
        }
        guard mask != 0 else { return seen }
        let joined = joined(mask)
        return seen.map { Judge.union(joined, $0) } ?? joined
    }

    private func joined(_ mask: UInt64) -> Judge.Visibility {
        if let held = known[mask] { return held }
        var result: Judge.Visibility?
        for index in 0..<min(64, items.count) where mask & (1 << UInt64(index)) != 0 {
            result = result.map { Judge.union($0, items[index].visibility) } ?? items[index].visibility
        }
        let visibility = result ?? Self.all
        known[mask] = visibility
        return visibility
    }
}
