import Casework
import Definitions
import Expressions
import Foundation
import HTML
import Hummingbird
import Knowledge
import Site
import WorkCalendar

/// A changed law: every entry, guide, template, item of law for everyone and open case that cites it, as far as the visitor may see them.
struct LawImpactPage {
    let visit: Visit
    let library: Library
    let published: PublishedEntries

    /// Of each kind so many are shown; the rest stands in its own list.
    static let most = 50

    func answer() throws -> Response {
        let title = (visit.query["title"] ?? "").trimmingCharacters(in: .whitespaces)
        let article = (visit.query["article"] ?? "").trimmingCharacters(in: .whitespaces)
        guard !title.isEmpty, title.count <= 100, article.count <= 40 else {
            throw QueryProblem("title", "请写明法律名称（一百字以内）和条款，条款可以不填")
        }
        let reference = article.isEmpty ? nil : library.reference(law: title, article: article)
        if !article.isEmpty, reference == nil { throw QueryProblem("article", "条款写作 1079、120-1 或者第一千零七十九条") }
        let name = reference?.law ?? library.reference(law: title, article: "1")?.law ?? title
        let names = Self.names(name, typed: title)
        let numbers = reference.map { Self.numbers($0, typed: article) } ?? []
        let heading = reference?.label ?? "《\(name)》"
        let parts = try [house(name, reference), registered(names, numbers), cases(names, numbers)].joined()
        let law: HTML = HTML.when(
            reference != nil,
            linkButton("看条文", to: reference.map { LawAddress.of($0, on: CivilDay(visit.now.day.description) ?? .today) } ?? "", icon: .book)
        )
        let announce = linkButton(
            "登记法律变动", to: QueryValues([("law", name)]).address("/w/smart-qa/law_change/new"), .primary, icon: .edit)
        return try visit.page(
            "引用\(heading)的内容",
            body: """
                \(breadcrumb([NavItem("知识台", to: KnowledgeDesk.address), NavItem(heading, to: "")]))\(pageHead("引用\(heading)的内容", actions: law, announce))\(parts)
                """)
    }

    /// The ways in which a law's name is written.
    static func names(_ short: String, typed: String) -> [String] {
        var names: [String] = []
        for name in [short, typed, "中华人民共和国\(short)", "《\(short)》", "《中华人民共和国\(short)》"] where !names.contains(name) { names.append(name) }
        return names
    }

    /// The ways in which an article's number is written.
    static func numbers(_ reference: ArticleReference, typed: String) -> [String] {
        var numbers = [reference.article]
        let label = reference.label
        if let close = label.lastIndex(of: "》") { numbers.append(String(label[label.index(after: close)...])) }
        for other in ["第\(reference.article)条", typed] where !numbers.contains(other) { numbers.append(other) }
        return numbers
    }

