/// Reads an expression by recursive descent, with precedence climbing for the binary operators so that the stack stays shallow.
/// Source: cel-spec, "Syntax".
struct Parser {
    private var lexer: Lexer
    private var token: Token
    private var depth = 0
    private var nodes = 0

    init(_ source: String) throws(ExpressionError) {
        lexer = Lexer(source)
        guard lexer.octets.count <= Expression.maximumLength else {
            throw ExpressionError("表达式太长：最多 \(Expression.maximumLength) 字节，请拆开", at: Expression.maximumLength, in: source)
        }
        token = try lexer.next()
    }

    /// The whole source as one expression, and the number of its nodes.
    static func parse(_ source: String) throws(ExpressionError) -> (root: Node, nodes: Int) {
        var parser = try Parser(source)
        if parser.token.kind == .end { throw parser.error("表达式是空的，请写出条件或算式", at: parser.token.offset) }
        let root = try parser.expression()
        guard parser.token.kind == .end else { throw parser.unexpected("这里应当结束，或接一个运算符") }
        return (root, parser.nodes)
    }

    // MARK: Operators

    private mutating func expression() throws(ExpressionError) -> Node {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Expression.maximumNesting else {
            throw error("嵌套太深：括号和列表最多套 \(Expression.maximumNesting) 层，请拆成几个表达式", at: token.offset)
        }
        // `a ? b : c ? d : e` leans right; a loop instead of recursion keeps long chains off the stack.
        var arms: [(condition: Node, then: Node, offset: Int)] = []
        while true {
            let operand = try operation(minimum: 1)
            let offset = token.offset
            guard try accept(.question) else {
                var result = operand
                for arm in arms.reversed() {
                    result = try make(
                        .conditional(arm.condition, then: arm.then, else: result), at: arm.offset, over: arm.condition, arm.then, result)
                }
                return result
            }
            let then = try operation(minimum: 1)
            try expect(.colon, "条件表达式缺少“:”，应写成“条件 ? 甲 : 乙”")
            arms.append((operand, then, offset))
        }
    }

    private enum Infix {
        case or, and
        case binary(BinaryOperator)

        var precedence: Int {
            switch self {
            case .or: 1
            case .and: 2
            case .binary(.add), .binary(.subtract): 4
            case .binary(.multiply), .binary(.divide), .binary(.remainder): 5
            case .binary: 3
            }
        }
    }

    private var infix: Infix? {
        switch token.kind {
        case .keyword(.in): .binary(.membership)
        case .symbol(.or): .or
        case .symbol(.and): .and
        case .symbol(let symbol): BinaryOperator(rawValue: symbol.rawValue).map { .binary($0) }
        default: nil
        }
    }

    private mutating func operation(minimum: Int) throws(ExpressionError) -> Node {
        var left = try unary()
        while let infix, infix.precedence >= minimum {
            let offset = token.offset
            switch infix {
            case .binary(let binary):
                try advance()
                let right = try operation(minimum: infix.precedence + 1)
                left = try make(.binary(binary, left, right), at: offset, over: left, right)
            case .and, .or:
                var operands = [left]
                let symbol: Token.Symbol = infix.precedence == 1 ? .or : .and
                while try accept(symbol) { operands.append(try operation(minimum: infix.precedence + 1)) }
                left = try make(infix.precedence == 1 ? .disjunction(operands) : .conjunction(operands), at: offset, over: operands)
            }
        }
        return left
    }

    private mutating func unary() throws(ExpressionError) -> Node {
        var signs: [(symbol: Token.Symbol, offset: Int)] = []
        while case .symbol(let symbol) = token.kind, symbol == .not || symbol == .minus {
            if let last = signs.last, last.symbol != symbol { break }
            signs.append((symbol, token.offset))
            try advance()
        }
        if case .symbol(let symbol) = token.kind, symbol == .not || symbol == .minus {
            throw unexpected("“!”和“-”不能连用，请加括号")
        }
        var node: Node
        // The sign belongs to a numeral right behind it: -9223372036854775808 has no positive counterpart.
        if let last = signs.last, last.symbol == .minus, let negative = negativeLiteral {
            signs.removeLast()
            try advance()
            node = try suffixes(of: make(.literal(negative), at: last.offset))
        } else {
            node = try suffixes(of: primary())
        }
        for sign in signs.reversed() { node = try make(sign.symbol == .not ? .not(node) : .negate(node), at: sign.offset, over: node) }
        return node
    }

    private var negativeLiteral: Value? {
        switch token.kind {
        case .int(let magnitude): .int(magnitude > UInt64(Int64.max) ? .min : -Int64(magnitude))
        case .double(let value): .double(-value)
        default: nil
        }
    }

    // MARK: Members

    private mutating func suffixes(of first: Node) throws(ExpressionError) -> Node {
        var node = first
        while case .symbol(let symbol) = token.kind {
            let offset = token.offset
            switch symbol {
            case .dot:
                try advance()
                if case .symbol(.question) = token.kind { throw unexpected("不支持可选字段“.?”，请先用 has() 判断") }
                let name = try fieldName()
                if !name.quoted, try accept(.leftParenthesis) {
                    let arguments = try list(until: .rightParenthesis)
                    node = try call(name.text, receiver: node, arguments: arguments, at: name.offset)
                } else {
                    node = try make(.select(node, field: name.text), at: name.offset, over: node)
                }
            case .leftBracket:
                try advance()
                if case .symbol(.question) = token.kind { throw unexpected("不支持可选下标“[?”，请先用 in 判断") }
                let index = try expression()
                try expect(.rightBracket, "下标缺少“]”")
                node = try make(.index(node, index), at: offset, over: node, index)
            case .leftBrace where node.path != nil:
                throw unexpected("不支持构造对象；要写映射请用 {'键': 值}")
            default: return node
            }
        }
        return node
    }

