import Casework
import Definitions
import Expressions
import HTML
import Site
import WorkCalendar

extension RecordPage {
    /// Rows that belong to the record.
    func children(_ view: RecordView) throws -> HTML {
        let visit = place.visit
        return try visit.catalogue.children(of: place.definition).map { child -> HTML in
            let page = try visit.kernel.list(
                ListQuery(type: child.type, sort: "created_at", limit: 100, parent: view.id), as: visit.actor, at: visit.now)
            let add = ActionPages.creating(child, visit.actor).map {
                linkButton($0.label, to: "/w/\(child.system)/\(child.id)/new?parent=\(QueryValues.encode(view.id))", .quiet, icon: .plus)
            }
            guard !page.items.isEmpty else {
                return add.map { card(child.name, actions: $0, "<p class='quiet'>还没有\(child.name)</p>") } ?? .empty
            }
            let shown =
                child.lists.columns.isEmpty
                ? child.fields.filter { !$0.type.isComposite && $0.id != "parent" && !$0.isInternal }.prefix(6).map(\.id)
                : child.lists.columns
            let used = shown.filter { id in id == "state" || page.items.contains { ($0.field(id)?.value ?? .null) != .null } }
            let naming = Naming(visit)
            let rows = page.items.map { item in
                used.enumerated().map { index, id -> HTML in
                    let cell: HTML =
                        id == "state" ? item.stateLabel.map { badge($0) } ?? .empty : item.field(id).map { naming.html($0) } ?? .empty
                    return index == 0 && !cell.isEmpty
                        ? "<a href='\(url: Place.link(child.type, item.id))'>\(item.field(id)?.text ?? item.title)</a>" : cell
                }
            }
            let heads = used.map { id in child.field(id)?.label ?? (id == "state" ? "状态" : id) }
            return card(child.name, actions: add ?? .empty, plainTable(child.name, heads: heads, rows: rows))
        }.joined()
    }

    /// Papers issued for the record.
    func documents(_ view: RecordView) throws -> HTML {
        let papers = try place.visit.kernel.issuedDocuments(of: RecordReference(type: view.type, id: view.id))
        guard !papers.isEmpty else { return .empty }
        let rows = papers.map { paper -> [HTML] in
            [
                "<a href='\(url: "\(place.record)/document/\(QueryValues.encode(paper.id))")'>\(paper.name)</a>", "\(paper.number ?? "")",
                "\(Columns.short(paper.at))",
            ]
        }
        return card("文书", plainTable("文书", heads: ["名称", "文号", "出具时间"], rows: rows))
    }

    /// Life, relatives and messages.
    func aside(_ view: RecordView) throws -> HTML {
        let entries = try place.visit.kernel.timeline(place.type, id: view.id, as: place.visit.actor, at: place.visit.now, limit: 60)
        return "\(card("办理记录", timeline(entries.map(item))))\(related(view))"
    }

    private func item(_ entry: TimelineEntry) -> TimelineItem {
        let role = place.visit.catalogue.role(entry.role)?.name
        let post = [place.state.tree.organisation(entry.org)?.name, role.map(Site.short)].compactMap { $0 }.joined(separator: " ")
        let tone: Tone =
            switch entry.action {
            case "overdue": .danger
            case "reveal": .soon
            default:
                entry.toState.flatMap { place.definition.state($0) }?.isEnd == true
                    ? .done : entry.toState != entry.fromState ? .active : .neutral
            }
        // What a new record was made with stands at the left already.
        let most = entry.fromState == nil && entry.toState != nil ? 3 : 12
        let shown = entry.changes.filter { place.definition.field($0.field)?.isInternal != true }
        var changes = shown.prefix(most).map { change in
            let (from, to) = (named(change.from, change.field), named(change.to, change.field))
            return TimelineChange(
                change.label, from: from.isEmpty ? nil : String(from.prefix(120)), to: to.isEmpty ? nil : String(to.prefix(200)))
        }
        if shown.count > most { changes.append(TimelineChange("另有\(shown.count - most)项", from: nil, to: "")) }
        return TimelineItem(
            who: entry.actor == "system" ? "系统" : entry.actorName, post: post.isEmpty || entry.actor == "system" ? nil : post,
            what: entry.label, time: Columns.short(entry.at), moment: "\(entry.at)+08:00",
            tone: tone, changes: changes)
    }

    /// The journal keeps people and records by their ids; who reads it knows names.
    private func named(_ text: String, _ field: String) -> String {
        guard !text.isEmpty, !text.hasPrefix("•"), let type = place.definition.field(field)?.type else { return text }
        let naming = Naming(place.visit)
        switch type {
        case .user: return naming.person(text)
        case .list(.user): return text.split(separator: "、").map { naming.person(String($0)) }.joined(separator: "、")
        case .ref(let targets): return naming.record(text, targets)?.title ?? "（您无权查看的记录）"
        case .file: return (try? place.visit.site.attachments.entry(text))?.name ?? "附件"
        default: return text
        }
    }

    /// Records that this one refers to.
    private func related(_ view: RecordView) -> HTML {
        let naming = Naming(place.visit)
        var links: [HTML] = []
        for field in view.fields where !field.isMasked {
            if case .ref(let targets) = field.definition.type, case .string(let text) = field.value,
                let found = naming.record(text, targets)
            {
                links.append(
                    "<li><span class='quiet'>\(field.definition.label)</span> <a href='\(url: Place.link(found.reference.type, found.reference.id))'>\(found.title)</a></li>"
                )
            }
        }
        if let parent = view.parent, let owner = place.definition.parent {
            let type = "\(place.definition.system)/\(owner)"
            if let found = naming.record(parent, [type]) {
                links.append("<li><span class='quiet'>所属</span> <a href='\(url: Place.link(type, parent))'>\(found.title)</a></li>")
            }
        }
        return links.isEmpty ? .empty : card("相关记录", "<ul class='plain-list'>\(links)</ul>")
    }
}
