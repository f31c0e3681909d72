import Testing

@testable import Expressions

@Suite struct `Checking an expression` {
    static let environment = TypeEnvironment(
        variables: [
            "state": .string, "title": .string, "amount": .int, "rate": .double, "urgent": .bool, "created": .timestamp,
            "tags": .list(.string),
            "applicant": .object("person"), "extra": .map(.string, .dyn), "basis": .list(.object("law")), "other": .dyn,
        ],
        objects: ["person": ["name": .string, "age": .int, "org": .object("org")], "org": ["code": .string], "law": ["law": .string]],
        functions: [
            FunctionDeclaration("in_force", parameters: [.string, .timestamp], result: .bool) { _, _ in .bool(true) },
            FunctionDeclaration("below", isMember: true, parameters: [.object("org"), .object("org")], result: .bool) { _, _ in .bool(true)
            },
        ])

    private func complaint(_ source: String, expecting: ValueType? = nil) -> String {
        do throws(ExpressionError) {
            _ = try Expression(parsing: source).checked(in: Self.environment, expecting: expecting)
            return "none"
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        ("sttae == 'closed'", "第1行第1列：没有名为“sttae”的字段或变量；是不是“state”？"),
        ("applicant.nmae == ''", "第1行第11列：“person”没有名为“nmae”的字段；是不是“name”？"),
        ("applicant.phone == ''", "第1行第11列：“person”没有名为“phone”的字段；可用的有：age、name、org"),
        ("title.startWith('a')", "第1行第7列：没有名为“startWith”的函数；是不是“startsWith”？"),
        ("startsWith(title, 'a')", "第1行第1列：“startsWith”不能这样调用，请写成 文本(string).startsWith(文本(string))"),
        (
            "in_force(title)",
            "第1行第1列：in_force() 要 2 个参数，现在有 1 个；写法是 in_force(文本(string), 时刻(timestamp))"
        ),
        (
            "in_force(created, title)",
            "第1行第1列：in_force() 不能用于 时刻(timestamp)、文本(string)；写法是 in_force(文本(string), 时刻(timestamp))"
        ),
        ("amount == 'a'", "第1行第8列：整数(int)与文本(string)比较永远不相等，请改用同一类型的值"),
        ("amount + rate > 1.0", "第1行第8列：“+”不能用于整数(int)和小数(double)；请用 double(x) 把整数转为小数"),
        ("title + amount", "第1行第7列：“+”不能用于文本(string)和整数(int)；要连成文本请用 string(x)"),
        ("created > '2026-01-01'", "第1行第9列：时刻(timestamp)与文本(string)不能比较大小；请用 timestamp('2026-01-01T00:00:00Z') 写时刻"),
        ("amount > null", "第1行第8列：空值不能比较大小；判断有没有值请写 x == null 或 x != null"),
        ("amount && urgent", "第1行第1列：“&&”两边应当是布尔值，现在是整数(int)；要判断数请写成比较，如 x > 0"),
        ("!title", "第1行第2列：“!”后面应当是布尔值，现在是文本(string)；要判断文本请写成比较，如 x == '值' 或 x != ''"),
        ("urgent ? 1 : 'a'", "第1行第8列：“? :”的两个结果类型不同：整数(int)和文本(string)；请转换为同一类型"),
        ("'a' in title", "第1行第5列：in 的右边应当是列表或映射；判断文本包含请写 文本.contains(部分)"),
        ("amount in tags", "第1行第8列：in 左边是整数(int)，右边的项却是文本(string)，永远不在其中"),
        ("title[0] == 'a'", "第1行第6列：只有列表和映射可以用下标，文本(string)不行"),
        ("tags.all(t, t > 1)", "第1行第15列：文本(string)与整数(int)不能比较大小；请把数写成不带引号的数字，或用 int(x) 转换"),
        ("amount.all(t, true)", "第1行第8列：all() 只能用于列表和映射，不能用于整数(int)"),
        ("timestamp('2026-13-01T00:00:00Z') < created", "第1行第11列：文本“2026-13-01T00:00:00Z”不能读作时刻(timestamp)"),
        ("title.matches('[a')", "第1行第15列：正则表达式有误：方括号没有配对，缺少“]”"),
        ("{'a': 1, 'a': 2}.size() > 1", "第1行第10列：映射里同一个键写了两次"),
        ("title.size", "第1行第7列：文本(string)没有字段，不能写“.size”"),
        ("in_force(null, created)", "第1行第1列：in_force() 不能用于 空值(null)、时刻(timestamp)；写法是 in_force(文本(string), 时刻(timestamp))"),
    ]) func `finds what cannot be right`(source: String, wanted: String) { #expect(complaint(source) == wanted) }

    @Test(arguments: [
        "state == null || state in ['a', 'b']", "amount == 1.0", "extra.anything.deeper == 3", "extra['k'] > 2",
        "other.x(1) || true ? 1 : 2",
        "basis.all(b, in_force(b.law, created))", "applicant.org.below(applicant.org)", "[1, 'a', 2.5].size() == 3",
        "urgent ? amount : null",
        "tags.map(t, t.size()).exists(n, n > 3)", "has(applicant.name) && has(title)", "type(amount) == int",
        "created - duration('24h') < created",
        "tags.transformMap(i, t, t + '!')[0] == 'a'", "-rate < 0.5 && -amount > 2", "dyn(amount) == title",
    ]) func `lets pass what can`(source: String) {
        // `other.x` is no member function that exists; everything else here is right.
        #expect(complaint(source) == (source.hasPrefix("other.x") ? "第1行第7列：没有名为“x”的函数；请核对名称" : "none"))
    }

    @Test(arguments: [
        ("amount * 2", ValueType.int), ("rate / 2.0", .double), ("title + 'x'", .string), ("created - created", .duration),
        ("tags + ['a']", .list(.string)), ("tags.filter(t, t != '').map(t, size(t))", .list(.int)), ("urgent ? null : amount", .int),
        ("{'a': 1}", .map(.string, .int)), ("[]", .list(.dyn)), ("applicant.org", .object("org")), ("int", .type), ("extra.x", .dyn),
        ("null", .null),
    ]) func `knows the type of the value`(source: String, wanted: ValueType) throws {
        #expect(try Expression(parsing: source).checked(in: Self.environment).type == wanted)
    }

    @Test func `wants the type that is asked for`() {
        #expect(complaint("amount + 1", expecting: .bool) == "第1行第8列：结果应当是布尔(bool)，现在是整数(int)")
        #expect(complaint("amount > 1", expecting: .bool) == "none")
        #expect(complaint("extra.flag", expecting: .bool) == "none")
    }
}
