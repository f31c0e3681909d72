import Casework
import Definitions
import Expressions
import Foundation
import Knowledge
import Logging
import Site
import Storage
import Synchronization
import WorkCalendar

/// Keeps the robot's knowledge as the node's own records say: entries published by the three steps of review are put in force, withdrawn, frozen and expired ones taken
/// out; administrators' rules of conduct hold as long as they are active; and what rests on an article that a registered change of the law has overtaken is held back.
///
/// It reads the journal on from where it stopped, so that it also hears of what the clock, other actions and other servers on the same database do. The cost is that of
/// what has happened since.
final class PublishedEntries: Sendable {
    static let type = "smart-qa/kb_article"
    static let changeType = "smart-qa/law_change"
    static let guardType = "smart-qa/guard_rule"

    private struct State {
        /// Place in the journal up to which everything is known; nil: nothing has been read yet.
        var sequence: Int64?
        var readAt: ContinuousClock.Instant?
        /// Entry in force → its record.
        var records: [String: String] = [:]
        /// Record → entry in force by it.
        var entries: [String: String] = [:]
        /// Entries of the house that were in force under a number that the node's own entry took, or that are held back.
        var house: [String: Entry] = [:]
        /// Entry held back → why.
        var held: [String: String] = [:]
        /// Rules of administrators in force that cannot be read, with why: code → reason.
        var unread: [String: String] = [:]
        /// Day whose changes of the law have been looked at.
        var day: Day?
    }

    private let kernel: Kernel
    private let library: Library
    private let logger: Logger
    private let state = Mutex(State())
    /// Other servers' doings are heard of within so long; one's own at once.
    static let pause = Duration.milliseconds(500)

    init(site: Site, library: Library) {
        kernel = site.kernel
        self.library = library
        logger = site.logger
        site.kernel.onAction { [weak self] _, request in
            if request.type == Self.type || request.type == Self.changeType || request.type == Self.guardType { self?.hurry() }
        }
    }

    private func hurry() { state.withLock { $0.readAt = nil } }

    /// The record by which an entry is in force; nil for the house's own.
    func record(of entry: String) -> String? { state.withLock { $0.records[entry] } }

    /// Entries of the house that a change of the law holds back, with why.
    var held: [String: String] { state.withLock { $0.held } }

    /// Active rules of administrators that the robot cannot go by, with why.
    var unreadGuards: [String: String] { state.withLock { $0.unread } }

    /// The entry of the house, in force or held back.
    func entry(_ id: String) -> Entry? { library.answerer.entries.entries[id] ?? state.withLock { $0.house[id] } }

    /// Brings the robot up to what has been published; does nothing when that was done a moment ago.
    /// - Throws: `DatabaseError`, `QueryProblem`: the robot goes on with what it knows.
    func refresh(at now: Moment) throws {
        let (due, from, day) = state.withLock { state in
            let due = state.readAt.map { ContinuousClock.now - $0 >= Self.pause } ?? true
            if due { state.readAt = .now }
            return (due, state.sequence, state.day)
        }
        guard due || day != now.day else { return }
        let newest = try kernel.database.read { try $0.first("SELECT MAX(seq) FROM journal")?.int(0) } ?? 0
        guard let from else {
            try readAll(at: now)
            try readGuards(at: now)
            try holdBack(at: now)
            state.withLock { $0.sequence = newest }
            return
        }
        guard newest > from || day != now.day else { return }
        let changed = try kernel.database.read { connection in
            try connection.query(
                "SELECT DISTINCT record_type, record_id FROM journal WHERE seq > \(from) AND seq <= \(newest) AND record_type IN (\(Self.type), \(Self.changeType), \(Self.guardType))"
            )
        }
        for row in changed where row.text(0) == Self.type { try readOne(row.text(1) ?? "", at: now) }
        if changed.contains(where: { $0.text(0) == Self.guardType }) { try readGuards(at: now) }
        if day != now.day || changed.contains(where: { $0.text(0) == Self.changeType }) { try holdBack(at: now) }
        state.withLock { $0.sequence = newest }
    }

