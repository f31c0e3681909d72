import Hummingbird
import NIOCore

/// A body that is not wanted is read all the same: a sender who is still sending when the connection closes never gets to read the answer (RFC 9112, 9.6).
enum Draining {
    /// So many bytes of a body that is too large are still read; an endless one is cut off.
    static let limit = 128 << 20

    /// Reads a body and keeps at most `most` bytes of it.
    /// - Returns: nil when there was more.
    /// - Throws: when the sender broke off.
    static func read(_ body: RequestBody, upTo most: Int) async throws -> [UInt8]? {
        var bytes: [UInt8] = []
        var length = 0
        for try await buffer in body {
            length += buffer.readableBytes
            if length <= most {
                bytes.append(contentsOf: buffer.readableBytesView)
            } else {
                bytes.removeAll()
                guard length <= limit else { break }
            }
        }
        return length <= most ? bytes : nil
    }

    /// Reads a body of which nothing has been read and drops it.
    static func drop(_ body: RequestBody) async {
        var length = 0
        do {
            for try await buffer in body {
                length += buffer.readableBytes
                guard length <= limit else { return }
            }
        } catch {
            // Broken off: then nobody waits for the answer either.
        }
    }
}
