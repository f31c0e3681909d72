import Testing

@testable import Site

@Suite struct `What changes, told to screens` {
    @Test func `comes at once to one, topic by topic`() async throws {
        let hub = LiveHub()
        var told = try #require(hub.listen()).makeAsyncIterator()
        hub.tell("todos")
        #expect(await told.next() == ["todos"])
        hub.tell("record:1")
        #expect(await told.next() == ["record:1"])
    }

    @Test func `is gathered when many listen, while a ringing call is told at once`() async throws {
        let hub = LiveHub()
        let streams = (0..<1_000).compactMap { _ in hub.listen() }
        #expect(hub.count == 1_000)
        hub.tell("todos")
        for number in 1...300 {
            hub.tell("record:\(number)")
            hub.tell("todos")
        }
        hub.tell("hotline")
        for stream in [streams[0], streams[999]] {
            var told = stream.makeAsyncIterator()
            #expect(await told.next() == ["todos"])
            #expect(await told.next() == ["hotline"])
            #expect(await told.next() == ["todos", LiveHub.everyRecord])
        }
        hub.close()
        var last = streams[0].makeAsyncIterator()
        #expect(await last.next() == nil)
    }

    @Test func `ends for whoever has gone`() async throws {
        let hub = LiveHub()
        do {
            let stream = try #require(hub.listen())
            #expect(hub.count == 1)
            _ = stream
        }
        #expect(hub.count == 0)
    }
}
