import Casework
import Definitions
import Expressions
import Foundation
import HTML
import HTTPTypes
import Hummingbird
import NIOCore
import Site
import WorkCalendar

/// Receipts: the page one lands on after filing, the paper to print, the public key, and checking one that somebody shows.
///
///     /receipts/:number          the receipt, for its owner
///     /receipts/:number/text     what was signed, as a file
///     /receipts/:number/content  what was filed, as a file
///     /receipts/key              the public key, PEM
///     /receipts/verify           checks a pasted receipt
struct ReceiptPages: Sendable {
    let site: Site
    private var book: ReceiptBook { ReceiptBook(site: site) }

    func addRoutes(_ routes: SiteRoutes) {
        routes.get("/receipts/key", for: .anyone) { visit in
            file(
                try ReceiptKey(master: site.settings.master).publicPEM, name: "bagui-receipts.pem", type: "application/x-pem-file",
                isPublic: true)
        }
        routes.get("/receipts/verify", for: .anyone) { visit in try verify(visit, nil) }
        routes.post("/receipts/verify", for: .anyone) { visit, form in try verify(visit, String((form["text"] ?? "").prefix(4000))) }
        routes.get("/receipts/:number", for: .citizen) { visit in try show(visit) }
        routes.get("/receipts/:number/text", for: .citizen) { visit in
            let found = try found(visit)
            return file(found.text.whole, name: "\(found.number)-receipt.txt")
        }
        routes.get("/receipts/:number/content", for: .citizen) { visit in
            let found = try found(visit)
            return file(found.content, name: "\(found.number)-content.txt")
        }
    }

    private func found(_ visit: Visit) throws -> ReceiptBook.Found {
        guard let found = try book.find(visit.parameter("number"), of: visit.actor.id) else { throw HTTPError(.notFound) }
        return found
    }

    private func file(_ text: String, name: String, type: String = "text/plain; charset=utf-8", isPublic: Bool = false) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: type, .contentDisposition: "attachment; filename=\"\(name)\"",
                .cacheControl: isPublic ? "public, max-age=3600" : "private, no-store",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    private func show(_ visit: Visit) throws -> Response {
        let found = try found(visit)
        let view = try visit.kernel.view(found.record.type, id: found.record.id, as: .system, at: visit.now)
        var entries = [(label: "编号", value: found.number)]
        if let code = found.queryCode { entries.append(("查询码", code)) }
        entries += [("事项", found.item), ("收件", found.organ), ("时间", found.at.chinese)]
        if case .timestamp(let stamp) = view["starts_at"] { entries.append(("约定时间", Choosing.moment(stamp).chinese)) }
        // Numbers and codes are read letter by letter.
        let particulars: HTML =
            "<dl>\(entries.html { entry in "<div><dt>\(entry.label)</dt><dd>\(["编号", "查询码"].contains(entry.label) ? "<code>\(entry.value)</code>" : "\(entry.value)" as HTML)</dd></div>" })</dl>"
        let limits = view.deadlines.filter { $0.state == "running" && $0.due != nil && $0.authority != .default }
        let dates: HTML = HTML.when(
            !limits.isEmpty,
            "<ul>\(limits.html { limit in "<li>\(limit.label)：\(limit.due.map { limit.isDay ? $0.day.chinese : $0.chinese } ?? "")前。<small>\(limit.explanation)</small></li>" })</ul>"
        )
        let next: HTML = "<h2>接下来</h2><ol class='plain-steps'>\(found.next.html(CheckPage.step))</ol>\(dates)"
        let code = QRCode(found.text.whole).map { $0.svg(label: "收件凭证的二维码，内容与左侧文字相同") } ?? .empty
        let paper: HTML = """
            <section class="receipt-paper" aria-labelledby="paper-title"><h2 id="paper-title">收件凭证</h2><div class="receipt-sheet"><pre>\(found.text.whole)</pre>\(code)</div><p class="help">这是带电子签名的凭证，证明这份申请在上面的时间已经收到。不用联网也能核对真伪：见<a href="/receipts/verify">核对凭证</a>。</p></section>
            """
        let actions: HTML = """
            \(linkButton("查看办理进度", to: Progress.address(found.record), .primary))<button type="button" class="button secondary" data-print hidden>\(icon(.print))打印</button>\(linkButton("下载凭证", to: "/receipts/\(found.number)/text", icon: .download))\(linkButton("下载申请内容", to: "/receipts/\(found.number)/content", icon: .download))
            """
        return try visit.matterPage(
            "已经收到", scripts: ["/js/print.js"],
            body:
                "\(receipt(title: "已经收到", entries: [], next: "\(particulars)\(next)", actions: actions))<p class='help'>请记下编号和查询码：不登录也能凭它们查进度。</p>\(paper)"
        )
    }

    private func verify(_ visit: Visit, _ pasted: String?) throws -> Response {
        let key = try ReceiptKey(master: site.settings.master)
        var outcome: HTML = .empty
        var status: HTTPResponse.Status = .ok
        if let pasted {
            if let text = ReceiptText(pasted: pasted) {
                if key.isRight(text.signature, for: text.signed) {
                    let lines = ["编号", "事项", "收件", "时间"].compactMap { name in text.line(name).map { GivenAnswer(name, "\($0)") } }
                    outcome = notice("凭证是真的，内容没有改动", .done, body: checkAnswers(lines))
                } else {
                    status = .unprocessableContent
                    let other = text.line("密钥").map { $0 != key.fingerprint } ?? false
                    outcome = notice(
                        "核对不通过", .danger,
                        body: other
                            ? "<p>这张凭证不是本平台现在的密钥签的（密钥 \(text.line("密钥") ?? "")）。请向出具凭证的平台核对。</p>"
                            : "<p>文字和签名对不上：可能有改动，也可能没有粘贴完整。请从“八桂收件凭证”到“签名”整段复制。</p>")
                }
            } else {
                status = .unprocessableContent
                outcome = notice("没有认出凭证", .danger, body: "<p>请粘贴从“八桂收件凭证”到“签名”的全部文字；扫描凭证上的二维码可以得到这段文字。</p>")
            }
        }
        let form = Form(
            to: "/receipts/verify", csrf: visit.csrf,
            fields: [FormField("text", "凭证文字", .longText(maxLength: 4000, rows: 9), value: pasted, isRequired: true)],
            buttons: button("核对", .primary))
        return try visit.matterPage(
            "核对收件凭证", status: status,
            body: """
                <div class="question-page">\(pageHead("核对收件凭证"))<p>把凭证上的文字粘贴到这里，或者扫描凭证上的二维码再粘贴。</p>\(outcome)\(form)<h2>不联网怎么核对</h2><p>下载<a href="/receipts/key">本平台的公钥</a>一次，以后用 OpenSSL 就能核对，步骤见平台文档“收件凭证”。</p></div>
                """)
    }
}
