import Testing

@testable import Expressions

@Suite struct `SQL of an expression` {
    static let environment = TypeEnvironment(
        variables: [
            "state": .string, "path": .string, "n": .int, "m": .int, "d": .double, "flag": .bool, "at": .timestamp, "span": .duration,
            "tags": .list(.string), "owner": .object("org"), "to_org": .object("org"), "actor": .object("user"), "today": .timestamp,
            "extra": .dyn, "number": .uint,
        ],
        objects: ["org": ["code": .string, "level": .int], "user": ["org": .object("org"), "roles": .list(.string), "level": .int]],
        functions: [
            FunctionDeclaration(
                "below", parameters: [.object("org"), .object("org")], result: .bool,
                sql: { arguments, _ in "EXISTS (SELECT 1 FROM org_tree WHERE child = \(arguments[0]) AND ancestor = \(arguments[1]))" }
            ) { _, _ in .bool(true) },
            FunctionDeclaration("workdays", parameters: [.timestamp, .int], result: .timestamp) { arguments, _ in arguments[0] },
        ])

    static let org = ObjectValue(type: "org", identity: "o7") { $0 == "code" ? .string("450103") : .int(3) }
    static let actor = ObjectValue(type: "user", identity: "u1") { field in
        switch field {
        case "org": .object(org)
        case "roles": .list([.string("front_desk"), .string("supervisor")])
        default: .int(2)
        }
    }

    static func sql(_ source: String, _ dialect: SQLDialect, exact: Bool = false) throws(ExpressionError) -> SQLFragment {
        try Expression(parsing: source).checked(in: environment).sql(
            dialect: dialect, exact: exact,
            column: { path in
                switch path[0] {
                case "actor", "today", "extra": nil
                default: path.count == 1 ? SQLFragment(text: "r.\(path[0])") : path[0] == "owner" ? SQLFragment(text: "o.\(path[1])") : nil
                }
            },
            constant: { path in
                switch path {
                case ["actor"]: .object(actor)
                case ["today"]: .timestamp(Timestamp(milliseconds: 1_000_000))
                default: nil
                }
            })
    }

    @Test(arguments: [
        // What an index can serve.
        ("state == 'closed'", "(r.state = ?)", [Value.string("closed")]),
        ("state != 'closed'", "(NOT (r.state IS NOT NULL AND (r.state = ?)))", [.string("closed")]),
        ("path.startsWith('450103')", "(r.path >= ? AND r.path < ?)", [.string("450103"), .string("450104")]),
        ("state in ['a', 'b']", "(r.state IN (?, ?))", [.string("a"), .string("b")]),
        ("owner == actor.org", "(r.owner = ?)", [.string("o7")]),
        ("at < today - duration('1s')", "(r.at < ?)", [.int(999_000)]), ("n < 2.5", "(r.n <= ?)", [.int(2)]),
        ("n >= 2.5", "(r.n > ?)", [.int(2)]),
        ("2.0 == n", "(r.n = ?)", [.int(2)]), ("n == 2.5", "(CASE WHEN r.n IS NOT NULL THEN FALSE END)", []),
        ("flag", "(r.flag <> 0)", []), ("!flag", "(NOT (r.flag <> 0))", []), ("flag == true", "(r.flag = 1)", []),
        ("has(state)", "(r.state IS NOT NULL)", []),
        ("state == null || n > 1", "((r.state IS NULL) OR (r.n > ?))", [.int(1)]),
        // What is known beforehand disappears.
        ("'supervisor' in actor.roles && flag", "(r.flag <> 0)", []), ("actor.level > 5 && flag", "FALSE", []),
        ("actor.level > 1 || flag", "TRUE", []),
        ("actor.roles.exists(r, state == r)", "((r.state = ?) OR (r.state = ?))", [.string("front_desk"), .string("supervisor")]),
        ("at < workdays(today, 5)", "(r.at < ?)", [.int(1_000_000)]), ("state.matches('x') || true", "TRUE", []),
        // Lists in columns.
        (
            "'a' in tags",
            "EXISTS (SELECT 1 FROM (SELECT value AS cel_1, key AS cel_2 FROM json_each(r.tags)) AS cel_1_t WHERE (cel_1 = ?))",
            [.string("a")]
        ),
        (
            "tags.all(t, t.size() > n)",
            "(r.tags IS NOT NULL AND NOT EXISTS (SELECT 1 FROM (SELECT value AS cel_1, key AS cel_2 FROM json_each(r.tags)) AS cel_1_t WHERE (((length(cel_1)) > r.n)) IS NOT TRUE))",
            []
        ),
        // Failures are NULL.
        (
            "n / m > 1", "((SELECT CASE WHEN typeof(cel_1) = 'integer' THEN cel_1 END FROM (SELECT r.n / r.m AS cel_1) AS cel_1_t) > ?)",
            [.int(1)]
        ),
        (
            "below(to_org, actor.org)",
            "(CASE WHEN r.to_org IS NOT NULL THEN ((EXISTS (SELECT 1 FROM org_tree WHERE child = r.to_org AND ancestor = ?)) <> 0) END)",
            [.string("o7")]
        ),
        ("owner.code == null", "(CASE WHEN NOT (r.owner IS NULL) THEN (o.code IS NULL) END)", []),
        (
            "n + 1 == null",
            "(CASE WHEN NOT ((SELECT CASE WHEN typeof(cel_1) = 'integer' THEN cel_1 END FROM (SELECT r.n + ? AS cel_1) AS cel_1_t) IS NULL) THEN FALSE END)",
            [.int(1)]
        ),
    ]) func `in SQLite`(source: String, text: String, arguments: [Value]) throws {
        let statement = try Self.sql(source, .sqlite).statement(.sqlite)
        #expect(statement.text == text)
        #expect(statement.arguments == arguments)
    }

