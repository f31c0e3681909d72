import Foundation

/// Files that are replaced whole.
enum AtomicFile {
    /// Writes beside `path`, flushes to the disk, renames over it.
    static func write(_ bytes: [UInt8], to path: String) throws(KnowledgeError) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
            throw .unwritable(file: path, reason: "不能建立文件夹 \(folder)")
        }
        let beside = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).new"
        let descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .unwritable(file: path, reason: reason()) }
        var isDone = false
        defer { if !isDone { unlink(beside) } }
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress?.advanced(by: offset), min($0.count - offset, 1 << 26))
            }
            if count < 0 {
                if errno == EINTR { continue }
                let why = reason()
                close(descriptor)
                throw .unwritable(file: path, reason: why)
            }
            offset += count
        }
        guard fsync(descriptor) == 0, close(descriptor) == 0, rename(beside, path) == 0 else {
            throw .unwritable(file: path, reason: reason())
        }
        isDone = true
        let directory = open(folder, O_RDONLY | O_CLOEXEC)
        if directory >= 0 {
            fsync(directory)
            close(directory)
        }
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
