import Casework
import Definitions

/// The schemas of one record type: the record as it is given, and the values of each of its actions.
struct RecordSchemas {
    let record: RecordDefinition
    let values: ValueSchema

    init(_ record: RecordDefinition, catalogue: Catalogue, root: String) {
        self.record = record
        values = ValueSchema(catalogue: catalogue, root: root)
    }

    static func name(_ type: String) -> String { type.replacing("/", with: ".") }
    static func valuesName(_ type: String, _ action: String) -> String { "\(name(type)).\(action)" }

    /// What reading gives. Fields that a reader may not see are absent.
    var whole: JSONTree {
        // Lists mask what is personal, for everybody.
        let masked = Set(record.access.flatMap(\.masks) + record.fields.filter(\.isPersonal).map(\.id))
        var properties: [(String, JSONTree)] = [("id", ["type": "string"]), ("version", ["type": "integer", "format": "int64"])]
        func standing(_ name: String, _ schema: JSONTree) { if record.field(name) == nil { properties.append((name, schema)) } }
        let moment: JSONTree = ["type": "string", "format": "date-time"]
        let maybeMoment: JSONTree = ["type": ["string", "null"], "format": "date-time"]
        let text: JSONTree = ["type": "string"]
        if let lifecycle = record.lifecycle {
            standing(
                "state",
                [
                    "type": ["string", "null"], "title": "状态",
                    "description": .text(lifecycle.states.map { "\($0.id) \($0.label)" }.joined(separator: "；")),
                ])
        }
        standing("title", text)
        standing("org", text)
        if record.parent != nil { standing("parent", ["type": ["string", "null"]]) }
        standing("created_at", moment)
        standing("created_by", text)
        standing("updated_at", moment)
        standing("updated_by", text)
        standing("due_at", maybeMoment)
        standing("overdue", ["type": "boolean"])
        standing("closed", ["type": "boolean"])
        for field in record.fields where !RecordJSON.reserved.contains(field.id) {
            properties.append((field.id, values.output(field, isMasked: masked.contains(field.id))))
        }
        properties += [
            ("_masked", ["type": "array", "items": text, "description": "只见掩码的字段"]),
            ("_created", ["type": "array", "items": text, "description": "此次动作一并建立的记录，写作 系统/记录:编号"]),
            ("_deadlines", ["type": "array", "items": ["$ref": .text(values.root + "Deadline")]]),
            ("_actions", ["type": "array", "items": ["$ref": .text(values.root + "AvailableAction")], "description": "现在可办的动作"]),
        ]
        return [
            "type": "object", "title": .text(record.name), "properties": JSONTree(properties), "required": ["id", "version"],
            "additionalProperties": false,
        ]
    }

    /// What an action takes.
    func input(_ accepted: AcceptedValues, label: String) -> JSONTree {
        var schema: JSONTree = [
            "type": "object", "title": .text(label), "properties": JSONTree(accepted.fields.map { ($0.id, values.input($0)) }),
            "additionalProperties": false,
        ]
        let required = accepted.fields.map(\.id).filter(accepted.required.contains).map { JSONTree.text($0) }
        if !required.isEmpty { schema = schema.with("required", .list(required)) }
        return schema
    }

    /// Actions on a record that is there.
    var actions: [ActionDefinition] {
        (record.lifecycle?.actions ?? []).filter { !$0.createsRecord } + record.usualActions.filter { !$0.createsRecord }
    }

    /// All fields that schemas of this record speak of.
    var fields: [FieldDefinition] { record.fields + (record.lifecycle?.actions ?? []).flatMap(\.inputs) }

    /// A schema that stands alone: the record at its top, the values of its actions among `$defs`.
    var document: JSONTree {
        var definitions: [(String, JSONTree)] = StandingSchemas.parts + values.definitions(of: fields)
        for (action, accepted) in Beginnings(record).actions {
            definitions.append((Self.valuesName(record.type, action.id), input(accepted, label: action.label)))
        }
        for action in actions where !definitions.contains(where: { $0.0 == Self.valuesName(record.type, action.id) }) {
            definitions.append((Self.valuesName(record.type, action.id), input(AcceptedValues(action, of: record), label: action.label)))
        }
        return whole.with("$schema", "https://json-schema.org/draft/2020-12/schema").with("$defs", JSONTree(definitions))
    }
}

