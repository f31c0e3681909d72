import Casework
import Definitions

/// The OpenAPI 3.1 description of the whole API, made from the definitions: what a record or an action takes here is read off the same
/// definition that the kernel judges by.
struct OpenAPIDocument {
    let catalogue: Catalogue
    let isDemonstration: Bool
    private static let root = "#/components/schemas/"

    var tree: JSONTree {
        var paths: [(String, JSONTree)] = standingPaths
        var schemas = StandingSchemas.all
        for system in catalogue.systems {
            for record in system.records {
                let made = RecordSchemas(record, catalogue: catalogue, root: Self.root)
                paths += self.paths(record, made)
                schemas += self.schemas(record, made)
            }
        }
        schemas += ValueSchema(catalogue: catalogue, root: Self.root).definitions(
            of: catalogue.records.flatMap { record in
                record.fields + (record.lifecycle?.actions ?? []).flatMap(\.inputs)
            })
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "八桂司法行政 接口", "version": .text("1.0.0+\(catalogue.digest.prefix(12))"),
                "description": "由业务系统定义生成。读写都以记录为单位：变更只经动作，列表按游标翻页，错误为 problem+json（RFC 9457）。",
            ],
            "servers": [["url": "/"]],
            "security": [["bearer": []]],
            "tags": .list(catalogue.systems.map { ["name": .text($0.id), "description": .text($0.name)] }),
            "paths": JSONTree(paths),
            "components": [
                "securitySchemes": ["bearer": ["type": "http", "scheme": "bearer"]],
                "schemas": JSONTree(schemas),
            ],
        ]
    }

    // MARK: Paths of a record

    private func schemas(_ record: RecordDefinition, _ made: RecordSchemas) -> [(String, JSONTree)] {
        var schemas = [(RecordSchemas.name(record.type), made.whole)]
        for (action, accepted) in Beginnings(record).actions {
            schemas.append((RecordSchemas.valuesName(record.type, action.id) + ".create", made.input(accepted, label: action.label)))
        }
        for action in made.actions {
            schemas.append(
                (RecordSchemas.valuesName(record.type, action.id), made.input(AcceptedValues(action, of: record), label: action.label)))
        }
        return schemas
    }

    private func paths(_ record: RecordDefinition, _ made: RecordSchemas) -> [(String, JSONTree)] {
        let path = "/api/v1/\(record.type)"
        let name = RecordSchemas.name(record.type)
        let whole: JSONTree = ["$ref": .text(Self.root + name)]
        let tags: JSONTree = [.text(record.system)]
        var collection: JSONTree = [
            "get": [
                "operationId": .text("\(name).list"), "summary": .text("\(record.name)：列表"), "tags": tags,
                "parameters": [
                    query("filter", ["type": "string", "maxLength": 2_000], "CEL 条件，例如 state == 'open'"),
                    query("sort", ["type": "string"], "字段，降序前加 -"), query("after", ["type": "string"], "上一页的 next"),
                    query("limit", ["type": "integer", "minimum": 1, "maximum": 500], "每页条数，默认 50"),
                    query("fields", ["type": "string"], "要哪些字段，以英文逗号分隔；不写为列表的列，* 为全部"),
                    query("parent", ["type": "string"], "只列此记录下的"),
                ],
                "responses": responses(
                    [("200", json("一页", StandingSchemas.page(of: name, root: Self.root)))], ["400", "401", "403", "404", "422", "429"]),
            ]
        ]
        let beginnings = Beginnings(record)
        if !beginnings.actions.isEmpty {
            collection = collection.with(
                "post",
                [
                    "operationId": .text("\(name).create"), "summary": .text("\(record.name)：建立"), "tags": tags,
                    "parameters": [idempotencyKey],
                    "requestBody": body(.creation(record, beginnings, Self.root)),
                    "responses": responses(
                        [("200", json("同一个 Idempotency-Key 的重复提交", whole)), ("201", json("已建立", whole, isNew: true))],
                        ["400", "401", "403", "404", "409", "413", "415", "422", "429"]),
                ])
        }
        let id: JSONTree = ["name": "id", "in": "path", "required": true, "schema": ["type": "string", "minLength": 1]]
        var paths: [(String, JSONTree)] = [
            (path, collection),
            (
                "\(path)/schema",
                [
                    "get": [
                        "operationId": .text("\(name).schema"), "summary": .text("\(record.name)：JSON Schema"), "tags": tags,
                        "responses": responses([("200", json("JSON Schema（draft 2020-12）", ["type": "object"]))], ["400", "401", "404"]),
                    ]
                ]
            ),
            (
                "\(path)/{id}",
                [
                    "parameters": [id],
                    "get": [
                        "operationId": .text("\(name).view"), "summary": .text("\(record.name)：查看"), "tags": tags,
                        "responses": responses([("200", json("记录", whole))], ["400", "401", "403", "404", "429"]),
                    ],
                ]
            ),
            (
                "\(path)/{id}/timeline",
                [
                    "parameters": [id],
                    "get": [
                        "operationId": .text("\(name).timeline"), "summary": .text("\(record.name)：办理过程"), "tags": tags,
                        "parameters": [
                            query("before", ["type": "integer", "format": "int64", "minimum": 1], "上一页的 next"),
                            query("limit", ["type": "integer", "minimum": 1, "maximum": 500], "每页条数，默认 50"),
                        ],
                        "responses": responses(
                            [("200", json("一页", ["$ref": .text(Self.root + "Timeline")]))], ["400", "401", "403", "404", "429"]),
                    ],
                ]
            ),
        ]
        if record.action("reveal") == nil, record.fields.contains(where: \.isSecret) {
            paths.append(("\(path)/{id}/reveal", reveal(record, id, tags)))
        }
        for action in made.actions { paths.append(("\(path)/{id}/\(action.id)", acting(record, action, id, whole, tags))) }
        return paths
    }

    private func acting(_ record: RecordDefinition, _ action: ActionDefinition, _ id: JSONTree, _ whole: JSONTree, _ tags: JSONTree)
        -> JSONTree
    {
        let notes = [action.basis.map { "依据：\($0)" }, action.consequence].compactMap { $0 }.joined(separator: "。")
        let values: JSONTree = ["$ref": .text(Self.root + RecordSchemas.valuesName(record.type, action.id))]
        var operation: JSONTree = [
            "operationId": .text(RecordSchemas.valuesName(record.type, action.id)), "summary": .text("\(record.name)：\(action.label)"),
            "tags": tags,
        ]
        if !notes.isEmpty { operation = operation.with("description", .text(notes)) }
        operation = operation.with(
            "parameters",
            [
                idempotencyKey,
                [
                    "name": "If-Match", "in": "header", "description": "读取时 ETag 给出的版本；记录已被更改时拒绝（stale）",
                    "schema": ["type": "string", "pattern": "^(\\*|\"[0-9]{1,18}\")$"],
                ],
            ]
        ).with(
            "requestBody",
            body(["type": "object", "properties": ["values": values], "required": ["values"], "additionalProperties": false])
        ).with(
            "responses", responses([("200", json("已办", whole))], ["400", "401", "403", "404", "409", "413", "415", "422", "429"]))
        return ["parameters": [id], "post": operation]
    }

    private func reveal(_ record: RecordDefinition, _ id: JSONTree, _ tags: JSONTree) -> JSONTree {
        let secrets = record.fields.filter(\.isSecret).map { JSONTree.text($0.id) }
        return [
            "parameters": [id],
            "post": [
                "operationId": .text("\(RecordSchemas.name(record.type)).reveal"), "summary": .text("\(record.name)：查看原文（留痕）"),
                "tags": tags,
                "requestBody": body([
                    "type": "object",
                    "properties": ["field": ["type": "string", "enum": .list(secrets)], "purpose": ["type": "string", "minLength": 2]],
                    "required": ["field", "purpose"], "additionalProperties": false,
                ]),
                "responses": responses(
                    [("200", json("原文", ["$ref": .text(Self.root + "Revealed")]))],
                    ["400", "401", "403", "404", "409", "413", "415", "422", "429"]),
            ],
        ]
    }

    // MARK: Paths that do not depend on definitions

    private var standingPaths: [(String, JSONTree)] {
        let limit = query("limit", ["type": "integer", "minimum": 1, "maximum": 500], "条数，默认 50")
        func reading(_ id: String, _ summary: String, _ schema: String, _ parameters: JSONTree) -> JSONTree {
            [
                "get": [
                    "operationId": .text(id), "summary": .text(summary), "parameters": parameters,
                    "responses": responses([("200", json(summary, ["$ref": .text(Self.root + schema)]))], ["400", "401"]),
                ]
            ]
        }
        return [
            (
                "/api/v1/token",
                [
                    "post": [
                        "operationId": "token", "summary": "取得令牌", "security": [], "requestBody": body(tokenRequest),
                        "responses": responses(
                            [("200", json("令牌", ["$ref": .text(Self.root + "Token")]))],
                            ["400", "401", "403", "409", "413", "415", "422", "429"]),
                    ]
                ]
            ),
            ("/api/v1/todos", reading("todos", "待办", "Todos", [query("after", ["type": "string"], "上一页的 next"), limit])),
            ("/api/v1/notices", reading("notices", "通知", "Notices", [limit])),
            ("/api/v1/systems", reading("systems", "我的系统", "Systems", [])),
        ]
    }

    private var tokenRequest: JSONTree {
        let password: JSONTree = [
            "type": "object", "title": "以口令",
            "properties": ["login": ["type": "string"], "password": ["type": "string"], "code": ["type": "string"]],
            "required": ["login", "password"], "additionalProperties": false,
        ]
        guard isDemonstration else { return password }
        return [
            "type": "object", "title": "演示：以角色",
            "properties": [
                "role": ["type": "string", "enum": .list(catalogue.roles.filter { $0.id != "system" }.map { .text($0.id) })],
                "at": ["type": "string", "description": "单位的代码或名称；群众不写"],
            ],
            "required": ["role"], "additionalProperties": false,
        ]
    }

    // MARK: Parts

    private func query(_ name: String, _ schema: JSONTree, _ description: String) -> JSONTree {
        ["name": .text(name), "in": "query", "description": .text(description), "schema": schema]
    }

    private var idempotencyKey: JSONTree {
        [
            "name": "Idempotency-Key", "in": "header", "description": "同一个键重复提交只办一次，答复相同",
            "schema": ["type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"],
        ]
    }

    private func body(_ schema: JSONTree) -> JSONTree { ["required": true, "content": ["application/json": ["schema": schema]]] }

    private func json(_ description: String, _ schema: JSONTree, isNew: Bool = false) -> JSONTree {
        let answer: JSONTree = ["description": .text(description), "content": ["application/json": ["schema": schema]]]
        guard isNew else { return answer }
        return answer.with("headers", ["Location": ["schema": ["type": "string"]], "ETag": ["schema": ["type": "string"]]])
    }

    private static let meanings: [String: String] = [
        "400": "请求读不出来", "401": "没有有效的令牌", "403": "没有权限", "404": "没有，或无权知悉", "409": "状态、版本或规定不允许", "413": "内容太大", "415": "内容类型不对",
        "422": "内容有误",
        "429": "太频繁", "503": "暂时不能服务",
    ]

    private func responses(_ good: [(String, JSONTree)], _ problems: [String]) -> JSONTree {
        JSONTree(
            good
                + (problems + ["503"]).map { status in
                    (
                        status,
                        [
                            "description": .text(Self.meanings[status] ?? status),
                            "content": ["application/problem+json": ["schema": ["$ref": .text(Self.root + "Problem")]]],
                        ]
                    )
                })
    }
}

extension JSONTree {
    /// The body of a creating request: one alternative an action.
    static func creation(_ record: RecordDefinition, _ beginnings: Beginnings, _ root: String) -> JSONTree {
        let alternatives = beginnings.actions.map { action, _ -> JSONTree in
            [
                "type": "object", "title": .text(action.label),
                "properties": [
                    "action": ["const": .text(action.id)],
                    "values": ["$ref": .text(root + RecordSchemas.valuesName(record.type, action.id) + ".create")],
                ],
                "required": beginnings.usual == action.id ? ["values"] : ["action", "values"], "additionalProperties": false,
            ]
        }
        return alternatives.count == 1 ? alternatives[0] : ["anyOf": .list(alternatives)]
    }
}
