import Casework
import Expressions
import Identifiers
import Storage
import WorkCalendar

/// The province while it is being lived through: its clock, its people, its chance. Everything that is done passes through ``act(_:_:on:as:_:)``.
final class Province {
    let kernel: Kernel
    let state: EngineState
    let places: Places
    let questions: [Question]
    let start: Moment
    let end: Moment
    var chance: SeededGenerator
    var agenda = Agenda()
    private(set) var now: Moment
    private(set) var counts = DemonstrationCounts()
    private var held: (any Connection)?
    private var actors: [String: Actor] = [:]
    private let scheduler: Scheduler
    /// Legal teams' members by organisation, with the institution and person that they answer for.
    var lawyers: [String: [Lawyer]] = [:]

    /// Counties whose part in the building programme is told.
    var programmeCounties: [Organisation] = []

    /// Where divisions lie.
    var divisions: DivisionTable = .empty

    /// A made-up place within two kilometres of the middle of a division, as far as that is known: the same for the same key, drawing no chance.
    func position(in division: String, key: String) -> Value? {
        guard let code = DivisionCode(division), let own = divisions[code] else { return nil }
        let known = own.longitude == nil ? own.parent.flatMap { divisions[$0] } : own
        guard let longitude = known?.longitude, let latitude = known?.latitude else { return nil }
        let sum = key.utf8.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        let (east, north) = (Double(sum >> 8 & 0xFFFF) / 65_535 - 0.5, Double(sum >> 32 & 0xFFFF) / 65_535 - 0.5)
        return .string(
            "\(((longitude + east * 0.036) * 10_000).rounded() / 10_000),\(((latitude + north * 0.036) * 10_000).rounded() / 10_000)")
    }

    /// A member of a legal team.
    struct Lawyer {
        var user: String
        var institution: String
        var person: String
    }

    init(kernel: Kernel, places: Places, questions: [Question], start: Moment, beginning: Moment, end: Moment, seed: UInt64) {
        self.kernel = kernel
        state = kernel.state
        self.places = places
        self.questions = questions
        self.start = start
        self.end = end
        now = beginning
        chance = SeededGenerator(seed: seed)
        scheduler = Scheduler(kernel: kernel)
    }

    /// The write that is being made. Valid only while ``live(steps:in:)`` runs.
    var connection: any Connection {
        get throws {
            guard let held else { throw DemonstrationFailure.outsideWrite }
            return held
        }
    }

    /// Lives through some steps inside a write.
    func live(steps: Int, in connection: any Connection) throws {
        held = connection
        defer { held = nil }
        for _ in 0..<steps {
            guard let next = agenda.next, next <= end else { break }
            try pass(to: next)
            guard let (story, at) = agenda.take() else { break }
            now = at
            counts.steps += 1
            if let again = try story.proceed(in: self) { agenda.note(story, at: max(again, now)) }
        }
        if agenda.next.map({ $0 > end }) ?? true { try pass(to: end) }
    }

    var isOver: Bool { (agenda.next.map { $0 > end } ?? true) && now >= end }

    /// Deadlines, reminders and what the clock does, each at its own moment.
    private func pass(to moment: Moment) throws {
        counts.firings += try scheduler.advance(to: moment, state: state, connection: connection)
        now = max(now, moment)
    }

    /// A paper that the platform itself holds ready: anybody may name it.
    func holdReady(_ paper: SamplePaper) throws {
        try connection.enqueue(
            """
            INSERT INTO attachment (hash, name, media_type, size, at, by_person, record_type, record_id, encrypted)
            VALUES (\(paper.hash), \(paper.name), \("application/pdf"), \(Int64(paper.bytes.count)), \(now.milliseconds), \("system"), NULL, NULL, \(false)) ON CONFLICT DO NOTHING
            """)
    }

    // MARK: Acting

    /// Performs an action as everybody does. Nil when it was refused: the world had moved on, and so the story ends.
    func act(_ type: String, _ action: String, on record: String? = nil, as actor: Actor, _ values: [String: Value] = [:]) throws
        -> ActionOutcome?
    {
        let connection = try connection
        let request = ActionRequest(type: type, action: action, record: record, actor: actor, values: values, source: "demonstration")
        // What follows from an action may be refused after the action has written.
        try connection.enqueue("SAVEPOINT demonstration")
        do {
            let outcome = try kernel.perform(request, at: now, state: state, connection: connection)
            try connection.enqueue("RELEASE SAVEPOINT demonstration")
            counts.actions += 1
            counts.made[type, default: 0] += record == nil ? 1 : 0
            for one in outcome.created { counts.made[one.type, default: 0] += 1 }
            return outcome
        } catch let refusal as Refusal {
            try connection.execute("ROLLBACK TO SAVEPOINT demonstration")
            try connection.execute("RELEASE SAVEPOINT demonstration")
            counts.refusals["\(type).\(action)：\(refusal.message)", default: 0] += 1
            return nil
        }
    }

    /// A record that was there before the story began.
    @discardableResult func given(_ type: String, _ state: String?, _ values: [String: Value]) throws -> String {
        let reference = try kernel.insertGiven(
            type: type, state: state, values: values.filter { $0.value != .null }, at: now, judgedBy: self.state, connection: connection)
        counts.made[type, default: 0] += 1
        return reference.id
    }

    // MARK: People

    /// Whoever holds the role at the organisation: `role@org`.
    func holder(_ role: String, at org: String) -> Actor { person("\(role)@\(org)", role: role, org: org) }

    /// A particular person acting in a role.
    func person(_ id: String, role: String, org: String, name: String? = nil) -> Actor {
        let key = "\(id)|\(role)|\(org)"
        if let known = actors[key] { return known }
        let actor = Actor(id: id, name: name ?? places.name(of: id), grants: [Grant(role: role, org: org)], org: org)
        actors[key] = actor
        return actor
    }

    func citizen(_ index: Int) -> Actor { person(places.citizens[index % max(1, places.citizens.count)], role: "citizen", org: "") }

    func anyCitizen() -> Actor { citizen(chance.below(places.citizens.count)) }
}

/// Why the province could not be filled.
public enum DemonstrationFailure: Error, Sendable, CustomStringConvertible {
    /// There is work in the database already.
    case notEmpty
    case scale(Int)
    case days(Int)
    /// The material lacks something.
    case material(String)
    /// The connection was lost half-way.
    case interrupted
    case outsideWrite

    public var description: String {
        switch self {
        case .notEmpty: "这个数据库里已有业务记录：演示数据只能填进空的数据库。请换一个数据库，或者先删去旧的"
        case .scale(let scale): "规模应为 1 至 1000 的整数，不是 \(scale)"
        case .days(let days): "天数应为 1 至 3650 的整数，不是 \(days)"
        case .material(let what): "演示材料不全：\(what)"
        case .interrupted: "填充途中数据库连接中断，只填了一部分。请清空数据库后重新运行"
        case .outsideWrite: "演示的步骤须在一次写入之内进行"
        }
    }
}

/// What was done.
public struct DemonstrationCounts: Sendable, Equatable {
    /// Steps of stories.
    public var steps = 0
    /// Actions performed by people and systems.
    public var actions = 0
    /// Reminders, overdue marks, escalations and actions of the clock.
    public var firings = 0
    /// Records by type, those that followed from an action among them.
    public var made: [String: Int] = [:]
    /// Refused actions by what and why.
    public var refusals: [String: Int] = [:]

    public init() {}
}
