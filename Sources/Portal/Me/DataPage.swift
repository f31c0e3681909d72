import Casework
import Definitions
import Expressions
import HTML
import HTTPTypes
import Hummingbird
import NIOCore
import Site
import WorkCalendar

/// Everything that is held about the visitor: kind by kind, record by record, and to take away (个人信息保护法 45; 网络数据安全管理条例 25).
struct DataPage {
    let visit: Visit
    private var own: OwnRecords { OwnRecords(visit: visit) }

    private static let shown = 20

    /// An account's own title is its number, which says nothing to its owner.
    private static func name(_ view: RecordView) -> String { view.type == OwnAccount.type ? "我的账户" : view.title }

    func overview() throws -> Response {
        let parts = try own.kinds.compactMap { kind -> HTML? in
            let rows = try own.all(kind, upTo: Self.shown + 1)
            guard !rows.isEmpty else { return nil }
            let more = rows.count > Self.shown ? "只列出最近\(Self.shown)条，全部的在下载的文件里。" : ""
            return card(
                kind.definition.name,
                """
                <ul class='shelf'>\(rows.prefix(Self.shown).html { row in
                    "<li><p class='shelf-title'><a href='\(url: "/me/data/\(row.type)/\(row.id)")'>\(Self.name(row))</a>\(row.stateLabel.map { badge($0) } ?? .empty)</p><p class='shelf-facts'>\(row.createdAt.day.chinese)</p></li>" as HTML
                })</ul>\(HTML.when(!more.isEmpty, "<p class='help'>\(more)</p>"))
                """)
        }.joined()
        let body: HTML =
            parts.isEmpty ? emptyState("没有保存您的信息", text: "您办事、咨询、申请以后，留下的记录会出现在这里。", icon: .database) : parts
        return try visit.page(
            "关于我的信息", shell: .portal,
            body: """
                \(meHead("关于我的信息"))<p>这里是本站保存的、属于您的全部记录。不对的可以<a href='/me/do/citizen-account/pi_request/new/submit?kind=correct'>要求更正</a>，也可以<a href='/me/do/citizen-account/pi_request/new/submit?kind=delete'>要求删除</a>，十五个工作日内答复。</p><div class='buttons'>\(linkButton("下载全部（压缩包）", to: "/me/data/download?format=zip", .primary, icon: .download))\(linkButton("下载数据文件（JSON）", to: "/me/data/download?format=json", icon: .download))</div>\(body)
                """)
    }

    private func reference() throws -> RecordReference {
        let reference = RecordReference(type: "\(visit.parameter("system"))/\(visit.parameter("record"))", id: visit.parameter("id"))
        guard own.kinds.contains(where: { $0.definition.type == reference.type }) else {
            throw Refusal(.notfound, action: "me.data", "没有这条记录，或者不是您的")
        }
        return reference
    }

    func one() throws -> Response {
        let reference = try reference()
        let (view, children) = try own.whole(reference)
        let timeline = try visit.kernel.timeline(reference.type, id: reference.id, as: visit.actor, at: visit.now, limit: 50)
        let rows = view.fields.compactMap { field -> (String, HTML)? in
            guard !field.definition.isInternal, !field.text.isEmpty else { return nil }
            return (field.definition.label, "\(field.text)")
        }
        let due: HTML = view.deadlines.filter { $0.state == "running" && $0.due != nil }.html { deadline in
            "<p>\(icon(.clock))\(deadline.label)：最迟\(deadline.due?.day.chinese ?? "")\(HTML.when(view.isOverdue, " <b>已超过期限，可以拨打12348反映。</b>"))</p>"
                as HTML
        }
        let actions = view.actions.filter { OwnActs.allows(view.type, $0) }.html { action in
            linkButton(action.label, to: "/me/do/\(view.type)/\(view.id)/\(action.id)")
        }
        let parts = children.html { child in
            card(
                child.name,
                child.rows.html { row in
                    factList(row.fields.filter { !$0.text.isEmpty }.map { ($0.definition.label, "\($0.text)") })
                })
        }
        let steps = timeline.html { entry in
            "<li><p class='shelf-title'>\(entry.label)</p><p class='shelf-facts'>\(entry.at.chinese) · \(visit.site.state.tree.organisation(entry.org)?.name ?? (entry.actor == visit.actor.id ? "本人" : "系统"))</p></li>"
                as HTML
        }
        return try visit.page(
            Self.name(view), shell: .portal,
            body: """
                <a class='back' href='/me/data'>\(icon(.chevronLeft))关于我的信息</a>\(pageHead(Self.name(view), note: view.stateLabel))\(due)<div class='buttons'>\(actions)</div>\(factList(rows))\(parts)\(card("经过", "<ul class='shelf'>\(steps)</ul>"))
                """)
    }

    // MARK: Taking it away

    func download() throws -> Response {
        let groups = try own.kinds.compactMap {
            kind -> (RecordDefinition, [(view: RecordView, children: [(name: String, rows: [RecordView])])])? in
            let rows = try own.all(kind).map { try own.whole(RecordReference(type: $0.type, id: $0.id)) }
            return rows.isEmpty ? nil : (kind.definition, rows)
        }
        let json = OwnDataFile.json(groups, person: visit.actor.name, at: visit.now)
        let name = "wode-xinxi-\(visit.now.day)"
        if visit.query["format"] == "json" {
            return answer(Array(json.utf8), type: "application/json; charset=utf-8", name: "\(name).json")
        }
        var archive = Archive(at: visit.now)
        archive.add("我的信息.html", Array(OwnDataFile.html(groups, person: visit.actor.name, at: visit.now).utf8))
        archive.add("我的信息.json", Array(json.utf8))
        for (definition, rows) in groups {
            // Spreadsheets of old take a file for Chinese only with its mark.
            archive.add("\(definition.name).csv", [0xEF, 0xBB, 0xBF] + Array(OwnDataFile.csv(rows.map(\.view)).utf8))
        }
        return answer(archive.finished(), type: "application/zip", name: "\(name).zip")
    }

    private func answer(_ bytes: [UInt8], type: String, name: String) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: type, .contentDisposition: "attachment; filename=\"\(name)\"", .cacheControl: "private, no-store",
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
