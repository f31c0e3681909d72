import Foundation
import Testing

@testable import Definitions

@Suite struct `The JSON Schema for editors` {
    @Test func `holds every key of the loader, with its help`() throws {
        let parsed = try #require(try JSONSerialization.jsonObject(with: Data(JSONSchema.definitionFile().utf8)) as? [String: Any])
        #expect(parsed["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
        let definitions = try #require(parsed["$defs"] as? [String: [String: Any]])
        #expect(definitions.count == KeyTable.allCases.count)
        for table in KeyTable.allCases {
            let properties = try #require(definitions[table.rawValue]?["properties"] as? [String: [String: Any]])
            #expect(Set(properties.keys) == Set(table.names))
            #expect(properties.values.allSatisfy { ($0["description"] as? String)?.isEmpty == false })
            #expect((definitions[table.rawValue]?["required"] as? [String] ?? []) == table.keys.filter(\.isRequired).map(\.name))
        }
    }

    @Test func `no table is empty and no key stands twice`() {
        for table in KeyTable.allCases {
            #expect(!table.keys.isEmpty, "\(table)")
            #expect(Set(table.names).count == table.names.count, "\(table)")
        }
    }
}
