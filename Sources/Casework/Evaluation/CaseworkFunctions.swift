import Definitions
import Expressions
import Identifiers
import WorkCalendar

/// The functions that definitions may call beside CEL's own (`docs/definitions.md`), by name.
///
/// Arguments come type-checked; what is absent or out of range is an evaluation error, which means: not met.
public enum CaseworkFunctions {
    public typealias Implementation = @Sendable ([Value], any Activation) throws -> Value

    public static let implementations: [String: Implementation] = organisations.merging(time) { $1 }.merging(history) { $1 }.merging(
        identifiers
    ) { $1 }
    .merging(aggregates) { $1 }

    static func absent(_ what: String) -> EvaluationError { EvaluationError(.invalidArgument, "没有值：\(what)") }

    static func context(_ activation: any Activation) throws -> RecordActivation {
        guard let record = activation as? RecordActivation else { throw absent("记录") }
        return record
    }

    /// Organisations, people and the calendar: known also where no record stands around, as in a filter's parts that mention no column.
    static func unit(_ activation: any Activation) throws -> EvaluationUnit {
        if let constants = activation as? ConstantsActivation { return constants.unit }
        return try context(activation).unit
    }

    static func text(_ value: Value) throws -> String {
        switch value {
        case .string(let text): text
        case .object(let object): object.identity
        default: throw absent("文字")
        }
    }

    static func stamp(_ value: Value) throws -> Moment {
        guard case .timestamp(let stamp) = value else { throw absent("时间") }
        return Moment(stamp)
    }

    static func whole(_ value: Value) throws -> Int {
        guard case .int(let number) = value, let whole = Int(exactly: number) else { throw absent("整数") }
        return whole
    }

    static func items(_ value: Value) throws -> [Value] {
        guard case .list(let items) = value else { throw absent("列表") }
        return items
    }

    // MARK: Organisations and people

    private static let organisations: [String: Implementation] = [
        "below": { arguments, activation in
            let (org, above) = (try text(arguments[0]), try text(arguments[1]))
            let tree = try unit(activation).state.tree
            return .bool(org != above && tree.isAtOrBelow(org, above))
        },
        "at_or_below": { arguments, activation in
            .bool(try unit(activation).state.tree.isAtOrBelow(try text(arguments[0]), try text(arguments[1])))
        },
        "level_of": { arguments, activation in try organisation(arguments[0], activation) { .string($0.level) } },
        "kind_of": { arguments, activation in try organisation(arguments[0], activation) { .string($0.kind) } },
        "parent_of": { arguments, activation in try organisation(arguments[0], activation) { $0.parent.map { .string($0) } ?? .null } },
        "division_of": { arguments, activation in try organisation(arguments[0], activation) { .string($0.division) } },
        "city_of": { arguments, activation in try ancestor(arguments[0], level: "city", activation) },
        "county_of": { arguments, activation in try ancestor(arguments[0], level: "county", activation) },
        "orgs": { arguments, activation in
            .list(try unit(activation).state.tree.ofKind(try text(arguments[0])).map { .string($0.code) })
        },
        "orgs_below": { arguments, activation in
            .list(
                try unit(activation).state.tree.below(try text(arguments[0]), kind: try text(arguments[1])).map { .string($0.code) }
            )
        },
        "has_role": { arguments, activation in
            let unit = try CaseworkFunctions.unit(activation)
            return .bool(try Directory(connection: unit.connection).holds(try text(arguments[0]), try text(arguments[1]), now: unit.now))
        },
        "org_of": { arguments, activation in
            guard let person = try Directory(connection: unit(activation).connection).person(try text(arguments[0])) else {
                throw absent("用户")
            }
            return .string(person.org)
        },
    ]

    private static func organisation(_ value: Value, _ activation: any Activation, _ answer: (Organisation) -> Value) throws -> Value {
        guard let organisation = try unit(activation).state.tree.organisation(try text(value)) else { throw absent("单位") }
        return answer(organisation)
    }

