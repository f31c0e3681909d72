import Foundation
import Testing

@testable import Expressions

@Suite struct `SQL says what the evaluator says` {
    static let schema = RandomExpressions.Schema(
        fields: [
            "flag": .bool, "n": .int, "m": .int, "d": .double, "s": .string, "t": .string, "at": .timestamp, "span": .duration,
            "tags": .list(.string), "nums": .list(.int), "rates": .list(.double), "basis": .list(.object("law")),
            "applicant": .object("person"),
        ],
        objects: ["law": ["law": .string, "article": .int], "person": ["name": .string, "age": .int]],
        constants: [
            "actor.org": .string("南宁"), "actor.level": .int(3), "today": .timestamp(Timestamp(milliseconds: 1_772_413_200_000)),
            "rate": .double(0.5), "enabled": .bool(true), "nothing": .null,
        ],
        functions: ["alike": ([.string, .string], .bool), "known": ([.dyn], .bool), "capped": ([.int, .int], .int)])

    static let environment: TypeEnvironment = {
        var variables = schema.fields
        variables["actor"] = .map(.string, .dyn)
        variables["actor.org"] = .string
        variables["actor.level"] = .int
        variables["today"] = .timestamp
        variables["rate"] = .double
        variables["enabled"] = .bool
        variables["nothing"] = .int
        return TypeEnvironment(variables: variables, objects: schema.objects, functions: functions)
    }()

    /// Functions whose SQL is not NULL for NULL: the compiler must see to that.
    static let functions = [
        FunctionDeclaration(
            "alike", parameters: [.string, .string], result: .bool, sql: { a, _ in "coalesce(\(a[0]), '') = coalesce(\(a[1]), '')" }
        ) { values, _ in .bool(values[0] == values[1]) },
        FunctionDeclaration("known", parameters: [.dyn], result: .bool, sql: { a, _ in "\(a[0]) IS NOT NULL" }) { values, _ in
            .bool(values[0] != .null)
        },
        FunctionDeclaration(
            "capped", parameters: [.int, .int], result: .int,
            sql: { a, _ in "CASE WHEN \(a[0]) > 1000000 THEN NULL ELSE coalesce(\(a[0]), 0) / 2 + coalesce(\(a[1]), 0) / 2 END" }
        ) { values, _ in
            guard case .int(let a) = values[0], case .int(let b) = values[1] else { throw StandardFunctions.misuse }
            if a > 1_000_000 { throw EvaluationError(.overflow, "太大") }
            return .int(a / 2 + b / 2)
        },
    ]

    /// Corners that the generator does not reach.
    static let corners = [
        "at < timestamp('2026-01-01T00:00:00.0000005Z')", "at <= timestamp('1970-01-01T00:00:00.0000005Z')",
        "at == timestamp('1970-01-01T00:00:00.0000005Z')",
        "at != timestamp('1970-01-01T00:00:00.0000005Z')", "!(at > timestamp('1969-12-31T23:59:59.9995Z'))", "span >= duration('-0.5ms')",
        "span < duration('-0.5ms')", "at in [timestamp('1970-01-01T00:00:00.0000005Z'), timestamp('1970-01-01T00:00:00Z')]",
        "n < 9007199254740993.0", "n == 9007199254740992.0", "n in [9007199254740992.0, 2.0, 0.5]", "n != 9.3e18", "n < 9.3e18",
        "n > -9.3e18",
        "n >= 9223372036854775808.0", "d < 9007199254740993", "d == 18446744073709551615u", "n < 18446744073709551615u",
        "n == 18446744073709551615u",
        "n in [1u, 18446744073709551615u]", "n == double('NaN')", "n != double('NaN')", "d < double('NaN')", "!(d < double('NaN'))",
        "n > 0.0 - double('Infinity')",
        "flag in [true, null]", "flag < true", "flag != enabled", "(n > 1) == (m > 1)", "(n > 1) != flag", "(n > 1) == null",
        "[flag, n > 1].exists(x, x)",
        "[n, m].all(x, x > 0)", "[n, 1 / m].exists(x, x == 1)", "n in [m, 1, null]", "n in [1 / m, 2]", "[n, m].exists_one(x, x == 2)",
        "applicant == null", "has(applicant.name) || flag", "applicant.name == null", "applicant.age in [1, null]",
        "applicant.name in tags",
        "at.getHours('+08:00') == 8", "at.getDate('-02:30') == 31",
        "at.getFullYear('-02:30') == 0 || at.getFullYear('+02:30') in [10000, 1970]", "at.getDayOfYear('-02:30') in [365, 0]",
        "at.getDayOfWeek('+08:00') in [0, 6]", "at.getMilliseconds() == 999",
        "tags.exists(i, t, i > 0 && t == s)", "{'a': 1, 'b': 2}.exists(k, v, k == s && v == n)", "tags == null",
        "size(tags) == 0 || tags != null",
        "string(flag) == 'true'", "double(n) / 3.0 > 1.0", "int(d) % 2 == 0", "s.upperAscii().startsWith(t)", "s.startsWith('')",
        "''.startsWith(s)",
        "s.startsWith('\u{D7FF}')", "(flag ? s : null) == null", "(n > 1 ? s : null) == t", "(n / m > 0 ? s : t) != null",
        "flag ? n > 1 : m > 1",
        "(flag ? true : null) == true", "(s == null ? '' : s) == ''", "basis.exists(b, has(b.law) && b.law.startsWith(s))",
        "nothing == null || n > nothing",
        "span + span > span", "today - at > duration('24h')", "-span < duration('0s')", "-n > m", "-d < 0.0", "true", "nothing > 1",
        "tags.exists(t, nums.exists(x, size(t) == x))",
    ]

