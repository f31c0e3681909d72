import HTML

/// Markup read back as a browser reads it, strictly: every quote closed, every element closed in order. Enough to judge components by.
struct Markup {
    struct Element {
        var name: String
        var attributes: [String: String]
    }
    var elements: [Element] = []
    /// What is wrong, in the order found.
    var faults: [String] = []

    /// HTML Living Standard, 13.1.2.
    private static let void: Set = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]

    init(_ html: HTML) {
        let text = Array(html.description)
        var open: [String] = []
        var index = 0
        while index < text.count {
            guard text[index] == "<" else {
                index += 1
                continue
            }
            if text[index...].starts(with: "<!DOCTYPE html>") {
                index += 15
                continue
            }
            index += 1
            let isClosing = index < text.count && text[index] == "/"
            if isClosing { index += 1 }
            let name = Self.word(text, &index)
            if name.isEmpty {
                faults.append("a bare < at \(index)")
                continue
            }
            let attributes = readAttributes(text, &index, of: name)
            var isSelfClosed = false
            if index < text.count, text[index] == "/" {
                isSelfClosed = true
                index += 1
            }
            guard index < text.count, text[index] == ">" else {
                faults.append("<\(name)> does not end")
                continue
            }
            index += 1
            if isClosing {
                if open.last == name { open.removeLast() } else { faults.append("</\(name)> closes \(open.last ?? "nothing")") }
            } else {
                elements.append(Element(name: name, attributes: attributes))
                if !Self.void.contains(name), !isSelfClosed { open.append(name) }
            }
        }
        faults += open.map { "<\($0)> is not closed" }
        judge()
    }

    private static func word(_ text: [Character], _ index: inout Int) -> String {
        var word = ""
        while index < text.count, text[index].isLetter || text[index].isNumber || "-_:".contains(text[index]) {
            word.append(text[index])
            index += 1
        }
        return word
    }

    private mutating func readAttributes(_ text: [Character], _ index: inout Int, of element: String) -> [String: String] {
        var attributes: [String: String] = [:]
        while index < text.count, text[index] != ">", text[index] != "/" {
            if text[index].isWhitespace {
                index += 1
                continue
            }
            let name = Self.word(text, &index)
            guard !name.isEmpty else {
                faults.append("<\(element)> has \(text[index])")
                index += 1
                continue
            }
            var value = ""
            if index < text.count, text[index] == "=" {
                index += 1
                guard index < text.count, text[index] == "'" || text[index] == "\"" else {
                    faults.append("\(name) of <\(element)> is not quoted")
                    continue
                }
                let quote = text[index]
                index += 1
                while index < text.count, text[index] != quote {
                    value.append(text[index])
                    index += 1
                }
                index += 1
            }
            if attributes.updateValue(value, forKey: name) != nil { faults.append("<\(element)> has two \(name)") }
        }
        return attributes
    }

    /// What holds on every page: ids once, references lead somewhere, nothing that the content security policy forbids.
    private mutating func judge() {
        var ids: Set<String> = []
        for id in elements.compactMap({ $0.attributes["id"] }) where !ids.insert(id).inserted {
            faults.append("two elements have id \(id)")
        }
        for element in elements {
            for reference in ["aria-describedby", "aria-labelledby", "for", "list", "popovertarget", "data-counter", "data-progress-of"] {
                for id in (element.attributes[reference] ?? "").split(separator: " ") where !ids.contains(String(id)) {
                    faults.append("\(reference) of <\(element.name)> leads to no \(id)")
                }
            }
            for name in element.attributes.keys where name == "style" || name.hasPrefix("on") {
                faults.append("<\(element.name)> has \(name), which the policy forbids")
            }
            if element.name == "script", element.attributes["src"] == nil { faults.append("an inline script") }
        }
    }

    /// The element with that id.
    func element(_ id: String) -> Element? { elements.first { $0.attributes["id"] == id } }
    /// All elements of that name.
    func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }
}
