import Casework
import Expressions
import Definitions
import Site
import Storage
import Synchronization
import WorkCalendar

/// Records that are open to the public, held in memory and kept up with the journal: what any server or command changed is read anew at the next request.
///
/// A request asks the journal for its newest entry (one step in its key); only when there are new ones of these types are those records read.
final class PublicRecords<Item: Sendable, Index: Sendable>: Sendable {
    /// What stands at a moment; never changes.
    struct Snapshot: Sendable {
        var items: [String: Item] = [:]
        var index: Index
        /// Up to this entry of the journal.
        var sequence: Int64 = -1
        /// Definitions it was read by.
        var catalogue = ""
    }

    private let site: Site
    private let types: [(type: String, fields: [String]?)]
    private let make: @Sendable (RecordView) -> Item?
    private let arrange: @Sendable ([Item]) -> Index
    private let state: Mutex<Snapshot?> = Mutex(nil)
    /// One reads, the others go on with what there is.
    private let reading = Mutex(())

    /// - Parameters:
    ///   - types: record types with the fields that are read of each.
    ///   - make: nil leaves a record out.
    ///   - arrange: what makes them easy to find.
    init(
        _ site: Site, types: [(type: String, fields: [String]?)], make: @escaping @Sendable (RecordView) -> Item?,
        arrange: @escaping @Sendable ([Item]) -> Index
    ) {
        self.site = site
        self.types = types
        self.make = make
        self.arrange = arrange
    }

    /// As everything stands now.
    /// - Throws: `DatabaseError`, `QueryProblem`.
    func current() throws -> Snapshot {
        let newest = try site.kernel.database.read { try $0.first("SELECT max(seq) FROM journal")?.int(0) ?? 0 }
        let known = state.withLock { $0 }
        let catalogue = site.catalogue.digest
        if let known, known.sequence == newest, known.catalogue == catalogue { return known }
        if let known, known.catalogue == catalogue {
            // Somebody else is reading already: what stood a moment ago is good enough.
            return try reading.withLockIfAvailable { _ in try catchUp(known, to: newest) } ?? known
        }
        return try reading.withLock { _ in
            if let known = state.withLock({ $0 }), known.catalogue == catalogue { return known }
            let whole = try readAll(newest, catalogue)
            state.withLock { $0 = whole }
            return whole
        }
    }

    private func catchUp(_ known: Snapshot, to newest: Int64) throws -> Snapshot {
        let names = types.map(\.type)
        let changed = try site.kernel.database.read {
            try $0.query(
                "SELECT DISTINCT record_type, record_id FROM journal WHERE seq > \(known.sequence) AND seq <= \(newest) AND record_type IN (\(names))"
            ).map { ($0.text(0) ?? "", $0.text(1) ?? "") }
        }
        var next = known
        next.sequence = max(newest, known.sequence)
        if !changed.isEmpty {
            let now = site.now()
            for (type, id) in changed {
                do {
                    next.items[id] = make(try site.kernel.view(type, id: id, as: .anyone, at: now))
                } catch let refusal as Refusal where refusal.reason == .notfound {
                    next.items[id] = nil
                }
            }
            next.index = arrange(Array(next.items.values))
        }
        let kept = next
        state.withLock { $0 = kept }
        return kept
    }

    private func readAll(_ sequence: Int64, _ catalogue: String) throws -> Snapshot {
        var items: [String: Item] = [:]
        let now = site.now()
        for (type, fields) in types where site.state.definition(type) != nil {
            var query = ListQuery(type: type, limit: 500, fields: fields)
            repeat {
                let page = try site.kernel.list(query, as: .anyone, at: now)
                for view in page.items { if let item = make(view) { items[view.id] = item } }
                query.after = page.next
            } while query.after != nil
        }
        return Snapshot(items: items, index: arrange(Array(items.values)), sequence: sequence, catalogue: catalogue)
    }
}

extension RecordView {
    /// A field's text value; nil when it has none, or another kind of value.
    func text(_ field: String) -> String? { if case .string(let text) = self[field], !text.isEmpty { text } else { nil } }
    func texts(_ field: String) -> [String] {
        guard case .list(let items) = self[field] else { return [] }
        return items.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }
    func bool(_ field: String) -> Bool { self[field] == .bool(true) }
    func int(_ field: String) -> Int64? { if case .int(let number) = self[field] { number } else { nil } }
    func moment(_ field: String) -> Moment? {
        if case .timestamp(let stamp) = self[field] { Moment(clamping: stamp.milliseconds) } else { nil }
    }
    func day(_ field: String) -> Day? { moment(field)?.day }
    /// As people read it: labels of codes, names of organisations.
    func words(_ field: String) -> String { self.field(field)?.text ?? "" }
}