    /// A record as rows of the two tables `r` and `p`, the latter joined by `r.applicant`.
    private static func tables(_ shell: DatabaseShell, _ records: [[String: Value]]) -> String {
        let names = schema.fields.keys.sorted()
        func type(_ type: ValueType) -> String {
            switch type {
            case .bool, .int, .timestamp, .duration: shell.dialect == .sqlite ? "INTEGER" : "bigint"
            case .double: shell.dialect == .sqlite ? "REAL" : "double precision"
            default: shell.dialect == .sqlite ? "TEXT" : "text COLLATE \"C\""
            }
        }
        let columns = names.map { "\"\($0)\" \(type(schema.fields[$0] ?? .string))" }
        let people = ["applicant_name \(type(.string))", "applicant_age \(type(.int))"]
        let settings = shell.dialect == .postgresql ? "SET client_min_messages = error; SET standard_conforming_strings = on;\n" : ""
        var script = settings + "CREATE TEMPORARY TABLE r (id INTEGER, \((columns + people).joined(separator: ", ")));\n"
        for (index, record) in records.enumerated() {
            var values = names.map { shell.literal(record[$0] ?? .null) }
            for field in ["name", "age"] {
                guard case .object(let person)? = record["applicant"] else {
                    values.append("NULL")
                    continue
                }
                values.append(shell.literal(((try? person.field(field)) ?? nil) ?? .null))
            }
            script += "INSERT INTO r VALUES (\(index), \(values.joined(separator: ", ")));\n"
        }
        return script
    }

    private static func column(_ path: [String]) -> SQLFragment? {
        if path.count == 1, schema.fields[path[0]] != nil { return SQLFragment(text: "r.\"\(path[0])\"") }
        if path.count == 2, path[0] == "applicant" { return SQLFragment(text: "r.applicant_\(path[1])") }
        return nil
    }

    private static func constant(_ path: [String]) -> Value? { schema.constants[path.joined(separator: ".")] }

    private static func activation(_ record: [String: Value]) -> BindingsActivation {
        BindingsActivation(record.merging(schema.constants) { field, _ in field })
    }

    /// Nil for what the checker already sees to fail, such as `int(9.3e18)`; any other complaint is the generator's mistake.
    private static func checked(_ source: String) throws -> CheckedExpression? {
        do throws(ExpressionError) {
            return try Expression(parsing: source).checked(in: environment)
        } catch {
            if error.message.contains("超出范围") { return nil }
            throw error
        }
    }

    private static var scale: Int { ProcessInfo.processInfo.environment["EXPRESSIONS_TEST_SCALE"].flatMap(Int.init) ?? 1 }

