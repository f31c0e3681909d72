import Casework
import Definitions
import Expressions
import HTTPTypes
import Hummingbird

// What changes records: actions, and nothing else.
extension APIService {
    /// POST /api/v1/{system}/{record} `{"action", "values"}`
    func create(_ call: Call, _ type: String, _ actor: Actor) async throws -> Response {
        let definition = try definition(type, call, action: "create")
        let key = try idempotencyKey(call)
        let body = try await RequestBody.object(of: call.request, upTo: services.limits.bodyBytes)
        try body.refuse(allBut: ["action", "values"])
        let beginnings = accepted.beginnings(of: definition, in: call.state)
        guard let action = try body.text("action") ?? beginnings.usual else {
            let names = beginnings.actions.map(\.action.id).joined(separator: "、")
            let message = "请写明动作（action）\(names.isEmpty ? "" : "，可用：\(names)")"
            throw Problem(.invalid, message, errors: [.init(field: "action", label: "动作", message: message)])
        }
        let values = try object(body["values"])
        let typed = TypedValues(catalogue: call.state.catalogue).read(values, as: beginnings[action]?.fields ?? [])
        let request = ActionRequest(type: type, action: action, actor: actor, values: typed, idempotencyKey: key)
        let outcome = try await kernel.perform(request, at: call.now)
        return try answer(outcome, definition, actor, call, isNew: true)
    }

    /// POST /api/v1/{system}/{record}/{id}/{action} `{"values"}`, or the values themselves
    func act(_ call: Call, _ type: String, _ id: String, _ action: String, _ actor: Actor) async throws -> Response {
        let definition = try definition(type, call, action: action)
        guard let performed = definition.performable(action) else {
            throw Refusal(.notfound, action: "\(type).\(action)", record: id, "\(definition.name)没有名为 \(action.prefix(40)) 的动作")
        }
        let key = try idempotencyKey(call)
        let version = try seenVersion(call)
        let body = try await RequestBody.object(of: call.request, upTo: services.limits.bodyBytes, mayBeEmpty: true)
        let fields = accepted.values(of: performed, on: definition, in: call.state).fields
        let isWrapped = body["values"] != nil && !fields.contains { $0.id == "values" }
        if isWrapped { try body.refuse(allBut: ["values"]) }
        let values = isWrapped ? try object(body["values"]) : body
        let typed = TypedValues(catalogue: call.state.catalogue).read(values, as: fields)
        let request = ActionRequest(
            type: type, action: action, record: id, actor: actor, values: typed, version: version, idempotencyKey: key)
        do {
            let outcome = try await kernel.perform(request, at: call.now)
            return try answer(outcome, definition, actor, call, isNew: false)
        } catch let refusal as Refusal where refusal.reason == .stale {
            var problem = Problem(refusal)
            if let version { problem.changed = try? kernel.changedFields(type, id: id, after: version, as: actor, at: call.now) }
            throw problem
        }
    }

    private func answer(_ outcome: ActionOutcome, _ definition: RecordDefinition, _ actor: Actor, _ call: Call, isNew: Bool) throws
        -> Response
    {
        var json = JSONBuffer(capacity: 4096)
        var version = outcome.version
        // It is done: an answer there must be, also to somebody who may not see what came of it.
        if let view = try? kernel.view(outcome.type, id: outcome.id, as: actor, at: call.now) {
            version = view.version
            RecordJSON(catalogue: call.state.catalogue, definition: definition).write(
                view, of: definition, isWhole: false, created: outcome.created, to: &json)
        } else {
            RecordJSON(catalogue: call.state.catalogue, definition: definition).write(outcome, of: definition, to: &json)
        }
        return answer(json, status: isNew && !outcome.wasRepeated ? .created : .ok, version: version) { headers in
            if isNew { headers[.location] = "/api/v1/\(outcome.type)/\(outcome.id)" }
            if outcome.wasRepeated { headers.set("Idempotency-Replayed", "true") }
        }
    }

    private func object(_ value: Value?) throws(Problem) -> [String: Value] {
        switch value {
        case nil, .null?: return [:]
        case .map(let map)?:
            var values: [String: Value] = [:]
            for (key, item) in map { if case .string(let name) = key { values[name] = item } }
            return values
        default: throw .malformed("“values”应为对象：字段编号与值")
        }
    }

    // MARK: Headers

    /// 1 to 200 visible ASCII characters.
    private func idempotencyKey(_ call: Call) throws(Problem) -> String? {
        guard let key = call.request.headers.text("Idempotency-Key") else { return nil }
        guard (1...200).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .malformed("Idempotency-Key 应为 1 到 200 个可见的 ASCII 字符，例如 UUID")
        }
        return key
    }

    /// The version the caller saw: `"12"` as it was given in ETag; `*` asks for any.
    private func seenVersion(_ call: Call) throws(Problem) -> Int64? {
        guard let header = call.request.headers[.ifMatch] else { return nil }
        let text =
            header.split(separator: ",", omittingEmptySubsequences: false).count == 1
            ? header[...].trimming { $0 == " " || $0 == "\t" } : ""
        if text == "*" { return nil }
        let isQuoted = text.count > 2 && text.hasPrefix("\"") && text.hasSuffix("\"")
        let digits = isQuoted ? text.dropFirst().dropLast() : text
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }), let version = Int64(digits) else {
            throw .malformed("If-Match 应为读取时 ETag 给出的版本，例如 \"3\"")
        }
        return version
    }
}
