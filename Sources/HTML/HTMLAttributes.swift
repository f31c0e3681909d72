extension HTML.Interpolation {
    /// A boolean attribute with the space before it, or nothing: `"<input\(attribute: "disabled", isClosed)>"`.
    public mutating func appendInterpolation(attribute name: StaticString, _ isPresent: Bool) {
        guard isPresent else { return }
        appendLiteral(" ")
        appendLiteral(name)
    }

    /// An attribute with its value, quoted and escaped, with the space before it; nothing when there is no value:
    /// `"<td\(attribute: "title", reason)>"`.
    public mutating func appendInterpolation(attribute name: StaticString, _ value: (some LosslessStringConvertible)?) {
        guard let value else { return }
        appendLiteral(" ")
        appendLiteral(name)
        appendLiteral("=\"")
        appendInterpolation(value.description)
        appendLiteral("\"")
    }

    /// The address of a link, form or image, escaped; `about:invalid` when a browser would run it or leave by surprise.
    ///
    /// Let through: `http`, `https`, `mailto`, `tel`, and addresses within this site (`/a/b`, `a/b`, `?q=1`, `#top`).
    /// Refused: every other scheme (`javascript:`, `data:`, `vbscript:` …), however disguised by white space, control
    /// characters or upper case, and `//host`, which looks like a path and leads elsewhere.
    public mutating func appendInterpolation(url address: String) {
        appendInterpolation(LinkAddress.isHarmless(address) ? address : "about:invalid")
    }

    /// One component of an address (a path segment, a query's name or value), percent-encoded:
    /// `"<a href='/search?q=\(component: words)'>"`. Everything but letters, digits and `- . _ ~` is encoded (RFC 3986, 2.3).
    public mutating func appendInterpolation(component text: some StringProtocol) {
        text.withUTF8Bytes { LinkAddress.appendEncoded($0, to: &bytes) }
    }

    /// A JSON text inside `<script type='application/json'>`: `<`, `>`, `&` and the two line separators of JavaScript are written
    /// as `\u` escapes, which mean the same in JSON strings (outside strings JSON has no such characters), so that no
    /// `</script>` or `<!--` can end or change the element.
    public mutating func appendInterpolation(json text: String) {
        text.withUTF8Bytes { JSONInScript.append($0, to: &bytes) }
    }
}

/// A JSON text made harmless inside a `<script>` element.
private enum JSONInScript {
    static func append(_ text: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        var index = 0
        while index < text.count {
            let byte = text[index]
            var length = 1
            switch byte {
            case UInt8(ascii: "<"): output.append(contentsOf: "\\u003c".utf8)
            case UInt8(ascii: ">"): output.append(contentsOf: "\\u003e".utf8)
            case UInt8(ascii: "&"): output.append(contentsOf: "\\u0026".utf8)
            // U+2028 and U+2029 are E2 80 A8 and E2 80 A9.
            case 0xE2 where index + 2 < text.count && text[index + 1] == 0x80 && text[index + 2] & 0xFE == 0xA8:
                output.append(contentsOf: (text[index + 2] == 0xA8 ? "\\u2028" : "\\u2029").utf8)
                length = 3
            default: output.append(byte)
            }
            index += length
        }
    }
}
