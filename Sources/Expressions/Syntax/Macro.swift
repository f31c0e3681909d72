/// Macros: calls that are syntax. Source: cel-spec, "Macros"; cel-go, `ext/comprehensions` for those with two variables.
enum Macro {
    /// What the call stands for; nil when it is an ordinary call.
    static func expand(
        _ name: String, receiver: Node?, arguments: [Node], at offset: Int, source: String
    ) throws(ExpressionError) -> Node.Kind? {
        guard let receiver else {
            guard name == "has", arguments.count == 1 else { return nil }
            switch arguments[0].kind {
            case .select, .identifier: return .presence(arguments[0])
            default: throw ExpressionError("has() 里应当是一个字段，如 has(a.b)", at: arguments[0].offset, in: source)
            }
        }
        guard let shape = shape(of: name, count: arguments.count) else { return nil }
        var variables: [String] = []
        for argument in arguments.prefix(shape.variables) {
            guard case .identifier(let variable, absolute: false) = argument.kind else {
                throw ExpressionError("\(name)() 的第 \(variables.count + 1) 个参数应当是变量名，如 \(shape.example)", at: argument.offset, in: source)
            }
            guard !variables.contains(variable) else {
                throw ExpressionError("\(name)() 的两个变量不能同名“\(variable)”，请改一个", at: argument.offset, in: source)
            }
            variables.append(variable)
        }
        let rest = Array(arguments.dropFirst(shape.variables))
        let condition: Node?
        let result: Node?
        switch shape.kind {
        case .all, .exists, .existsOne: (condition, result) = (rest[0], nil)
        case .list where name == "filter": (condition, result) = (rest[0], nil)
        case .list, .map, .mapEntry: (condition, result) = rest.count == 2 ? (rest[0], rest[1]) : (nil, rest[0])
        }
        return .comprehension(
            Comprehension(kind: shape.kind, range: receiver, variables: variables, condition: condition, result: result, name: name))
    }

    private struct Shape {
        let kind: Comprehension.Kind
        let variables: Int
        let example: String
    }

    private static func shape(of name: String, count: Int) -> Shape? {
        switch (name, count) {
        case ("all", 2): Shape(kind: .all, variables: 1, example: "x.all(v, v > 0)")
        case ("all", 3): Shape(kind: .all, variables: 2, example: "x.all(i, v, v > i)")
        case ("exists", 2): Shape(kind: .exists, variables: 1, example: "x.exists(v, v > 0)")
        case ("exists", 3): Shape(kind: .exists, variables: 2, example: "x.exists(i, v, v > i)")
        case ("exists_one", 2), ("existsOne", 2): Shape(kind: .existsOne, variables: 1, example: "x.exists_one(v, v > 0)")
        case ("exists_one", 3), ("existsOne", 3): Shape(kind: .existsOne, variables: 2, example: "x.existsOne(i, v, v > i)")
        case ("filter", 2): Shape(kind: .list, variables: 1, example: "x.filter(v, v > 0)")
        case ("map", 2), ("map", 3): Shape(kind: .list, variables: 1, example: "x.map(v, v + 1)")
        case ("transformList", 3), ("transformList", 4): Shape(kind: .list, variables: 2, example: "x.transformList(i, v, v + i)")
        case ("transformMap", 3), ("transformMap", 4): Shape(kind: .map, variables: 2, example: "x.transformMap(k, v, v + 1)")
        case ("transformMapEntry", 3), ("transformMapEntry", 4):
            Shape(kind: .mapEntry, variables: 2, example: "x.transformMapEntry(k, v, {v: k})")
        default: nil
        }
    }
}
