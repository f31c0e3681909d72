import Casework
import Definitions
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Storage
import WorkCalendar

/// Answers the requests below `/api/v1`.
final class APIService: Sendable {
    let services: APIServices
    let tokens: Tokens
    let accessLog: AccessLog
    let document = APIDocument()
    let tokenLimit: RateLimit
    let deniedLimit: RateLimit
    let accepted = AcceptedMemory()
    /// Answers about single records, and lines of lists.
    let wholes = RowMemory<KeptAnswer>(greatest: 4_000)
    let lines = RowMemory<ByteBuffer>(greatest: 20_000)
    /// Whole answers, for as long as nothing is committed.
    let pages = CommitMemory<ListQuestion, JSONBuffer>(greatest: 1_000)

    struct ListQuestion: Hashable, Sendable {
        var query: ListQuery
        var actor: Actor
        var generation: Int
    }

    struct KeptAnswer: Sendable {
        var json: ByteBuffer
        var version: Int64
    }

    init(services: APIServices) {
        self.services = services
        tokens = Tokens(database: services.kernel.database)
        accessLog = AccessLog(database: services.kernel.database)
        tokenLimit = RateLimit(perMinute: services.limits.tokensPerMinute)
        deniedLimit = RateLimit(perMinute: services.limits.deniedReadsPerMinute)
    }

    var kernel: Kernel { services.kernel }

    /// One request under way.
    struct Call: Sendable {
        var request: Request
        var isHead: Bool
        /// Address of the caller; empty when unknown.
        var source: String
        var now: Moment
        var state: EngineState
    }

    /// Never throws: whatever goes wrong is a problem.
    func answer(_ request: Request, source: String) async -> Response {
        let call = Call(request: request, isHead: request.method == .head, source: source, now: services.now(), state: kernel.state)
        let response: Response
        do {
            response = try await route(call)
        } catch let problem as Problem {
            response = problem.response
        } catch let refusal as Refusal {
            response = Problem(refusal).response
        } catch let problem as QueryProblem {
            response = Problem.query(problem.parameter, problem.message).response
        } catch let error as DatabaseError {
            services.logger.error("\(request.method) \(request.uri.path): \(error)")
            response = Problem(error).response
        } catch is CancellationError {
            response = Problem(.unavailable, "服务正在停止，请稍后再试").response
        } catch {
            services.logger.error("\(request.method) \(request.uri.path): \(error)")
            response = Problem(.internal, "服务器内部出错。已记录，请联系运维人员").response
        }
        return call.isHead ? response.createHeadResponse() : response
    }

    private func route(_ call: Call) async throws -> Response {
        guard let segments = RequestText.segments(of: call.request.uri.path, below: "/api/v1/"), let endpoint = Endpoint(segments: segments)
        else {
            throw Problem.nothingThere
        }
        guard endpoint.methods.contains(call.request.method) else {
            var problem = Problem(.method, "此地址不支持 \(call.request.method.rawValue)")
            problem.allow = endpoint.methods.map(\.rawValue).joined(separator: ", ")
            throw problem
        }
        switch endpoint {
        case .token: return try await giveToken(call)
        case .document: return try showDocument(call)
        default: break
        }
        let actor = try await authenticate(call)
        switch endpoint {
        case .token, .document: throw Problem.nothingThere
        case .todos: return try showTodos(call, actor)
        case .notices: return try showNotices(call, actor)
        case .systems: return try showSystems(call, actor)
        case .schema(let type): return try showSchema(call, type)
        case .records(let type):
            if call.request.method == .post { return try await create(call, type, actor) }
            return try await reading(call, type, actor) { try showList(call, type, actor) }
        case .record(let type, let id): return try await reading(call, type, actor) { try showRecord(call, type, id, actor) }
        case .timeline(let type, let id): return try await reading(call, type, actor) { try showTimeline(call, type, id, actor) }
        case .action(let type, let id, "reveal") where call.state.definition(type)?.action("reveal") == nil:
            return try await reveal(call, type, id, actor)
        case .action(let type, let id, let action): return try await act(call, type, id, action, actor)
        }
    }

    // MARK: Who asks

    private func authenticate(_ call: Call) async throws -> Actor {
        guard let header = call.request.headers[.authorization] else { throw Problem.unauthenticated }
        let parts = header.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer", let actor = try tokens.actor(of: String(parts[1]), at: call.now) else {
            throw Problem.unauthenticated
        }
        return actor
    }

    // MARK: Reads that are denied

    /// A read that finds nothing, or nothing for this caller, is counted and noted.
    func reading(_ call: Call, _ type: String, _ actor: Actor, _ read: () throws -> Response) async throws -> Response {
        if let seconds = deniedLimit.wait(actor.id) { throw Problem.rate("查询了太多不存在或无权查看的记录，请稍后再试", after: seconds) }
        do { return try read() } catch let refusal as Refusal {
            if [.notfound, .forbidden].contains(refusal.reason) {
                _ = deniedLimit.take(actor.id)
                try await accessLog.note(
                    actor.id, kind: "read", what: call.state.definition(type) == nil ? "?" : type, reason: refusal.reason.rawValue,
                    at: call.now)
            }
            throw refusal
        }
    }

    func definition(_ type: String, _ call: Call, action: String) throws(Refusal) -> RecordDefinition {
        guard let definition = call.state.definition(type) else {
            throw Refusal(.notfound, action: "\(type).\(action)", "没有名为 \(type) 的业务")
        }
        return definition
    }

    // MARK: Answers

    func answer(_ json: JSONBuffer, status: HTTPResponse.Status = .ok, version: Int64? = nil, _ more: (inout HTTPFields) -> Void = { _ in })
        -> Response
    {
        answer(json.buffer, status: status, version: version, more)
    }

    func answer(_ json: ByteBuffer, status: HTTPResponse.Status = .ok, version: Int64? = nil, _ more: (inout HTTPFields) -> Void = { _ in })
        -> Response
    {
        var headers = HTTPFields()
        headers[.contentType] = "application/json"
        headers[.cacheControl] = "no-store"
        if let version { headers[.eTag] = "\"\(version)\"" }
        more(&headers)
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: json))
    }
}

extension HTTPFields {
    /// A header of our own or one that the standard library of names lacks; nil when it is absent.
    func text(_ name: String) -> String? { HTTPField.Name(name).flatMap { self[$0] } }

    mutating func set(_ name: String, _ text: String) { if let name = HTTPField.Name(name) { self[name] = text } }
}
