import HTTPTypes
import Hummingbird
import NIOCore
import Operations
import Site
import Storage
import Synchronization

/// Answers from the first moment on: the listener is up before the definitions are read. What is not there yet says so; then the site takes over.
final class FrontDoor: HTTPResponder {
    typealias Context = SiteContext

    private struct State {
        var loading = ["definitions", "database", "pages"]
        var failure: String?
        var responder: (any HTTPResponder<SiteContext>)?
        var database: Database?
        var live: LiveHub?
        var health: HealthWatch?
        var openTodos: (@Sendable () -> Int)?
    }
    private let state = Mutex(State())
    let meter = Meter()

    func loaded(_ part: String) { state.withLock { $0.loading.removeAll { $0 == part } } }
    func fail(_ message: String) { state.withLock { $0.failure = message } }

    func open(
        _ responder: any HTTPResponder<SiteContext>, database: Database, live: LiveHub, health: HealthWatch,
        openTodos: @escaping @Sendable () -> Int
    ) {
        state.withLock { state in
            state.responder = responder
            state.database = database
            state.live = live
            state.health = health
            state.openTodos = openTodos
            state.loading.removeAll { $0 == "pages" }
        }
    }

    func respond(to request: Request, context: SiteContext) async throws -> Response {
        let path = request.uri.path
        if path == "/healthz" { return await health(isStrict: false) }
        if path == "/healthz/ready" { return await health(isStrict: true) }
        if path == "/metrics" { return metrics(context) }
        if let responder = state.withLock({ $0.responder }) { return try await responder.respond(to: request, context: context) }
        var answer = Response(
            status: .serviceUnavailable, headers: [.contentType: "text/html; charset=utf-8", .retryAfter: "1", .cacheControl: "no-store"],
            body: ResponseBody(
                byteBuffer: ByteBuffer(
                    string:
                        "<!DOCTYPE html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"1\"><title>正在启动</title><p>正在启动，马上就好。</p></html>"
                )))
        SafeHeaders.set(&answer)
        return answer
    }

    /// How the node is doing, for whoever asks: a word for each thing looked at, nothing about why. Administrators see the rest under /admin/system/health.
    /// - Parameter isStrict: for load balancers: 503 while the node cannot do its work.
    private func health(isStrict: Bool) async -> Response {
        let (loading, failure, watch) = state.withLock { ($0.loading, $0.failure, $0.health) }
        let diagnosis = await watch?.latest()
        let isFailing = failure != nil || diagnosis?.isFailing == true
        let isCareful = diagnosis.map { $0.grade > .good } ?? false
        let status = isFailing ? "failing" : !loading.isEmpty ? "starting" : isCareful ? "attention" : "ok"
        let parts = loading.map { "\"\($0)\"" }.joined(separator: ",")
        let checks = (diagnosis?.checks ?? []).map { "\"\($0.id)\":\"\($0.grade.rawValue)\"" }.joined(separator: ",")
        let problem = isFailing ? ",\"problem\":\"see log\"" : ""
        let body = "{\"status\":\"\(status)\",\"loading\":[\(parts)],\"checks\":{\(checks)}\(problem)}\n"
        let isReady = !isFailing && loading.isEmpty
        return Response(
            status: isStrict && !isReady ? .serviceUnavailable : .ok,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }

    private func metrics(_ context: SiteContext) -> Response {
        let (database, openTodos, isReady) = state.withLock { ($0.database, $0.openTodos, $0.responder != nil) }
        var more: [(name: String, type: String, value: Int)] = [("bagui_ready", "gauge", isReady ? 1 : 0)]
        if let database {
            more += [
                ("bagui_database_commits_total", "counter", database.commits),
                ("bagui_database_flushes_total", "counter", database.flushes),
                ("bagui_database_waiting_units", "gauge", database.health.waitingUnits),
            ]
        }
        if let openTodos { more.append(("bagui_open_todos", "gauge", openTodos())) }
        return Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: meter.text(more))))
    }
}
