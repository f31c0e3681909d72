import Testing

@testable import Expressions

@Suite struct `Reading an expression` {
    /// The complaint about a source that must not be readable.
    private func complaint(_ source: String) -> String {
        do throws(ExpressionError) {
            _ = try Expression(parsing: source)
            return "none"
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        ("", "第1行第1列：表达式是空的，请写出条件或算式"),
        ("  // 只有注释", "第1行第10列：表达式是空的，请写出条件或算式"),
        ("a = 1", "第1行第3列：不能只写一个“=”；比较相等请写“==”"),
        ("a & b", "第1行第3列：不能只写一个“&”；“并且”请写“&&”"),
        ("状态 == 1", "第1行第1列：不认识字符“状”；名称只能用英文字母、数字和下划线，中文文本请加引号"),
        ("name == “张三”", "第1行第9列：文本要用半角引号 ' 或 \" 括起，不能用““”"),
        ("f（x）", "第1行第2列：不认识全角符号“（”，请改用半角符号"),
        ("a &&\n  '中文' == ", "第2行第11列：这里应当是一个值、名称或括号，却遇到表达式的结尾"),
        ("(a", "第1行第3列：括号没有配对，缺少“)”，却遇到表达式的结尾"),
        ("a b", "第1行第3列：这里应当结束，或接一个运算符，却遇到“b”"),
        ("[1, 2", "第1行第6列：缺少“,”或“]”，却遇到表达式的结尾"),
        ("a ? b", "第1行第6列：条件表达式缺少“:”，应写成“条件 ? 甲 : 乙”，却遇到表达式的结尾"),
        ("'abc", "第1行第1列：引号没有配对，请在文本末尾补上引号"),
        ("'ab\nc'", "第1行第1列：文本在行末没有结束；要换行请写 \\n，或用三个引号括起"),
        ("'\\q'", "第1行第2列：不认识的转义；要写反斜杠本身请写 \\\\，要原样书写请在引号前加 r"),
        ("'\\ud800'", "第1行第2列：U+D800 不是字符的码点"),
        ("for + 1", "第1行第1列：“for”是 CEL 的保留字，不能作变量或函数名，请换一个名称"),
        ("9223372036854775808", "第1行第1列：整数超出范围（最大 9223372036854775807）"),
        ("99999999999999999999", "第1行第1列：整数超出范围（-9223372036854775808 至 9223372036854775807）"),
        ("18446744073709551616u", "第1行第1列：无符号整数超出范围（最大 18446744073709551615）"),
        ("1e999", "第1行第1列：小数“1e999”超出范围"),
        ("12ab", "第1行第1列：数字后面紧跟了字母；名称不能以数字开头"),
        ("!-x", "第1行第2列：“!”和“-”不能连用，请加括号，却遇到“-”"),
        ("x.all(a.b, true)", "第1行第9列：all() 的第 1 个参数应当是变量名，如 x.all(v, v > 0)"),
        ("x.exists(i, i, true)", "第1行第13列：exists() 的两个变量不能同名“i”，请改一个"),
        ("has(1)", "第1行第5列：has() 里应当是一个字段，如 has(a.b)"),
        ("a.?b", "第1行第3列：不支持可选字段“.?”，请先用 has() 判断，却遇到“?”"),
        ("Money{amount: 1}", "第1行第6列：不支持构造对象；要写映射请用 {'键': 值}，却遇到“{”"),
        ("a.b.1", "第1行第4列：这里应当结束，或接一个运算符，却遇到数“0.1”"),
    ]) func `says where it goes wrong, and the mend`(source: String, wanted: String) { #expect(complaint(source) == wanted) }

    @Test func `counts lines and columns in code points`() throws {
        let error = #expect(throws: ExpressionError.self) { try Expression(parsing: "'😀é' +\n\t'南宁' $") }
        #expect(error?.line == 2)
        #expect(error?.column == 7)
        #expect(error?.offset == 21)
    }

    @Test func `names what it mentions, without the variables of macros`() throws {
        let expression = try Expression(
            parsing:
                "actor.org == owner && items.exists(i, i.price > limit.max && i in items) && strings.quote(title) != f(x).y && .v && has(a.b)"
        )
        #expect(expression.references == ["actor", "owner", "items", "limit", "title", "x", "v", "a"])
        #expect(expression.paths == ["actor.org", "owner", "items", "limit.max", "title", "x", "v", "a.b"])
        let shadowing = try Expression(parsing: "v > 0 && [1].all(v, v > 0)")
        #expect(shadowing.paths == ["v"])
    }

    @Test func `takes long chains but no deep ones`() throws {
        let chain = (0..<3000).map { "x == \($0)" }.joined(separator: " || ")
        #expect(try Expression(parsing: chain).evaluate(BindingsActivation(["x": .int(2999)])) == .bool(true))
        #expect(complaint(chain + String(repeating: " || true", count: 5000)).contains("表达式太长：最多 65536 字节"))
        #expect(complaint("1" + String(repeating: " + 1", count: 300)).contains("算式太长或嵌套太深"))
        for (open, close) in [("(", ")"), ("[", "]"), ("f(", ")"), ("{1: ", "}"), ("a[", "]"), ("!(", ")")] {
            let deep = String(repeating: open, count: 5000) + "1" + String(repeating: close, count: 5000)
            #expect(complaint(deep).contains("嵌套太深"), "\(open)")
        }
        #expect(complaint(String(repeating: "!", count: 5000) + "true").contains("算式太长或嵌套太深"))
        #expect(complaint("a" + String(repeating: ".b", count: 5000)).contains("算式太长或嵌套太深"))
        #expect(complaint("a" + String(repeating: " ? 1 : 2", count: 5000)).contains("条件表达式") == false)
        #expect(complaint(String(repeating: "a ? 1 : ", count: 5000) + "2").contains("算式太长或嵌套太深"))
    }

    @Test func `survives ten thousand random byte strings and as many random sequences of words`() {
        var random = SplitMix64(state: 2026)
        let words = [
            "a", "b.c", "1", "2u", "3.5", "'x'", "b'y'", "true", "null", "in", "(", ")", "[", "]", "{", "}", ",", ":", "?", ".", "!", "-",
            "+",
            "*", "/", "%", "==", "!=", "<", ">=", "&&", "||", "has(", ".all(v,", ".map(", "size(", "\\", "\"", "`", "//", "\n", "南宁", "r'",
            "\"\"\"", "0x", "1e", "\\u12", "timestamp(", ".matches('[')",
        ]
        var read = 0
        for round in 0..<20_000 {
            let source: String
            if round.isMultiple(of: 2) {
                source = String(
                    decoding: (0..<Int.random(in: 0..<80, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) },
                    as: UTF8.self)
            } else {
                source = (0..<Int.random(in: 1..<14, using: &random)).map { _ in words[Int.random(in: 0..<words.count, using: &random)] }
                    .joined(separator: " ")
            }
            guard let expression = try? Expression(parsing: source) else { continue }
            read += 1
            _ = try? expression.evaluate(BindingsActivation(["a": .list([.int(1)]), "b": .map([.string("c"): .double(2)])]))
            _ = try? expression.checked(in: TypeEnvironment(variables: ["a": .list(.int), "b": .dyn]))
        }
        #expect(read > 100)
    }
}
