import Casework
import HTTPTypes
import Hummingbird
import NIOCore
import WorkCalendar

/// `GET /live`: server-sent events (HTML Living Standard, 9.2). `event: change` with a topic; a comment every 20 s keeps proxies from closing it.
enum LiveStream {
    static func answer(_ visit: Visit) -> Response {
        guard let stream = visit.site.live.listen() else {
            return Response(status: .serviceUnavailable, headers: [.retryAfter: "30", .cacheControl: "no-store"])
        }
        let digest = visit.session?.digest
        // Citizens hear of their to-dos and messages only: which records change is not theirs to know.
        let hearsRecords = !visit.actor.isCitizen
        let site = visit.site
        var headers: HTTPFields = [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"]
        // Proxies that gather answers before passing them on must not.
        if let name = HTTPField.Name("X-Accel-Buffering") { headers[name] = "no" }
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
                let beats = heartbeats(stream)
                for await topics in beats {
                    guard let topics else {
                        // A stream is no request of the person's: it does not keep the session alive, and ends with it.
                        guard let digest, site.sessions.isOpen(digest, at: site.now()) else { break }
                        try await writer.write(ByteBuffer(string: ": beat\n\n"))
                        continue
                    }
                    let heard = topics.filter { hearsRecords || !$0.hasPrefix("record:") }
                    guard !heard.isEmpty else { continue }
                    let events = heard.map { topic in "event: change\ndata: \(topic.filter { !$0.isNewline })\n\n" }
                    try await writer.write(ByteBuffer(string: events.joined()))
                }
                try await writer.finish(nil)
            })
    }

    /// The topics, and nil every 20 seconds. Ends when the topics do or nobody listens any more.
    private static func heartbeats(_ topics: AsyncStream<[String]>) -> AsyncStream<[String]?> {
        AsyncStream(bufferingPolicy: .bufferingNewest(256)) { continuation in
            let task = Task {
                await withTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for await told in topics { continuation.yield(told) }
                        continuation.finish()
                    }
                    group.addTask {
                        while !Task.isCancelled {
                            try? await Task.sleep(for: .seconds(20))
                            continuation.yield(nil)
                        }
                    }
                    await group.next()
                    group.cancelAll()
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}
