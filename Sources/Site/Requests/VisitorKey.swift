import Crypto
import Foundation

/// Tokens against forged requests for visitors without a session: derived from a cookie of theirs, so that nothing need be kept.
struct VisitorKey: Sendable {
    private let key: SymmetricKey

    init(master: [UInt8]) {
        key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: master), info: Data("bagui visitor tokens".utf8), outputByteCount: 32)
    }

    func token(for visitor: String) -> String {
        Data(HMAC<SHA256>.authenticationCode(for: Data(visitor.utf8), using: key)).base64EncodedString().replacing("+", with: "-")
            .replacing("/", with: "_").replacing("=", with: "")
    }
}
