import Definitions

/// JSON Schema (draft 2020-12) of field values: what the API takes and what it gives.
struct ValueSchema {
    let catalogue: Catalogue
    /// Where shared parts lie: `#/components/schemas/` in the document, `#/$defs/` in a schema alone.
    let root: String

    static func codesName(_ id: String) -> String { "codes.\(id.replacing("/", with: "."))" }
    static func structureName(_ id: String) -> String { "structure.\(id.replacing("/", with: "."))" }

    // MARK: In

    func input(_ field: FieldDefinition) -> JSONTree {
        var schema = bounded(input(field.type), field).with("title", .text(field.label))
        let notes = [
            field.help, field.unit.map { "单位：\($0)" }, field.pattern.map { "格式：\($0)" }, field.isSecret ? "加密保存，读取时只见掩码" : nil,
            meaning(field.type),
        ].compactMap { $0 }
        if !notes.isEmpty { schema = schema.with("description", .text(notes.joined(separator: "。"))) }
        return schema
    }

    private func meaning(_ type: FieldType) -> String? {
        switch type {
        case .money: "金额（元），最多两位小数；也接受文字"
        case .org: "单位的代码或名称"
        case .user: "用户编号"
        case .ref(let targets): "记录编号（\(targets.joined(separator: "、"))\(targets.count > 1 ? "，写作 系统/记录:编号" : "")）"
        case .file: "已上传附件的编号"
        case .datetime: "RFC 3339；不写时区的按北京时间"
        case .geo: "经度,纬度（CGCS2000）"
        default: nil
        }
    }

    private func input(_ type: FieldType) -> JSONTree {
        switch type {
        case .text, .longtext, .address, .org, .user, .ref, .file, .phone: ["type": "string"]
        case .number: ["type": "integer", "format": "int64"]
        case .decimal: ["type": "number"]
        case .money: ["type": "number"]
        case .bool: ["type": "boolean"]
        case .date: ["type": "string", "format": "date"]
        case .datetime: ["type": "string", "format": "date-time"]
        case .time: ["type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"]
        case .idcard: ["type": "string", "pattern": "^[1-9][0-9]{16}[0-9Xx]$"]
        case .geo: ["type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?,-?[0-9]+(\\.[0-9]+)?$"]
        case .code(let list): ["$ref": .text(root + Self.codesName(list))]
        case .list(let element): ["type": "array", "items": input(element)]
        case .structure(let id): ["$ref": .text(root + Self.structureName(id))]
        case .inline(let fields): object(fields)
        }
    }

    /// The members of a composite value.
    func object(_ fields: [FieldDefinition]) -> JSONTree {
        var schema: JSONTree = [
            "type": "object", "properties": JSONTree(fields.map { ($0.id, input($0)) }), "additionalProperties": false,
        ]
        let required = fields.filter { $0.required == .always }.map { JSONTree.text($0.id) }
        if !required.isEmpty { schema = schema.with("required", .list(required)) }
        return schema
    }

    private func bounded(_ schema: JSONTree, _ field: FieldDefinition) -> JSONTree {
        func number(_ value: Int64?) -> JSONTree? { value.map { .number($0) } }
        switch field.type {
        case .text, .address: return schema.with("minLength", number(field.min)).with("maxLength", .number(field.max ?? 200))
        case .longtext: return schema.with("minLength", number(field.min)).with("maxLength", .number(field.max ?? 20_000))
        case .number, .money: return schema.with("minimum", number(field.min)).with("maximum", number(field.max))
        case .list: return schema.with("minItems", number(field.min)).with("maxItems", .number(field.max ?? 1000))
        default: return schema
        }
    }

    // MARK: Out

    /// What a field may hold in an answer.
    /// - Parameter isMasked: to some readers it shows as masked text.
    func output(_ type: FieldType, isMasked: Bool) -> JSONTree {
        switch type {
        case .number: isMasked ? ["type": ["integer", "string", "null"]] : ["type": ["integer", "null"]]
        case .decimal, .money: isMasked ? ["type": ["number", "string", "null"]] : ["type": ["number", "null"]]
        case .bool: isMasked ? ["type": ["boolean", "string", "null"]] : ["type": ["boolean", "null"]]
        case .date where !isMasked: ["type": ["string", "null"], "format": "date"]
        case .datetime where !isMasked: ["type": ["string", "null"], "format": "date-time"]
        case .list(let element):
            isMasked
                ? ["type": ["array", "string", "null"]] : ["type": ["array", "null"], "items": output(element, isMasked: false)]
        case .structure, .inline: isMasked ? ["type": ["object", "string", "null"]] : ["type": ["object", "null"]]
        default: ["type": ["string", "null"]]
        }
    }

    func output(_ field: FieldDefinition, isMasked: Bool) -> JSONTree {
        let schema = output(field.type, isMasked: isMasked || field.isSecret).with("title", .text(field.label))
        if case .code(let list) = field.type { return schema.with("description", .text("代码表：\(list)")) }
        return schema
    }

    func codes(_ list: CodeList) -> JSONTree {
        [
            "title": .text(list.name), "type": "string", "enum": .list(list.entries.map { .text($0.code) }),
            "description": .text(list.entries.map { "\($0.code) \($0.label)" }.joined(separator: "；")),
        ]
    }

    // MARK: What is referred to

    /// Code lists and structures that fields speak of, with what those speak of.
    func references(of fields: [FieldDefinition]) -> (codes: Set<String>, structures: Set<String>) {
        var codes: Set<String> = []
        var structures: Set<String> = []
        var waiting = fields.map(\.type)
        while let type = waiting.popLast() {
            switch type {
            case .code(let list): codes.insert(list)
            case .list(let element): waiting.append(element)
            case .inline(let fields): waiting += fields.map(\.type)
            case .structure(let id):
                if structures.insert(id).inserted { waiting += catalogue.structure(id)?.fields.map(\.type) ?? [] }
            default: continue
            }
        }
        return (codes, structures)
    }

    /// The shared parts that fields refer to, by name, in the order of their names.
    func definitions(of fields: [FieldDefinition]) -> [(String, JSONTree)] {
        let found = references(of: fields)
        let codes = found.codes.sorted().compactMap { id in catalogue.codeList(id).map { (Self.codesName(id), self.codes($0)) } }
        let structures = found.structures.sorted().compactMap { id in
            catalogue.structure(id).map { (Self.structureName(id), object($0.fields).with("title", .text($0.name))) }
        }
        return codes + structures
    }
}
