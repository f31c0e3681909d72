import Definitions
import Storage
import WorkCalendar

/// Pages of what is made of records, taken from memory where a record stands as it stood.
extension Listing {
    /// A page of what is made of the records, taken from memory where a record stands as it stood.
    func rows<Made>(kept memory: RowMemory<Made>, variant: Int, _ make: ([RecordView]) throws -> [Made]) throws -> (
        rows: [Made], next: String?
    ) {
        guard definition.parent == nil, unit.actor.isSystem || asked.areShown(by: lines),
            unit.sight(of: definition.type).hangsOnRecord(alone: definition)
        else {
            let page = try page()
            return (try make(page.items), page.next)
        }
        let streams = try alternatives()
        guard !streams.isEmpty else { return ([], nil) }
        let reader = memory.number(
            of: .init(
                actor: unit.actor, type: definition.type, fields: query.fields, variant: variant, masksPersonal: masksPersonal,
                generation: unit.state.generation))
        var cursor = try cursor()
        var made: [Made] = []
        while true {
            let missing = query.limit + 1 - made.count
            let marks = try marks(streams, after: cursor, limit: missing)
            let found = memory.find(marks.map { ($0.id, $0.stand(at: unit.now)) }, for: reader, at: unit.now)
            let unknown = zip(marks, found).compactMap { mark, found in if case .unknown = found { mark.id } else { nil } }
            let fresh = try self.make(unknown, reader, memory, make)
            for (mark, found) in zip(marks, found) {
                let row: Made? =
                    switch found {
                    case .made(let kept): kept
                    case .hidden: nil
                    case .unknown: fresh[mark.id] ?? nil
                    }
                if let row {
                    if made.count == query.limit { return (made, cursor?.text) }
                    made.append(row)
                }
                cursor = Cursor(value: mark.value, id: mark.id)
            }
            if marks.count < missing { return (made, nil) }
        }
    }

    private func make<Made>(_ ids: [String], _ reader: Int, _ memory: RowMemory<Made>, _ make: ([RecordView]) throws -> [Made]) throws
        -> [String: Made?]
    {
        guard !ids.isEmpty else { return [:] }
        let (viewing, sight) = (Viewing(unit: unit), unit.sight(of: definition.type))
        let rows = try unit.connection.query(
            "SELECT \(selection) FROM \(identifier: schema.table) WHERE \(identifier: schema.table)._id IN (\(ids))")
        let records = rows.map { RecordReader.decode($0, definition.type, read) }
        let views = try records.map { record -> RecordView? in
            guard let visibility = try viewing.visibility(of: record) else { return nil }
            return try viewing.view(record, visibility, isWhole: false, wanted: wanted, masksPersonal: masksPersonal)
        }
        var made = try make(views.compactMap { $0 })[...]
        var all: [String: Made?] = [:]
        for (record, view) in zip(records, views) {
            let row = view == nil ? nil : made.popFirst()
            all[record.id] = .some(row)
            memory.keep(
                row, of: record.id, .init(record, at: unit.now), for: reader, until: sight.turn(of: record, definition, after: unit.now))
        }
        return all
    }

    /// How a record stands, and where it stands in the list.
    private struct Mark {
        var id: String
        var version: Int64
        var missed: Int64
        var due: Int64?
        var value: DatabaseValue

        func stand<Made>(at now: Moment) -> RowMemory<Made>.Stand {
            .init(version: version, missed: missed, due: due, isOverdue: missed > 0 || (due.map { $0 < now.milliseconds } ?? false))
        }
    }

    private func marks(_ streams: [Stream], after cursor: Cursor?, limit: Int) throws -> [Mark] {
        let table = schema.table
        let columns: SQL =
            "\(identifier: table)._id, \(identifier: table)._version, \(identifier: table)._missed, \(identifier: table)._due, \(identifier: table).\(identifier: order.column)"
        var found: [Mark] = []
        var seen: Set<String> = []
        for stream in streams {
            for row in try rows(of: stream, after: cursor, limit: limit, selecting: columns) {
                let mark = Mark(
                    id: row.text(0) ?? "", version: row.int(1) ?? 0, missed: row.int(2) ?? 0, due: row.int(3), value: row[4])
                if streams.count == 1 || seen.insert(mark.id).inserted { found.append(mark) }
            }
        }
        guard streams.count > 1 else { return found }
        return Array(found.sorted { precedes(($0.value, $0.id), ($1.value, $1.id)) }.prefix(limit))
    }
}

extension RowMemory.Stand {
    init(_ record: StoredRecord, at now: Moment) {
        self.init(version: record.version, missed: record.missed, due: record.due?.milliseconds, isOverdue: record.isOverdue(at: now))
    }
}