/// Schemas that do not depend on definitions.
enum StandingSchemas {
    private static let text: JSONTree = ["type": "string"]
    private static let maybe: JSONTree = ["type": ["string", "null"]]
    private static let moment: JSONTree = ["type": "string", "format": "date-time"]
    private static let maybeMoment: JSONTree = ["type": ["string", "null"], "format": "date-time"]

    private static func object(_ members: [(String, JSONTree)], optional: Set<String> = []) -> JSONTree {
        [
            "type": "object", "properties": JSONTree(members),
            "required": .list(members.map(\.0).filter { !optional.contains($0) }.map { .text($0) }),
            "additionalProperties": false,
        ]
    }

    private static func page(_ items: JSONTree, next: JSONTree = ["type": ["string", "null"]]) -> JSONTree {
        object([("items", ["type": "array", "items": items]), ("next", next)])
    }

    static func page(of name: String, root: String) -> JSONTree { page(["$ref": .text(root + name)]) }

    /// Parts of a record's answer.
    static let parts: [(String, JSONTree)] = [
        (
            "Deadline",
            object([
                ("limit", text), ("label", text),
                ("state", ["type": "string", "enum": ["running", "suspended", "met", "missed", "cancelled"]]),
                ("authority", ["type": "string", "enum": ["statute", "standard", "default"]]), ("started_at", moment),
                ("raw_due_at", maybeMoment),
                ("due_at", maybeMoment), ("ended_at", maybeMoment), ("by_day", ["type": "boolean"]), ("explanation", text),
            ])
        ),
        ("AvailableAction", object([("id", text), ("label", text)])),
    ]

    static let all: [(String, JSONTree)] =
        parts + [
            (
                "Problem",
                object(
                    [
                        (
                            "type",
                            [
                                "type": "string", "format": "uri-reference",
                                "enum": .list(Problem.Reason.allCases.map { .text("/problems/\($0.rawValue)") }),
                            ]
                        ),
                        ("title", text), ("status", ["type": "integer"]), ("detail", text), ("action", text), ("record", text),
                        ("rule", text), ("source", text),
                        ("changed", ["type": "array", "items": text]),
                        ("errors", ["type": "array", "items": object([("field", text), ("label", text), ("message", text)])]),
                    ], optional: ["action", "record", "rule", "source", "changed", "errors"])
            ),
            (
                "Token",
                object([
                    ("token", text), ("token_type", ["const": "Bearer"]), ("expires_at", moment), ("expires_in", ["type": "integer"]),
                    (
                        "actor",
                        object([
                            ("id", text), ("name", text), ("org", text),
                            ("grants", ["type": "array", "items": object([("role", text), ("org", text)])]),
                        ])
                    ),
                ])
            ),
            (
                "Todos",
                page(
                    object([
                        ("id", text), ("type", text), ("record", text), ("title", text), ("task", text), ("state", text), ("role", maybe),
                        ("org", maybe),
                        ("person", maybe), ("due_at", maybeMoment), ("reason", text), ("created_at", moment),
                    ]))
            ),
            (
                "Notices",
                page(
                    object([
                        ("id", text), ("kind", text), ("text", text), ("type", maybe), ("record", maybe), ("at", moment),
                        ("read_at", maybeMoment),
                        ("role", maybe), ("org", maybe),
                    ]))
            ),
            (
                "Systems",
                page(
                    object([
                        ("id", text), ("name", text), ("platform", text), ("zone", text),
                        (
                            "records",
                            [
                                "type": "array",
                                "items": object([
                                    ("id", text), ("name", text), ("parent", maybe),
                                    ("creates", ["type": "array", "items": object([("id", text), ("label", text)])]),
                                ]),
                            ]
                        ),
                    ]))
            ),
            (
                "Timeline",
                page(
                    object([
                        ("seq", ["type": "integer"]), ("at", moment), ("action", text), ("label", text), ("actor", text),
                        ("actor_name", text), ("role", text),
                        ("org", text), ("from_state", maybe), ("to_state", maybe),
                        ("changes", ["type": "array", "items": object([("field", text), ("label", text), ("from", text), ("to", text)])]),
                    ]), next: ["type": ["integer", "null"]])
            ),
            ("Revealed", ["type": "object", "properties": ["field": ["type": "string"], "value": [:]], "required": ["field", "value"]]),
        ]
}
