extension HTML: ExpressibleByStringInterpolation {
    public init(stringLiteral value: StaticString) {
        self.init(utf8: value.withUTF8Buffer { Array($0) })
    }

    public init(stringInterpolation: Interpolation) {
        self.init(utf8: stringInterpolation.bytes)
    }

    public typealias StringInterpolation = Interpolation

    /// Collects the pieces of one literal.
    public struct Interpolation: StringInterpolationProtocol, Sendable {
        var bytes: [UInt8] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            // About what an identifier or a short label takes; longer values make the array grow.
            bytes.reserveCapacity(literalCapacity + interpolationCount * 24)
        }

        /// Markup, from the source code.
        public mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }

        /// A text, escaped.
        public mutating func appendInterpolation(_ text: String) {
            text.withUTF8Bytes { HTMLEscape.append($0, to: &bytes) }
        }

        /// A text, escaped.
        public mutating func appendInterpolation(_ text: Substring) {
            text.withUTF8Bytes { HTMLEscape.append($0, to: &bytes) }
        }

        /// An integer in decimal digits.
        public mutating func appendInterpolation(_ number: Int) {
            // No character of a number needs escaping.
            bytes.append(contentsOf: String(number).utf8)
        }

        /// A value by its text, escaped: numbers, characters, `true` and `false` (as `aria-…` attributes want them), dates, ids.
        public mutating func appendInterpolation(_ value: some LosslessStringConvertible) {
            appendInterpolation(value.description)
        }

        /// A value by its text, escaped; nothing when there is none.
        public mutating func appendInterpolation(_ value: (some LosslessStringConvertible)?) {
            if let value { appendInterpolation(value.description) }
        }

        /// Markup, as it is.
        public mutating func appendInterpolation(_ part: HTML) {
            bytes.append(contentsOf: part.utf8)
        }

        /// Markup, as it is; nothing when there is none.
        public mutating func appendInterpolation(_ part: HTML?) {
            if let part { bytes.append(contentsOf: part.utf8) }
        }

        /// Pieces of markup, one after the other.
        public mutating func appendInterpolation(_ parts: some Sequence<HTML>) {
            for part in parts { bytes.append(contentsOf: part.utf8) }
        }

        /// Trusted markup that is only known at run time, as it is. Nothing a person typed belongs here.
        public mutating func appendInterpolation(raw markup: String) {
            bytes.append(contentsOf: markup.utf8)
        }
    }
}
