/// The house as it was decided. A new room, a move between floors or a new module from outside is a design decision:
/// it stands here in the same commit.
enum House {
    /// Rooms by floor. A room imports rooms of lower floors only.
    static let floors: [String: Int] = [
        "CPostgreSQL": 0, "COpenSSL": 0, "CZlib": 0, "CQREncode": 0, "Storage": 0, "Expressions": 0, "WorkCalendar": 0, "Identifiers": 0,
        "HTML": 0,
        "Cryptography": 0,
        "Definitions": 1, "Terms": 1, "Knowledge": 1,
        "Casework": 2,
        "ServiceDesk": 3, "Exchange": 3, "Indicators": 3, "Documents": 3, "Positioning": 3, "Video": 3, "Command": 3,
        "Demonstration": 3, "Scenarios": 3, "Operations": 3,
        "Site": 4,
        "Portal": 5, "Workbench": 5, "CommandScreen": 5, "DataCentre": 5, "Administration": 5, "API": 5,
        "bagui": 6,
    ]

    /// Rooms of the same floor that may be imported all the same: a system library has no code of its own.
    static let besides: [String: Set<String>] = ["Storage": ["CPostgreSQL"], "Cryptography": ["COpenSSL"]]

    /// What any room may import: the toolchain's own.
    static let toolchain: Set<String> = [
        "Swift", "Foundation", "FoundationEssentials", "Synchronization", "Dispatch", "Glibc", "Musl", "Darwin",
    ]

    /// Modules from outside, by room. Only Storage knows the databases' drivers, only Site and the pages above it know Hummingbird,
    /// only Positioning and Video know NIO's channels, only Definitions and Scenarios read YAML, only `bagui` knows them all.
    static let permitted: [String: Set<String>] = [
        "Storage": ["GRDB", "GRDBSQLite"],
        "Cryptography": ["Crypto"],
        "Definitions": yaml.union(crypto),
        "Knowledge": crypto,
        "Casework": crypto.union(logging).union(collections),
        "ServiceDesk": crypto.union(logging).union(collections),
        "Exchange": crypto.union(logging).union(["AsyncHTTPClient", "NIOCore"]),
        "Indicators": crypto.union(logging).union(collections),
        "Documents": crypto.union(logging),
        "Positioning": crypto.union(logging).union(channels).union(lifecycle),
        "Video": crypto.union(logging).union(channels).union(lifecycle),
        "Command": crypto.union(logging).union(collections),
        "Demonstration": crypto.union(logging),
        "Scenarios": yaml.union(logging),
        "Operations": crypto.union(logging).union(["Metrics", "CoreMetrics"]),
        "Site": web,
        "Portal": web, "Workbench": web, "CommandScreen": web, "DataCentre": web, "Administration": web, "API": web,
        "bagui": web.union(channels).union(lifecycle).union(["ArgumentParser", "Metrics", "CoreMetrics"]),
    ]

    private static let yaml: Set<String> = ["Yams"]
    private static let crypto: Set<String> = ["Crypto", "CryptoExtras", "_CryptoExtras"]
    private static let logging: Set<String> = ["Logging"]
    private static let collections: Set<String> = ["Collections", "OrderedCollections", "DequeModule", "HeapModule", "Algorithms"]
    private static let channels: Set<String> = ["NIOCore", "NIOPosix", "NIOFoundationCompat", "NIOExtras", "NIOHTTP1"]
    private static let lifecycle: Set<String> = ["ServiceLifecycle", "UnixSignals"]
    private static let web: Set<String> = crypto.union(logging).union(collections).union([
        "Hummingbird", "HummingbirdCore", "HummingbirdRouter", "HTTPTypes", "NIOCore", "NIOFoundationCompat", "ServiceLifecycle",
    ])
}
