import GRDBSQLite
import Glibc
import Synchronization

/// Counts the flushes that SQLite really asks of the operating system, thread by thread.
///
/// `kill -9` proves nothing about power failure; that the writer flushes at least once for each commit does. The figure is taken where
/// the call is made: a virtual file system that is SQLite's own but for `xSync`, which counts and passes on.
/// Source: https://www.sqlite.org/vfs.html
final class FlushTally: Sendable {
    private let number = Atomic<Int>(0)
    var count: Int { number.load(ordering: .relaxed) }

    /// From now on, flushes made on this thread are counted here. The tally must outlive the thread.
    func countThisThread() { pthread_setspecific(Self.key, Unmanaged.passUnretained(self).toOpaque()) }

    /// Name of the counting file system, registered at first use; nil (SQLite's default) if that was not possible.
    static var vfsName: String? { isRegistered ? name : nil }

    private static let name = "bagui-counting"
    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()

    /// SQLite's own file system. Never changed after registration.
    nonisolated(unsafe) private static let original: UnsafeMutablePointer<sqlite3_vfs>? = sqlite3_vfs_find(nil)

    /// Method tables of files: SQLite's own by address, and ours made from it. Guarded by the lock; entries are never removed.
    private static let tables = Mutex<[UInt: UInt]>([:])

    private static let isRegistered: Bool = {
        guard let original, let copiedName = strdup(name) else { return false }
        let copy = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        copy.initialize(to: original.pointee)
        copy.pointee.zName = UnsafePointer(copiedName)
        copy.pointee.pNext = nil
        copy.pointee.xOpen = { vfs, path, file, flags, outFlags in
            guard let open = FlushTally.original?.pointee.xOpen else { return SQLITE_CANTOPEN }
            let code = open(vfs, path, file, flags, outFlags)
            if code == SQLITE_OK, let file, let methods = file.pointee.pMethods { file.pointee.pMethods = FlushTally.counting(methods) }
            return code
        }
        return sqlite3_vfs_register(copy, 0) == SQLITE_OK
    }()

    /// The table that counts in place of `methods`.
    private static func counting(_ methods: UnsafePointer<sqlite3_io_methods>) -> UnsafePointer<sqlite3_io_methods> {
        let address = UInt(bitPattern: methods)
        let made = tables.withLock { tables -> UInt in
            if let made = tables[address] { return made }
            // All of SQLite's tables for local files share one sync function; one that does not is left alone.
            guard let methods = UnsafePointer<sqlite3_io_methods>(bitPattern: address), let sync = methods.pointee.xSync, isTheSync(sync)
            else { return address }
            let copy = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
            copy.initialize(to: methods.pointee)
            copy.pointee.xSync = { file, flags in
                if let tally = pthread_getspecific(FlushTally.key) {
                    Unmanaged<FlushTally>.fromOpaque(tally).takeUnretainedValue().number.add(1, ordering: .relaxed)
                }
                return FlushTally.sync.withLock { $0 }?(file, flags) ?? SQLITE_IOERR
            }
            tables[address] = UInt(bitPattern: copy)
            return UInt(bitPattern: copy)
        }
        return UnsafePointer(bitPattern: made) ?? methods
    }

    private typealias Sync = @convention(c) (UnsafeMutablePointer<sqlite3_file>?, Int32) -> Int32
    private static let sync = Mutex<Sync?>(nil)
    /// Whether `function` is the one sync function that is passed on to; the first one seen becomes it.
    private static func isTheSync(_ function: Sync) -> Bool {
        sync.withLock { kept in
            guard let before = kept else {
                kept = function
                return true
            }
            return unsafeBitCast(before, to: UInt.self) == unsafeBitCast(function, to: UInt.self)
        }
    }
}
