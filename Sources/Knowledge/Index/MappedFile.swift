import Foundation

/// A file seen as memory. The system reads only the pages that are touched, and several processes share them.
///
/// Unchecked: the memory is read-only and lives as long as this object; a file that is replaced by rename keeps its old content here.
final class MappedFile: @unchecked Sendable {
    let bytes: UnsafeRawBufferPointer
    private let isMapped: Bool

    /// - Throws: `KnowledgeError.unreadable`.
    init(path: String) throws(KnowledgeError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(file: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(file: path, reason: String(cString: strerror(errno))) }
        let length = Int(status.st_size)
        guard length > 0 else { throw .badIndex(file: path, reason: "文件是空的") }
        guard let base = mmap(nil, length, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED else {
            throw .unreadable(file: path, reason: String(cString: strerror(errno)))
        }
        bytes = UnsafeRawBufferPointer(start: base, count: length)
        isMapped = true
    }

    /// Keeps a copy of bytes in memory, for small indexes that never were a file.
    init(copying content: [UInt8]) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(8, content.count), alignment: 16)
        copy.copyBytes(from: content)
        bytes = UnsafeRawBufferPointer(start: copy.baseAddress, count: content.count)
        isMapped = false
    }

    deinit {
        guard let base = bytes.baseAddress else { return }
        if isMapped { munmap(UnsafeMutableRawPointer(mutating: base), bytes.count) } else { base.deallocate() }
    }
}
