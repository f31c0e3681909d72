import Definitions
import Expressions
import Storage
import WorkCalendar

extension Kernel {
    /// One record as the actor may see it.
    /// - Throws: `Refusal` `notfound` when there is none or it is not the actor's to know.
    public func view(_ type: String, id: String, as actor: Actor, at now: Moment) throws -> RecordView {
        try reading(actor, at: now) { unit in
            guard let record = try unit.record(type, id: id), let view = try Viewing(unit: unit).view(record, isWhole: true) else {
                throw Refusal(.notfound, action: "\(type).view", record: id, "没有这条记录，或您无权知悉。请核对编号，或向承办单位查询")
            }
            return view
        }
    }

    /// A page of records that the actor may see, by indexes, at a cost that does not grow with what is stored.
    /// - Throws: `QueryProblem`.
    public func list(_ query: ListQuery, as actor: Actor, at now: Moment) throws -> RecordPage {
        try reading(actor, at: now) { unit in try Listing(unit: unit, query: query).page() }
    }

    /// As ``list(_:as:at:)``, but gives what is made of each record, kept by `memory` for as long as the record and its reader stay as they are.
    /// - Parameters:
    ///   - memory: for one kind of making only.
    ///   - variant: whatever else the making hangs on, such as the minute of the day.
    ///   - make: makes several at once, in their order; must hang on nothing else.
    /// - Throws: `QueryProblem`, and what `make` throws.
    public func rows<Made: Sendable>(
        _ query: ListQuery, as actor: Actor, at now: Moment, kept memory: RowMemory<Made>, variant: Int = 0,
        _ make: ([RecordView]) throws -> [Made]
    ) throws -> (rows: [Made], next: String?) {
        try reading(actor, at: now) { unit in try Listing(unit: unit, query: query).rows(kept: memory, variant: variant, make) }
    }

    /// As ``view(_:id:as:at:)``, but gives what is made of the record; see ``rows(_:as:at:kept:variant:_:)``.
    public func view<Made: Sendable>(
        _ type: String, id: String, as actor: Actor, at now: Moment, kept memory: RowMemory<Made>, _ make: (RecordView) throws -> Made
    ) throws -> Made {
        try reading(actor, at: now) { unit in
            func nothing() -> Refusal {
                Refusal(.notfound, action: "\(type).view", record: id, "没有这条记录，或您无权知悉。请核对编号，或向承办单位查询")
            }
            guard let schema = unit.state.schema(type), !id.utf8.contains(0),
                let row = try unit.connection.first("SELECT _version, _missed, _due FROM \(identifier: schema.table) WHERE _id = \(id)")
            else { throw nothing() }
            let due = row.int(2)
            let stand = RowMemory<Made>.Stand(
                version: row.int(0) ?? 0, missed: row.int(1) ?? 0, due: due,
                isOverdue: (row.int(1) ?? 0) > 0 || (due.map { $0 < now.milliseconds } ?? false))
            let reader = memory.number(
                of: .init(actor: actor, type: type, fields: nil, variant: 0, masksPersonal: false, generation: unit.state.generation))
            switch memory.find([(id, stand)], for: reader, at: now).first {
            case .made(let made): return made
            case .hidden: throw nothing()
            default: break
            }
            let viewing = Viewing(unit: unit)
            guard let record = try unit.record(type, id: id) else { throw nothing() }
            let view = try viewing.view(record, isWhole: true)
            let made = try view.map(make)
            let lasting = viewing.lasting(of: record)
            if lasting != .not { memory.keep(made, of: id, .init(record, at: now), for: reader, until: lasting.end) }
            guard let made else { throw nothing() }
            return made
        }
    }

    /// How many records a query finds, counted up to a bound.
    public func count(_ query: ListQuery, as actor: Actor, at now: Moment, upTo bound: Int = 10_000) throws -> Int {
        try counts.answer(CountQuestion(query, actor, bound: bound), commits: database.commits, at: now) {
            try reading(actor, at: now) { unit in try Listing(unit: unit, query: query).count(upTo: bound) }
        }
    }

    /// The timeline of a record, newest first.
    public func timeline(_ type: String, id: String, as actor: Actor, at now: Moment, before sequence: Int64? = nil, limit: Int = 50) throws
        -> [TimelineEntry]
    {
        try reading(actor, at: now) { unit in
            guard let record = try unit.record(type, id: id), let visibility = try Viewing(unit: unit).visibility(of: record) else {
                throw Refusal(.notfound, action: "\(type).view", record: id, "没有这条记录，或您无权知悉")
            }
            return try Timeline(unit: unit).entries(record, visibility, before: sequence, limit: limit)
        }
    }

