import Cryptography
import Foundation
import WorkCalendar

/// A receipt as text: what is signed, byte by byte, and what stands on the paper and in its code.
///
///     八桂收件凭证 v1
///     编号：450103BL2026030200001
///     事项：申请法律援助
///     收件：青秀区司法局
///     时间：2026-03-02T09:14:05+08:00
///     内容：<SHA-256 of what was filed, 64 digits; SM3 on a node of the commercial suite>
///     密钥：<16 digits>
///     签名：<Ed25519, or SM2 in DER, of all lines above, each with its line feed; base64>
struct ReceiptText: Sendable, Equatable {
    static let title = "八桂收件凭证 v1"
    private static let mark = "签名："

    /// All lines above the signature, each ended by a line feed, in UTF-8: this is what is signed.
    var signed: String
    var signature: Data

    init(signed: String, signature: Data) {
        self.signed = signed
        self.signature = signature
    }

    /// - Parameter at: to the second, in China's time.
    static func body(number: String, item: String, organ: String, at: Moment, content: String, key: String, _ suite: CryptographicSuite)
        -> String
    {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let time = "\(at.day)T\(two(at.hour)):\(two(at.minute)):\(two(at.second))+08:00"
        return [title, "编号：\(number)", "事项：\(item)", "收件：\(organ)", "时间：\(time)", "内容：\(digest(content, suite))", "密钥：\(key)"].map {
            $0 + "\n"
        }
        .joined()
    }

    static func digest(_ content: String, _ suite: CryptographicSuite) -> String {
        Digest.hexadecimal(Digest.of(Array(content.utf8), suite))
    }

    var whole: String { "\(signed)\(Self.mark)\(signature.base64EncodedString())\n" }

    /// Reads what somebody pasted: blanks at the ends of lines, empty lines and other line ends are nobody's fault. Nil when it is no receipt.
    init?(pasted text: String) {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        guard let first = lines.firstIndex(of: Self.title), let last = lines.lastIndex(where: { $0.hasPrefix(Self.mark) }), last > first,
            lines.count <= 40, let signature = Data(base64Encoded: String(lines[last].dropFirst(Self.mark.count))),
            (64...72).contains(signature.count)
        else { return nil }
        self.signature = signature
        signed = lines[first..<last].map { $0 + "\n" }.joined()
    }

    /// A line by its name.
    func line(_ name: String) -> String? {
        signed.split(separator: "\n").first { $0.hasPrefix("\(name)：") }.map { String($0.dropFirst(name.count + 1)) }
    }
}
