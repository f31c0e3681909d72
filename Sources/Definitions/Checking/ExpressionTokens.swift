/// Names, texts and symbols of an expression, for looking at literals. The expression itself is read by `Expressions`.
enum ExpressionTokens {
    enum Token: Hashable {
        /// A dotted name: `actor.org`. A call's name is the last part.
        case name([String])
        /// A quoted text without escapes; one with escapes is a symbol.
        case text(String)
        case symbol(String)
    }

    static func read(_ source: String) -> [Token] {
        var tokens: [Token] = []
        let scalars = Array(source.unicodeScalars)
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            if isNameStart(scalar) {
                var path: [String] = []
                repeat {
                    if !path.isEmpty { index += 1 }
                    let start = index
                    while index < scalars.count, isNameStart(scalars[index]) || isDigit(scalars[index]) { index += 1 }
                    path.append(text(scalars[start..<index]))
                } while index + 1 < scalars.count && scalars[index] == "." && isNameStart(scalars[index + 1])
                // After `)` or `]` a name selects from a value that cannot be followed here.
                tokens.append(tokens.last == .symbol(".") ? .symbol(path.joined(separator: ".")) : .name(path))
            } else if scalar == "'" || scalar == "\"" {
                let start = index + 1
                index = start
                var hasEscape = false
                while index < scalars.count, scalars[index] != scalar {
                    if scalars[index] == "\\" {
                        hasEscape = true
                        index += 1
                    }
                    index += 1
                }
                let end = min(index, scalars.count)
                tokens.append(hasEscape ? .symbol("'") : .text(text(scalars[start..<end])))
                index += 1
            } else if scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r" {
                index += 1
            } else if isDigit(scalar) {
                while index < scalars.count, isDigit(scalars[index]) || isNameStart(scalars[index]) { index += 1 }
                tokens.append(.symbol("0"))
            } else {
                let pair = index + 1 < scalars.count ? text(scalars[index...index + 1]) : ""
                let isPair = ["==", "!=", "<=", ">=", "&&", "||"].contains(pair)
                tokens.append(.symbol(isPair ? pair : text(scalars[index...index])))
                index += isPair ? 2 : 1
            }
        }
        return tokens
    }

    /// Variables of macros: `list.all(x, …)`.
    static func boundNames(_ tokens: [Token]) -> Set<String> {
        var bound: Set<String> = []
        for (index, token) in tokens.enumerated() where index + 3 < tokens.count && tokens[index + 1] == .symbol("(") {
            let called: String? =
                switch token {
                case .name(let path): path.count > 1 ? path.last : nil
                case .symbol(let name): String(name.split(separator: ".").last ?? "")
                case .text: nil
                }
            guard let called,
                ["all", "exists", "exists_one", "existsOne", "map", "filter", "transformList", "transformMap"].contains(called)
            else { continue }
            if case .name(let variable) = tokens[index + 2], tokens[index + 3] == .symbol(","), variable.count == 1 {
                bound.formUnion(variable)
            }
            if index + 5 < tokens.count, case .name(let second) = tokens[index + 4], tokens[index + 5] == .symbol(","), second.count == 1 {
                bound.formUnion(second)
            }
        }
        return bound
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
    private static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
    }
}