    private func readAll(at now: Moment) throws {
        var after: String?
        repeat {
            let page = try kernel.list(
                ListQuery(type: Self.type, filter: "state == 'published'", after: after, limit: 500), as: .system, at: now)
            let pairs = page.items.compactMap { record in entry(record).map { (record.id, $0) } }
            for (record, entry) in pairs { note(entry, record) }
            library.put(contentsOf: pairs.map(\.1))
            after = page.next
        } while after != nil
    }

    /// Rules that administrators have put in force: few, so all are read when one has changed.
    private func readGuards(at now: Moment) throws {
        guard kernel.state.definition(Self.guardType) != nil else { return }
        var (rules, unread) = ([ConductRule](), [String: String]())
        var after: String?
        repeat {
            let page = try kernel.list(
                ListQuery(type: Self.guardType, filter: "state == 'active'", after: after, limit: 500), as: .system, at: now)
            for record in page.items {
                func text(_ field: String) -> String { if case .string(let text) = record[field] { text } else { "" } }
                let code = text("code")
                guard let action = ConductRule.Action(rawValue: text("guard_action")) else { continue }
                do {
                    rules.append(
                        try ConductRule(
                            record: record.id, code: code, topic: text("topic"), action: action, showText: text("show_text"),
                            detect: text("detect")))
                } catch {
                    unread[code] = error.description
                    logger.error("guard rule not in force", metadata: ["rule": "\(code)", "reason": "\(error)"])
                }
            }
            after = page.next
        } while after != nil
        library.put(guards: rules)
        state.withLock { $0.unread = unread }
    }

    private func readOne(_ id: String, at now: Moment) throws {
        let record: RecordView
        do { record = try kernel.view(Self.type, id: id, as: .system, at: now) } catch is Refusal { return }
        let wanted = record.state == "published" ? entry(record) : nil
        let former = state.withLock { state -> String? in
            let former = state.entries.removeValue(forKey: id)
            if let former { state.records[former] = nil }
            return former
        }
        if let former, former != wanted?.id {
            library.remove(entry: former)
            // The house's own entry of that number stands again.
            if let house = state.withLock({ $0.held[former] == nil ? $0.house.removeValue(forKey: former) : nil }) { library.put(house) }
        }
        guard let wanted else { return }
        note(wanted, id)
        library.put(wanted)
    }

    private func note(_ entry: Entry, _ record: String) {
        let before = library.answerer.entries.entries[entry.id]
        state.withLock { state in
            if let before, state.records[entry.id] == nil, state.house[entry.id] == nil { state.house[entry.id] = before }
            state.records[entry.id] = record
            state.entries[record] = entry.id
        }
    }

    /// Entries of the house whose article was changed after the wording at hand: the node's own are frozen by the definition's action.
    private func holdBack(at now: Moment) throws {
        var held: [String: String] = [:]
        var after: String?
        repeat {
            let page = try kernel.list(
                ListQuery(type: Self.changeType, filter: "effective_on <= today && state != 'cancelled'", after: after, limit: 500),
                as: .system, at: now)
            for change in page.items {
                guard case .string(let law) = change["law"], case .timestamp(let effective) = change["effective_on"] else { continue }
                guard let effective = Self.day(effective) else { continue }
                let articles = Self.texts(change["articles"])
                for entry in overtaken(law, articles, on: effective) { held[entry] = "《\(law)》自\(effective)变动" }
            }
            after = page.next
        } while after != nil
        let former = state.withLock { $0.held }
        for id in held.keys where former[id] == nil {
            guard let entry = library.answerer.entries.entries[id] else { continue }
            state.withLock { $0.house[id] = entry }
            library.remove(entry: id)
        }
        for id in former.keys where held[id] == nil {
            if let entry = state.withLock({ $0.records[id] == nil ? $0.house.removeValue(forKey: id) : nil }) { library.put(entry) }
        }
        state.withLock { state in
            state.held = held
            state.day = now.day
        }
    }

