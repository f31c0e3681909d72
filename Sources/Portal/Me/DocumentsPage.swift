import Casework
import Definitions
import HTML
import Hummingbird
import Site
import WorkCalendar

/// The material box: papers kept once, for use in later matters.
struct DocumentsPage {
    let visit: Visit

    func answer() throws -> Response {
        let own = try OwnAccount(visit)
        guard let account = own.account else { return try withoutAccount(visit, "材料箱") }
        let items = try visit.kernel.list(
            ListQuery(type: "citizen-account/doc_box", limit: 200, parent: account.id), as: visit.actor, at: visit.now
        )
        .items
        let list: HTML =
            items.isEmpty
            ? emptyState("材料箱是空的", text: "身份证件、经济困难材料等存一次，以后办事不用再拍。", icon: .attachment)
            : """
            <ul class='shelf'>\(items.html { item in
                "<li><p class='shelf-title'>\(link(item))</p><p class='shelf-facts'>\(item.moment("put_at")?.day.chinese ?? "")存入\(item.day("valid_to").map { "，有效期至\($0.chinese)" } ?? "")</p></li>" as HTML
            })</ul>
            """
        return try visit.page(
            "材料箱", shell: .portal,
            body: "\(meHead("材料箱"))\(linkButton("存入材料", to: own.address("put_document"), .primary, icon: .upload))\(list)")
    }

    private func link(_ item: RecordView) -> HTML {
        guard let hash = item.text("file") else { return "\(item.words("type"))（已清除）" }
        return "<a href='\(url: "/me/documents/\(item.id)/files/\(hash)")'>\(item.words("type"))</a>"
    }

    func file() throws -> Response {
        let view = try visit.kernel.view("citizen-account/doc_box", id: visit.parameter("id"), as: visit.actor, at: visit.now)
        return try visit.site.attachmentAnswer(visit.parameter("hash"), of: view, visit)
    }
}