    private static func ancestor(_ value: Value, level: String, _ activation: any Activation) throws -> Value {
        guard let found = try unit(activation).state.tree.ancestor(of: try text(value), level: level) else { throw absent("上级单位") }
        return .string(found.code)
    }

    // MARK: Time

    private static let time: [String: Implementation] = [
        "days_between": { arguments, _ in .int(Int64(try stamp(arguments[1]).day - stamp(arguments[0]).day)) },
        "workdays_between": { arguments, activation in
            .int(
                Int64(
                    try unit(activation).state.calendar.workdays(
                        after: try stamp(arguments[0]).day, through: try stamp(arguments[1]).day)))
        },
        "add_days": { arguments, _ in
            let moment = try stamp(arguments[0])
            return .timestamp(try moment.adding(milliseconds: Int64(try whole(arguments[1])) * 86_400_000).timestamp)
        },
        "add_workdays": { arguments, activation in
            .timestamp(
                try unit(activation).state.calendar.workday(try whole(arguments[1]), after: try stamp(arguments[0]).day)
                    .startTimestamp)
        },
        "add_months": { arguments, _ in .timestamp(try stamp(arguments[0]).day.adding(months: try whole(arguments[1])).startTimestamp) },
        "is_workday": { arguments, activation in .bool(try unit(activation).state.calendar.isWorkday(try stamp(arguments[0]).day))
        },
        "last_workday_of_quarter": { arguments, activation in
            let day = try stamp(arguments[0]).day
            return .timestamp(
                try unit(activation).state.calendar.lastWorkday(ofQuarter: day.quarter, year: day.year).startTimestamp)
        },
        "date": { arguments, _ in
            guard let day = Day(year: try whole(arguments[0]), month: try whole(arguments[1]), day: try whole(arguments[2])) else {
                throw absent("日期")
            }
            return .timestamp(day.startTimestamp)
        },
        "day": { arguments, _ in .timestamp(try stamp(arguments[0]).day.startTimestamp) },
        "age": { arguments, _ in .int(Int64(age(born: try stamp(arguments[0]).day, on: try stamp(arguments[1]).day))) },
        "age_of": { arguments, _ in
            guard let card = IDCard(try text(arguments[0])), let born = Day(card.birth.description) else { throw absent("身份证号码") }
            return .int(Int64(age(born: born, on: try stamp(arguments[1]).day)))
        },
    ]

    /// Full years: 周岁, from the day after the birthday (刑法解释: 生日第二天起算) is a matter of criminal law; here the birthday itself completes the year.
    static func age(born: Day, on day: Day) -> Int {
        let years = day.year - born.year
        return (day.month, day.day) < (born.month, born.day) ? years - 1 : years
    }

    // MARK: What happened before

    private static let history: [String: Implementation] = [
        "times": { arguments, activation in
            let record = try context(activation)
            guard record.stored != nil else { return .int(0) }
            return .int(Int64(try JournalReader(connection: record.unit.connection).times(try text(arguments[0]), of: record.id).count))
        },
        "last_by": { arguments, activation in
            let record = try context(activation)
            return try JournalReader(connection: record.unit.connection).last(try text(arguments[0]), of: record.id).map {
                .string($0.actor)
            } ?? .null
        },
        "last_at": { arguments, activation in
            let record = try context(activation)
            return try JournalReader(connection: record.unit.connection).last(try text(arguments[0]), of: record.id).map {
                .timestamp($0.at.timestamp)
            } ?? .null
        },
        "due": { arguments, activation in
            let record = try context(activation)
            return try deadline(record, try text(arguments[0]))?.due.map { .timestamp($0.timestamp) } ?? .null
        },
        "clock": { arguments, activation in
            let record = try context(activation)
            return try deadline(record, try text(arguments[0])).map { .string($0.state.rawValue) } ?? .null
        },
        "in_force": { arguments, activation in
            let unit = try CaseworkFunctions.unit(activation)
            // What the library does not know is not known to be repealed: the answerer's own check stands.
            return .bool(
                unit.services.isInForce(law: try text(arguments[0]), article: try text(arguments[1]), at: try stamp(arguments[2])) ?? true)
        },
    ]

