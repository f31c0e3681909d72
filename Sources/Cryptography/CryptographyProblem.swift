/// Why something could not be sealed, opened, signed or derived.
public enum CryptographyProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// The key is not the one the value was sealed with, or the value was altered.
    case cannotOpen
    /// A master key has 32 bytes.
    case badMasterKey
    /// The library refused, with the step that it refused.
    case unavailable(String)

    /// Chinese, with the way out.
    public var description: String {
        switch self {
        case .cannotOpen: "解不开：密钥不是加密时的那一把，或内容被改动"
        case .badMasterKey: "密钥应为32字节；请从备份恢复密钥文件"
        case .unavailable(let step): "密码库不能用（\(step)）：请检查 OpenSSL 3 是否装好"
        }
    }
}
