import Cryptography
import Foundation

/// Tokens against forged requests for visitors without a session: derived from a cookie of theirs, so that nothing need be kept.
struct VisitorKey: Sendable {
    private let key: AuthenticationKey

    init(master: MasterKey) { key = master.authenticating("bagui visitor tokens") }

    func token(for visitor: String) -> String {
        Data(key.code(for: Array(visitor.utf8))).base64EncodedString().replacing("+", with: "-")
            .replacing("/", with: "_").replacing("=", with: "")
    }
}
