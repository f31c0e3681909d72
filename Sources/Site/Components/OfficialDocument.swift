import HTML

/// An official document as on paper. Layout, elements and measures: GB/T 9704—2012 党政机关公文格式 (A4, type area 156 × 225 mm,
/// 22 lines of 28 characters, third-size FangSong).
public struct OfficialDocument: Component {
    /// The red name at the head: 发文机关标志, one a line for joint documents.
    public var issuers: [String]
    /// 发文字号.
    public var number: String
    /// 签发人, for documents upward.
    public var signatory: String?
    /// 份号.
    public var copyNumber: String?
    /// 密级和保密期限.
    public var secrecy: String?
    /// 紧急程度.
    public var urgency: String?
    public var title: String
    /// 主送机关.
    public var recipients: String?
    /// Paragraphs (`<p>`), headings (`h2` 一、 `h3` （一）), tables.
    public var body: HTML
    /// 附件说明.
    public var attachments: [String]
    /// 发文机关署名.
    public var signedBy: [String]
    /// 成文日期, `2026年3月2日`.
    public var date: String
    /// The seal's image, or nil.
    public var sealImage: String?
    /// 附注.
    public var annotation: String?
    /// 抄送机关.
    public var copies: String?
    /// 印发机关.
    public var printedBy: String?
    /// 印发日期.
    public var printedOn: String?
    /// A small sheet without the red head: 告知书, 意见书, 决定书 (issuer in black above the title).
    public var hasRedHead: Bool

    public init(
        issuers: [String], number: String, title: String, recipients: String? = nil, signedBy: [String], date: String,
        hasRedHead: Bool = true, body: HTML
    ) {
        self.issuers = issuers
        self.number = number
        self.title = title
        self.recipients = recipients
        self.body = body
        self.attachments = []
        self.signedBy = signedBy
        self.date = date
        self.hasRedHead = hasRedHead
    }

    public var html: HTML {
        """
        <article class="paper">\(HTML.when(hasRedHead, redHead))\(HTML.when(!hasRedHead, blackHead))<h1>\(title)</h1>\(HTML.when(!hasRedHead, "<p class='paper-number'>\(number)</p>"))\(recipients.map { "<p class='paper-recipients'>\($0)：</p>" as HTML })<div class="paper-body">\(body)</div>\(attachmentList)\(signature)\(annotation.map { "<p class='paper-annotation'>（\($0)）</p>" as HTML })\(imprint)</article>
        """
    }

    private var redHead: HTML {
        let marks = [copyNumber, secrecy, urgency].compactMap { $0 }
        return """
            <header class="paper-head">\(HTML.when(!marks.isEmpty, "<p class='paper-marks'>\(marks.map { "\($0)" as HTML }.joined(separator: "<br>"))</p>"))<p class="paper-issuer">\(issuers.map { "<span>\($0)</span>" as HTML })</p><p class="paper-line\(raw: signatory == nil ? "" : " upward")"><span>\(number)</span>\(signatory.map { "<span>签发人：<span class='kai'>\($0)</span></span>" as HTML })</p></header>
            """
    }

    private var blackHead: HTML { "<header class='paper-plain-head'><p>\(issuers.map { "<span>\($0)</span>" as HTML })</p></header>" }

    private var attachmentList: HTML {
        guard !attachments.isEmpty else { return .empty }
        if attachments.count == 1 { return "<p class='paper-attachments'>附件：\(attachments[0])</p>" }
        return """
            <div class="paper-attachments"><span>附件：</span><ol>\(attachments.html { "<li>\($0)</li>" })</ol></div>
            """
    }

    private var signature: HTML {
        """
        <div class="paper-signature">\(sealImage.map { "<img class='paper-seal' src='\(url: $0)' alt='印章'>" as HTML })\(signedBy.html { "<p>\($0)</p>" })<p>\(date)</p></div>
        """
    }

    private var imprint: HTML {
        guard copies != nil || printedBy != nil else { return .empty }
        return """
            <footer class="paper-imprint">\(copies.map { "<p>抄送：\($0)。</p>" as HTML })\(printedBy.map { "<p><span>\($0)</span><span>\(printedOn ?? "")\(printedOn == nil ? "" : "印发")</span></p>" as HTML })</footer>
            """
    }
}
