import Foundation
import Synchronization
import WorkCalendar

/// Sends short texts to phones. What is sent by it is secret: a gateway keeps no text and logs none.
public protocol MessageGateway: Sendable {
    /// Hands a text over.
    /// - Parameters:
    ///   - phone: a mobile number, eleven digits.
    ///   - reference: id of the record it belongs to; the same for the same message.
    /// - Throws: `MessageFailure` when it was not taken.
    func send(_ text: String, to phone: String, reference: String, at now: Moment) async throws
}

/// Why a text was not handed over: for the log, without number or text.
public struct MessageFailure: Error, Sendable, Hashable {
    public var message: String
    public init(_ message: String) { self.message = message }
}

/// Lays each text into a folder, a file each, from which the gateway of the province fetches it and which that gateway empties.
///
/// `REFERENCE.json` with `to`, `text` and `at` (milliseconds since 1970), mode 0600, moved into place when it is complete.
public struct MessageSpool: MessageGateway {
    public let folder: String

    /// Texts that nobody fetched: beyond so many the gateway is taken for broken, and nothing more is laid down.
    static let most = 10_000

    /// Makes the folder, for its owner only.
    /// - Throws: `MessageFailure` when there is no such folder and none can be made, or it cannot be written.
    public init(folder: String) throws {
        self.folder = folder
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw MessageFailure("短信文件夹 \(folder) 建不起来，请检查上级文件夹的权限") }
        guard FileManager.default.isWritableFile(atPath: folder) else { throw MessageFailure("短信文件夹 \(folder) 不能写，请检查权限") }
    }

    private struct Message: Codable {
        var to: String
        var text: String
        var at: Int64
    }

    public func send(_ text: String, to phone: String, reference: String, at now: Moment) async throws {
        guard reference.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || isalnum(Int32($0)) != 0 }), !reference.isEmpty else {
            throw MessageFailure("短信编号含有文件名不能有的字符")
        }
        let files = FileManager.default
        guard (try? files.contentsOfDirectory(atPath: folder).count) ?? 0 < Self.most else {
            throw MessageFailure("短信文件夹 \(folder) 积压超过\(Self.most)条，请检查短信网关")
        }
        let data = try JSONEncoder().encode(Message(to: phone, text: text, at: now.milliseconds))
        let hidden = "\(folder)/.\(reference).part"
        guard files.createFile(atPath: hidden, contents: data, attributes: [.posixPermissions: 0o600]),
            rename(hidden, "\(folder)/\(reference).json") == 0
        else {
            try? files.removeItem(atPath: hidden)
            throw MessageFailure("短信文件夹 \(folder) 写不进去，请检查磁盘空间和权限")
        }
    }
}

/// In the demonstration nothing is sent: the page shows the text, and says so.
public final class DemonstrationMessages: MessageGateway {
    private let texts = Mutex<[(reference: String, text: String)]>([])
    public init() {}

    public func send(_ text: String, to phone: String, reference: String, at now: Moment) async throws {
        texts.withLock { texts in
            if texts.count >= 1_000 { texts.removeFirst(500) }
            texts.append((reference, text))
        }
    }

    /// The text of a reference; nil after a restart.
    public func text(of reference: String) -> String? { texts.withLock { $0.last { $0.reference == reference }?.text } }
}
