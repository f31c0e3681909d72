import Foundation
import Identifiers
import Synchronization
import Testing

@Suite struct `Record ids` {
    @Test func `go up whatever the clock does`() {
        let times = Mutex<[Int64]>([1_000, 1_000, 1_000, 900, -5, 1_001, .max, 2, .min, 1_002])
        let generator = RecordIDGenerator(clock: { times.withLock { $0.isEmpty ? 1_003 : $0.removeFirst() } })
        var last = generator.next()
        #expect(last.milliseconds == 1_000)
        for _ in 0..<20_000 {
            let next = generator.next()
            #expect(next > last)
            #expect(next.description > last.description)
            last = next
        }
    }

    @Test func `borrow time when a millisecond is full`() {
        let generator = RecordIDGenerator(clock: { 5_000 })
        let ids = (0..<100_000).map { _ in generator.next() }
        #expect(Set(ids).count == ids.count)
        #expect(ids == ids.sorted())
        #expect(ids[0].milliseconds == 5_000)
        #expect((5_001...5_100).contains(ids[99_999].milliseconds))
    }

    @Test func `have one text, which sorts alike`() throws {
        let generator = RecordIDGenerator(clock: { 0x0189_0A5D_AC96 })
        for _ in 0..<2_000 {
            let id = generator.next()
            let text = id.description
            #expect(text.utf8.count == 26)
            #expect(RecordID(text) == id)
            #expect(RecordID(bytes: id.bytes) == id)
            #expect(RecordID(uuidString: id.uuidString) == id)
            #expect(RecordID(text.uppercased()) == nil)
            #expect(RecordID(read: text.uppercased().prefix(8) + "-" + text.dropFirst(8)) == id)
            #expect(UUID(uuidString: id.uuidString)?.uuidString.lowercased() == id.uuidString)
        }
    }

    @Test func `agree with the example of RFC 9562`() throws {
        let id = try #require(RecordID(uuidString: "017F22E2-79B0-7CC3-98C4-DC0C0C07398F"))
        #expect(id.milliseconds == 0x017F_22E2_79B0)
        #expect(id.uuidString == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
        // The same 128 bits, reckoned with big integers.
        #expect(id.description == "01fwhe4ydgfk1shh6w1g60eecf")
    }

    @Test(arguments: [
        "", "01fwhe4ydgfk1shh6w1g60eec", "01fwhe4ydgfk1shh6w1g60eecff", "81fwhe4ydgfk1shh6w1g60eecf", "01fwhe4ydgfk1shh6w1g60eecu",
        "01fwhe4ydgfk1shh6w1g60eec司",
        "00000000000000000000000000", "01fwhe4ydg3k1shh6w1g60eecf", "01fwhe4ydgfk1shh6w1g60ee f", "'; DROP TABLE record; --  ",
    ])
    func `of any other form are refused`(text: String) {
        #expect(RecordID(text) == nil)
    }

    @Test func `travel as their text`() throws {
        let id = RecordIDGenerator().next()
        let data = try JSONEncoder().encode([id])
        #expect(String(decoding: data, as: UTF8.self) == "[\"\(id)\"]")
        #expect(try JSONDecoder().decode([RecordID].self, from: data) == [id])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([RecordID].self, from: Data("[\"x\"]".utf8)) }
        #expect(abs(id.milliseconds - Int64(Date().timeIntervalSince1970 * 1000)) < 86_400_000)
    }

    @Test func `made by many threads at once are all different`() async {
        let generator = RecordIDGenerator()
        let ids = await withTaskGroup(of: [RecordID].self) { group in
            for _ in 0..<8 { group.addTask { (0..<5_000).map { _ in generator.next() } } }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(ids).count == 40_000)
    }
}