    /// A CEL list of texts.
    private func list(_ texts: [String]) -> String {
        "[" + texts.map { "'" + $0.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'" }.joined(separator: ", ") + "]"
    }

    // MARK: Kinds

    private func house(_ name: String, _ reference: ArticleReference?) throws -> HTML {
        let entries = library.citing(law: name, article: reference?.article).sorted { $0.id < $1.id }
        let held = published.held
        let waiting = held.keys.sorted().compactMap { id in published.entry(id) }.filter { entry in
            entry.lawRefs.contains { $0.law == name && (reference == nil || $0.article == reference?.article) } && !entries.contains(entry)
        }
        let rows = (entries + waiting).map { entry -> [HTML] in
            let link: HTML =
                published.record(of: entry.id).map { "<a href='/w/\(component: PublishedEntries.type)/\($0)'><code>\(entry.id)</code></a>" }
                ?? "<a href='/ask/about/\(component: entry.id)'><code>\(entry.id)</code></a>"
            return [
                link, "\(entry.question)", "\(entry.lawRefs.map(\.label).joined(separator: "、"))",
                held[entry.id] == nil ? badge("机器人在用", .done) : badge("已停用", .danger),
            ]
        }
        return section("机器人的条目", ["编号", "问题", "依据", "状态"], rows, none: "没有条目引用。")
    }

    private func registered(_ names: [String], _ numbers: [String]) throws -> HTML {
        let type = "smart-qa/citation"
        guard visit.site.state.definition(type) != nil else { return .empty }
        let which = numbers.isEmpty ? "" : " && article in \(list(numbers))"
        let page = try visit.kernel.list(
            ListQuery(type: type, filter: "state == 'active' && law in \(list(names))\(which)", limit: Self.most), as: visit.actor,
            at: visit.now)
        let fields = [("kb_article", "知识条目"), ("guide_version", "办事指南"), ("lawpop_item", "普法内容"), ("library_case", "案例")]
        let cited = page.items.compactMap { record -> (kind: String, target: RecordReference, record: RecordView)? in
            guard let (field, kind) = fields.first(where: { record[$0.0] != .null }), let shown = record.field(field),
                case .string(let id) = shown.value, case .ref(let targets) = shown.definition.type, let target = targets.first
            else { return nil }
            return (kind, RecordReference(type: target, id: id), record)
        }
        let titles = try visit.kernel.titles(of: Set(cited.map(\.target)), as: visit.actor, at: visit.now)
        let rows = cited.map { one -> [HTML] in
            let link: HTML =
                titles[one.target].map { "<a href='/w/\(component: one.target.type)/\(one.target.id)'>\($0)</a>" } ?? "（您无权知悉）"
            return ["\(one.kind)", link, "\(one.record.title)"]
        }
        return section("登记在册的引用", ["种类", "内容", "依据"], rows, none: "没有登记的引用。", hasMore: page.next != nil ? "/w/\(type)" : nil)
    }

    /// Open records whose basis names it: whatever record has a list of laws and articles.
    private func cases(_ names: [String], _ numbers: [String]) throws -> HTML {
        var parts: HTML = .empty
        for definition in visit.catalogue.records
        where definition.lifecycle != nil && definition.parent == nil && definition.system != "smart-qa" {
            guard
                definition.access.contains(where: { line in
                    line.may.contains("list") && visit.actor.grants.contains { $0.role == line.role }
                })
            else { continue }
            for field in definition.fields where citesLaw(field.type) {
                let which = numbers.isEmpty ? "" : " && b.article in \(list(numbers))"
                let filter = "closed == false && \(field.id).exists(b, b.law in \(list(names))\(which))"
                let page: RecordPage
                do {
                    page = try visit.kernel.list(
                        ListQuery(type: definition.type, filter: filter, limit: Self.most), as: visit.actor, at: visit.now)
                } catch let problem as QueryProblem {
                    parts += section(definition.name, [], [], none: "不能按“\(field.label)”查找：\(problem.message)")
                    continue
                }
                guard !page.items.isEmpty else { continue }
                let rows = page.items.map { record -> [HTML] in
                    [
                        "<a href='/w/\(component: definition.type)/\(record.id)'>\(record.title)</a>",
                        record.stateLabel.map { badge($0) } ?? .empty,
                    ]
                }
                parts += section(
                    "未办结：\(definition.name)", [definition.name, "状态"], rows, none: "",
                    hasMore: page.next != nil ? "/w/\(definition.type)" : nil)
            }
        }
        return parts.isEmpty ? section("未办结的办件", [], [], none: "您能看到的未办结办件都没有引用。") : parts
    }

    private func citesLaw(_ type: FieldType) -> Bool {
        guard case .list(let element) = type else { return false }
        let fields: [FieldDefinition] =
            switch element {
            case .structure(let id): visit.catalogue.structure(id)?.fields ?? []
            case .inline(let fields): fields
            default: []
            }
        return fields.contains { $0.id == "law" } && fields.contains { $0.id == "article" }
    }

    private func section(_ title: String, _ heads: [String], _ rows: [[HTML]], none: String, hasMore: String? = nil) -> HTML {
        let more: HTML = hasMore.map { linkButton("还有更多，看全部", to: $0, .quiet) } ?? .empty
        return card(title, actions: more, rows.isEmpty ? "<p class='quiet'>\(none)</p>" : plainTable(title, heads: heads, rows: rows))
    }
}
