import Expressions
import Synchronization

/// An expression of a definition with the place it came from. Its checked form is kept beside it by ``CompiledExpressions``.
public struct SourceExpression: Sendable, Hashable, Codable {
    private final class Shared: Sendable {
        let text: String
        let position: Position
        /// The checked form for the place where the expression was first asked for: nearly always the only one.
        let checked = AtomicLazyReference<CheckedInPlace>()

        init(_ text: String, _ position: Position) {
            self.text = text
            self.position = position
        }
    }
    private let shared: Shared

    public var text: String { shared.text }
    public var position: Position { shared.position }

    public init(_ text: String, at position: Position) { shared = Shared(text, position) }

    private enum CodingKeys: String, CodingKey { case text, position }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        shared = Shared(try container.decode(String.self, forKey: .text), try container.decode(Position.self, forKey: .position))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(text, forKey: .text)
        try container.encode(position, forKey: .position)
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.shared === right.shared || (left.text == right.text && left.position == right.position)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(text)
        hasher.combine(position)
    }

    /// The checked form, if it was kept by this owner for this place.
    func checked(by owner: CompiledExpressions, for record: String, in context: ExpressionContext) -> CheckedExpression? {
        guard let kept = shared.checked.load(), kept.owner == owner.identity, kept.context == context, kept.record == record else {
            return nil
        }
        return kept.expression
    }

    /// Keeps the checked form, unless one is kept for another place already.
    func keep(_ expression: CheckedExpression, by owner: CompiledExpressions, for record: String, in context: ExpressionContext) {
        _ = shared.checked.storeIfNil(
            CheckedInPlace(owner: owner.identity, record: record, context: context, expression: expression))
    }
}

/// A checked expression and where it holds.
final class CheckedInPlace: Sendable {
    let owner: Int
    let record: String
    let context: ExpressionContext
    let expression: CheckedExpression

    init(owner: Int, record: String, context: ExpressionContext, expression: CheckedExpression) {
        self.owner = owner
        self.record = record
        self.context = context
        self.expression = expression
    }
}
