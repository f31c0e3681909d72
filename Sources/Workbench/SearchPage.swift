import Casework
import Definitions
import HTML
import Hummingbird
import Identifiers
import Site
import WorkCalendar

/// One search over everything the visitor may see: numbers from their beginning, phones and identity numbers through their digests, titles from their beginning;
/// and pages by name.
struct SearchPage {
    let visit: Visit
    static let perType = 10

    func answer() throws -> Response {
        let text = String((visit.query["q"] ?? "").trimmingPrefix { $0.isWhitespace }.prefix(80))
        guard !text.isEmpty else {
            return try visit.page(
                "搜索", body: "\(pageHead("搜索"))\(emptyState("搜索编号、标题、电话", text: "编号、标题可只输入开头；电话和证件号须输全。只搜索您有权查看的内容。", icon: .search))")
        }
        var groups: [(RecordDefinition, [RecordView])] = []
        for definition in visit.catalogue.records where definition.parent == nil && Navigation.mayList(definition, visit.actor) {
            let found = find(text, definition)
            if !found.isEmpty { groups.append((definition, found)) }
        }
        // One exact hit is what was meant.
        if groups.count == 1, groups[0].1.count == 1, let number = groups[0].0.number?.field, groups[0].1[0].field(number)?.text == text {
            return visit.redirect(to: Place.link(groups[0].0.type, groups[0].1[0].id))
        }
        let pages = visit.catalogue.records.filter { $0.parent == nil && Navigation.mayList($0, visit.actor) && $0.name.contains(text) }
        let pageList: HTML = HTML.when(
            !pages.isEmpty,
            card(
                "页面", "<ul class='plain-list'>\(pages.prefix(12).html { "<li><a href='\(url: "/w/\($0.type)")'>\($0.name)</a></li>" })</ul>"
            ))
        let lists = groups.map { definition, views -> HTML in
            card(
                definition.name,
                "<ul class='plain-list search-hits'>\(views.html { view in "<li><a href='\(url: Place.link(view.type, view.id))'>\(view.title)</a> \(view.stateLabel.map { badge($0, Columns.tone(view)) }) <span class='quiet'>\(visit.site.state.tree.organisation(view.org)?.name ?? "")</span></li>" })</ul>"
            )
        }
        let count = groups.reduce(0) { $0 + $1.1.count }
        let body: HTML =
            groups.isEmpty && pages.isEmpty
            ? emptyState("没有找到“\(text)”", text: "请核对编号，或换一个开头。电话、证件号须输全。没有权限查看的内容不会出现。", icon: .search) : "\(pageList)\(lists)"
        return try visit.page("搜索：\(text)", body: "\(pageHead("搜索：\(text)", note: count == 0 ? nil : "\(count)条"))\(body)")
    }

    private func find(_ text: String, _ definition: RecordDefinition) -> [RecordView] {
        var found: [RecordView] = []
        func add(_ query: ListQuery) {
            guard let page = try? visit.kernel.list(query, as: visit.actor, at: visit.now) else { return }
            for view in page.items where !found.contains(where: { $0.id == view.id }) && found.count < Self.perType { found.append(view) }
        }
        let looksLikePhone = text.utf8.allSatisfy { (48...57).contains($0) || $0 == 45 || $0 == 43 } && text.utf8.count >= 7
        let isCard = IDCard(text.uppercased()) != nil
        if let number = definition.number?.field, definition.field(number)?.isSecret == false,
            text.utf8.allSatisfy({ $0 < 128 }) || text.contains("字") || text.contains("〔")
        {
            add(ListQuery(type: definition.type, filter: "\(number).startsWith(\(celText(text)))", limit: Self.perType))
        }
        for field in definition.fields where field.isSecret {
            if case .phone = field.type, looksLikePhone {
                add(ListQuery(type: definition.type, limit: Self.perType, equals: [field.id: Phone(text)?.description ?? text]))
            }
            if case .idcard = field.type, isCard {
                add(ListQuery(type: definition.type, limit: Self.perType, equals: [field.id: text.uppercased()]))
            }
        }
        for name in ["title", "name", "person_name", "org_name"] {
            guard let field = definition.field(name), !field.isSecret, field.type == .text else { continue }
            add(ListQuery(type: definition.type, filter: "\(name).startsWith(\(celText(text)))", limit: Self.perType))
            break
        }
        return found
    }
}
