import Casework
import Definitions
import Expressions
import HTML
import Site
import WorkCalendar

extension RecordPage {
    /// Rows of a child on one page.
    private static let rows = 50
    /// Entries of the journal on one page.
    private static let entries = 60

    /// Rows that belong to the record.
    func children(_ view: RecordView) throws -> HTML {
        let visit = place.visit
        return try visit.catalogue.children(of: place.definition).map { child -> HTML in
            let key = "after.\(child.id)"
            let page = try visit.kernel.list(
                ListQuery(type: child.type, sort: "created_at", after: visit.query[key], limit: Self.rows, parent: view.id),
                as: visit.actor,
                at: visit.now)
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
            let rows = page.items.map { item in
                let naming = Naming(visit, in: RecordReference(type: item.type, id: item.id))
                return used.enumerated().map { index, id -> HTML in
                    let cell: HTML =
                        id == "state" ? item.stateLabel.map { badge($0) } ?? .empty : item.field(id).map { naming.html($0) } ?? .empty
                    return index == 0 && !cell.isEmpty
                        ? "<a href='\(url: Place.link(child.type, item.id))'>\(item.field(id)?.text ?? item.title)</a>" : cell
                }
            }
            let heads = used.map { id in child.field(id)?.label ?? (id == "state" ? "状态" : id) }
            let pages = pager(
                previous: visit.query[key] == nil ? nil : visit.query.without("said", key).address(place.record) + "#rows-\(child.id)",
                next: page.next.map { visit.query.without("said").with(key, $0).address(place.record) + "#rows-\(child.id)" }, isFirst: true
            )
            return card(
                child.name, id: "rows-\(child.id)", actions: add ?? .empty, "\(plainTable(child.name, heads: heads, rows: rows))\(pages)")
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

    /// Files of the record, also those that are no longer part of it.
    func attachments(_ view: RecordView) throws -> HTML {
        let visit = place.visit
        let files = try visit.kernel.attachments(of: place.type, id: view.id, as: visit.actor, at: visit.now)
        guard !files.isEmpty else { return .empty }
        let rows = files.map { file -> [HTML] in
            let isHere = !file.mediaType.isEmpty
            let open: HTML
            if let at = file.withdrawnAt {
                open = "\(badge("已撤下", .neutral)) <span class='quiet'>\(file.withdrawnBy ?? "") \(Columns.short(at))</span>"
            } else if isHere {
                open =
                    "\(linkButton("打开", to: Naming.fileAddress(file.hash, in: place.reference), .quiet, icon: .eye))\(linkButton("下载", to: Naming.fileAddress(file.hash, in: place.reference, isDownload: true), .quiet, icon: .download))"
            } else {
                open = "<span class='quiet'>内容不在本节点</span>"
            }
            return [
                "\(file.name)", "\(file.field)", isHere ? "\(byteSize(Int(file.size)))" : "", "\(file.byName)", "\(Columns.short(file.at))",
                open,
            ]
        }
        return card(
            "附件", id: "attachments",
            plainTable("附件", heads: ["名称", "用途", "大小", "上传人", "上传时间", "打开"], rows: rows, numbers: [2]))
    }

    /// Life, relatives and messages.
    func aside(_ view: RecordView) throws -> HTML {
        let visit = place.visit
        let before = visit.query["before"].flatMap { Int64($0) }
        let entries = try visit.kernel.timeline(
            place.type, id: view.id, as: visit.actor, at: visit.now, before: before, limit: Self.entries + 1)
        let shown = Array(entries.prefix(Self.entries))
        let pages = pager(
            previous: before == nil ? nil : visit.query.without("said", "before").address(place.record) + "#timeline",
            next: entries.count > shown.count
                ? shown.last.map { visit.query.without("said").with("before", String($0.sequence)).address(place.record) + "#timeline" }
                : nil,
            isFirst: true)
        return "\(card("办理记录", id: "timeline", "\(timeline(shown.map(item)))\(pages)"))\(try related(view))"
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
        case .ref(let targets): return naming.record(text, targets)?.title ?? Naming.kept
        case .file: return (try? place.visit.site.attachments.entry(text))?.name ?? "附件"
        default: return text
        }
    }

    /// Records that this one refers to, and those that refer to it.
    private func related(_ view: RecordView) throws -> HTML {
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
        let referring = try place.visit.kernel.referring(to: place.reference, as: place.visit.actor, at: place.visit.now)
        let named: HTML = referring.html { group in
            let more: HTML = HTML.when(
                group.hasMore,
                group.field.type.isSingleReference
                    ? "<li>\(linkButton("全部\(group.name)", to: QueryValues([("f.\(group.field.id)", view.id)]).address("/w/\(group.type)"), .quiet))</li>"
                    : "<li class='quiet'>只列出最近的\(group.items.count)条</li>")
            return """
                <h3>\(group.name)<span class="quiet">（\(group.field.label)）</span></h3><ul class="plain-list">\(group.items.html { "<li><a href='\(url: Place.link($0.type, $0.id))'>\($0.title)</a> \($0.stateLabel.map { badge($0) })</li>" })\(more)</ul>
                """
        }
        guard !links.isEmpty || !referring.isEmpty else { return .empty }
        return card("相关记录", id: "related", "\(HTML.when(!links.isEmpty, "<ul class='plain-list'>\(links)</ul>"))\(named)")
    }
}

extension FieldType {
    /// A reference to one type of record: then it is kept as the bare id.
    var isSingleReference: Bool { if case .ref(let targets) = self { targets.count == 1 } else { false } }
}
