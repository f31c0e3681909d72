import Testing

/// One import and where it stands.
struct Import: CustomStringConvertible {
    let module: String
    let file: String
    let line: Int
    var description: String { "\(file):\(line) imports \(module)" }

    /// Every import below a folder, `@testable import X`, `public import X` and `import struct X.Y` among them.
    static func all(under folder: String) throws -> [Import] {
        try SourceFile.all(under: folder).flatMap { file in
            file.code.enumerated().compactMap { number, line in
                guard line.contains("import ") else { return nil }
                return line.firstMatch(
                    of: #/^\s*(?:@\w+(?:\([^)]*\))?\s+|\w+\s+)*import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/#
                )
                .map { Import(module: String($0.1), file: file.path, line: number + 1) }
            }
        }
    }
}

@Suite struct `The house` {
    @Test func `has a floor for every room`() throws {
        for room in try Checkout.rooms() {
            #expect(House.floors[room] != nil, "Sources/\(room) stands on no floor: give it one in Tests/HouseTests/Floors.swift")
        }
    }

    @Test(arguments: House.floors.keys.sorted())
    func `rests on lower floors only`(room: String) throws {
        let floor = try #require(House.floors[room])
        for found in try Import.all(under: "Sources/\(room)") {
            guard let other = House.floors[found.module], House.besides[room]?.contains(found.module) != true else { continue }
            #expect(other < floor, "\(found), but \(found.module) is on floor \(other) and \(room) on floor \(floor)")
        }
    }

    @Test(arguments: House.floors.keys.sorted())
    func `lets each module from outside into its own rooms only`(room: String) throws {
        let permitted = House.toolchain.union(House.permitted[room] ?? [])
        for found in try Import.all(under: "Sources/\(room)") where House.floors[found.module] == nil {
            let rooms = House.permitted.filter { $0.value.contains(found.module) }.keys.sorted()
            let mend = rooms.isEmpty ? "no room may" : "only \(rooms.joined(separator: ", ")) may"
            #expect(permitted.contains(found.module), "\(found): \(mend)")
        }
    }

    @Test func `tests a room in a folder named after it`() throws {
        let rooms = Set(try Checkout.rooms().map { $0.prefix(1).uppercased() + $0.dropFirst() + "Tests" })
        let folders = Set(Checkout.swiftFiles(under: "Tests").compactMap { $0.split(separator: "/").dropFirst().first.map(String.init) })
        #expect(folders.subtracting(rooms).subtracting(["HouseTests", "Support"]).sorted() == [])
    }
}
