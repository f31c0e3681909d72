/// A Hong Kong identity card number: `P174468(6)`.
///
/// One or two letters, six digits and a check character in parentheses; the weighted sum (9…2, then 1; letters count 10…35, the missing
/// first letter 36) is divisible by 11, `A` standing for 10. Source: the Immigration Department's published format; the algorithm is in common use.
public struct HongKongID: TextIdentifier {
    public let description: String

    /// Nil when the form or the check character is wrong.
    public init?(_ text: String) {
        var bytes = Array(text.utf8)
        guard bytes.count == 10 || bytes.count == 11, bytes.removeLast() == UInt8(ascii: ")") else { return nil }
        let check = bytes.removeLast()
        guard bytes.removeLast() == UInt8(ascii: "(") else { return nil }
        let letters = bytes.dropLast(6)
        guard (1...2).contains(letters.count), letters.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }),
            bytes.suffix(6).allSatisfy(ASCII.isDigit)
        else { return nil }
        var values = letters.map { Int($0 - UInt8(ascii: "A")) + 10 } + bytes.suffix(6).map { Int($0 - 0x30) }
        if letters.count == 1 { values.insert(36, at: 0) }
        let sum = zip(values, (2...9).reversed()).reduce(0) { $0 + $1.0 * $1.1 }
        guard Array("0123456789A".utf8)[(11 - sum % 11) % 11] == check else { return nil }
        description = text
    }
}
