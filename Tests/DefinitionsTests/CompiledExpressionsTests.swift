import Expressions
import Testing

@testable import Definitions

@Suite struct `Compiled expressions` {
    @Test func `know what each place may name`() throws {
        let catalogue = try `A whole system`.load()
        let types = RecordTypes(catalogue: catalogue)
        let record = try #require(catalogue.record("aid/application"))
        let step = try #require(catalogue.record("aid/step"))

        let standing = types.environment(for: record, in: .record).variables
        #expect(standing["income"] == .int && standing["score"] == .double && standing["granted_at"] == .timestamp)
        #expect(standing["task"] == .object("aid/task"))
        #expect(standing["step"] == .list(.object("aid/step")))
        #expect(standing["tasks"] == .list(.object("aid/task")))
        #expect(standing["state"] == .string && standing["created_at"] == .timestamp && standing["version"] == .int)
        #expect(standing["what"] == nil)

        let asking = types.environment(for: record, in: .action("ask"))
        #expect(asking.variables["what"] == .string)
        #expect(asking.objects[RecordTypes.inputType(record, action: "ask")] == ["what": .string])

        let row = types.environment(for: step, in: .row(of: "aid/application", action: "ask")).variables
        #expect(row["text"] == .string && row["parent"] == .object("aid/application") && row["what"] == .string)
        #expect(row["income"] == nil)

        #expect(types.environment(for: record, in: .item(action: "decide")).variables["item"] == .object("structure:aid/basis"))

        let list = types.environment(for: record, in: .list).variables
        #expect(list["step"] == nil && list["old"] == nil && list["overdue"] == .bool)
    }

    @Test func `are evaluated with the functions handed over`() throws {
        let catalogue = try `A whole system`.load()
        let record = try #require(catalogue.record("aid/application"))
        let functions = StandardFunctions.bound(to: [
            "below": { arguments, _ in .bool(arguments == [.string("450103"), .string("450100")]) }
        ])
        let compiled = CompiledExpressions(catalogue: catalogue, functions: functions)
        let source = SourceExpression("below(owner_org, '450100') && income <= 200000", at: .builtIn)
        let expression = try compiled.expression(source, for: record, in: .record)
        #expect(expression.holds(BindingsActivation(["owner_org": .string("450103"), "income": .int(1)])))
        #expect(!expression.holds(BindingsActivation(["owner_org": .string("450103"), "income": .null])))
        let unbound = try compiled.expression(SourceExpression("city_of(owner_org) == ''", at: .builtIn), for: record, in: .record)
        #expect(!unbound.holds(BindingsActivation(["owner_org": .string("450103")])))
    }

    @Test func `every signature is declared once and checks`() {
        let described = StandardFunctions.signatures.map(\.description)
        #expect(Set(described).count == described.count)
        #expect(StandardFunctions.declarations.map(\.name) == StandardFunctions.signatures.map(\.name))
    }

    @Test func `filters of requests are checked but not kept`() throws {
        let catalogue = try `A whole system`.load()
        let record = try #require(catalogue.record("aid/application"))
        let compiled = CompiledExpressions(catalogue: catalogue, functions: StandardFunctions.declarations)
        #expect(try compiled.filter("kind == 'civil' && overdue", for: record).type == .bool)
        #expect(throws: ExpressionError.self) { try compiled.filter("size(step) > 0", for: record) }
        #expect(throws: ExpressionError.self) { try compiled.filter("income", for: record) }
    }
}
