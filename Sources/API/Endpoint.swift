import HTTPTypes

/// What a path below `/api/v1/` names, before anybody asks whether it exists.
enum Endpoint: Equatable {
    case token
    case document
    case todos
    case notices
    case systems
    /// `{system}/{record}`: all records of a type.
    case records(String)
    /// `{system}/{record}/schema`
    case schema(String)
    case record(String, id: String)
    /// `{system}/{record}/{id}/timeline`; posted to, an action of that name.
    case timeline(String, id: String)
    case action(String, id: String, action: String)

    /// Nil: nothing lies there.
    init?(segments: [String]) {
        switch segments.count {
        case 1:
            switch segments[0] {
            case "token": self = .token
            case "openapi.json": self = .document
            case "todos": self = .todos
            case "notices": self = .notices
            case "systems": self = .systems
            default: return nil
            }
        case 2: self = .records("\(segments[0])/\(segments[1])")
        case 3:
            let type = "\(segments[0])/\(segments[1])"
            self = segments[2] == "schema" ? .schema(type) : .record(type, id: segments[2])
        case 4:
            let type = "\(segments[0])/\(segments[1])"
            self = segments[3] == "timeline" ? .timeline(type, id: segments[2]) : .action(type, id: segments[2], action: segments[3])
        default: return nil
        }
    }

    /// Methods that are answered, `HEAD` with `GET`.
    var methods: [HTTPRequest.Method] {
        switch self {
        case .token, .action: [.post]
        case .document, .todos, .notices, .systems, .schema, .record, .timeline: [.get, .head]
        case .records: [.get, .head, .post]
        }
    }
}
