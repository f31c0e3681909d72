import Site

/// What is looked for, as the address says it.
struct FindQuery: Sendable, Hashable {
    var text = ""
    /// Six digits; of a city all its districts.
    var area = ""
    /// `org:31`, `person:L`, `place:center`, or `org`, `person`, `place` for all of these.
    var kind = ""
    var language = ""
    var tag = ""
    var opensNow = false
    var barrierFree = false
    var near: Position?
    /// From 0.
    var page = 0

    static let perPage = 20

    init() {}

    init(_ query: QueryValues) {
        text = String((query["q"] ?? "").prefix(60))
        area = (query["area"] ?? "").filter { $0.isASCII && $0.isNumber }
        if area.count != 6 { area = "" }
        kind = String((query["kind"] ?? "").prefix(30))
        language = String((query["language"] ?? "").prefix(10))
        tag = String((query["tag"] ?? "").prefix(40))
        opensNow = query["open"] == "true"
        barrierFree = query["barrier"] == "true"
        near = query["near"].flatMap { Position($0) }
        page = min(max(0, (query["page"].flatMap { Int($0) } ?? 1) - 1), 10_000)
    }

    /// Digits of the district that all within it begin with.
    private var prefix: Substring {
        if area.hasSuffix("0000") { return area.prefix(2) }
        return area.hasSuffix("00") ? area.prefix(4) : area[...]
    }

    func admits(_ entry: DirectoryEntry) -> Bool {
        if !area.isEmpty, !entry.area.hasPrefix(prefix) { return false }
        // People are looked for by name or by kind; who only looks around wants to know where to go.
        if entry.sort == .person, kind.isEmpty, text.isEmpty { return false }
        if !kind.isEmpty {
            let parts = kind.split(separator: ":", maxSplits: 1)
            if parts.first.map(String.init) != entry.sort.letter { return false }
            if parts.count == 2, parts[1] != entry.kind { return false }
        }
        if !language.isEmpty, !entry.languages.contains(language) { return false }
        if !tag.isEmpty, !entry.tags.contains(tag) { return false }
        if barrierFree, !entry.isBarrierFree { return false }
        return true
    }

    var isEmpty: Bool {
        text.isEmpty && area.isEmpty && kind.isEmpty && language.isEmpty && tag.isEmpty && !opensNow && !barrierFree && near == nil
    }
}
