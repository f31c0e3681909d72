import Foundation
import Portal

/// By what texts leave this node: `BAGUI_SMS_SPOOL` names the folder into which they are laid for the province's gateway.
enum ServeMessages {
    /// Nil: nothing is configured. In the demonstration the page then shows what would be sent.
    /// - Throws: `CommandFailure` when the folder cannot be used.
    static func gateway() throws -> (any MessageGateway)? {
        guard let folder = ProcessInfo.processInfo.environment["BAGUI_SMS_SPOOL"], !folder.isEmpty else { return nil }
        do { return try MessageSpool(folder: folder) } catch let failure as MessageFailure {
            throw CommandFailure(message: "BAGUI_SMS_SPOOL：\(failure.message)")
        }
    }
}
