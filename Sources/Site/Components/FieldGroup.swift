import HTML

/// A field and its value as the record page shows them.
public struct FieldEntry: Sendable {
    public var label: String
    /// Empty: 未填写.
    public var value: HTML
    /// Over the whole width: long texts, tables.
    public var isWide: Bool
    /// Whether the reader may change it: a pencil leads to the action, so that 只读 and 可改 are told apart at a glance.
    public var editAddress: String?
    /// Of the label: what the field means, where the rule stands.
    public var explanation: String?

    public init(_ label: String, _ value: HTML, isWide: Bool = false, editAddress: String? = nil, explanation: String? = nil) {
        self.label = label
        self.value = value
        self.isWide = isWide
        self.editAddress = editAddress
        self.explanation = explanation
    }

    /// A text; longer than fits half the width it takes the whole width and keeps its line breaks.
    public init(_ label: String, text: String?, editAddress: String? = nil) {
        let text = text ?? ""
        let isLong = text.count > 24 || text.contains("\n")
        self.init(label, isLong ? "<div class='prose'>\(text)</div>" : "\(text)", isWide: isLong, editAddress: editAddress)
    }
}

/// Fields under a heading.
public struct FieldGroup: Component {
    public var title: String
    public var entries: [FieldEntry]
    public var level: Int
    public var note: String?

    public init(_ title: String, level: Int = 2, note: String? = nil, _ entries: [FieldEntry]) {
        self.title = title
        self.level = level
        self.note = note
        self.entries = entries
    }

    public var html: HTML {
        """
        <section class="field-group"><header>\(heading(title, level: level))\(note.map { "<p>\($0)</p>" as HTML })</header><dl class="fields">\(entries.html(entry))</dl></section>
        """
    }

    private func entry(_ entry: FieldEntry) -> HTML {
        let words = ComponentWords.current
        let value: HTML = entry.value.isEmpty ? "<span class='unfilled'>\(words.empty)</span>" : entry.value
        let edit: HTML? = entry.editAddress.map { iconLink(.edit, label: "修改\(entry.label)", to: $0) }
        let look = "\(entry.isWide ? "wide" : "")\(entry.editAddress == nil ? "" : " editable")"
        return
            "<div\(attribute: "class", look.isEmpty ? nil : look)><dt\(attribute: "title", entry.explanation)>\(entry.label)</dt><dd><div class='value'>\(value)</div>\(edit)</dd></div>"
    }
}

/// A secret value, masked, and the way to see it, which leaves a trace.
/// - Parameters:
///   - mask: What may be shown: `138****1234`.
///   - address: The page that asks for the purpose and reveals; nil when the reader may not.
public func maskedSecret(_ mask: String, revealAt address: String?) -> HTML {
    let words = ComponentWords.current
    return
        "<span class='secret'><span class='mask'>\(mask)</span><span class='visually-hidden'>（\(words.masked)）</span>\(address.map { linkButton(words.reveal, to: $0, .quiet, icon: .eye, opensDialog: true) })</span>"
}

/// A secret value in clear, after it has been asked for, with what was recorded.
public func revealedSecret(_ value: String, record: String) -> HTML {
    "<span class='secret revealed'><b>\(value)</b> <small>\(record)</small></span>"
}
