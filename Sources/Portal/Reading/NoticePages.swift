import Casework
import Expressions
import Definitions
import HTML
import HTTPTypes
import Hummingbird
import NIOCore
import Site
import WorkCalendar

/// Notices: official documents with their head, and whether they are still in force.
struct NoticePages: Sendable {
    let site: Site
    let shelves: Shelves

    func addRoutes(_ routes: SiteRoutes) {
        routes.get("notices", for: .anyone) { visit in
            try ShelfPage(
                visit: visit, title: "公开", path: "/notices", index: shelves.notices.current().index, kindLabel: "栏目",
                actions: linkButton("申请公开政府信息", to: "/disclosure", icon: .document)
            ).answer()
        }
        routes.get("notices/:id", for: .anyone) { visit in try show(visit) }
        routes.get("notices/:id/files/:hash", for: .anyone) { visit in try file(visit) }
    }

    private func view(_ visit: Visit) throws -> RecordView {
        do { return try visit.kernel.view(Shelves.noticeType, id: visit.parameter("id"), as: .anyone, at: visit.now) } catch is Refusal {
            throw Refusal(.notfound, action: "notice.view", "没有这个公告，或者已经撤下。请从“公开”重新查找")
        }
    }

    private func show(_ visit: Visit) throws -> Response {
        let view = try view(visit)
        let title = view.text("title") ?? view.title
        let formed = view.day("formed_on")
        let body: HTML
        if let number = view.text("doc_no") {
            var document = OfficialDocument(
                issuers: [view.words("issuer")], number: number, title: title, signedBy: [view.words("issuer")],
                date: formed?.chineseDate ?? "", body: prose(view.text("body") ?? ""))
            document.attachments = try names(view)
            body = document.html
        } else {
            body = "<article class='reading'><h1>\(title)</h1>\(prose(view.text("body") ?? ""))</article>"
        }
        var facts: [(String, HTML)] = []
        for field in ["index_no", "column", "issuer", "effect", "effective_on", "repeal_on", "area_code"] {
            let words = view.words(field)
            if !words.isEmpty {
                facts.append((view.field(field)?.definition.label ?? field, field == "index_no" ? "<code>\(words)</code>" : "\(words)"))
            }
        }
        if let at = view.moment("published_at") { facts.append(("公开时间", "\(at.day.chinese)")) }
        let files = try site.attachmentList(of: view, at: "/notices/\(view.id)/files")
        if let other = view.text("interpretation") { facts.append(("政策解读", "<a href='\(url: "/notices/\(other)")'>查看解读</a>")) }
        return try visit.page(
            title, shell: .portal,
            body: """
                <a class='back' href='/notices'>\(icon(.chevronLeft))公开</a>\(standing(view))\(body)\(HTML.when(!files.isEmpty, card("附件", files)))<dl class='fact-list'>\(facts.html { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" })</dl>
                """)
    }

    /// Whether it still holds: said above everything.
    private func standing(_ view: RecordView) -> HTML {
        switch view.text("effect") {
        case "repealed":
            notice("这个文件已经废止", .danger, body: "<p>\(view.day("repeal_on").map { "自\($0.chineseDate)起" } ?? "")不再执行，只供查阅。</p>")
        case "amended": notice("这个文件已有修改", .soon, body: "<p>请一并查看修改它的文件。</p>")
        case "comment": notice("这是征求意见稿，还没有生效", .active)
        default: .empty
        }
    }

    private func names(_ view: RecordView) throws -> [String] {
        try view.texts("files").compactMap { hash in
            try site.attachments.entry(hash, in: RecordReference(type: view.type, id: view.id))?.name
        }
    }

    private func file(_ visit: Visit) throws -> Response {
        try site.attachmentAnswer(visit.parameter("hash"), of: view(visit), visit)
    }
}

extension Site {
    /// The files of a record that its reader sees, as links under an address.
    func attachmentList(of view: RecordView, field: String = "files", at address: String) throws -> HTML {
        let entries = try view.texts(field).compactMap { hash in
            try attachments.entry(hash, in: RecordReference(type: view.type, id: view.id))
        }
        guard !entries.isEmpty else { return .empty }
        return
            "<ul class='files'>\(entries.html { "<li><a href='\(url: "\(address)/\($0.hash)")'>\(icon(.attachment))\($0.name)</a> <span>\(byteSize(Int(clamping: $0.size)))</span></li>" })</ul>"
    }

    /// A file of a record that the visitor was found to see, by a field that shows it.
    /// - Throws: `Refusal` `notfound`.
    func attachmentAnswer(_ hash: String, of view: RecordView, _ visit: Visit) throws -> Response {
        let isShown = view.fields.contains { !$0.isMasked && Self.mentions(hash, $0.value) }
        guard isShown, let entry = try attachments.entry(hash, in: RecordReference(type: view.type, id: view.id)),
            let bytes = attachments.content(entry)
        else { throw Refusal(.notfound, action: "attachment.view", "没有这个附件，或您无权查看") }
        return Response(
            status: .ok,
            headers: [
                .contentType: entry.mediaType, .contentDisposition: "attachment; filename*=UTF-8''\(QueryValues.encode(entry.name))",
                .cacheControl: "private, no-store",
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private static func mentions(_ hash: String, _ value: Value) -> Bool {
        switch value {
        case .string(let text): text == hash
        case .list(let items): items.contains { mentions(hash, $0) }
        case .map(let map): map.values.contains { mentions(hash, $0) }
        default: false
        }
    }
}
