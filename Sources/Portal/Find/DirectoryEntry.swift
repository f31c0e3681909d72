import Casework
import Expressions
import Definitions
import Foundation
import Site
import WorkCalendar

/// An institution, a person or a place of the directory, as a list shows it.
struct DirectoryEntry: Sendable {
    enum Sort: String, Sendable, CaseIterable {
        case institution = "legal-directory/dir_org"
        case person = "legal-directory/dir_person"
        case place = "legal-directory/service_place"

        /// In queries and addresses.
        var letter: String {
            switch self {
            case .institution: "org"
            case .person: "person"
            case .place: "place"
            }
        }

        var text: FindText {
            switch self {
            case .institution: .institution
            case .person: .person
            case .place: .place
            }
        }

        /// The list of its kinds.
        var kinds: String {
            switch self {
            case .institution: "legal-directory/org_kind"
            case .person: "legal-directory/person_kind"
            case .place: "shared/place_kind"
            }
        }
    }

    let sort: Sort
    let id: String
    let name: String
    /// A code of `org_kind`, `person_kind` or `place_kind`.
    let kind: String
    let kindLabel: String
    /// Six digits; of a person that of his institution.
    var area: String
    var address: String
    var phone: String?
    var hours: OpeningHours?
    var hoursText: String?
    var position: Position?
    let languages: [String]
    /// Codes of `business_tag` or `law_field`, which share theirs.
    let tags: [String]
    let isBookable: Bool
    let isBarrierFree: Bool
    /// Institution of a person.
    let org: String?
    var orgName: String?
    let key: TextIndex.Key

    /// Fields that a list of the type reads.
    static let fields: [Sort: [String]] = [
        .institution: [
            "kind", "name", "area_code", "address", "geo", "geo_system", "phone", "hours", "week", "business_tags", "languages",
            "barrier_free", "bookable",
        ],
        .person: ["name", "kind", "org", "fields", "languages", "bookable"],
        .place: ["name", "kind", "area_code", "address", "geo", "phone", "hours", "facilities", "status"],
    ]

    init?(_ view: RecordView) {
        guard let sort = Sort(rawValue: view.type), let name = view.text("name") else { return nil }
        self.sort = sort
        id = view.id
        self.name = name
        kind = view.text("kind") ?? ""
        kindLabel = view.words("kind")
        area = view.text("area_code") ?? ""
        address = view.text("address") ?? ""
        phone = view.text("phone")
        let week = view[sort == .place ? "hours" : "week"]
        let spans = Self.spans(week)
        hoursText = sort == .institution ? view.text("hours") : nil
        hours = spans.isEmpty ? hoursText.flatMap { OpeningHours(text: $0) } : OpeningHours(spans: spans)
        position = view.text("geo").flatMap { Position($0) }.map { view.text("geo_system") == "gcj02" ? Position(gcj02: $0) : $0 }
        languages = view.texts("languages")
        tags = view.texts(sort == .person ? "fields" : "business_tags")
        isBookable = view.bool("bookable")
        let access = Set(view.texts(sort == .place ? "facilities" : "barrier_free"))
        isBarrierFree = !access.isDisjoint(with: ["ramp", "low_counter", "sign", "voice"])
        org = view.text("org").flatMap { sort == .person ? $0 : nil }
        key = TextIndex.Key(name)
    }

    /// Rows of `week_hours`.
    static func spans(_ value: Value) -> [OpeningHours.Span] {
        guard case .list(let rows) = value else { return [] }
        return rows.compactMap { row in
            guard case .map(let map) = row, case .string(let day)? = map[.string("day")], let weekday = Int(day),
                case .string(let from)? = map[.string("from")], case .string(let to)? = map[.string("to")],
                let start = OpeningHours.minute(of: from), let end = OpeningHours.minute(of: to), start < end
            else { return nil }
            return OpeningHours.Span(weekday: weekday, from: start, to: end)
        }
    }
}
