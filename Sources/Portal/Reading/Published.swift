import Casework
import Expressions
import Site
import WorkCalendar

/// Something to read: a notice, an item of law popularisation, a case – as a list shows it.
struct Published: Sendable {
    let id: String
    let title: String
    /// Code and label of its column, theme or category.
    let kind: String
    let kindLabel: String
    /// A second way to sort: type of content.
    let form: String
    let formLabel: String
    let summary: String?
    let issuer: String
    let day: Day?
    /// Newest first among what has the same day.
    let at: Moment
    let isOnTop: Bool
    /// 已废止, 适用当时法律…
    let mark: (label: String, tone: Tone)?
    let key: TextIndex.Key
}

/// Newest first, what was put on top above all; easy to find by title.
struct PublishedIndex: Sendable {
    let items: [Published]
    private let titles: TextIndex
    private let places: [String: Int]
    /// Columns in which there is anything, with how many.
    let kinds: [(code: String, label: String, count: Int)]
    let forms: [(code: String, label: String, count: Int)]

    init(_ found: [Published]) {
        items = found.sorted { one, other in
            if one.isOnTop != other.isOnTop { return one.isOnTop }
            let (left, right) = (one.day?.number ?? 0, other.day?.number ?? 0)
            if left != right { return left > right }
            return (other.at.milliseconds, other.id) < (one.at.milliseconds, one.id)
        }
        titles = TextIndex(items.map(\.key))
        places = Dictionary(items.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
        kinds = Self.counted(items.map { ($0.kind, $0.kindLabel) })
        forms = Self.counted(items.map { ($0.form, $0.formLabel) })
    }

    private static func counted(_ all: [(String, String)]) -> [(code: String, label: String, count: Int)] {
        Dictionary(grouping: all.filter { !$0.0.isEmpty }, by: { $0.0 }).map { ($0.key, $0.value.first?.1 ?? $0.key, $0.value.count) }
            .sorted {
                $0.0 < $1.0
            }
    }

    func search(_ text: String, kind: String, form: String) -> [Published] {
        let found = text.isEmpty ? items : titles.search(text).map { items[$0.position] }
        return found.filter { (kind.isEmpty || $0.kind == kind) && (form.isEmpty || $0.form == form) }
    }

    /// The one after it in the same column, and the one before.
    func beside(_ id: String) -> (next: Published?, previous: Published?) {
        guard let place = places[id] else { return (nil, nil) }
        let kind = items[place].kind
        return (items[(place + 1)...].first { $0.kind == kind }, items[..<place].last { $0.kind == kind })
    }
}

/// The three shelves.
struct Shelves: Sendable {
    let notices: PublicRecords<Published, PublishedIndex>
    let learning: PublicRecords<Published, PublishedIndex>
    let cases: PublicRecords<Published, PublishedIndex>

    static let noticeType = "notices-disclosure/notice"
    static let learningType = "law-pop-portal/lawpop_item"
    static let caseType = "case-library/library_case"

    init(_ site: Site) {
        notices = PublicRecords(
            site,
            types: [
                (
                    Self.noticeType,
                    ["title", "column", "issuer", "doc_no", "formed_on", "published_at", "effect", "top"]
                )
            ],
            make: { view in
                let mark: (String, Tone)? =
                    switch view.text("effect") {
                    case "repealed": ("已废止", .danger)
                    case "amended": ("已修改", .soon)
                    case "comment": ("征求意见", .active)
                    case "valid": ("现行有效", .done)
                    default: nil
                    }
                return Published(
                    id: view.id, title: view.text("title") ?? view.title, kind: view.text("column") ?? "", kindLabel: view.words("column"),
                    form: "", formLabel: "", summary: view.text("doc_no"), issuer: view.words("issuer"),
                    day: view.day("published_at") ?? view.day("formed_on"), at: view.moment("published_at") ?? view.createdAt,
                    isOnTop: view.bool("top"), mark: mark,
                    key: TextIndex.Key((view.text("title") ?? "") + (view.text("doc_no") ?? "")))
            }, arrange: { PublishedIndex($0) })
        learning = PublicRecords(
            site,
            types: [(Self.learningType, ["type", "title", "summary", "theme", "author_org", "author_name", "published_on", "slot"])],
            make: { view in
                Published(
                    id: view.id, title: view.text("title") ?? view.title, kind: view.text("theme") ?? "", kindLabel: view.words("theme"),
                    form: view.text("type") ?? "", formLabel: view.words("type"), summary: view.text("summary"),
                    issuer: view.text("author_name") ?? view.words("author_org"), day: view.day("published_on"), at: view.createdAt,
                    isOnTop: view.text("slot") == "home", mark: nil, key: TextIndex.Key(view.text("title") ?? ""))
            }, arrange: { PublishedIndex($0) })
        cases = PublicRecords(
            site, types: [(Self.caseType, ["title", "category", "keywords", "occurred_period", "law_flag", "published_at", "case_no"])],
            make: { view in
                Published(
                    id: view.id, title: view.text("title") ?? view.title, kind: view.text("category") ?? "",
                    kindLabel: view.words("category"),
                    form: "", formLabel: "", summary: view.texts("keywords").joined(separator: "、"),
                    issuer: view.text("occurred_period") ?? "",
                    day: view.day("published_at"), at: view.moment("published_at") ?? view.createdAt, isOnTop: false,
                    mark: view.bool("law_flag") ? ("适用当时法律", .soon) : nil,
                    key: TextIndex.Key((view.text("title") ?? "") + view.texts("keywords").joined()))
            }, arrange: { PublishedIndex($0) })
    }
}