    private static func deadline(_ record: RecordActivation, _ limit: String) throws -> DeadlineRow? {
        let rows = try record.unit.deadlines(of: record.id, type: record.definition.type).filter { $0.limit == limit && $0.kind == .limit }
        // A limit that was reckoned anew has left its cancelled rows behind.
        return rows.last { $0.isOpen } ?? rows.last
    }

    // MARK: Identifiers

    /// Without I, O, 0 and 1, which people mistake for each other.
    private static let codeCharacters = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")

    private static func random(_ characters: [Character], _ length: Int) throws -> String {
        guard (1...64).contains(length) else { throw EvaluationError(.invalidArgument, "长度应在 1 到 64 之间") }
        var generator = SystemRandomNumberGenerator()
        return String((0..<length).map { _ in characters[Int.random(in: 0..<characters.count, using: &generator)] })
    }

    private static let identifiers: [String: Implementation] = [
        "random_code": { arguments, _ in .string(try random(codeCharacters, whole(arguments[0]))) },
        "random_digits": { arguments, _ in .string(try random(Array("0123456789"), whole(arguments[0]))) },
        "valid_idcard": { arguments, _ in .bool(IDCard(try text(arguments[0])) != nil) },
        "valid_credit_code": { arguments, _ in .bool(CreditCode(try text(arguments[0])) != nil) },
        "credit_code_kind": { arguments, _ in
            guard let code = CreditCode(try text(arguments[0])) else { throw absent("统一社会信用代码") }
            return .string(code.prefix)
        },
    ]

    // MARK: Lists

    private static let aggregates: [String: Implementation] = [
        "sum": { arguments, _ in
            var whole: Int64 = 0
            var real = 0.0
            var isReal = false
            for item in try items(arguments[0]) {
                switch item {
                case .int(let number):
                    let (sum, overflow) = whole.addingReportingOverflow(number)
                    guard !overflow else { throw EvaluationError(.overflow, "合计太大") }
                    whole = sum
                case .double(let number):
                    isReal = true
                    real += number
                case .null: continue
                default: throw absent("数字")
                }
            }
            return isReal ? .double(real + Double(whole)) : .int(whole)
        },
        "min": { arguments, _ in try extreme(arguments[0]) { $0 < $1 } },
        "max": { arguments, _ in try extreme(arguments[0]) { $0 > $1 } },
        "distinct": { arguments, _ in
            var seen: Set<Value> = []
            return .list(try items(arguments[0]).filter { seen.insert($0).inserted })
        },
    ]

    private static func extreme(_ list: Value, _ isBetter: (Rank, Rank) -> Bool) throws -> Value {
        let present = try items(list).filter { $0 != .null }
        guard var best = present.first else { throw absent("空列表的最值") }
        for candidate in present.dropFirst() where isBetter(try Rank(candidate), try Rank(best)) { best = candidate }
        return best
    }

    /// What can be ordered: numbers and moments by size, texts byte by byte.
    private enum Rank: Comparable {
        case number(Double)
        case text([UInt8])

        init(_ value: Value) throws {
            switch value {
            case .int(let number): self = .number(Double(number))
            case .double(let number): self = .number(number)
            case .timestamp(let stamp): self = .number(Double(stamp.milliseconds))
            case .string(let text): self = .text(Array(text.utf8))
            default: throw absent("可比较的值")
            }
        }

        static func < (left: Rank, right: Rank) -> Bool {
            switch (left, right) {
            case (.number(let one), .number(let other)): one < other
            case (.text(let one), .text(let other)): one.lexicographicallyPrecedes(other)
            case (.number, .text): true
            case (.text, .number): false
            }
        }
    }
}