    private func overtaken(_ law: String, _ articles: [String], on effective: CivilDay) -> [String] {
        let references = articles.compactMap { library.reference(law: law, article: $0) }
        let name = references.first?.law ?? library.reference(law: law, article: "1")?.law ?? law
        let (records, house) = state.withLock { ($0.records, $0.house) }
        let inForce = articles.isEmpty ? library.citing(law: name) : references.flatMap { library.citing(law: $0.law, article: $0.article) }
        let waiting = house.values.filter { entry in
            entry.lawRefs.contains { reference in
                reference.law == name && (articles.isEmpty || references.contains { $0.article == reference.article })
            }
        }
        return (inForce + waiting).filter { entry in
            records[entry.id] == nil
                && entry.lawRefs.contains { reference in
                    guard reference.law == name, articles.isEmpty || references.contains(where: { $0.article == reference.article }) else {
                        return false
                    }
                    // The index already holds the wording of that day.
                    let newest = library.versions(of: reference.law, article: reference.article).first?.status.from
                    return newest.map { $0 < effective } ?? true
                }
        }.map(\.id)
    }

    // MARK: Records as entries

    /// Nil: nothing that the robot may answer with – another language, or without an article that it rests on.
    func entry(_ record: RecordView) -> Entry? {
        func text(_ field: String) -> String? { if case .string(let text) = record[field], !text.isEmpty { text } else { nil } }
        guard let number = text("kb_no"), text("lang") ?? "zh" == "zh",
            ["faq_law", "faq_affair", "guide"].contains(text("type") ?? "")
        else { return nil }
        var references: [String] = []
        if case .list(let laws) = record["law_refs"] {
            for case .map(let map) in laws {
                guard case .string(let law)? = map[.string("law")], case .string(let article)? = map[.string("article")],
                    let reference = library.reference(law: law, article: article)
                else { continue }
                references.append(reference.description)
            }
        }
        let similar = Self.texts(record["similar_questions"])
        var object: [String: Any] = [
            "id": number, "question": String((text("question") ?? "").prefix(100)), "similar_questions": similar,
            "answer_short": text("answer_short") ?? "", "steps": Self.steps(text("answer_full") ?? ""), "law_refs": references,
            "service_line": text("service_line") ?? "general", "law_field": text("law_field") ?? "other",
            "matter": Self.matter(text("service_line") ?? "general").rawValue, "risk": text("risk") ?? "low",
            "version": Int(clamping: record.version), "area_scope": text("area_scope") ?? Entry.region,
        ]
        object["deadline_hint"] = text("deadline_hint")
        func day(_ field: String) -> String? {
            guard case .timestamp(let stamp) = record[field] else { return nil }
            return Self.day(stamp)?.description
        }
        object["valid_from"] = day("valid_from")
        object["valid_to"] = day("valid_to")
        do { return try Entry(json: object) } catch {
            logger.notice("entry not for the robot", metadata: ["entry": "\(number)", "reason": "\(error)"])
            return nil
        }
    }

    private static func day(_ stamp: Timestamp) -> CivilDay? { CivilDay(Moment(clamping: stamp.milliseconds).day.description) }

    private static func texts(_ value: Value) -> [String] {
        guard case .list(let list) = value else { return [] }
        return list.compactMap { element -> String? in
            if case .string(let text) = element, !text.isEmpty { return text }
            return nil
        }
    }

    /// Numbered lines of the full answer are its steps: 1. …, 一、…, （1）….
    static func steps(_ text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            let trimmed = line.trimmingCharacters(in: .whitespaces)
            guard let match = trimmed.prefixMatch(of: /(?:[0-9]{1,2}[.、．]|[一二三四五六七八九十]、|（[0-9一二三四五六七八九十]{1,2}）)\s*/) else { return nil }
            let step = String(trimmed[match.range.upperBound...])
            return step.isEmpty ? nil : step
        }
    }

    /// What to start, by the line of business.
    static func matter(_ line: String) -> Knowledge.Matter {
        switch line {
        case "legal_aid": .legalAid
        case "lawyer": .lawyer
        case "notary": .notary
        case "mediation": .mediation
        case "forensic": .forensic
        case "lpq": .legalQualification
        case "arbitration": .arbitration
        case "grassroots": .grassroots
        case "licence": .licence
        case "reconsider": .reconsideration
        case "prison_rehab": .prison
        default: .consultation
        }
    }
}
