/// One node of a definition file with the place it stands at.
///
/// Scalars are their text: what YAML would resolve to other kinds (`true`, `1`, `2018-01-01`) stays text until a key asks for a kind.
struct YAMLNode: Sendable {
    enum Content: Sendable {
        /// - Parameter isPlain: written without quotes.
        case scalar(String, isPlain: Bool)
        case list([YAMLNode])
        case mapping([Pair])
    }
    struct Pair: Sendable {
        var key: YAMLNode
        var value: YAMLNode
    }

    var content: Content
    var position: Position

    /// The text of a scalar; an empty plain scalar (nothing written) is none.
    var text: String? {
        guard case .scalar(let text, let isPlain) = content, !(isPlain && text.isEmpty) else { return nil }
        return text
    }

    var isEmptyScalar: Bool {
        guard case .scalar(let text, let isPlain) = content else { return false }
        return isPlain && text.isEmpty
    }

    /// The pairs of a mapping; of anything else none.
    var pairs: [Pair] {
        guard case .mapping(let pairs) = content else { return [] }
        return pairs
    }

    /// The elements of a list; a scalar or a mapping is a list of itself, so that `x` and `[x]` read alike.
    var elements: [YAMLNode] {
        guard case .list(let elements) = content else { return isEmptyScalar ? [] : [self] }
        return elements
    }

    /// The value under a key of a mapping.
    subscript(key: String) -> YAMLNode? {
        guard case .mapping(let pairs) = content else { return nil }
        return pairs.first { $0.key.text == key }?.value
    }

    var isMapping: Bool {
        if case .mapping = content { true } else { false }
    }
    var isScalar: Bool {
        if case .scalar = content { true } else { false }
    }

    /// What it is, in the words of messages.
    var kind: String {
        switch content {
        case .scalar(let text, let isPlain): text.isEmpty && isPlain ? "空" : "文字"
        case .list: "列表"
        case .mapping: "映射"
        }
    }
}