    @Test(arguments: DatabaseShell.all.map(\.dialect)) func `for conditions on random records`(dialect: SQLDialect) throws {
        let shell = try #require(DatabaseShell.all.first { $0.dialect == dialect })
        var compiled = 0
        for batch in 0..<(4 * Self.scale) {
            var generator = RandomExpressions(Self.schema, seed: UInt64(batch) &* 7919 &+ 17)
            let records = (0..<10).map { _ in generator.record() }
            var script = Self.tables(shell, records)
            var wanted: [String: (expression: CheckedExpression, text: String)] = [:]
            let sources =
                Self.corners + (0..<150).map { _ in generator.expression(.bool, depth: Int.random(in: 1...4, using: &generator.random)) }
            for (number, source) in sources.enumerated() {
                guard let checked = try Self.checked(source) else { continue }
                guard let truth = try? checked.sql(dialect: dialect, column: Self.column, constant: Self.constant),
                    let exact = try? checked.sql(dialect: dialect, exact: true, column: Self.column, constant: Self.constant)
                else { continue }
                compiled += 1
                wanted["\(number)"] = (checked, shell.text(exact))
                let (one, all) = (shell.text(truth), shell.text(exact))
                // A failing statement must not hide the others.
                script +=
                    "SELECT '\(number)|' || id || '|' || CASE WHEN \(all) THEN 'true' WHEN NOT \(all) THEN 'false' ELSE 'null' END || '|' || CASE WHEN \(one) THEN 'met' ELSE 'not' END FROM r;\n"
            }
            let (lines, complaints) = try shell.run(script)
            #expect(complaints.isEmpty, "\(complaints.prefix(1500))")
            var answers: [String: String] = [:]
            for line in lines {
                let parts = line.split(separator: "|", maxSplits: 2).map(String.init)
                if parts.count == 3 { answers["\(parts[0])|\(parts[1])"] = parts[2] }
            }
            var wrong: [String] = []
            for (number, (checked, text)) in wanted {
                for (index, record) in records.enumerated() {
                    let expected: String
                    switch Result(catching: { try checked.evaluate(Self.activation(record)) }) {
                    case .success(.bool(true)): expected = "true|met"
                    case .success(.bool(false)): expected = "false|not"
                    // A failure; or null, which is no boolean.
                    default: expected = "null|not"
                    }
                    let given = answers["\(number)|\(index)"] ?? "nothing"
                    if given != expected {
                        let values = checked.expression.references.sorted().map {
                            "\($0)=\(RandomExpressions.literal(record[$0] ?? .null))"
                        }
                        wrong.append(
                            "\(checked.source)\n  \(values.joined(separator: ", "))\n  wanted \(expected), got \(given)\n  \(text.prefix(700))"
                        )
                    }
                }
            }
            #expect(wrong.isEmpty, "batch \(batch): \(wrong.count) wrong, the shortest:\n\(wrong.min { $0.count < $1.count } ?? "")")
            if !wrong.isEmpty { break }
        }
        // Most of what the generator makes can be asked of a database.
        #expect(compiled > 400 * Self.scale, "\(compiled)")
    }

    @Test(arguments: DatabaseShell.all.map(\.dialect)) func `for values on random records`(dialect: SQLDialect) throws {
        let shell = try #require(DatabaseShell.all.first { $0.dialect == dialect })
        for batch in 0..<(3 * Self.scale) {
            var generator = RandomExpressions(Self.schema, seed: UInt64(batch) &* 104_729 &+ 5)
            let records = (0..<10).map { _ in generator.record() }
            var script = Self.tables(shell, records)
            var wanted: [String: CheckedExpression] = [:]
            for number in 0..<120 {
                let type = [ValueType.int, .string, .timestamp, .duration][number % 4]
                let source = generator.expression(type, depth: Int.random(in: 1...3, using: &generator.random))
                guard let checked = try Self.checked(source) else { continue }
                guard let sql = try? checked.sql(dialect: dialect, column: Self.column, constant: Self.constant) else { continue }
                wanted["\(number)"] = checked
                script += "SELECT '\(number)|' || id || '|' || coalesce(CAST(\(shell.text(sql)) AS text), 'null') FROM r;\n"
            }
            let (lines, complaints) = try shell.run(script)
            #expect(complaints.isEmpty, "\(complaints.prefix(1500))")
            let answers = Set(lines)
            var wrong: [String] = []
            for (number, checked) in wanted {
                for (index, record) in records.enumerated() {
                    let expected: String
                    switch Result(catching: { try checked.evaluate(Self.activation(record)) }) {
                    case .success(.int(let value)): expected = "\(value)"
                    case .success(.string(let value)): expected = value
                    case .success(.timestamp(let value)): expected = "\(value.milliseconds)"
                    case .success(.duration(let value)): expected = "\(value.milliseconds)"
                    default: expected = "null"
                    }
                    if !answers.contains("\(number)|\(index)|\(expected)") {
                        let given = lines.first { $0.hasPrefix("\(number)|\(index)|") } ?? "nothing"
                        wrong.append("\(checked.source) on \(index)\n  wanted \(expected), got \(given)")
                    }
                }
            }
            #expect(wrong.isEmpty, "batch \(batch): \(wrong.count) wrong, the shortest:\n\(wrong.min { $0.count < $1.count } ?? "")")
            if !wrong.isEmpty { break }
        }
    }
}
