import Yams

/// Reads one YAML document into nodes with positions. The only place that knows the parser.
enum YAMLFile {
    /// Deeper nesting is refused: no definition needs it and the walks recurse. (The parser itself stops at 1,000.)
    static let greatestDepth = 64
    /// More nodes than this come from aliases that multiply, not from an author.
    static let mostNodes = 2_000_000

    /// - Parameters:
    ///   - text: the file's text.
    ///   - name: the file's path as positions show it.
    /// - Throws: `DefinitionProblem` naming the line and the mend.
    static func node(of text: String, name: String) throws(DefinitionProblem) -> YAMLNode {
        let parser: Parser
        let root: Node?
        do {
            // No resolver rules: scalars stay text, so `1` and `"1"` are the same key.
            parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            root = try parser.singleRoot()
        } catch {
            throw problem(error, text: text, name: name)
        }
        return try withExtendedLifetime(parser) { () throws(DefinitionProblem) -> YAMLNode in
            guard let root else {
                throw DefinitionProblem(Position(file: name, line: 1, column: 1), "文件是空的", mend: "写入定义，或者删除文件")
            }
            var walk = Walk(name: name)
            return try walk.node(root, depth: 0)
        }
    }

    private struct Walk {
        let name: String
        var count = 0

        func position(_ mark: Mark?, offset: Int = 0) -> Position {
            Position(file: name, line: mark?.line ?? 0, column: (mark?.column ?? 0) + offset)
        }

        mutating func node(_ node: Node, depth: Int) throws(DefinitionProblem) -> YAMLNode {
            count += 1
            guard depth <= greatestDepth else {
                throw DefinitionProblem(position(node.mark), "嵌套超过 \(greatestDepth) 层", mend: "检查缩进")
            }
            guard count <= mostNodes else {
                throw DefinitionProblem(position(node.mark), "文件展开后过大", mend: "不要用别名（*）成倍复制内容")
            }
            if node.anchor != nil {
                throw DefinitionProblem(position(node.mark), "定义文件不用锚点（&）和别名（*）", mend: "把共用的内容写成代码表、结构或参数")
            }
            switch node {
            case .scalar(let scalar):
                let isPlain = scalar.style == .plain || scalar.style == .any
                if scalar.string.unicodeScalars.contains(where: { $0.value == 0 }) {
                    throw DefinitionProblem(position(scalar.mark), "文字中有空字符（NUL）", mend: "删去它")
                }
                let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
                // `~` is a way to write nothing; `null` is not touched, because expressions say it.
                let text = isPlain && scalar.string == "~" ? "" : scalar.string
                return YAMLNode(content: .scalar(text, isPlain: isPlain), position: position(scalar.mark, offset: isQuoted ? 1 : 0))
            case .sequence(let sequence):
                var elements: [YAMLNode] = []
                elements.reserveCapacity(sequence.count)
                for element in sequence { elements.append(try self.node(element, depth: depth + 1)) }
                return YAMLNode(content: .list(elements), position: position(sequence.mark))
            case .mapping(let mapping):
                var pairs: [YAMLNode.Pair] = []
                pairs.reserveCapacity(mapping.count)
                for (key, value) in mapping {
                    let keyNode = try self.node(key, depth: depth + 1)
                    guard keyNode.isScalar else {
                        throw DefinitionProblem(keyNode.position, "键必须是文字", mend: "给含有逗号、冒号或括号的键加上引号")
                    }
                    pairs.append(.init(key: keyNode, value: try self.node(value, depth: depth + 1)))
                }
                return YAMLNode(content: .mapping(pairs), position: position(mapping.mark))
            case .alias(let alias):
                throw DefinitionProblem(position(alias.mark), "定义文件不用别名（*）", mend: "把共用的内容写成代码表、结构或参数")
            }
        }
    }
}
