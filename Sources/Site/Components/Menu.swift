import HTML

/// Which menu of the page it is: decides its width only.
enum MenuKind: String {
    case plain, positions, me
}

/// Things behind a button: a `<details>`, so that it opens without a script; `menu.js` closes it by Escape and by pressing elsewhere.
func menu(label: HTML, title: String, kind: MenuKind = .plain, content: HTML) -> HTML {
    """
    <details class="menu menu-\(kind.rawValue)"><summary class="button quiet" title="\(title)">\(label)\(icon(.chevronDown))</summary><div class="menu-content">\(content)</div></details>
    """
}

/// Actions that are not worth a button each: a button 更多 and what is behind it.
/// - Parameter content: Links and forms, such as `actionButton` and `linkButton` make.
public func moreMenu(_ label: String = "更多", _ content: HTML...) -> HTML {
    menu(label: "\(label)", title: label, content: "<div class='menu-list'>\(content)</div>")
}
