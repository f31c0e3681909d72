import HTML

/// How loud a button is. A page or panel has one `primary` at most.
public enum ButtonRank: String, Sendable {
    /// The one filled button: what one comes here to do.
    case primary
    /// Others beside it: outlined.
    case secondary
    /// In rows and toolbars: no frame until pointed at.
    case quiet
    /// What cannot be undone or takes a right away: vermilion outline, filled only in its confirmation.
    case danger
}

/// A button that submits the form it stands in (or the form `form` names).
///
/// - Parameters:
///   - label: A verb of the trade: 受理, 指派, 退回 – not 提交 or 确定.
///   - name, value: Sent with the form when this button is the one pressed.
///   - explanation: Why it is disabled, or what will happen.
///   - dialog: Id of a `ConfirmationDialog` on the page that is shown first where JavaScript runs.
public func button(
    _ label: String, _ rank: ButtonRank = .secondary, icon symbol: Icon? = nil, name: String? = nil, value: String? = nil,
    form: String? = nil, isDisabled: Bool = false, explanation: String? = nil, skipsValidation: Bool = false, dialog: String? = nil
) -> HTML {
    let sent: HTML = "\(attribute: "name", name)\(attribute: "value", value)\(attribute: "form", form)"
    let state: HTML =
        "\(attribute: "disabled", isDisabled)\(attribute: "title", explanation)\(attribute: "formnovalidate", skipsValidation)\(attribute: "data-confirm", dialog)"
    return "<button type='submit' class='button \(rank.rawValue)'\(sent)\(state)>\(symbol.map { icon($0) })\(label)</button>"
}

/// A link that looks like a button: it leads somewhere and changes nothing.
/// - Parameter opensDialog: Where JavaScript runs, the page behind it is fetched and its `ActionPanel` shown in place.
public func linkButton(
    _ label: String, to address: String, _ rank: ButtonRank = .secondary, icon symbol: Icon? = nil, opensDialog: Bool = false,
    shortcut: String? = nil
) -> HTML {
    let extras: HTML = "\(attribute: "data-dialog", opensDialog)\(attribute: "aria-keyshortcuts", shortcut)"
    return "<a class='button \(rank.rawValue)' href='\(url: address)'\(extras)>\(symbol.map { icon($0) })\(label)</a>"
}

/// A button that shows only its icon, with its name for those who do not see it and for who points at it.
public func iconButton(_ symbol: Icon, label: String, name: String? = nil, value: String? = nil, skipsValidation: Bool = false) -> HTML {
    let sent: HTML = "\(attribute: "name", name)\(attribute: "value", value)\(attribute: "formnovalidate", skipsValidation)"
    return "<button type='submit' class='button quiet square' title='\(label)' aria-label='\(label)'\(sent)>\(icon(symbol))</button>"
}

/// A link that shows only its icon.
public func iconLink(_ symbol: Icon, label: String, to address: String) -> HTML {
    "<a class='button quiet square' href='\(url: address)' title='\(label)' aria-label='\(label)'>\(icon(symbol))</a>"
}

/// A form that is one button: an action that needs no input.
/// - Parameter key: The idempotency key, so that pressing twice does nothing twice.
public func actionButton(
    _ label: String, action: String, _ rank: ButtonRank = .secondary, icon symbol: Icon? = nil, csrf: String, key: String? = nil,
    version: Int? = nil, fields: [(name: String, value: String)] = [], dialog: String? = nil
) -> HTML {
    """
    <form class="inline" method="post" action="\(url: action)">\(hiddenFields(csrf: csrf, key: key, version: version))\(fields.html { hiddenInput($0.name, $0.value) })\(button(label, rank, icon: symbol, dialog: dialog))</form>
    """
}

/// Buttons side by side, wrapping where there is no room.
public func buttonRow(_ buttons: HTML...) -> HTML { "<div class='buttons'>\(buttons)</div>" }

/// A hidden value of a form.
public func hiddenInput(_ name: String, _ value: String) -> HTML { "<input type='hidden' name='\(name)' value='\(value)'>" }

/// What every form that changes something carries: `_csrf`, `_key` (idempotency) and `_version` (the record version it was made from).
public func hiddenFields(csrf: String, key: String? = nil, version: Int? = nil) -> HTML {
    "\(hiddenInput("_csrf", csrf))\(key.map { hiddenInput("_key", $0) })\(version.map { hiddenInput("_version", String($0)) })"
}