    /// Where records stood at a moment, by id, as the journal has it; one that was not there yet is missing.
    /// - Parameter records: as they were read for the actor: who may see a record may know where it stood.
    public func states(of records: [RecordView], at moment: Moment) throws -> [String: PastState] {
        try database.read { try JournalStates(connection: $0).states(of: records.map(\.id), at: moment) }
    }

    /// Titles of records as lists show them: personal information masked, only what the actor may see; a query a type and 500 records.
    public func titles(of references: Set<RecordReference>, as actor: Actor, at now: Moment) throws -> [RecordReference: String] {
        guard !references.isEmpty else { return [:] }
        return try reading(actor, at: now) { unit in
            var titles: [RecordReference: String] = [:]
            let viewing = Viewing(unit: unit)
            for (type, own) in Dictionary(grouping: references, by: \.type) where unit.state.definition(type) != nil {
                let ids = own.map(\.id).filter { !$0.utf8.contains(0) }.sorted()
                for start in stride(from: 0, to: ids.count, by: 500) {
                    let part = Array(ids[start..<min(start + 500, ids.count)])
                    for record in try unit.reader.records(type, where: "_id IN (\(part))") {
                        titles[RecordReference(type: type, id: record.id)] = try viewing.listTitle(of: record)
                    }
                }
            }
            return titles
        }
    }

    /// Open work of the actor, what falls due first on top.
    /// - Parameters:
    ///   - type: only of records of this type, `system/record`.
    ///   - after: id of the last item of the page before.
    public func todos(of actor: Actor, at now: Moment, type: String? = nil, limit: Int = 50, after: TodoCursor? = nil) throws -> [TodoItem]
    {
        try database.read { connection in try Inbox(connection: connection, actor: actor).items(type: type, limit: limit, after: after) }
    }

    /// How much open work there is, counted up to a bound.
    public func todoCount(of actor: Actor, upTo bound: Int = 1000) throws -> Int {
        try database.read { connection in try Inbox(connection: connection, actor: actor).count(upTo: bound) }
    }

    /// Unread and recent messages, newest first.
    public func notices(of actor: Actor, limit: Int = 50) throws -> [NoticeItem] {
        try database.read { connection in try Inbox(connection: connection, actor: actor).notices(limit: limit) }
    }

    /// Shows a secret value, with a trace: an entry in the record's journal that names who, what and why.
    public func reveal(_ type: String, id: String, field: String, purpose: String, as actor: Actor, at now: Moment) async throws -> Value {
        let state = state
        return try await database.write { [self] connection in
            try reveal(type, id: id, field: field, purpose: purpose, as: actor, at: now, state: state, connection: connection)
        }
    }

    func reveal(
        _ type: String, id: String, field: String, purpose: String, as actor: Actor, at now: Moment, state: EngineState,
        connection: any Connection
    ) throws -> Value {
        let unit = EvaluationUnit(state: state, connection: connection, now: now, actor: actor, secrets: secrets, services: services)
        let name = "\(type).reveal"
        guard let record = try unit.record(type, id: id), let definition = state.definition(type),
            let visibility = try Viewing(unit: unit).visibility(of: record)
        else {
            throw Refusal(.notfound, action: name, record: id, "没有这条记录，或您无权知悉")
        }
        guard let target = definition.field(field) else { throw Refusal(.invalid, action: name, record: id, "没有名为 \(field) 的字段") }
        guard visibility.mayReveal, visibility.shows(field) else {
            throw Refusal(.forbidden, action: name, record: id, "您没有查看“\(target.label)”原文的权限。如确需查看，请联系安全管理员授权")
        }
        let reason = purpose.trimmingCharacters { $0.isWhitespace }
        guard reason.count >= 2, reason.unicodeScalars.count <= 500,
            !reason.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
        else {
            throw Refusal(
                .invalid, action: name, record: id, "请写明查看“\(target.label)”的事由（2到500个字，一行），将留痕备查",
                problems: [.init(field: "purpose", label: "事由", message: "请写明查看的事由（2到500个字，一行）")])
        }
        _ = try Journal(unit: unit).note(
            record, action: "reveal", role: actor.grants.first?.role ?? "", changes: ["field": .string(field), "purpose": .string(reason)])
        return SecretFields(box: secrets, catalogue: state.catalogue).open(
            record[field], target, key: try unit.keys.existing(RecordReference(type: type, id: id)))
    }
}

extension String {
    func trimmingCharacters(_ isTrimmed: (Character) -> Bool) -> String {
        var view = self[...]
        while let first = view.first, isTrimmed(first) { view = view.dropFirst() }
        while let last = view.last, isTrimmed(last) { view = view.dropLast() }
        return String(view)
    }
}
