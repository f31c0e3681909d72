import Casework
import Site
import WorkCalendar

/// The published guides, read as everybody may. What was made of a record is kept until the record changes.
final class Guides: Sendable {
    private let site: Site
    private let items = RowMemory<Guide>(greatest: 500)
    private let versions = RowMemory<Made>(greatest: 500)

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
