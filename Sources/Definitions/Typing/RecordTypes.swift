import Expressions

/// What expressions of a catalogue may name, and the types of it.
///
/// A field's id wins over a built-in name (`item`, `action`, `parent`, `record` …); the built-in is then out of reach in that record.
public struct RecordTypes: Sendable {
    let catalogue: Catalogue
    /// Nothing but the functions: made once, because their table is large.
    let functions: TypeEnvironment
    /// Object types of all records and structures, `actor`, and each system's `param`.
    let objects: [String: [String: ValueType]]

    /// - Parameter functions: ``StandardFunctions/declarations`` for checking, or a table with the same names that computes.
    public init(catalogue: Catalogue, functions: [FunctionDeclaration] = StandardFunctions.declarations) {
        self.catalogue = catalogue
        self.functions = TypeEnvironment(functions: functions)
        var objects: [String: [String: ValueType]] = [Self.actorType: Self.actorFields]
        for (id, structure) in catalogue.sharedStructures {
            Self.collect(structure.fields, as: Self.structureType("shared/\(id)"), in: catalogue, into: &objects)
        }
        objects[Self.parametersType(DefinitionNames.shared)] = catalogue.sharedParameters.mapValues {
            Self.valueType(of: $0.type, at: "", in: catalogue)
        }
        for system in catalogue.systems {
            for (id, structure) in system.structures {
                Self.collect(structure.fields, as: Self.structureType("\(system.id)/\(id)"), in: catalogue, into: &objects)
            }
            let parameters = catalogue.sharedParameters.merging(system.parameters) { _, own in own }
            objects[Self.parametersType(system.id)] = parameters.mapValues { Self.valueType(of: $0.type, at: "", in: catalogue) }
            for record in system.records {
                Self.collect(record, in: catalogue, into: &objects)
                Self.collectInputs(of: record, in: catalogue, into: &objects)
            }
        }
        self.objects = objects
    }

    /// The environment for one place of one record.
    public func environment(for record: RecordDefinition, in context: ExpressionContext) -> TypeEnvironment {
        environment(variables(for: record, in: context))
    }

    func environment(_ variables: [String: ValueType]) -> TypeEnvironment {
        var environment = functions
        environment.variables = variables
        environment.objects = objects
        return environment
    }

    /// The same from scratch, for one-off use.
    public static func environment(
        for record: RecordDefinition, in catalogue: Catalogue, context: ExpressionContext,
        functions: [FunctionDeclaration] = StandardFunctions.declarations
    ) -> TypeEnvironment {
        RecordTypes(catalogue: catalogue, functions: functions).environment(for: record, in: context)
    }

    // MARK: Names of object types

    static let actorType = "actor"
    /// Object type of a structure by its full id (`system/name`).
    public static func structureType(_ id: String) -> String { "structure:\(id)" }
    /// Object type of an inline structure: of a record's field (`system/record.field`), or of a structure's.
    public static func inlineType(_ path: String) -> String { "inline:\(path)" }
    /// Object type of `param` in a system.
    public static func parametersType(_ system: String) -> String { "param:\(system)" }
    /// Object type of `input` for an action.
    public static func inputType(_ record: RecordDefinition, action: String) -> String { "input:\(record.type).\(action)" }

    /// The fields of `actor`.
    public static let actorFields: [String: ValueType] = [
        "id": .string, "name": .string, "role": .string, "roles": .list(.string), "org": .string, "level": .string, "teams": .list(.string),
        "is_citizen": .bool, "is_system": .bool,
    ]

    /// Words that CEL keeps for itself: no field can be named so and still be used in an expression.
    public static let reservedWords: Set<String> = [
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop",
        "package",
        "namespace", "return", "var", "void", "while",
    ]

    // MARK: Types of fields

    /// The type of a field's value in expressions.
    /// - Parameter path: where an inline structure stands (`system/record.field`).
    public static func valueType(of type: FieldType, at path: String, in catalogue: Catalogue) -> ValueType {
        switch type {
        case .text, .longtext, .time, .code, .org, .user, .idcard, .phone, .address, .geo, .file: return .string
        case .number, .money: return .int
        case .decimal: return .double
        case .bool: return .bool
        case .date, .datetime: return .timestamp
        case .ref(let targets):
            // Several targets, or one of another folder: what it is shows only at run time.
            guard targets.count == 1, let target = targets.first, catalogue.record(target) != nil else { return .dyn }
            return .object(target)
        case .list(let element): return .list(valueType(of: element, at: path, in: catalogue))
        case .structure(let id): return .object(structureType(id))
        case .inline: return .object(inlineType(path))
        }
    }

    static func collect(
        _ fields: [FieldDefinition], as name: String, in catalogue: Catalogue, into objects: inout [String: [String: ValueType]]
    ) {
        let path = name.split(separator: ":", maxSplits: 1).last.map(String.init) ?? name
        var types: [String: ValueType] = [:]
        for field in fields {
            let inner = "\(path).\(field.id)"
            types[field.id] = valueType(of: field.type, at: inner, in: catalogue)
            if let parts = field.type.inlineFields { collect(parts, as: inlineType(inner), in: catalogue, into: &objects) }
        }
        objects[name] = types
    }

    private static func collect(_ record: RecordDefinition, in catalogue: Catalogue, into objects: inout [String: [String: ValueType]]) {
        collect(record.fields, as: record.type, in: catalogue, into: &objects)
        var types = objects[record.type] ?? [:]
        for standing in StandingColumns.of(record) where types[standing.id] == nil {
            types[standing.id] = valueType(of: standing.type, at: "", in: catalogue)
        }
        for child in catalogue.children(of: record) where types[child.id] == nil { types[child.id] = .list(.object(child.type)) }
        for related in record.related where types[related.id] == nil {
            types[related.id] = .list(catalogue.record(related.record) == nil ? .dyn : .object(related.record))
        }
        if let parent = record.parent, types["parent"] == nil { types["parent"] = .object("\(record.system)/\(parent)") }
        objects[record.type] = types
    }
}

extension FieldType {
    /// The fields of an inline structure, also as a list's element.
    public var inlineFields: [FieldDefinition]? {
        switch self {
        case .inline(let fields): fields
        case .list(let element): element.inlineFields
        default: nil
        }
    }
}
