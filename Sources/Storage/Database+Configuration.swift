extension Database {
    /// How a database is opened. The defaults are those the measurements were made with.
    public struct Configuration: Sendable {
        /// Most writes that share one commit, 1 or more.
        public var unitsPerCommit = 64
        /// How long the writer waits for company before it starts a batch, in microseconds, when several were writing lately. A lone
        /// writer never waits.
        public var gatherMicroseconds = 150
        /// Most writes that may wait. One more is refused as `busy`: a queue without end would only hide the overload.
        public var waitingUnits = 20_000
        /// Most connections for reading, 1 or more. They are opened when needed.
        public var readers = 16
        /// How long to wait for a lock or a free reader before `busy`, in milliseconds.
        public var busyTimeoutMilliseconds = 5_000
        /// How long a statement of a read may run, in milliseconds, before it is `cancelled`; nil for as long as it takes. SQLite counts
        /// from the beginning of the read.
        public var readMilliseconds: Int?
        /// Prepared statements kept on each connection.
        public var statementsKept = 400
        /// SQLite: page cache of each connection, in KiB.
        public var cacheKibibytes = 16_384
        /// SQLite: how much of the file is mapped into memory, in bytes. 0 maps nothing.
        public var mappedBytes: Int64 = 268_435_456
        /// SQLite: pages in the write-ahead log after which a checkpoint is made, on a connection of its own.
        public var checkpointPages = 1_000
        /// SQLite: most pages of 4 KiB the database may have; nil for no limit.
        public var maximumPages: Int?
        /// PostgreSQL: key of the advisory lock that makes the batches of all processes follow each other.
        public var lockKey: Int64 = 0x42_61_67_75_69
        /// PostgreSQL: how long connecting may take, in seconds.
        public var connectSeconds = 10

        public init() {}
    }
}
