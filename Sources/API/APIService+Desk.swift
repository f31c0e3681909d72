import Casework
import Definitions
import Hummingbird
import WorkCalendar

// What a user finds on the desk: to-dos, notices, systems.
extension APIService {
    /// GET /api/v1/todos?after=&limit=
    func showTodos(_ call: Call, _ actor: Actor) throws -> Response {
        let parameters = try QueryParameters(call.request.uri.query, allowed: ["after", "limit"])
        let limit = Int(try parameters.number("limit", in: 1...500, otherwise: 50))
        var cursor: TodoCursor?
        if let after = parameters["after"] {
            let parts = after.split(separator: "~", maxSplits: 1)
            guard parts.count == 2, let due = Int64(parts[0]) else { throw Problem.query("after", "翻页位置不对，请从第一页重新开始") }
            cursor = TodoCursor(due: due, id: String(parts[1]))
        }
        let items = try kernel.todos(of: actor, at: call.now, limit: limit + 1, after: cursor)
        var json = JSONBuffer(capacity: 256 + 512 * items.count)
        json.object { json in
            json.key("items")
            json.array(items.prefix(limit)) { json, item in
                json.object { json in
                    json.member("id", text: item.id)
                    json.member("type", text: item.type)
                    json.member("record", text: item.record)
                    json.member("title", text: item.title)
                    json.member("task", text: item.task)
                    json.member("state", text: item.state)
                    json.member("role", text: item.role)
                    json.member("org", text: item.org)
                    json.member("person", text: item.person)
                    json.member("due_at", moment: item.due)
                    json.member("reason", text: item.reason)
                    json.member("created_at", moment: item.createdAt)
                }
            }
            json.key("next")
            if items.count > limit {
                let last = TodoCursor(after: items[limit - 1])
                json.text("\(last.due)~\(last.id)")
            } else {
                json.null()
            }
        }
        return answer(json)
    }

    /// GET /api/v1/notices?limit=: the newest, of which none are kept back for a next page.
    func showNotices(_ call: Call, _ actor: Actor) throws -> Response {
        let parameters = try QueryParameters(call.request.uri.query, allowed: ["limit"])
        let items = try kernel.notices(of: actor, limit: Int(try parameters.number("limit", in: 1...500, otherwise: 50)))
        var json = JSONBuffer(capacity: 256 + 512 * items.count)
        json.object { json in
            json.key("items")
            json.array(items) { json, item in
                json.object { json in
                    json.member("id", text: item.id)
                    json.member("kind", text: item.kind)
                    json.member("text", text: item.text)
                    json.member("type", text: item.type)
                    json.member("record", text: item.record)
                    json.member("at", moment: item.at)
                    json.member("read_at", moment: item.readAt)
                    json.member("role", text: item.role)
                    json.member("org", text: item.org)
                }
            }
            json.key("next")
            json.null()
        }
        return answer(json)
    }

    /// GET /api/v1/systems: what the caller's roles are named in, with the actions that create.
    func showSystems(_ call: Call, _ actor: Actor) throws -> Response {
        _ = try QueryParameters(call.request.uri.query, allowed: [])
        var roles = Set(actor.grants.map(\.role))
        if !actor.isCitizen, !roles.isEmpty { roles.insert("handler") }
        func names(_ record: RecordDefinition) -> Bool {
            record.access.contains { roles.contains($0.role) }
                || (record.lifecycle?.actions ?? []).contains { action in action.byAnyone || action.by.contains { roles.contains($0.role) }
                }
        }
        var json = JSONBuffer(capacity: 8192)
        let usable = call.state.catalogue.systems.compactMap { system -> (SystemDefinition, [RecordDefinition])? in
            let records = system.records.filter { record in
                names(record) || (record.access.isEmpty && system.records.contains { $0.id == record.parent && names($0) })
            }
            return records.isEmpty ? nil : (system, records)
        }
        json.object { json in
            json.key("items")
            json.array(usable) { json, entry in
                json.object { json in
                    json.member("id", text: entry.0.id)
                    json.member("name", text: entry.0.name)
                    json.member("platform", text: entry.0.platform)
                    json.member("zone", text: entry.0.zone)
                    json.key("records")
                    json.array(entry.1) { json, record in
                        json.object { json in
                            json.member("id", text: record.id)
                            json.member("name", text: record.name)
                            json.member("parent", text: record.parent)
                            json.key("creates")
                            json.array(creating(record, roles)) { json, action in
                                json.object { json in
                                    json.member("id", text: action.id)
                                    json.member("label", text: action.label)
                                }
                            }
                        }
                    }
                }
            }
            json.key("next")
            json.null()
        }
        return answer(json)
    }

    private func creating(_ record: RecordDefinition, _ roles: Set<String>) -> [ActionDefinition] {
        Beginnings(record).actions.map(\.action).filter { action in
            guard action.createsRecord else { return false }
            if record.action(action.id) == nil { return record.access.contains { roles.contains($0.role) && $0.may.contains(action.id) } }
            return action.byAnyone || action.by.contains { roles.contains($0.role) }
        }
    }
}
