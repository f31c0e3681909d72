import Casework

/// Figures as people read them.
public enum FigureText {
    /// `98.5%`, `1,204`, `36.2分钟`, `23小时14分`; `—` where there is nothing to divide by.
    public static func text(_ figure: Figure, of table: FigureTable) -> String {
        guard let value = figure.value else { return "—" }
        switch table.kind {
        case .ratio: return decimal(value * 100, places: 1) + "%"
        case .count: return grouped(figure.rows) + (table.unit ?? "")
        case .mean, .sum:
            if table.unit == "分钟", let spent = duration(minutes: value) { return spent }
            let whole = Int64(exactly: value)
            return (whole.map(grouped) ?? decimal(value, places: table.unit == "元" ? 2 : 1)) + (table.unit ?? "")
        }
    }

    /// Minutes from an hour on, as people tell a span: `23小时14分`, to the nearest minute; nil for less, and for what no clock counts.
    public static func duration(minutes: Double) -> String? {
        guard minutes >= 60, minutes < 1e12 else { return nil }
        let whole = Int64(minutes.rounded())
        return "\(grouped(whole / 60))小时" + (whole % 60 == 0 ? "" : "\(whole % 60)分")
    }

    /// A table in columns for a terminal: headings, a line for each figure, the total.
    public static func table(_ table: FigureTable) -> String {
        var rows: [[String]] = [table.columns + [table.label, "记录数"]]
        for figure in table.figures { rows.append(figure.labels + [text(figure, of: table), grouped(figure.rows)]) }
        if table.columns.isEmpty {
            rows.append([text(table.total, of: table), grouped(table.total.rows)])
        } else {
            rows.append(
                ["合计"] + Array(repeating: "", count: table.columns.count - 1) + [text(table.total, of: table), grouped(table.total.rows)])
        }
        let widths = rows[0].indices.map { column in rows.map { width($0[column]) }.max() ?? 0 }
        return rows.map { row in
            let cells = row.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - width(row[column]))
                return column < table.columns.count ? row[column] + padding : padding + row[column]
            }
            return trimmedEnd(cells.joined(separator: "  "))
        }.joined(separator: "\n")
    }

    private static func trimmedEnd(_ text: String) -> String {
        var view = text[...]
        while view.last == " " { view = view.dropLast() }
        return String(view)
    }

    /// Chinese characters take two columns of a terminal.
    private static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 && !(0x2010...0x2E7F).contains($1.value) ? 2 : 1) }
    }

    /// A whole number in groups of three: `1,204`.
    public static func grouped(_ number: Int64) -> String {
        let digits = String(number.magnitude)
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result += "," }
            result.append(digit)
        }
        return (number < 0 ? "-" : "") + result
    }

    /// A number with so many places (0, 1 or 2), rounded half away from zero.
    public static func decimal(_ number: Double, places: Int) -> String {
        let scale: Double = places == 0 ? 1 : places == 1 ? 10 : 100
        let scaled = (number * scale).rounded()
        guard abs(scaled) < 1e15 else { return "\(number)" }
        let whole = Int64(scaled)
        let digits = String(whole.magnitude)
        guard places > 0 else { return (whole < 0 ? "-" : "") + digits }
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        return (whole < 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
    }
}
