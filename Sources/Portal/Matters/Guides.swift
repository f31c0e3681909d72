import Casework
import Site
import WorkCalendar

/// The published guides, read as everybody may. What was made of a record is kept until the record changes.
final class Guides: Sendable {
    private let site: Site
    private let items = RowMemory<Guide>(greatest: 500)
    private let versions = RowMemory<Made>(greatest: 500)

    private let locals = RowMemory<Local>(greatest: 500)

    private struct Made: Sendable { var view: RecordView }

    static let most = 200

    init(site: Site) { self.site = site }

    /// All items that the public may see, without their versions.
    /// - Throws: `QueryProblem`, `DatabaseError`.
    func all(at now: Moment) throws -> [Guide] {
        guard site.state.definition("service-guide/service_item") != nil else { return [] }
        return try site.kernel.rows(
            ListQuery(
                type: "service-guide/service_item", filter: "state in ['published', 'revising', 'suspended']", sort: "item_code",
                limit: Self.most), as: .publicReader, at: now, kept: items
        ) { items in items.map { Guide(item: $0) } }.rows
    }

    /// An item by its id or code, with the version in force.
    func find(_ name: String, at now: Moment) throws -> Guide? {
        guard let guide = try all(at: now).first(where: { $0.id == name || $0.code == name }) else { return nil }
        return try whole(guide, at: now)
    }

    func whole(_ guide: Guide, at now: Moment) throws -> Guide {
        guard let version = guide.version else { return guide }
        let made = try site.kernel.view("service-guide/guide_version", id: version, as: .publicReader, at: now, kept: versions) {
            Made(view: $0)
        }
        return guide.with(made.view, state: site.state)
    }

    /// What a city or county says of an item for itself: where it is done there, and a shorter promise.
    struct Local: Sendable {
        var org: String
        /// 南宁市司法局 …
        var name: String
        var windows: [(place: String, hours: String, phone: String)]
        var promisedLimit: String
    }

    /// Of all places that have published their own.
    func locals(of guide: Guide, at now: Moment) throws -> [Local] {
        let type = "service-guide/local_guide"
        guard site.state.definition(type) != nil else { return [] }
        let state = site.state
        return try site.kernel.rows(
            ListQuery(
                type: type, filter: "state == 'published'", sort: "org", limit: Self.most, equals: ["item": guide.id],
                fields: ["org", "windows", "promise_limit"]), as: .publicReader, at: now, kept: locals
        ) { views in
            views.map { view in
                let parts = GuideParts(view: view, state: state)
                let org = Choosing.text(view["org"]) ?? view.org
                return Local(
                    org: org, name: state.tree.organisation(org)?.name ?? org,
                    windows: parts.rows("windows").map { ($0("place"), $0("hours"), $0("phone")) },
                    promisedLimit: parts.limit("promise_limit"))
            }
        }.rows
    }

    /// The guide from which a matter was begun, or the first of its line.
    func guide(for matter: Matter, item: String?, at now: Moment) throws -> Guide? {
        let all = try all(at: now)
        let own = all.filter { $0.matter?.slug == matter.slug }
        guard let guide = item.flatMap({ item in own.first { $0.id == item || $0.code == item } }) ?? own.first else { return nil }
        return try whole(guide, at: now)
    }

    /// What a draft's matter asks to be sent along.
    func materials(for matter: Matter, draft: Draft, at now: Moment) throws -> [Guide.Material] {
        let own = try guide(for: matter, item: draft.item, at: now)?.materials.filter(\.isFromApplicant) ?? []
        let identity = Guide.Material(
            name: "身份证件", form: "", copies: "", source: "", need: "optional", condition: nil, isFromApplicant: true)
        let more = Guide.Material(
            name: "其他想提供的材料（选填）", form: "", copies: "", source: "", need: "optional", condition: nil, isFromApplicant: true)
        return (own.contains { $0.name.contains("身份证") } ? [] : [identity]) + own + [more]
    }
}