    @Test(arguments: [
        ("state == 'closed'", "(r.state = CAST($1 AS text))"),
        (
            "state != 'closed' && n in [1, 2]",
            "((NOT (r.state IS NOT NULL AND (r.state = CAST($1 AS text)))) AND (r.n IN (CAST($2 AS bigint), CAST($3 AS bigint))))"
        ),
        ("path.startsWith('450103')", "(r.path COLLATE \"C\" >= CAST($1 AS text) AND r.path COLLATE \"C\" < CAST($2 AS text))"),
        ("state < path", "(r.state COLLATE \"C\" < r.path)"),
        (
            "n + m > 1",
            "(CAST(NULLIF(NULLIF(GREATEST(LEAST(CAST(r.n AS numeric) + r.m, 9223372036854775808), -9223372036854775809), 9223372036854775808), -9223372036854775809) AS bigint) > CAST($1 AS bigint))"
        ),
        ("(n > 1) == flag", "(CAST(CAST((r.n > CAST($1 AS bigint)) AS integer) AS bigint) = r.flag)"),
        (
            "tags.exists(t, t == state)",
            "EXISTS (SELECT 1 FROM (SELECT cel_1_r.value AS cel_1, cel_1_r.place - 1 AS cel_2 FROM jsonb_array_elements_text(CAST(r.tags AS jsonb)) WITH ORDINALITY AS cel_1_r(value, place)) AS cel_1_t WHERE (cel_1 IS NOT DISTINCT FROM r.state))"
        ),
    ]) func `in PostgreSQL`(source: String, text: String) throws {
        #expect(try Self.sql(source, .postgresql).statement(.postgresql).text == text)
    }

    @Test(arguments: [
        ("state.matches('^a')", "第1行第7列：matches() 没有对应的数据库算法，不能用作数据库查询条件；请改用 startsWith、endsWith 或 contains"),
        ("tags.filter(t, t != '').size() > 0", "第1行第6列：filter() 的结果是列表，不能用作数据库查询条件；请改写为 exists() 或 all()"),
        ("tags[0] == 'a'", "第1行第5列：下标“[…]”，不能用作数据库查询条件"), ("workdays(at, 5) > today", "第1行第1列：workdays() 没有对应的数据库算法，不能用作数据库查询条件"),
        ("extra == 1", "第1行第1列：“extra”不是数据库里的字段，也没有已知的值，不能用作查询条件"),
        ("to_org.code == 'a'", "第1行第8列：“to_org.code”不是数据库里的字段，也没有已知的值，不能用作查询条件"),
        ("tags == ['a']", "第1行第6列：列表(list)〔文本(string)〕与列表(list)〔文本(string)〕的比较，不能用作数据库查询条件"),
        ("number + 1u > 2u", "第1行第8列：“+”用于无符号整数(uint)和无符号整数(uint)，不能用作数据库查询条件"),
        ("state == 'a\\u0000'", "第1行第10列：文本里有空字符（U+0000），数据库里不可能有这样的值，请删去"),
        ("at.getHours('Asia/Shanghai') > 8", "第1行第4列：getHours() 没有对应的数据库算法，不能用作数据库查询条件；时区请写成固定的偏移，如 '+08:00'"),
    ]) func `is refused with its place`(source: String, wanted: String) {
        for dialect in SQLDialect.allCases {
            do throws(ExpressionError) {
                let fragment = try Self.sql(source, dialect)
                Issue.record("\(fragment.statement(dialect).text)")
            } catch {
                #expect("\(error)" == wanted)
            }
        }
    }

    @Test func `does not grow beyond its limits`() throws {
        var source = "d"
        for _ in 0..<40 { source = "(flag ? \(source) : d) * d" }
        #expect(throws: Never.self) { try Self.sql("\(source) > 1.0", .postgresql) }
        // What is written twice at every step would double forty times.
        var nested = "(n == m)"
        for _ in 0..<40 { nested = "((\(nested) ? n : null) == (\(nested.count < 2000 ? nested : "flag") ? m : null))" }
        do throws(ExpressionError) {
            let size = try Self.sql(nested, .sqlite, exact: true).size
            #expect(size.octets <= CheckedExpression.maximumSQL.octets)
        } catch {
            #expect(error.message.contains("太长") || error.message.contains("太深"))
        }
    }

    @Test func `is refused when known lists in lists would be written out without end`() {
        let list = "[\((0..<300).map(String.init).joined(separator: ", "))]"
        #expect(throws: ExpressionError.self) { try Self.sql("\(list).all(a, \(list).all(b, \(list).exists(c, n == a + b + c)))", .sqlite) }
    }

    @Test func `keeps values out of its text`() throws {
        let fragment: SQLFragment = "a = \(argument: .string("'; DROP TABLE r; --")) AND \(SQLFragment.argument(.int(1))) < b"
        #expect(fragment.statement(.sqlite).text == "a = ? AND ? < b")
        #expect(fragment.statement(.postgresql, first: 3).text == "a = $3 AND $4 < b")
        #expect(fragment.statement(.postgresql).arguments == [.string("'; DROP TABLE r; --"), .int(1)])
        #expect(["a", "b"].joined(separator: " AND ") as SQLFragment == "a AND b")
        #expect("ab\u{10FFFF}".successorOfPrefix == "ac")
        #expect("\u{D7FF}".successorOfPrefix == "\u{E000}")
        #expect("\u{10FFFF}".successorOfPrefix == nil)
    }
}
