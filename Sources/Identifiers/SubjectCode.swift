/// The organisation code (组织机构代码) of GB 11714-1997, which is also the subject part of a credit code: `D2143569X`.
///
/// Eight characters `0`…`9`, `A`…`Z` and a check character: weights 3 7 9 10 5 8 4 2, letters counting 10…35,
/// 11 less the sum modulo 11, `X` for 10 and `0` for 11. Written without the hyphen.
public struct SubjectCode: TextIdentifier {
    public let description: String

    /// Nil when the form or the check character is wrong.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 9, let check = Self.checkCharacter(bytes[..<8]), check == bytes[8] else { return nil }
        description = text
    }

    /// The check character that the first eight demand; nil when they are not eight digits or capital letters.
    public static func checkCharacter(_ body: some Collection<UInt8>) -> UInt8? {
        guard body.count == 8 else { return nil }
        var sum = 0
        for (byte, weight) in zip(body, [3, 7, 9, 10, 5, 8, 4, 2]) {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): sum += Int(byte - UInt8(ascii: "0")) * weight
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): sum += (Int(byte - UInt8(ascii: "A")) + 10) * weight
            default: return nil
            }
        }
        return Array("0X987654321".utf8)[sum % 11]
    }
}
