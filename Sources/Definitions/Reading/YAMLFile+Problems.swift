import Yams

extension YAMLFile {
    /// The parser's error in the words of this language.
    static func problem(_ error: any Error, text: String, name: String) -> DefinitionProblem {
        let start = Position(file: name, line: 1, column: 1)
        guard let error = error as? YamlError else {
            return DefinitionProblem(start, "YAML 读不出：\(error)", mend: "检查文件是否完整")
        }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let at = Position(file: name, line: mark.line, column: mark.column)
            return DefinitionProblem(at, "YAML 语法错误：\(translated(problem))", mend: mend(for: problem, context: context?.text))
        case .reader(let problem, let offset, _, _):
            let place = offset.map { lineAndColumn(of: $0, in: text) } ?? (1, 1)
            return DefinitionProblem(
                Position(file: name, line: place.0, column: place.1), "文件中有不允许的字符：\(translated(problem))", mend: "存为 UTF-8，并删去控制字符")
        case .duplicatedKeysInMapping(let duplicates, let context):
            // The parser names the first occurrence; the author needs to see both.
            let keys = duplicates.map { "“\($0)”" }.joined(separator: "、")
            return DefinitionProblem(
                Position(file: name, line: context.mark.line, column: context.mark.column), "同一映射中重复的键：\(keys)", mend: "合并成一个，或者改正其中一个的名字")
        default:
            return DefinitionProblem(start, "YAML 读不出：\(error)", mend: "检查文件是否完整")
        }
    }

    private static func lineAndColumn(of offset: Int, in text: String) -> (Int, Int) {
        var line = 1, column = 1
        for character in text.prefix(offset) {
            if character.isNewline { (line, column) = (line + 1, 1) } else { column += 1 }
        }
        return (line, column)
    }

    private static let translations: [(english: String, chinese: String)] = [
        ("did not find expected ',' or '}'", "缺少“,”或“}”"),
        ("did not find expected ',' or ']'", "缺少“,”或“]”"),
        ("did not find expected key", "这里应当是一个键"),
        ("did not find expected '-' indicator", "列表的一项应以“- ”开头"),
        ("did not find expected node content", "这里应当有内容"),
        ("did not find expected <document start>", "文件中多出了内容"),
        ("mapping values are not allowed in this context", "这里不能出现“: ”"),
        ("could not find expected ':'", "键后缺少“: ”"),
        ("found character that cannot start any token", "这里不能用这个字符开头（如制表符、@、`）"),
        ("found unexpected end of stream", "引号或括号没有结束"),
        ("found unexpected document indicator", "引号没有结束"),
        ("found undefined alias", "没有这个别名（*）"),
        ("found unknown escape character", "双引号中有不认识的转义（\\）"),
        ("but found another document", "一个定义文件只能有一个文档（---）"),
        ("control characters are not allowed", "控制字符"),
        ("Maximum nesting level reached", "嵌套过深"),
    ]

    private static func translated(_ problem: String) -> String {
        translations.first { problem.hasPrefix($0.english) }?.chinese ?? problem
    }

    private static func mend(for problem: String, context: String?) -> String {
        if problem.contains("mapping values") || problem.contains("expected ','") || problem.contains("expected key") {
            return "检查缩进与括号；含有“: ”“, ”“#”“{”的文字要加引号"
        }
        if problem.contains("another document") { return "删去“---”之后的内容，或者移到另一个文件" }
        if context?.contains("quoted scalar") == true { return "补上结束的引号" }
        return "检查缩进、引号与括号"
    }
}