    private mutating func fieldName() throws(ExpressionError) -> (text: String, offset: Int, quoted: Bool) {
        let offset = token.offset
        switch token.kind {
        case .identifier(let name):
            try advance()
            return (name, offset, false)
        case .quoted(let name):
            try advance()
            return (name, offset, true)
        default: throw unexpected("“.”后面应当是字段名或函数名")
        }
    }

    private mutating func primary() throws(ExpressionError) -> Node {
        let offset = token.offset
        switch token.kind {
        case .keyword(.true): return try literal(.bool(true))
        case .keyword(.false): return try literal(.bool(false))
        case .keyword(.null): return try literal(.null)
        case .int(let magnitude):
            guard let value = Int64(exactly: magnitude) else { throw error("整数超出范围（最大 9223372036854775807）", at: offset) }
            return try literal(.int(value))
        case .uint(let value): return try literal(.uint(value))
        case .double(let value): return try literal(.double(value))
        case .string(let value): return try literal(.string(value))
        case .bytes(let value): return try literal(.bytes(value))
        case .identifier(let name): return try nameOrCall(name, absolute: false)
        case .symbol(.dot):
            try advance()
            guard case .identifier(let name) = token.kind else { throw unexpected("“.”后面应当是名称") }
            return try nameOrCall(name, absolute: true)
        case .symbol(.leftParenthesis):
            try advance()
            let inner = try expression()
            try expect(.rightParenthesis, "括号没有配对，缺少“)”")
            return inner
        case .symbol(.leftBracket):
            try advance()
            let elements = try list(until: .rightBracket)
            return try make(.list(elements), at: offset, over: elements)
        case .symbol(.leftBrace):
            try advance()
            return try map(at: offset)
        default: throw unexpected("这里应当是一个值、名称或括号")
        }
    }

    private mutating func literal(_ value: Value) throws(ExpressionError) -> Node {
        let node = try make(.literal(value), at: token.offset)
        try advance()
        return node
    }

    private mutating func nameOrCall(_ name: String, absolute: Bool) throws(ExpressionError) -> Node {
        let offset = token.offset
        try advance()
        if reservedWords.contains(name) { throw error("“\(name)”是 CEL 的保留字，不能作变量或函数名，请换一个名称", at: offset) }
        guard try accept(.leftParenthesis) else { return try make(.identifier(name, absolute: absolute), at: offset) }
        let arguments = try list(until: .rightParenthesis)
        return try call(name, receiver: nil, arguments: arguments, at: offset)
    }

    /// Expressions with commas between them, and a comma behind the last where a list allows it.
    private mutating func list(until close: Token.Symbol) throws(ExpressionError) -> [Node] {
        var elements: [Node] = []
        while true {
            if try accept(close) { return elements }
            if !elements.isEmpty {
                try expect(.comma, "缺少“,”或“\(close.rawValue)”")
                if close == .rightBracket, try accept(close) { return elements }
            }
            if case .symbol(.question) = token.kind { throw unexpected("不支持可选元素“?”") }
            elements.append(try expression())
        }
    }

    private mutating func map(at offset: Int) throws(ExpressionError) -> Node {
        var entries: [Node.Entry] = []
        var parts: [Node] = []
        while true {
            if try accept(.rightBrace) { break }
            if !entries.isEmpty {
                try expect(.comma, "映射缺少“,”或“}”")
                if try accept(.rightBrace) { break }
            }
            let key = try expression()
            try expect(.colon, "映射的键后面缺少“:”")
            let value = try expression()
            entries.append(.init(key: key, value: value))
            parts += [key, value]
        }
        return try make(.map(entries), at: offset, over: parts)
    }

    private mutating func call(_ name: String, receiver: Node?, arguments: [Node], at offset: Int) throws(ExpressionError) -> Node {
        if let expansion = try Macro.expand(name, receiver: receiver, arguments: arguments, at: offset, source: lexer.source) {
            return try make(expansion, at: offset, over: (receiver.map { [$0] } ?? []) + arguments)
        }
        return try make(.call(name, receiver: receiver, arguments: arguments), at: offset, over: (receiver.map { [$0] } ?? []) + arguments)
    }

    // MARK: Tokens and nodes

    private mutating func advance() throws(ExpressionError) { token = try lexer.next() }

    private mutating func accept(_ symbol: Token.Symbol) throws(ExpressionError) -> Bool {
        guard token.kind == .symbol(symbol) else { return false }
        try advance()
        return true
    }

    private mutating func expect(_ symbol: Token.Symbol, _ message: String) throws(ExpressionError) {
        guard try accept(symbol) else { throw unexpected(message) }
    }

    private func error(_ message: String, at offset: Int) -> ExpressionError { lexer.error(message, at: offset) }

    private func unexpected(_ message: String) -> ExpressionError { error("\(message)，却遇到\(token.text)", at: token.offset) }

    private mutating func make(_ kind: Node.Kind, at offset: Int, over children: Node...) throws(ExpressionError) -> Node {
        try make(kind, at: offset, over: children)
    }

    private mutating func make(_ kind: Node.Kind, at offset: Int, over children: [Node]) throws(ExpressionError) -> Node {
        let height = 1 + (children.map(\.height).max() ?? 0)
        guard height <= Expression.maximumHeight else {
            throw error("算式太长或嵌套太深：最多连续 \(Expression.maximumHeight) 层运算，请拆开", at: offset)
        }
        nodes += 1
        return Node(kind, offset: offset, height: height, id: nodes - 1)
    }
}
