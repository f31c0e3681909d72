/// Which family of algorithms protects what a node keeps. A node has one from its first start to its end: it is part of its master key.
public enum CryptographicSuite: String, Sendable, Hashable, CaseIterable {
    /// AES-256-GCM (NIST SP 800-38D), SHA-256 (FIPS 180-4), HMAC (RFC 2104), HKDF (RFC 5869), Ed25519 (RFC 8032).
    case international
    /// Commercial cryptography (商用密码): SM4 in counter mode with HMAC-SM3 over what was encrypted (GB/T 32907, GB/T 17964), SM3 (GB/T 32905),
    /// HKDF with HMAC-SM3, SM2 with SM3 (GB/T 32918). Asked for by 商用密码管理条例 (2023) 41 and GB/T 39786 where a network of the third level or an
    /// important information system is run.
    case commercial

    /// What administrators read.
    public var name: String {
        switch self {
        case .international: "国际算法（AES-256-GCM、SHA-256、Ed25519）"
        case .commercial: "商用密码（SM4、SM3、SM2）"
        }
    }
}
