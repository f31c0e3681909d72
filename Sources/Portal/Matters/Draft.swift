import Site

/// A matter that somebody has begun to fill in: what was typed and what was sent along, nothing of it anybody's business yet.
struct Draft: Codable, Sendable, Equatable {
    struct Pair: Codable, Sendable, Hashable {
        var name: String
        var value: String
    }

    /// A file that waits with the draft.
    struct File: Codable, Sendable, Hashable {
        /// Under which it lies in the drafts' folder.
        var id: String
        /// What it is: the material of the guide.
        var item: String
        var name: String
        /// Bytes.
        var size: Int
    }

    /// Of the matter.
    var slug: String
    /// Id of the guide's item it began from.
    var item: String?
    /// Nil: for whoever fills it in.
    var behalf: OnBehalf?
    var pairs: [Pair] = []
    /// Questions that have been answered, by their ids.
    var answered: [String] = []
    var files: [File] = []
    /// Idempotency key: pressed twice, filed once.
    var key: String

    var typed: QueryValues { QueryValues(pairs.map { ($0.name, $0.value) }) }
    subscript(_ name: String) -> String? { typed[name] }

    mutating func set(_ name: String, _ value: String?) {
        pairs.removeAll { $0.name == name }
        if let value { pairs.append(Pair(name: name, value: value)) }
    }

    /// Begins it for somebody else: his name is known.
    mutating func represent(_ acting: Acting, as rules: Representation) {
        behalf = OnBehalf(acting)
        set("\(rules.party).name", acting.name)
    }

    /// Whether a form's name belongs to a field or a part of one: `household` owns `household[0].name`.
    static func owns(_ path: String, _ name: String) -> Bool { name == path || name.hasPrefix(path + "[") || name.hasPrefix(path + ".") }

    /// What was typed for the paths takes the place of what was there.
    mutating func take(_ paths: [String], from form: SubmittedForm) {
        pairs.removeAll { pair in paths.contains { Self.owns($0, pair.name) } }
        pairs += form.pairs.filter { pair in !pair.name.hasPrefix("_") && paths.contains { Self.owns($0, pair.name) } }.map {
            Pair(name: $0.name, value: String($0.value.prefix(20_000)))
        }
    }
}
