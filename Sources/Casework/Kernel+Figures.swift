import WorkCalendar

extension Kernel {
    /// An indicator worked out over what the actor may see, never more, from one snapshot.
    /// - Throws: `QueryProblem` for a question that cannot be answered, `Refusal` `notfound` for an unknown type, `forbidden` when it would be split by or
    ///   computed from a field the actor may not see.
    public func figures(_ query: FigureQuery, as actor: Actor, at now: Moment) throws -> FigureTable {
        try reading(actor, at: now) { unit in try FigureComputation(unit: unit, query: query).table() }
    }

    /// As `figures` with digests, and hands over every record behind them: the keys of the figure it belongs to, its id and its version, in the order of ids.
    public func figures(
        _ query: FigureQuery, as actor: Actor, at now: Moment, eachRow: (_ keys: [String?], _ row: RecordVersion) throws -> Void
    ) throws -> FigureTable {
        var query = query
        query.digests = true
        return try reading(actor, at: now) { unit in try FigureComputation(unit: unit, query: query).table(eachRow: eachRow) }
    }
}

/// A record as it stood after one of its changes.
public struct RecordVersion: Sendable, Hashable {
    public var id: String
    public var version: Int64
    public init(id: String, version: Int64) {
        self.id = id
        self.version = version
    }

    /// As digests read it.
    public var line: [UInt8] { Array("\(id) \(version)\n".utf8) }
}
