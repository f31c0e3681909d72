import Definitions
import Expressions

/// A record's title, its template read once.
struct TitleTemplate: Sendable {
    private enum Piece: Sendable {
        case text(String)
        case field(FieldDefinition)
        /// Anything else that the checker takes: worked out by the expression's rules.
        case place(String)
    }

    private let pieces: [Piece]
    /// Fields that the title tells.
    let fields: [FieldDefinition]
    /// Whether it tells personal information.
    let isPersonal: Bool
    /// Whether a field of it is personal, or kept from anybody by the record's access lines.
    let tellsWhatIsKept: Bool
    /// What templates put between two fields.
    private static let joins: Set<String> = [" · ", " ", "，", "—", " — "]
    /// Longest title that is stored, in characters.
    static let longest = 200

    init(_ definition: RecordDefinition) {
        var pieces: [Piece] = []
        var fields: [FieldDefinition] = []
        let template = definition.title ?? definition.number.map { "{\($0.field)}" } ?? definition.name
        // A checked catalogue has no template that cannot be cut.
        for part in (try? TemplateText.pieces(template)) ?? [.literal(template)] {
            switch part {
            case .literal(let text): pieces.append(.text(text))
            case .place(let name, _):
                guard let field = definition.field(name) else {
                    pieces.append(.place(name))
                    let named = (try? Expression(parsing: name))?.references ?? []
                    fields += definition.fields.filter { named.contains($0.id) }
                    continue
                }
                fields.append(field)
                if !field.isSecret { pieces.append(.field(field)) }
            }
        }
        self.pieces = pieces
        self.fields = definition.title == nil ? [] : fields
        isPersonal = self.fields.contains(where: \.isPersonal)
        tellsWhatIsKept = self.fields.contains { field in
            field.isPersonal
                || definition.access.contains { line in
                    line.hides.contains(field.id) || line.masks.contains(field.id) || !line.shows.isEmpty && !line.shows.contains(field.id)
                }
        }
    }

    /// - Parameters:
    ///   - shown: how a field reads. Secret ones are not asked for: a title never tells them.
    ///   - worked: what any other place gives.
    func text(of record: StoredRecord, shown: (FieldDefinition) -> String, worked: (String) -> String) -> String {
        var text = ""
        for piece in pieces {
            switch piece {
            // What stands between two fields joins nothing when the first is empty.
            case .text(let literal): if !text.isEmpty || !Self.joins.contains(literal) { text += literal }
            case .field(let field): text += shown(field)
            case .place(let place): text += worked(place)
            }
        }
        // Counting characters is dear; a text has at most as many as octets.
        return text.utf8.count <= Self.longest ? text : String(text.prefix(Self.longest))
    }
}
