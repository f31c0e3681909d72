/// A body of type `multipart/form-data` (RFC 7578, RFC 2046 §5.1), read in whatever pieces it arrives. A value without input or output: bytes in, events out.
struct Multipart {
    /// What a part says about itself.
    struct Head: Sendable, Equatable {
        var name: String
        /// Of a file: its last path component only. Browsers of old sent whole paths, attackers send `../`.
        var fileName: String?
        var mediaType: String?
    }

    enum Event: Sendable, Equatable {
        case begin(Head)
        case bytes([UInt8])
        case end
    }

    enum Fault: Error, Equatable {
        /// No usable `boundary` in the content type.
        case noBoundary
        /// The body ended before its last boundary, or its form is wrong.
        case broken
        /// Heads of a part longer than 8 kB, or more than `most` parts.
        case tooMuch
    }

    private enum State {
        case preamble, head, body, done
    }

    static let headLimit = 8192

    private let delimiter: [UInt8]
    private let most: Int
    private var state = State.preamble
    private var buffer: [UInt8]
    private var parts = 0

    init(contentType: String, most: Int = 2000) throws(Fault) {
        guard let boundary = Self.boundary(in: contentType) else { throw .noBoundary }
        delimiter = Array("\r\n--\(boundary)".utf8)
        self.most = most
        // The first boundary stands at the very beginning, without the line break before it.
        buffer = [13, 10]
    }

    static func boundary(in contentType: String) -> String? {
        guard contentType.lowercased().hasPrefix("multipart/form-data") else { return nil }
        for part in contentType.split(separator: ";").dropFirst() {
            let trimmed = part.drop { $0 == " " || $0 == "\t" }
            guard trimmed.lowercased().hasPrefix("boundary=") else { continue }
            var text = trimmed.dropFirst("boundary=".count)
            while text.last == " " { text.removeLast() }
            if text.hasPrefix("\""), text.hasSuffix("\""), text.count >= 2 { text = text.dropFirst().dropLast() }
            guard (1...70).contains(text.utf8.count), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F || $0 == 0x20 }) else { return nil }
            return String(text)
        }
        return nil
    }

    /// Takes the next bytes.
    mutating func read(_ bytes: some Sequence<UInt8>) throws(Fault) -> [Event] {
        buffer.append(contentsOf: bytes)
        var events: [Event] = []
        while try step(&events) {}
        return events
    }

    /// The body has ended.
    func finish() throws(Fault) { if case .done = state { return } else { throw .broken } }

    private mutating func step(_ events: inout [Event]) throws(Fault) -> Bool {
        switch state {
        case .preamble:
            guard let found = Self.find(delimiter, in: buffer) else {
                // Nothing before the first boundary is wanted, but an endless preamble is no form.
                if buffer.count > Self.headLimit { throw .broken }
                return false
            }
            return try pass(found, &events)
        case .head:
            guard let end = Self.find([13, 10, 13, 10], in: buffer) else {
                if buffer.count > Self.headLimit { throw .tooMuch }
                return false
            }
            guard end <= Self.headLimit else { throw .tooMuch }
            parts += 1
            guard parts <= most else { throw .tooMuch }
            let head = try Self.head(Array(buffer[..<end]))
            // The line break after the heads may be the one before the boundary: an empty part.
            buffer.removeFirst(end + 2)
            state = .body
            events.append(.begin(head))
            isAtStart = true
            return true
        case .body:
            guard let found = Self.find(delimiter, in: buffer) else {
                // All but what may be the beginning of a boundary.
                let safe = buffer.count - delimiter.count
                if safe > 2 {
                    emit(safe, &events)
                    buffer.removeFirst(safe)
                    isAtStart = false
                }
                return false
            }
            guard buffer.count >= found + delimiter.count + 2 else { return false }
            emit(found, &events)
            events.append(.end)
            isAtStart = false
            return try pass(found, &events)
        case .done:
            buffer.removeAll()
            return false
        }
    }

    /// Whether the buffer begins with the line break that ends the heads.
    private var isAtStart = false

    private func emit(_ count: Int, _ events: inout [Event]) {
        let from = isAtStart ? 2 : 0
        if count > from { events.append(.bytes(Array(buffer[from..<count]))) }
    }

    /// Behind a boundary: `--` ends the body, a line break begins a part.
    private mutating func pass(_ found: Int, _ events: inout [Event]) throws(Fault) -> Bool {
        var after = found + delimiter.count
        guard buffer.count >= after + 2 else { return false }
        if buffer[after] == 0x2D, buffer[after + 1] == 0x2D {
            state = .done
            return true
        }
        while after < buffer.count, buffer[after] == 0x20 || buffer[after] == 0x09 { after += 1 }
        guard buffer.count >= after + 2 else { return false }
        guard buffer[after] == 13, buffer[after + 1] == 10 else { throw .broken }
        buffer.removeFirst(after + 2)
        state = .head
        return true
    }

    private static func head(_ bytes: [UInt8]) throws(Fault) -> Head {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .broken }
        var name: String?
        var fileName: String?
        var mediaType: String?
        for line in text.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":") else { throw .broken }
            let field = line[..<colon].lowercased()
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            if field == "content-disposition" {
                guard value.lowercased().hasPrefix("form-data") else { throw .broken }
                name = parameter("name", in: String(value))
                fileName = parameter("filename", in: String(value)).map(lastComponent)
            } else if field == "content-type" {
                mediaType = String(value.prefix(100))
            }
        }
        guard let name, !name.isEmpty, name.utf8.count <= 300 else { throw .broken }
        return Head(name: name, fileName: fileName, mediaType: mediaType)
    }

    /// Browsers write `"` as `%22` and line breaks as `%0D%0A` (HTML Living Standard, 4.10.21.8); a backslash is a backslash.
    private static func parameter(_ wanted: String, in value: String) -> String? {
        var rest = value[...]
        while let semicolon = rest.firstIndex(of: ";") {
            rest = rest[rest.index(after: semicolon)...].drop { $0 == " " }
            guard let equals = rest.firstIndex(of: "=") else { return nil }
            let name = rest[..<equals]
            rest = rest[rest.index(after: equals)...]
            let found: Substring
            if rest.first == "\"" {
                rest = rest.dropFirst()
                guard let quote = rest.firstIndex(of: "\"") else { return nil }
                found = rest[..<quote]
                rest = rest[rest.index(after: quote)...]
            } else {
                found = rest.prefix { $0 != ";" }
                rest = rest.dropFirst(found.count)
            }
            if name.lowercased() == wanted {
                return String(found).replacing("%22", with: "\"").replacing("%0D", with: "").replacing("%0A", with: "")
            }
        }
        return nil
    }

    static func lastComponent(_ name: String) -> String {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        let clean = String(String.UnicodeScalarView(last.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
        return clean == "." || clean == ".." ? "" : String(clean.prefix(200))
    }

    static func find(_ needle: [UInt8], in hay: [UInt8]) -> Int? {
        guard let first = needle.first, hay.count >= needle.count else { return nil }
        return hay.withUnsafeBufferPointer { hay in
            needle.withUnsafeBufferPointer { needle in
                var index = 0
                let last = hay.count - needle.count
                while index <= last {
                    if hay[index] == first {
                        var offset = 1
                        while offset < needle.count, hay[index + offset] == needle[offset] { offset += 1 }
                        if offset == needle.count { return index }
                    }
                    index += 1
                }
                return nil
            }
        }
    }
}
