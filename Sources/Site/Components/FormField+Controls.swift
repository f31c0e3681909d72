import HTML

extension FormField {
    /// The input itself.
    var controlMarkup: HTML {
        switch control {
        case .text(let kind, let maxLength): line(kind, maxLength: maxLength)
        case .longText(let maxLength, let rows): paragraphs(maxLength: maxLength, rows: rows)
        case .number(let min, let max, let step):
            withUnit(
                "<input type='number' inputmode='\(step == "1" ? "numeric" : "decimal")' step='\(step)'\(attribute: "min", min)\(attribute: "max", max) value='\(value)' class='short'\(common)>",
                unit)
        case .money:
            withUnit(
                "<input type='text' inputmode='decimal' pattern='-?[0-9,]*([.][0-9]{1,2})?' autocomplete='off' value='\(value)' class='short number'\(common)>",
                unit ?? ComponentWords.current.yuan)
        case .date(let min, let max): moment("date", min: min, max: max)
        case .dateTime(let min, let max): moment("datetime-local", min: min, max: max)
        case .time: moment("time", min: nil, max: nil)
        case .choice(let choices, .select): select(choices)
        case .choice(let choices, .radios): boxes("radio", choices)
        case .choice(let choices, .checkBoxes): boxes("checkbox", choices)
        case .choice(let choices, .typed): combobox(choices, address: nil, symbol: .chevronDown)
        case .picker(let picker): combobox(picker.likely, address: picker.address, symbol: picker.symbol)
        case .file(let rules): file(rules)
        case .yesNo: yesNo
        case .rows(let rows): self.rows(rows)
        case .location:
            withUnit(
                "<input type='text' inputmode='decimal' pattern='[0-9.]+,[0-9.]+' placeholder='108.3200,22.8240' value='\(value)'\(common)>",
                unit)
        case .shown: "<output class='shown' id='\(id)'\(describedBy)>\(value)</output>"
        }
    }

    private func line(_ kind: Control.TextKind, maxLength: Int?) -> HTML {
        let type: StaticString
        var extras: HTML = .empty
        switch kind {
        case .plain: type = "text"
        case .phone:
            type = "tel"
            extras = " autocomplete='tel' class='short number'"
        case .idCard:
            type = "text"
            extras = " autocomplete='off' spellcheck='false' class='number'"
        case .email:
            type = "email"
            extras = " autocomplete='email'"
        case .web: type = "url"
        case .search: type = "search"
        case .password:
            type = "password"
            extras = " autocomplete='current-password'"
        case .code:
            type = "text"
            extras = " inputmode='numeric' autocomplete='one-time-code' spellcheck='false' class='short number'"
        case .name:
            type = "text"
            extras = " autocomplete='name' class='short'"
        case .address:
            type = "text"
            extras = " autocomplete='street-address'"
        }
        return withUnit(
            "<input type='\(raw: type.description)'\(attribute: "maxlength", maxLength) value='\(value)'\(extras)\(common)>", unit)
    }

    private func paragraphs(maxLength: Int?, rows: Int) -> HTML {
        // The line break after the tag is dropped by the parser (HTML Living Standard, 13.1.2.5); without it a text's own first one would be.
        let area: HTML = "<textarea rows='\(rows)'\(attribute: "maxlength", maxLength)\(common)>\n\(value)</textarea>"
        guard let maxLength else { return area }
        return
            "\(area)<p class='counter' data-counter='\(id)'>\(ComponentWords.filled(ComponentWords.current.atMostCharacters, maxLength))</p>"
    }

    private func moment(_ type: StaticString, min: String?, max: String?) -> HTML {
        withUnit(
            "<input type='\(raw: type.description)' class='short'\(attribute: "min", min)\(attribute: "max", max) value='\(value)'\(common)>",
            unit)
    }

    private func withUnit(_ input: HTML, _ unit: String?) -> HTML {
        guard let unit else { return input }
        return "<span class='with-unit'>\(input)<span class='unit'>\(unit)</span></span>"
    }

