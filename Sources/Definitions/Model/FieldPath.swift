/// What a dotted name leads to: `applicant.name` through a structure, `order.order_no` through a reference, `parent.title` from a row to what it belongs to.
public struct FieldPath: Sendable {
    /// Where it ends.
    public enum Target: Sendable {
        case field(FieldDefinition)
        /// The state of a record of this type.
        case state(RecordDefinition)
        /// The organisation of a record or of the actor.
        case organisation
    }

    public var target: Target
    /// Whether anything on the way is kept encrypted.
    public var isSecret: Bool

    /// Nil: no such way, or one through lists or several kinds of records, which only evaluation can go.
    /// - Parameter inputs: what the action at hand asks for beside fields.
    public init?(_ name: String, from record: RecordDefinition, inputs: [FieldDefinition] = [], in catalogue: Catalogue) {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if parts == ["actor", "org"] {
            (target, isSecret) = (.organisation, false)
            return
        }
        enum Place {
            case record(RecordDefinition)
            case fields([FieldDefinition])
        }
        var place = Place.record(record)
        var secret = false
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            let found: FieldDefinition?
            switch place {
            case .record(let here):
                found = here.field(part) ?? (index == 0 ? inputs.first { $0.id == part } : nil)
                if found == nil {
                    if isLast, part == "state" || part == "org" {
                        (target, isSecret) = (part == "state" ? .state(here) : .organisation, secret)
                        return
                    }
                    if part == "record" { continue }
                    guard part == "parent", let parent = here.parent, let above = catalogue.record("\(here.system)/\(parent)") else {
                        return nil
                    }
                    place = .record(above)
                    continue
                }
            case .fields(let fields): found = fields.first { $0.id == part }
            }
            guard let found else { return nil }
            secret = secret || found.isSecret
            if isLast {
                (target, isSecret) = (.field(found), secret)
                return
            }
            switch found.type {
            case .structure(let id): place = .fields(catalogue.structure(id)?.fields ?? [])
            case .inline(let fields): place = .fields(fields)
            case .ref(let targets):
                guard targets.count == 1, let other = catalogue.record(targets[0]) else { return nil }
                place = .record(other)
            default: return nil
            }
        }
        return nil
    }
}
