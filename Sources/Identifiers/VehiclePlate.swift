/// The plate of a motor vehicle of the mainland: `桂A12345`, `桂AD12345`, `桂A1234警`.
///
/// The province's character, the letter of the issuing office and a serial (GA 36-2018):
///
/// - five letters and digits without I and O, at least one a digit; the last may be `警 学 挂 领 港 澳 试 超`
/// - new-energy vehicles six: small ones a letter, a letter or digit and four digits, large ones five digits and a letter; the letters are
///   `D A B C E` for electric and `F G H J K` for other new energy
///
/// Plates of the army, the armed police and embassies have forms of their own.
public struct VehiclePlate: TextIdentifier {
    public let description: String

    /// Nil when the form is wrong. No hyphen or dot after the letter.
    public init?(_ text: String) {
        let characters = Array(text)
        guard characters.count == 7 || characters.count == 8, Self.provinces.contains(characters[0]),
            Self.isLetter(characters[1]) || characters[1] == "O"
        else { return nil }
        let serial = characters[2...]
        guard serial.count == 5 ? Self.isOrdinary(serial) : Self.isNewEnergy(serial) else { return nil }
        description = text
    }

    /// Whether the vehicle is driven by electricity or another new energy.
    public var isNewEnergy: Bool { description.count == 8 }

    private static func isOrdinary(_ serial: ArraySlice<Character>) -> Bool {
        guard let last = serial.last else { return false }
        let body = specials.contains(last) ? serial.dropLast() : serial
        return body.contains(where: isDigit) && body.allSatisfy { isDigit($0) || isLetter($0) }
    }

    private static func isNewEnergy(_ serial: ArraySlice<Character>) -> Bool {
        guard let first = serial.first, let last = serial.last else { return false }
        if energies.contains(last) { return serial.dropLast().allSatisfy(isDigit) }
        let second = serial[serial.startIndex + 1]
        return energies.contains(first) && (isDigit(second) || isLetter(second)) && serial.dropFirst(2).allSatisfy(isDigit)
    }

    private static func isDigit(_ character: Character) -> Bool { character.asciiValue.map(ASCII.isDigit) ?? false }

    private static func isLetter(_ character: Character) -> Bool {
        guard let value = character.asciiValue else { return false }
        return (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(value) && value != UInt8(ascii: "I") && value != UInt8(ascii: "O")
    }

    private static let provinces = Set("京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新")
    private static let specials = Set("警学挂领港澳试超")
    private static let energies = Set("DABCEFGHJK")
}
