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
        ])

    static let environment: TypeEnvironment = {
        var variables = schema.fields
        variables["actor"] = .map(.string, .dyn)
        variables["actor.org"] = .string
        variables["actor.level"] = .int
        variables["today"] = .timestamp
        variables["rate"] = .double
        variables["enabled"] = .bool
        variables["nothing"] = .int
        return TypeEnvironment(variables: variables, objects: schema.objects)
    }()

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
            for number in 0..<150 {
                let source = generator.expression(.bool, depth: Int.random(in: 1...4, using: &generator.random))
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
