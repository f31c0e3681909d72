import Foundation
import WorkCalendar

/// Everything that the directory shows, easy to find: by name, sound, district, kind, language, what is done there.
struct DirectoryIndex: Sendable {
    let entries: [DirectoryEntry]
    private let names: TextIndex
    private let positions: [String: Int]
    private let people: [String: [Int]]
    /// Mean of the positions of what stands in a district, by its code and that of its city.
    private let centres: [String: Position]
    /// Codes of districts in which there is anything, in order.
    let areas: [String]
    let languages: [String]
    let tags: [String]
    let kinds: [Kind]

    struct Kind: Sendable, Hashable {
        var sort: DirectoryEntry.Sort
        var code: String
        var label: String
    }

    init(_ found: [DirectoryEntry]) {
        let byID = Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        // A person stands where his institution stands.
        let all = found.map { entry -> DirectoryEntry in
            guard let org = entry.org else { return entry }
            var person = entry
            if let own = byID[org] {
                (person.area, person.address, person.phone) = (own.area, own.address, own.phone)
                (person.hours, person.hoursText, person.position, person.orgName) = (own.hours, own.hoursText, own.position, own.name)
            }
            return person
        }.sorted { ($0.sort.order, $0.id) < ($1.sort.order, $1.id) }
        entries = all
        names = TextIndex(all.map(\.key))
        positions = Dictionary(all.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
        people = Dictionary(grouping: all.indices.filter { all[$0].org != nil }, by: { all[$0].org ?? "" })
        areas = Set(all.map(\.area)).filter { $0.count == 6 }.sorted()
        languages = Set(all.flatMap(\.languages)).sorted()
        tags = Set(all.flatMap(\.tags)).sorted()
        kinds = Set(all.map { Kind(sort: $0.sort, code: $0.kind, label: $0.kindLabel) }).sorted {
            ($0.sort.order, $0.code) < ($1.sort.order, $1.code)
        }
        var sums: [String: (Double, Double, Int)] = [:]
        for entry in all where entry.org == nil && entry.area.count == 6 {
            guard let position = entry.position else { continue }
            for area in [entry.area, String(entry.area.prefix(4)) + "00"] {
                let sum = sums[area] ?? (0, 0, 0)
                sums[area] = (sum.0 + position.longitude, sum.1 + position.latitude, sum.2 + 1)
            }
        }
        centres = sums.mapValues { Position(longitude: $0.0 / Double($0.2), latitude: $0.1 / Double($0.2)) }
    }

    func entry(_ id: String) -> DirectoryEntry? { positions[id].map { entries[$0] } }
    func people(of org: String) -> [DirectoryEntry] { (people[org] ?? []).map { entries[$0] } }
    func centre(of area: String) -> Position? { centres[area] }

    /// Something found, with how far it is.
    struct Found: Sendable {
        var entry: DirectoryEntry
        /// Metres.
        var distance: Double?
    }

    /// Everything that fits, best first: how well the name fits, then the distance, then what is open now; nobody can buy a place.
    /// - Parameter seed: ties fall differently for each visitor.
    func search(_ query: FindQuery, at now: Moment, calendar: WorkCalendar, seed: String) -> [Found] {
        var candidates: [(position: Int, score: Double)]
        if query.text.isEmpty {
            candidates = entries.indices.map { ($0, 0) }
        } else {
            candidates = names.search(query.text).map { ($0.position, $0.score) }
        }
        candidates = candidates.filter { query.admits(entries[$0.position]) }
        if query.opensNow { candidates = candidates.filter { entries[$0.position].isOpen(at: now, calendar: calendar) } }
        let origin = query.near ?? (query.area.isEmpty ? nil : centre(of: query.area))
        let salt = seed.utf8.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        struct Ranked {
            var position: Int
            var score: Double
            var distance: Double
            var isClosed: Int
            var draw: UInt64
        }
        let ranked = candidates.map { candidate -> Ranked in
            let entry = entries[candidate.position]
            let distance = origin.flatMap { origin in entry.position.map { origin.distance(to: $0) } } ?? .infinity
            var draw = (salt ^ UInt64(candidate.position)) &* 0x9E37_79B9_7F4A_7C15
            draw ^= draw >> 29
            // Without a place to measure from, what is open now stands first.
            let isClosed = origin == nil && entry.isOpen(at: now, calendar: calendar) ? 0 : 1
            return Ranked(
                position: candidate.position, score: (candidate.score * 10).rounded(), distance: distance, isClosed: isClosed, draw: draw)
        }.sorted { one, other in
            if one.score != other.score { return one.score > other.score }
            if one.distance != other.distance { return one.distance < other.distance }
            return (one.isClosed, one.draw) < (other.isClosed, other.draw)
        }
        return ranked.map { Found(entry: entries[$0.position], distance: $0.distance.isFinite ? $0.distance : nil) }
    }
}

extension DirectoryEntry.Sort {
    /// Institutions first, then places, then people.
    var order: Int {
        switch self {
        case .institution: 0
        case .place: 1
        case .person: 2
        }
    }
}

extension DirectoryEntry {
    func isOpen(at now: Moment, calendar: WorkCalendar) -> Bool {
        if case .open? = hours?.state(at: now, calendar: calendar) { true } else { false }
    }
}