    private func select(_ choices: [Choice]) -> HTML {
        var options: HTML = .empty
        var openGroup: String?
        for choice in choices {
            if choice.group != openGroup {
                if openGroup != nil { options += "</optgroup>" }
                if let group = choice.group { options += "<optgroup label='\(group)'>" }
                openGroup = choice.group
            }
            options += "<option value='\(choice.value)'\(attribute: "selected", values.contains(choice.value))>\(choice.label)</option>"
        }
        if openGroup != nil { options += "</optgroup>" }
        // A select cannot be read-only; a disabled one is not sent, so its value goes hidden.
        let held: HTML? = isReadOnly ? hiddenInput(name, value) : nil
        return
            "<select\(common)\(attribute: "disabled", isReadOnly)><option value=''>\(ComponentWords.current.choose)</option>\(options)</select>\(held)"
    }

    private func boxes(_ type: StaticString, _ choices: [Choice]) -> HTML {
        let isRadio = type.description == "radio"
        return """
            <div class="boxes">\(choices.enumerated().html { index, choice in
                let id = index == 0 ? self.id : "\(self.id)-\(choice.value)"
                let state: HTML = "\(attribute: "checked", values.contains(choice.value))\(attribute: "required", isRequired && isRadio)\(attribute: "disabled", isReadOnly)\(attribute: "data-refreshes", refreshes)\(HTML.when(error != nil && isRadio, " aria-invalid='true'"))"
                return "<label class='box' for='\(id)'><input type='\(raw: type.description)' id='\(id)' name='\(name)' value='\(choice.value)'\(state)><span>\(choice.label)\(choice.help.map { "<small>\($0)</small>" as HTML })</span></label>"
            })\(isReadOnly ? values.map { hiddenInput(name, $0) } : [])</div>
            """
    }

    private func combobox(_ choices: [Choice], address: String?, symbol: Icon) -> HTML {
        let shown = choices.first { $0.value == value }.map(PickedText.text(for:)) ?? value
        let listID = "\(id)-options"
        return """
            <span class="combobox">\(icon(symbol))<input type="text" list="\(listID)" autocomplete="off" value="\(shown)"\(attribute: "data-options-from", address)\(common)><datalist id="\(listID)">\(pickerOptions(choices))</datalist></span>
            """
    }

    private var yesNo: HTML {
        let state: HTML = "\(attribute: "checked", value == "true")\(attribute: "disabled", isReadOnly)"
        return """
            \(hiddenInput(name, isReadOnly ? value : "false"))<label class="box switch"><input type="checkbox" value="true"\(state)\(common)><span>\(ComponentWords.current.yes)</span></label>
            """
    }

    private func file(_ rules: FileRules) -> HTML {
        let kept: HTML = rules.kept.html {
            "<li>\(icon(.attachment))\($0.label) · \(ComponentWords.current.fileKept)\(hiddenInput(name, $0.value))</li>"
        }
        let extras: HTML =
            "\(attribute: "multiple", rules.isMultiple)\(attribute: "data-max-bytes", rules.maxBytes)\(attribute: "data-upload", rules.uploadAddress)\(attribute: "data-camera", rules.offersCamera ? label : nil)"
        return """
            \(HTML.when(!rules.existing.isEmpty || !rules.kept.isEmpty, "<ul class='files'>\(rules.existing.html { "<li>\(icon(.attachment))<a href='\(url: $0.link)'>\($0.label)</a></li>" })\(kept)</ul>"))<input type="file" accept="\(rules.accepted.joined(separator: ","))"\(extras)\(common)><div class="upload-progress" data-progress-of="\(id)" hidden><progress max="100" value="0" aria-label="\(label)"></progress><output></output></div>
            """
    }
}

extension Picker {
    var symbol: Icon {
        switch kind {
        case .organisation: .organisation
        case .person: .person
        case .record: .link
        }
    }
}

/// The options of a picker: also the answer to `combobox.js`, which asks while one types.
public func pickerOptions(_ choices: [Choice]) -> HTML { choices.html { "<option value='\(PickedText.text(for: $0))'></option>" } }
