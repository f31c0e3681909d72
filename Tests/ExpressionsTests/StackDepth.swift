import Foundation
import Synchronization
import Testing

@testable import Expressions

@Suite struct `The deepest expressions` {
    /// Threads of a server may have small stacks; 2 MB is a quarter of what Linux gives by default.
    @Test func `are read, checked, evaluated and said in SQL on a small stack`() {
        let nesting = Expression.maximumNesting - 2
        func wrapped(_ open: String, _ inner: String, _ close: String, _ count: Int) -> String {
            String(repeating: open, count: count) + inner + String(repeating: close, count: count)
        }
        let sources = [
            wrapped("(", "n > 1", ")", nesting), wrapped("!(", "n > 1", ")", nesting), wrapped("[1].all(v, ", "n > 1", ")", nesting),
            wrapped("(true ? ", "n > 1", " : false)", nesting), wrapped("size([", "1", "])", nesting / 2) + " > 0",
            wrapped("{1: ", "n", "}", nesting) + " != {}", "1" + String(repeating: " + n", count: Expression.maximumHeight - 10) + " > 0",
            wrapped("f(", "n", ")", nesting) + " > 0", wrapped("!(flag || ", "n > 1", ")", nesting),
            String(repeating: "flag ? false : ", count: Expression.maximumHeight - 10) + "true",
            String(repeating: "!", count: Expression.maximumHeight - 10) + "flag",
        ]
        let environment = TypeEnvironment(
            variables: ["n": .int, "flag": .bool],
            functions: [
                FunctionDeclaration("f", parameters: [.int], result: .int, sql: { arguments, _ in arguments[0] }) { values, _ in values[0] }
            ])
        let failures = Mutex<[String]>([])
        let thread = Thread {
            for source in sources {
                do {
                    let expression = try Expression(parsing: source)
                    _ = expression.paths
                    let checked = try expression.checked(in: environment, expecting: .bool)
                    _ = checked.holds(BindingsActivation(["n": .int(2), "flag": .bool(true)]))
                    for dialect in SQLDialect.allCases {
                        // Too long for SQL is an answer, too; what counts is that there is one.
                        _ = try? checked.sql(dialect: dialect, exact: true, column: { SQLFragment(text: $0[0]) }, constant: { _ in nil })
                    }
                } catch {
                    failures.withLock { $0.append("\(source.prefix(40)): \(error)") }
                }
            }
            failures.withLock { $0.append("done") }
        }
        thread.stackSize = 2 << 20
        thread.start()
        while !thread.isFinished { usleep(1000) }
        #expect(failures.withLock { $0 } == ["done"])
    }
}
