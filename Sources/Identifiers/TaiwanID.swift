/// A Taiwan identity number: `B221690311`.
///
/// A letter for the place of registration, `1` or `2` for the sex, seven digits and a check digit: the letter's two-digit number and the digits,
/// weighted 1 9 8 7 6 5 4 3 2 1 1, sum to a multiple of 10.
public struct TaiwanID: TextIdentifier {
    public let description: String

    /// Nil when the form, the sex digit or the check digit is wrong.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[0]), bytes.dropFirst().allSatisfy(ASCII.isDigit),
            bytes[1] == UInt8(ascii: "1") || bytes[1] == UInt8(ascii: "2")
        else { return nil }
        let place = Self.places[Int(bytes[0] - UInt8(ascii: "A"))]
        let values = [place / 10, place % 10] + bytes.dropFirst().map { Int($0 - 0x30) }
        guard zip(values, [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]).reduce(0, { $0 + $1.0 * $1.1 }) % 10 == 0 else { return nil }
        description = text
    }

    /// As the second character says.
    public var sex: Sex { description.dropFirst().first == "1" ? .male : .female }

    /// The number of each letter A…Z; I, O, W and Z came late and stand at the end.
    private static let places = [
        10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21, 22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33,
    ]
}
