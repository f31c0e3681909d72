import HTML

/// An action's own small page: its title, a form, its buttons. Shown in place by `confirm.js` (it fetches the page behind a
/// `data-dialog` link and takes this element out of it), and as a page where no script runs.
public struct ActionPanel: Component {
    public var title: String
    public var body: HTML

    public init(_ title: String, _ body: HTML) {
        self.title = title
        self.body = body
    }

    public var html: HTML {
        """
        <section class="action-panel" data-dialog-body aria-labelledby="action-title"><h1 id="action-title">\(title)</h1>\(body)</section>
        """
    }
}

/// A question before what cannot be undone. A button with `dialog:` of this id opens it and is pressed for good only from here;
/// without JavaScript the button goes straight to its page, which asks by `confirmationPage`.
public struct ConfirmationDialog: Component {
    public var id: String
    public var title: String
    public var body: HTML
    /// The verb again: 撤销, 作废.
    public var confirmLabel: String
    public var isDangerous: Bool

    public init(id: String, title: String, confirmLabel: String, isDangerous: Bool = false, body: HTML) {
        self.id = id
        self.title = title
        self.confirmLabel = confirmLabel
        self.isDangerous = isDangerous
        self.body = body
    }

    public var html: HTML {
        """
        <dialog class="dialog" id="\(id)" aria-labelledby="\(id)-title"><form method="dialog"><h2 id="\(id)-title">\(title)</h2><div class="dialog-body">\(body)</div><div class="buttons"><button class="button \(isDangerous ? "danger filled" : "primary")" value="confirm">\(confirmLabel)</button><button class="button secondary" value="">\(ComponentWords.current.cancel)</button></div></form></dialog>
        """
    }
}

/// The same question as a page of its own.
/// - Parameter fields: What the first form sent and the second must send again.
public func confirmationPage(
    title: String, body: HTML, action: String, confirmLabel: String, isDangerous: Bool = false, csrf: String, key: String? = nil,
    version: Int? = nil, fields: [(name: String, value: String)] = [], cancelAddress: String
) -> HTML {
    ActionPanel(
        title,
        """
        \(body)<form method="post" action="\(url: action)">\(hiddenFields(csrf: csrf, key: key, version: version))\(hiddenInput("_confirmed", "true"))\(fields.html { hiddenInput($0.name, $0.value) })<div class="buttons">\(button(confirmLabel, isDangerous ? .danger : .primary))\(linkButton(ComponentWords.current.cancel, to: cancelAddress))</div></form>
        """
    ).html
}
