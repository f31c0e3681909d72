import Expressions
import Synchronization

/// The expressions of a catalogue, checked against the place they stand in, each once.
public final class CompiledExpressions: Sendable {
    private struct Place: Hashable {
        var record: String
        var context: ExpressionContext
    }
    private struct Key: Hashable {
        var place: Place
        var text: String
    }

    public let types: RecordTypes
    /// Tells this table's checked forms from those of another, also of one that is no more.
    let identity = CompiledExpressions.made.wrappingAdd(1, ordering: .relaxed).newValue
    private static let made = Atomic<Int>(0)
    private let environments = Mutex<[Place: TypeEnvironment]>([:])
    private let expressions = Mutex<[Key: CheckedExpression]>([:])

    /// - Parameter functions: the table that computes, with the names of ``StandardFunctions/signatures`` and those of the rooms above.
    public init(catalogue: Catalogue, functions: [FunctionDeclaration]) { types = RecordTypes(catalogue: catalogue, functions: functions) }

    /// The checked form of a definition's expression. The first call for a place checks it, later ones look it up.
    /// - Throws: `DefinitionProblem` with the expression's place. Expressions of a catalogue that was loaded do not throw.
    public func expression(
        _ source: SourceExpression, for record: RecordDefinition, in context: ExpressionContext
    ) throws(DefinitionProblem) -> CheckedExpression {
        if let known = source.checked(by: self, for: record.type, in: context) { return known }
        let key = Key(place: Place(record: record.type, context: context), text: source.text)
        if let known = expressions.withLock({ $0[key] }) {
            source.keep(known, by: self, for: record.type, in: context)
            return known
        }
        let checked = try check(source, for: record, in: context)
        expressions.withLock { $0[key] = checked }
        source.keep(checked, by: self, for: record.type, in: context)
        return checked
    }

    /// Checks text that no definition holds (a filter from a request, a saved view). Not kept: who asks could fill the memory.
    public func filter(_ text: String, for record: RecordDefinition, in context: ExpressionContext = .list) throws(ExpressionError)
        -> CheckedExpression
    {
        try Expression(parsing: text).checked(in: environment(for: record, in: context), expecting: .bool)
    }

    /// Checks without keeping the outcome.
    func check(
        _ source: SourceExpression, for record: RecordDefinition, in context: ExpressionContext, expecting type: ValueType? = nil
    ) throws(DefinitionProblem) -> CheckedExpression {
        do {
            return try Expression(parsing: source.text).checked(in: environment(for: record, in: context), expecting: type)
        } catch {
            throw DefinitionProblem(
                source.position.moved(by: error, in: source.text), "表达式“\(source.text.shortened)”有错", mend: error.message)
        }
    }

    func environment(for record: RecordDefinition, in context: ExpressionContext) -> TypeEnvironment {
        let place = Place(record: record.type, context: context)
        if let known = environments.withLock({ $0[place] }) { return known }
        let made = types.environment(for: record, in: context)
        environments.withLock { $0[place] = made }
        return made
    }
}

extension Position {
    /// The place of an error inside an expression that stands here. Only on one line is the column sure.
    func moved(by error: ExpressionError, in text: String) -> Position {
        guard line > 0, error.line == 1, !text.contains("\n") else { return self }
        return Position(file: file, line: line, column: column + error.column - 1)
    }

    /// The place of the scalar at an offset of a text that begins here.
    func moved(by offset: Int, in text: String) -> Position {
        guard line > 0 else { return self }
        let before = text.unicodeScalars.prefix(offset)
        guard let lineFeed = before.lastIndex(of: "\n") else { return Position(file: file, line: line, column: column + offset) }
        let column = before.distance(from: before.index(after: lineFeed), to: before.endIndex) + 1
        return Position(file: file, line: line + before.count { $0 == "\n" }, column: column)
    }
}

extension String {
    /// Short enough for a message.
    var shortened: String { count <= 60 ? self : prefix(57) + "…" }
}
