// swift-tools-version: 6.2
import Foundation
import PackageDescription

// The house: one target a room, and a room rests only on rooms of lower floors (docs/development.md has the picture,
// Tests/HouseTests guards it import by import). A new room is one line in `rooms`, with its tests in Tests/<Room>Tests.

// MARK: What comes from outside

let packages: [Package.Dependency] = [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
]

struct External {
    let product: String
    let package: String
}

let argumentParser = External(product: "ArgumentParser", package: "swift-argument-parser")
let collections = External(product: "Collections", package: "swift-collections")
let crypto = External(product: "Crypto", package: "swift-crypto")
let cryptoExtras = External(product: "CryptoExtras", package: "swift-crypto")
let httpTypes = External(product: "HTTPTypes", package: "swift-http-types")
let hummingbird = External(product: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = External(product: "HummingbirdTesting", package: "hummingbird")
let lifecycle = External(product: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = External(product: "Logging", package: "swift-log")
let metrics = External(product: "Metrics", package: "swift-metrics")
let nio = External(product: "NIOCore", package: "swift-nio")
let sqlite = External(product: "GRDBSQLite", package: "GRDB.swift")
let unixSignals = External(product: "UnixSignals", package: "swift-service-lifecycle")
let yams = External(product: "Yams", package: "Yams")

// MARK: The rooms

struct Room {
    let name: String
    /// Rooms of lower floors that it imports.
    let on: [String]
    let uses: [External]
    /// What only its tests need.
    let testedWith: [External]
    let testedOn: [String]

    init(_ name: String, on: [String] = [], uses: [External] = [], testedWith: [External] = [], testedOn: [String] = []) {
        self.name = name
        self.on = on
        self.uses = uses
        self.testedWith = testedWith
        self.testedOn = testedOn
    }
}

/// What a room of pages or services may count on: everything up to Casework.
let kernel = ["Casework", "Definitions", "Expressions", "WorkCalendar", "Identifiers", "Storage", "Cryptography"]
let site = ["Site", "HTML"] + kernel
let web = [hummingbird, httpTypes, nio, crypto, logging]

let rooms: [Room] = [
    // floor 0
    Room("Storage", on: ["CPostgreSQL"], uses: [sqlite]),
    Room("Expressions"),
    Room("WorkCalendar"),
    Room("Identifiers"),
    Room("HTML"),
    Room("Cryptography", on: ["COpenSSL"], uses: [crypto]),
    // floor 1
    Room("Definitions", on: ["Expressions", "WorkCalendar", "Identifiers"], uses: [yams, crypto]),
    Room("Knowledge", on: ["Identifiers", "CZlib"]),
    // floor 2
    Room(
        "Casework", on: ["Definitions", "Expressions", "WorkCalendar", "Identifiers", "Storage", "Cryptography"],
        uses: [crypto, cryptoExtras, collections, logging], testedOn: ["TestDatabases"]),
    // floor 3
    Room("ServiceDesk", on: kernel, uses: [crypto, logging]),
    Room("Indicators", on: kernel, uses: [crypto, logging], testedOn: ["TestDatabases", "TestHall"]),
    Room("Operations", on: kernel + ["CZlib"], uses: [crypto, logging, metrics], testedOn: ["TestDatabases", "TestHall"]),
    Room("Demonstration", on: kernel, uses: [crypto, logging]),
    Room("Scenarios", on: kernel, uses: [yams, logging]),
    // floor 4
    Room("Site", on: kernel + ["HTML"], uses: web + [cryptoExtras], testedWith: [hummingbirdTesting]),
    // floor 5
    Room(
        "Portal", on: site + ["Knowledge", "ServiceDesk", "Indicators", "CQREncode"], uses: web + [cryptoExtras],
        testedWith: [hummingbirdTesting], testedOn: ["TestBrowser", "TestDatabases"]),
    Room(
        "Workbench", on: site + ["ServiceDesk", "Indicators", "Operations"], uses: web, testedWith: [hummingbirdTesting],
        testedOn: ["TestBrowser"]),
    Room("Administration", on: site + ["Operations"], uses: web, testedWith: [hummingbirdTesting], testedOn: ["TestBrowser"]),
    Room("API", on: site + ["Indicators", "Operations"], uses: web, testedWith: [hummingbirdTesting]),
]

/// floor 6: nothing but wiring, so it may see every room.
let program = Room(
    "bagui", on: ["HTML"] + rooms.map(\.name).filter { $0 != "HTML" },
    uses: web + [argumentParser, lifecycle, unixSignals, metrics], testedWith: [hummingbirdTesting])

// MARK: From rooms to targets

func dependencies(on names: [String], and externals: [External]) -> [Target.Dependency] {
    names.map { .target(name: $0) } + externals.map { .product(name: $0.product, package: $0.package) }
}

let settings: [SwiftSetting] = [.enableUpcomingFeature("MemberImportVisibility"), .enableUpcomingFeature("ExistentialAny")]
// A test may use what its room's imports bring along: nobody reads the architecture from it.
let testSettings: [SwiftSetting] = [.enableUpcomingFeature("ExistentialAny")]

func tests(of room: Room) -> Target {
    .testTarget(
        name: room.name + "Tests", dependencies: dependencies(on: [room.name] + room.on + room.testedOn, and: room.uses + room.testedWith),
        swiftSettings: testSettings)
}

var targets: [Target] = [
    .systemLibrary(name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
]
for room in rooms {
    targets.append(.target(name: room.name, dependencies: dependencies(on: room.on, and: room.uses), swiftSettings: settings))
    targets.append(tests(of: room))
}
targets.append(
    .executableTarget(name: program.name, dependencies: dependencies(on: program.on, and: program.uses), swiftSettings: settings))
// What the tests of several rooms share. The program has none of it.
targets += [
    .target(
        name: "TestDatabases", dependencies: dependencies(on: ["Storage"], and: []), path: "Tests/Support/TestDatabases",
        swiftSettings: settings),
    .target(
        name: "TestHall", dependencies: dependencies(on: kernel + ["TestDatabases"], and: []), path: "Tests/Support/TestHall",
        swiftSettings: settings),
    .target(
        name: "TestBrowser", dependencies: dependencies(on: site, and: web + [hummingbirdTesting]), path: "Tests/Support/TestBrowser",
        swiftSettings: settings),
]
targets.append(.testTarget(name: "HouseTests", swiftSettings: testSettings))

let package = Package(
    name: "bagui",
    products: [.executable(name: "bagui", targets: ["bagui"])],
    dependencies: packages,
    targets: targets,
    swiftLanguageModes: [.v6]
)
