import Casework
import Definitions
import Expressions
import Storage
import Synchronization
import WorkCalendar

/// What the kernel asks of a node: parameters that its security administrator set, from a day on and for an area; everything else is answered by `base`.
///
/// A setting wins over the definition's own rows for the days and areas it covers; among settings the nearest area wins, then the latest beginning, then the latest
/// entered. Kept in memory: rules ask for parameters many times in one write.
public final class NodeServices: CaseworkServices {
    /// One setting.
    struct Setting: Sendable, Hashable {
        var id: String
        var system: String
        var parameter: String
        var from: Day
        /// Organisation code; empty: everywhere.
        var area: String
        var value: ParameterValue
        var source: String
        var at: Int64
        var by: String
    }

    private struct State {
        var settings: [String: [Setting]] = [:]
        var readAt: ContinuousClock.Instant?
    }

    private let database: Database
    private let base: any CaseworkServices
    private let state = Mutex(State())
    /// After so long the table is looked at again: another process may have written.
    static let staleAfter = Duration.seconds(30)

    /// - Throws: `DatabaseError`.
    public init(database: Database, base: any CaseworkServices = NoServices()) throws {
        self.database = database
        self.base = base
        _ = try database.apply([AdministrationTables.parameterSetting])
        try refresh()
    }

    /// Reads the settings anew. Never called inside a write.
    func refresh() throws {
        let rows = try database.read {
            try $0.query(
                "SELECT id, system, parameter, from_day, area, value, source, at, by_person FROM parameter_setting ORDER BY at, id")
        }
        var settings: [String: [Setting]] = [:]
        for row in rows {
            guard let day = Day(number: Int(row.int(3) ?? 0)), let value = row.text(5).flatMap(Self.value(kept:)) else { continue }
            let setting = Setting(
                id: row.text(0) ?? "", system: row.text(1) ?? "", parameter: row.text(2) ?? "", from: day, area: row.text(4) ?? "",
                value: value, source: row.text(6) ?? "",
                at: row.int(7) ?? 0, by: row.text(8) ?? "")
            settings["\(setting.system)/\(setting.parameter)", default: []].append(setting)
        }
        let found = settings
        state.withLock {
            $0.settings = found
            $0.readAt = .now
        }
    }

    /// After an action, on the caller's thread.
    func refreshIfOld() {
        guard state.withLock({ $0.readAt.map { .now - $0 > Self.staleAfter } ?? true }) else { return }
        // What cannot be read now is read after the next action; what was read before still holds.
        try? refresh()
    }

    func settings(of system: String, _ parameter: String) -> [Setting] { state.withLock { $0.settings["\(system)/\(parameter)"] ?? [] } }

    var settingCount: Int { state.withLock { $0.settings.values.reduce(0) { $0 + $1.count } } }

    public func parameterOverride(system: String, id: String, day: Day, lineage: [String]) -> ParameterValue? {
        let found = state.withLock { ($0.settings["\(system)/\(id)"], $0.settings["shared/\(id)"]) }
        return Self.inForce(found.0 ?? [], on: day, lineage: lineage)?.value ?? Self.inForce(found.1 ?? [], on: day, lineage: lineage)?
            .value
            ?? base.parameterOverride(system: system, id: id, day: day, lineage: lineage)
    }

    /// - Parameter lineage: codes of the organisation and of all above it, nearest first.
    static func inForce(_ settings: [Setting], on day: Day, lineage: [String]) -> Setting? {
        func nearness(_ setting: Setting) -> Int? { setting.area.isEmpty ? Int.max : lineage.firstIndex(of: setting.area) }
        return settings.enumerated().compactMap { place, setting -> (near: Int, from: Day, place: Int, setting: Setting)? in
            guard setting.from <= day, let near = nearness(setting) else { return nil }
            return (near, setting.from, place, setting)
        }.min { left, right in
            if left.near != right.near { return left.near < right.near }
            return left.from != right.from ? left.from > right.from : left.place > right.place
        }?.setting
    }

    public func isInForce(law: String, article: String, at moment: Moment) -> Bool? {
        base.isInForce(law: law, article: article, at: moment)
    }

    public func render(_ document: DocumentDefinition, values: [String: String], number: String?, at moment: Moment) -> String {
        base.render(document, values: values, number: number, at: moment)
    }

    // MARK: As it is kept

    /// A value as the table keeps it: JSON.
    static func kept(_ value: ParameterValue) -> String { PlainJSON.write(plain(value)) }

    static func value(kept text: String) -> ParameterValue? { (try? PlainJSON.read(text)).flatMap(parameter) }

    private static func plain(_ value: ParameterValue) -> Value {
        switch value {
        case .number(let number): .map([.string("n"): .int(number)])
        case .decimal(let number): .map([.string("d"): .double(number)])
        case .text(let text): .string(text)
        case .bool(let truth): .bool(truth)
        case .list(let items): .list(items.map(plain))
        }
    }

    private static func parameter(_ value: Value) -> ParameterValue? {
        switch value {
        case .string(let text): return .text(text)
        case .bool(let truth): return .bool(truth)
        case .list(let items): return .list(items.compactMap(parameter))
        case .map(let map):
            if case .int(let number)? = map[.string("n")] { return .number(number) }
            switch map[.string("d")] {
            case .double(let number)?: return .decimal(number)
            case .int(let number)?: return .decimal(Double(number))
            default: return nil
            }
        default: return nil
        }
    }
}
