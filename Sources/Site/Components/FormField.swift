import HTML

/// A field of a form: label, help, required mark, control and error, tied together for those who cannot see them
/// (`for`, `aria-describedby`, `aria-invalid`).
public struct FormField: Component {
    /// Name under which it is sent, and of which its id is made (`f-` + name).
    public var name: String
    public var label: String
    public var control: Control
    /// What is filled in; several for check boxes.
    public var values: [String]
    public var help: String?
    public var isRequired: Bool
    public var isReadOnly: Bool
    /// What is wrong: what happened, why, what to do.
    public var error: String?
    /// Behind the control: 公里, 人.
    public var unit: String?
    /// Other fields depend on it: when it changes the form is sent with `_refresh` = its name, and comes back with what now applies
    /// (`refresh.js`; without JavaScript a button 更新 does it).
    public var refreshes: Bool
    var isCompact = false

    public init(
        _ name: String, _ label: String, _ control: Control, values: [String] = [], help: String? = nil, isRequired: Bool = false,
        isReadOnly: Bool = false, error: String? = nil, unit: String? = nil, refreshes: Bool = false
    ) {
        self.name = name
        self.label = label
        self.control = control
        self.values = values
        self.help = help
        self.isRequired = isRequired
        self.isReadOnly = isReadOnly
        self.error = error
        self.unit = unit
        self.refreshes = refreshes
    }

    public init(
        _ name: String, _ label: String, _ control: Control, value: String?, help: String? = nil, isRequired: Bool = false,
        isReadOnly: Bool = false, error: String? = nil, unit: String? = nil, refreshes: Bool = false
    ) {
        self.init(
            name, label, control, values: value.map { [$0] } ?? [], help: help, isRequired: isRequired, isReadOnly: isReadOnly,
            error: error, unit: unit, refreshes: refreshes)
    }

    /// The same in a filter bar: the label above, small, no help.
    public var compact: FormField {
        var field = self
        field.isCompact = true
        return field
    }

    /// The id of its (first) input: error summaries lead there.
    public var id: String { "f-\(name)" }
    var helpID: String { "\(id)-help" }
    var errorID: String { "\(id)-error" }
    var value: String { values.first ?? "" }

    public var html: HTML {
        let look = "field\(isCompact ? " compact" : "")\(error == nil ? "" : " has-error")"
        if isGroup {
            return """
                <fieldset class="\(look) group"\(describedBy)><legend>\(label)\(requiredMark)</legend>\(helpText)\(errorText)\(controlMarkup)\(refresher)</fieldset>
                """
        }
        return """
            <div class="\(look)\(raw: widthClass)"><label for="\(id)">\(label)\(requiredMark)</label>\(helpText)\(errorText)\(controlMarkup)\(refresher)</div>
            """
    }

    private var refresher: HTML? {
        guard refreshes else { return nil }
        return
            "<noscript><button type='submit' class='button secondary' formnovalidate name='_refresh' value='\(name)'>\(ComponentWords.current.refresh)</button></noscript>"
    }

    /// Several inputs under one legend.
    private var isGroup: Bool {
        switch control {
        case .choice(_, .radios), .choice(_, .checkBoxes), .rows: true
        default: false
        }
    }

    private var widthClass: String {
        switch control {
        case .longText, .file: " wide"
        default: ""
        }
    }

    private var requiredMark: HTML? {
        isRequired ? "<span class='required'>\(ComponentWords.current.required)</span>" : nil
    }

    /// Help of one's own and what the control asks for, in one element with one id.
    private var helpText: HTML? {
        let parts = [help, controlHelp].compactMap { $0 }
        guard !parts.isEmpty else { return nil }
        return "<p class='help' id='\(helpID)'>\(parts.joined(separator: "。"))</p>"
    }

    private var errorText: HTML? {
        error.map {
            "<p class='error' id='\(errorID)'>\(icon(.warning))<span class='visually-hidden'>\(ComponentWords.current.errorPrefix)</span>\($0)</p>"
        }
    }

    private var controlHelp: String? {
        guard case .file(let rules) = control else { return nil }
        let words = ComponentWords.current
        return [
            ComponentWords.filled(words.files, rules.acceptedWords),
            rules.maxBytes.map { ComponentWords.filled(words.atMostSize, byteSize($0)) },
            rules.offersCamera ? words.takePhoto : nil,
        ].compactMap { $0 }.joined(separator: "，")
    }

    /// `aria-describedby` with the ids there are.
    var describedBy: HTML? {
        var ids: [String] = []
        if help != nil || controlHelp != nil { ids.append(helpID) }
        if error != nil { ids.append(errorID) }
        return ids.isEmpty ? nil : " aria-describedby='\(ids.joined(separator: " "))'"
    }

    /// What every single input has.
    var common: HTML {
        let state: HTML =
            "\(attribute: "required", isRequired)\(attribute: "readonly", isReadOnly)\(attribute: "data-refreshes", refreshes)"
        return " id='\(id)' name='\(name)'\(describedBy)\(HTML.when(error != nil, " aria-invalid='true'"))\(state)"
    }
}

/// A number of bytes in words: `20 MB`.
public func byteSize(_ bytes: Int) -> String {
    if bytes >= 1_048_576 { return "\(bytes / 1_048_576) MB" }
    if bytes >= 1024 { return "\(bytes / 1024) kB" }
    return "\(bytes) B"
}
