/// A piece of HTML, written as a string literal in which everything interpolated is escaped by its type.
///
///     func badge(_ state: State) -> HTML { "<span class='badge badge-\(state.id)'>\(state.label)</span>" }
///
/// Literals are markup; they are `StaticString`s, so that no text that arrives at run time can pass for one. Texts and
/// numbers are escaped, other `HTML` is inserted as it is. What is escaped is safe as text and inside *quoted* attribute
/// values; always write the quotes. It is not safe inside `<script>` (use `\(json:)`), `<style>`, event attributes or tag names.
///
/// A literal among texts is a text: in `"\(on ? "<b>" : "")"` the compiler takes both branches for `String` and they are
/// escaped. Say `HTML.when(on, "<b>…</b>")`, or `as HTML`.
public struct HTML: Sendable, Hashable {
    /// The markup in UTF-8.
    public private(set) var utf8: [UInt8]

    init(utf8: [UInt8]) { self.utf8 = utf8 }

    /// Markup from outside a literal, taken as it is. Only for texts that this program made or has sanitised.
    public init(raw: some StringProtocol) { utf8 = Array(raw.utf8) }

    /// A text, escaped.
    public init(text: some StringProtocol) {
        utf8 = []
        utf8.reserveCapacity(text.utf8.count + 16)
        text.withUTF8Bytes { HTMLEscape.append($0, to: &utf8) }
    }

    /// Nothing.
    public static let empty = HTML(utf8: [])

    /// Whether it holds no byte at all.
    public var isEmpty: Bool { utf8.isEmpty }

    /// Appends markup to this one.
    public mutating func append(_ other: HTML) { utf8.append(contentsOf: other.utf8) }

    /// Both, one after the other.
    public static func + (left: HTML, right: HTML) -> HTML {
        var both = left
        both.append(right)
        return both
    }

    /// Appends `right` to `left`.
    public static func += (left: inout HTML, right: HTML) { left.append(right) }

    /// `part` when the condition holds, else nothing. The part is not made when it is not wanted.
    public static func when(_ condition: Bool, _ part: @autoclosure () throws -> HTML) rethrows -> HTML {
        condition ? try part() : .empty
    }

    /// All parts, one after the other, with the separator between two.
    public static func joined(_ parts: some Sequence<HTML>, separator: HTML = .empty) -> HTML {
        var all: [UInt8] = []
        var first = true
        for part in parts {
            if !first { all.append(contentsOf: separator.utf8) }
            all.append(contentsOf: part.utf8)
            first = false
        }
        return HTML(utf8: all)
    }
}

extension HTML: CustomStringConvertible {
    /// The markup as a string. Interpolated into other `HTML` a string is escaped: interpolate the `HTML` itself.
    public var description: String { String(decoding: utf8, as: UTF8.self) }
}

extension Sequence<HTML> {
    /// All parts, one after the other, with the separator between two.
    public func joined(separator: HTML = .empty) -> HTML { HTML.joined(self, separator: separator) }
}

extension Sequence {
    /// The markup of every element, one after the other: `rows.html { "<tr><td>\($0.name)</td></tr>" }`.
    public func html<Failure: Error>(_ render: (Element) throws(Failure) -> HTML) throws(Failure) -> HTML {
        var all: [UInt8] = []
        for element in self { all.append(contentsOf: try render(element).utf8) }
        return HTML(utf8: all)
    }
}
