import Casework
import Definitions
import Expressions
import Hummingbird
import Logging
import NIOCore
import Storage
import WorkCalendar

// What is read of records.
extension APIService {
    /// GET /api/v1/{system}/{record}/{id}
    func showRecord(_ call: Call, _ type: String, _ id: String, _ actor: Actor) throws -> Response {
        _ = try QueryParameters(call.request.uri.query, allowed: [])
        let definition = try definition(type, call, action: "view")
        let kept = try kernel.view(type, id: id, as: actor, at: call.now, kept: wholes) { view in
            var json = JSONBuffer(capacity: 4096)
            RecordJSON(catalogue: call.state.catalogue, definition: definition).write(view, of: definition, isWhole: true, to: &json)
            return KeptAnswer(json: json.buffer, version: view.version)
        }
        return answer(kept.json, version: kept.version)
    }

    /// GET /api/v1/{system}/{record}?filter=&after=&limit=&sort=&parent=&fields=
    ///
    /// Without `fields` an item holds the columns of the record's list; `fields=*` gives all.
    func showList(_ call: Call, _ type: String, _ actor: Actor) throws -> Response {
        let parameters = try QueryParameters(call.request.uri.query, allowed: ["filter", "after", "limit", "sort", "parent", "fields"])
        let definition = try definition(type, call, action: "list")
        if let filter = parameters["filter"], filter.utf8.count > 10_000 { throw Problem.query("filter", "筛选条件太长，最多 10000 字节") }
        let query = ListQuery(
            type: type, filter: parameters["filter"], sort: parameters["sort"], after: parameters["after"],
            limit: Int(try parameters.number("limit", in: 1...500, otherwise: 50)), parent: parameters["parent"],
            fields: try fields(parameters["fields"], of: definition))
        let question = ListQuestion(query: query, actor: actor, generation: call.state.generation)
        return answer(
            try pages.answer(question, commits: kernel.database.commits, at: call.now) {
                try list(query, definition, actor, call)
            })
    }

    private func list(_ query: ListQuery, _ definition: RecordDefinition, _ actor: Actor, _ call: Call) throws -> JSONBuffer {
        let record = RecordJSON(catalogue: call.state.catalogue, definition: definition)
        let page = try kernel.rows(query, as: actor, at: call.now, kept: lines) { views in
            views.map { view in
                var json = JSONBuffer()
                record.write(view, of: definition, isWhole: false, to: &json)
                return json.buffer
            }
        }
        var json = JSONBuffer(capacity: 256 + page.rows.reduce(0) { $0 + $1.readableBytes + 1 })
        json.object { json in
            json.key("items")
            json.array(page.rows) { json, line in json.raw(line) }
            json.member("next", text: page.next)
        }
        return json
    }

    /// - Throws: `QueryProblem` that names what is no field.
    private func fields(_ text: String?, of definition: RecordDefinition) throws -> [String]? {
        guard let text else { return definition.lists.columns.isEmpty ? nil : definition.lists.columns }
        if text == "*" { return nil }
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        for name in names where definition.field(name) == nil && !RecordJSON.standing.contains(name) {
            throw QueryProblem("fields", "没有名为“\(name.prefix(40))”的字段；多个字段以英文逗号分隔，全部字段写 *")
        }
        return names
    }

    /// GET /api/v1/{system}/{record}/{id}/timeline?before=&limit=
    func showTimeline(_ call: Call, _ type: String, _ id: String, _ actor: Actor) throws -> Response {
        let parameters = try QueryParameters(call.request.uri.query, allowed: ["before", "limit"])
        let limit = Int(try parameters.number("limit", in: 1...500, otherwise: 50))
        let before = parameters["before"] == nil ? nil : try parameters.number("before", in: 1...Int64.max, otherwise: Int64.max)
        _ = try definition(type, call, action: "view")
        // One more than is shown tells whether there is a next page.
        let entries = try kernel.timeline(type, id: id, as: actor, at: call.now, before: before, limit: limit + 1)
        var json = JSONBuffer()
        json.object { json in
            json.key("items")
            json.array(entries.prefix(limit)) { json, entry in write(entry, to: &json) }
            json.key("next")
            if entries.count > limit { json.number(entries[limit - 1].sequence) } else { json.null() }
        }
        return answer(json)
    }

    private func write(_ entry: TimelineEntry, to json: inout JSONBuffer) {
        json.object { json in
            json.member("seq", number: entry.sequence)
            json.member("at", moment: entry.at)
            json.member("action", text: entry.action)
            json.member("label", text: entry.label)
            json.member("actor", text: entry.actor)
            json.member("actor_name", text: entry.actorName)
            json.member("role", text: entry.role)
            json.member("org", text: entry.org)
            json.member("from_state", text: entry.fromState)
            json.member("to_state", text: entry.toState)
            json.key("changes")
            json.array(entry.changes) { json, change in
                json.object { json in
                    json.member("field", text: change.field)
                    json.member("label", text: change.label)
                    json.member("from", text: change.from)
                    json.member("to", text: change.to)
                }
            }
        }
    }

    /// POST /api/v1/{system}/{record}/{id}/reveal `{"field", "purpose"}`: a secret value in clear, with a trace in the record's journal.
    func reveal(_ call: Call, _ type: String, _ id: String, _ actor: Actor) async throws -> Response {
        let definition = try definition(type, call, action: "reveal")
        let body = try await RequestBody.object(of: call.request, upTo: services.limits.bodyBytes)
        try body.refuse(allBut: ["field", "purpose"])
        let name = try body.text("field") ?? ""
        guard let field = definition.field(name) else {
            let message = name.isEmpty ? "请写明要查看的字段（field）" : "没有名为“\(name.prefix(40))”的字段"
            throw Problem(.invalid, message, errors: [.init(field: "field", label: "字段", message: message)])
        }
        if let seconds = deniedLimit.wait(actor.id) { throw Problem.rate("查询了太多不存在或无权查看的记录，请稍后再试", after: seconds) }
        let value: Value
        do {
            value = try await kernel.reveal(type, id: id, field: name, purpose: try body.text("purpose") ?? "", as: actor, at: call.now)
        } catch let refusal as Refusal where [.notfound, .forbidden].contains(refusal.reason) {
            _ = deniedLimit.take(actor.id)
            try await accessLog.note(actor.id, kind: "reveal", what: type, reason: refusal.reason.rawValue, at: call.now)
            throw refusal
        }
        var json = JSONBuffer()
        json.object { json in
            json.member("field", text: name)
            json.key("value")
            FieldJSON(catalogue: call.state.catalogue).write(value, field.type, to: &json)
        }
        return answer(json)
    }
}
