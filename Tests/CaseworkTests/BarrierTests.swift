import TestDatabases
import Testing

@testable import Casework

@Suite struct `What cannot be done now whatever is typed` {
    @Test(arguments: TestPlace.all) func `the rule of two people and caps are told beforehand, and only to whom they bar`(place: TestPlace)
        async throws
    {
        try await place.desk { desk in
            let (one, other) = (
                try desk.person("c1", "clerk", at: SampleOffice.qingxiu), try desk.person("c2", "clerk", at: SampleOffice.qingxiu)
            )
            func barriers(_ id: String, _ actor: Actor) throws -> [String: String] {
                try desk.kernel.barriers(try desk.view(id, as: actor), as: actor, at: desk.now)
            }
            let id = try desk.file(as: one).id
            #expect(try barriers(id, one)["confirm"]?.contains("须由另一人进行") == true)
            #expect(try barriers(id, other)["confirm"] == nil)
            #expect(try barriers(id, one)["twice"] == nil)
            try desk.perform("twice", id, as: one)
            try desk.perform("twice", id, as: one)
            #expect(try barriers(id, one)["twice"]?.contains("最多2次") == true)
        }
    }

    @Test(arguments: TestPlace.all) func `whatever is told beforehand is what sending says`(place: TestPlace) async throws {
        try await place.desk { desk in
            let clerk = try desk.person("c1", "clerk", at: SampleOffice.qingxiu)
            let id = try desk.file(as: clerk).id
            let told = try desk.kernel.barriers(try desk.view(id, as: clerk), as: clerk, at: desk.now)
            #expect(!told.isEmpty)
            for (action, message) in told { #expect(refusal { try desk.perform(action, id, as: clerk) }?.message == message) }
        }
    }
}
