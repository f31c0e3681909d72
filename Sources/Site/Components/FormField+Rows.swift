import HTML

extension FormField {
    /// A fieldset a row, a button to remove each, a button to add one, and the blank row for `rows.js`.
    func rows(_ rows: RowsControl) -> HTML {
        let words = ComponentWords.current
        let isFull = rows.maximum.map { rows.rows.count >= $0 } ?? false
        return """
            <div class="rows" id="\(id)" tabindex="-1" data-rows="\(name)"\(attribute: "data-maximum", rows.maximum)\(attribute: "data-minimum", rows.minimum)>\(rows.rows.enumerated().html { row(rows, $0, number: "\($0 + 1)", index: "\($0)", $1) })\(HTML.when(!isReadOnly, adding(words.addRow, isFull: isFull)))<template>\(row(rows, nil, number: "#", index: "#", rows.blank))</template></div>
            """
    }

    private func adding(_ label: String, isFull: Bool) -> HTML {
        let extra: HTML = "\(attribute: "disabled", isFull)"
        return
            "<button type='submit' class='button secondary add-row' formnovalidate name='_rows' value='\(name):add'\(extra)>\(icon(.plus))\(label)</button>"
    }

    private func row(_ control: RowsControl, _ position: Int?, number: String, index: String, _ fields: [FormField]) -> HTML {
        let words = ComponentWords.current
        // Hidden, not absent, where no row may go: once rows.js has added others, this one may.
        let mayGo = position == nil || control.rows.count > control.minimum
        let remove: HTML =
            "<button type='submit' class='button quiet square remove-row' formnovalidate name='_rows' value='\(name):remove:\(index)'\(attribute: "hidden", !mayGo) title='\(words.removeRow)' aria-label='\(words.removeRow)'>\(icon(.trash))</button>"
        return """
            <fieldset class="row"><legend>\(control.rowName) \(ComponentWords.filled(words.rowNumber, number))</legend><div class="row-fields">\(fields)</div>\(HTML.when(!isReadOnly, remove))</fieldset>
            """
    }
}
