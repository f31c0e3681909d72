/// A set of code points: ranges, general categories, other sets, or the opposite of all that.
struct ScalarSet: Sendable {
    var ranges: [ClosedRange<UInt32>] = []
    var categories: [String] = []
    var others: [ScalarSet] = []
    var isInverted = false
    /// Letters of either case are taken for each other.
    var ignoresCase = false

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        var found = holds(scalar)
        if !found, ignoresCase {
            for variant in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping] {
                if let other = variant.unicodeScalars.first, variant.unicodeScalars.count == 1, other != scalar, holds(other) {
                    found = true
                }
            }
        }
        return found != isInverted
    }

    private func holds(_ scalar: Unicode.Scalar) -> Bool {
        for range in ranges where range.contains(scalar.value) { return true }
        for other in others where other.contains(scalar) { return true }
        return !categories.isEmpty && categories.contains { Self.isIn($0, scalar) }
    }

    static func only(_ scalar: Unicode.Scalar) -> ScalarSet { ScalarSet(ranges: [scalar.value...scalar.value]) }

    static let digit = ScalarSet(ranges: [0x30...0x39])
    static let word = ScalarSet(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let space = ScalarSet(ranges: [0x09...0x0A, 0x0C...0x0D, 0x20...0x20])
    static let any = ScalarSet(ranges: [0...0x10FFFF])
    static let notNewline = ScalarSet(ranges: [0...0x09, 0x0B...0x10FFFF])

    var inverted: ScalarSet { ScalarSet(others: [self], isInverted: true) }

    /// `[[:alpha:]]` and its kin, ASCII as in RE2.
    static func posix(_ name: String) -> ScalarSet? {
        switch name {
        case "alnum": ScalarSet(ranges: [0x30...0x39, 0x41...0x5A, 0x61...0x7A])
        case "alpha": ScalarSet(ranges: [0x41...0x5A, 0x61...0x7A])
        case "ascii": ScalarSet(ranges: [0...0x7F])
        case "blank": ScalarSet(ranges: [0x09...0x09, 0x20...0x20])
        case "cntrl": ScalarSet(ranges: [0...0x1F, 0x7F...0x7F])
        case "digit": digit
        case "graph": ScalarSet(ranges: [0x21...0x7E])
        case "lower": ScalarSet(ranges: [0x61...0x7A])
        case "print": ScalarSet(ranges: [0x20...0x7E])
        case "punct": ScalarSet(ranges: [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E])
        case "space": ScalarSet(ranges: [0x09...0x0D, 0x20...0x20])
        case "upper": ScalarSet(ranges: [0x41...0x5A])
        case "word": word
        case "xdigit": ScalarSet(ranges: [0x30...0x39, 0x41...0x46, 0x61...0x66])
        default: nil
        }
    }

    /// `\p{L}`, `\p{Nd}`, `\p{Han}`; nil for names that are not known.
    static func named(_ name: String) -> ScalarSet? {
        switch name {
        case "Any": any
        case "Han":
            ScalarSet(ranges: [
                0x2E80...0x2E99, 0x2E9B...0x2EF3, 0x2F00...0x2FD5, 0x3005...0x3005, 0x3007...0x3007, 0x3021...0x3029, 0x3038...0x303B,
                0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFA6D, 0xFA70...0xFAD9, 0x16FE2...0x16FE3, 0x16FF0...0x16FF1, 0x20000...0x323AF,
            ])
        case "Latin":
            ScalarSet(ranges: [
                0x41...0x5A, 0x61...0x7A, 0xAA...0xAA, 0xBA...0xBA, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2B8, 0x2E0...0x2E4, 0x1D00...0x1D25,
                0x1D2C...0x1D5C, 0x1D62...0x1D65, 0x1D6B...0x1D77, 0x1D79...0x1DBE, 0x1E00...0x1EFF, 0x2071...0x2071, 0x207F...0x207F,
                0x2090...0x209C, 0x212A...0x212B, 0x2132...0x2132, 0x214E...0x214E, 0x2160...0x2188, 0x2C60...0x2C7F, 0xA722...0xA787,
                0xA78B...0xA7CA, 0xA7F2...0xA7FF, 0xAB30...0xAB5A, 0xAB5C...0xAB64, 0xFB00...0xFB06, 0xFF21...0xFF3A, 0xFF41...0xFF5A,
            ])
        case _ where generalCategories.contains(name): ScalarSet(categories: [name])
        default: nil
        }
    }

    private static let generalCategories: Set<String> = [
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S",
        "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Co",
    ]

    private static func isIn(_ category: String, _ scalar: Unicode.Scalar) -> Bool {
        let full =
            switch scalar.properties.generalCategory {
            case .uppercaseLetter: "Lu"
            case .lowercaseLetter: "Ll"
            case .titlecaseLetter: "Lt"
            case .modifierLetter: "Lm"
            case .otherLetter: "Lo"
            case .nonspacingMark: "Mn"
            case .spacingMark: "Mc"
            case .enclosingMark: "Me"
            case .decimalNumber: "Nd"
            case .letterNumber: "Nl"
            case .otherNumber: "No"
            case .connectorPunctuation: "Pc"
            case .dashPunctuation: "Pd"
            case .openPunctuation: "Ps"
            case .closePunctuation: "Pe"
            case .initialPunctuation: "Pi"
            case .finalPunctuation: "Pf"
            case .otherPunctuation: "Po"
            case .mathSymbol: "Sm"
            case .currencySymbol: "Sc"
            case .modifierSymbol: "Sk"
            case .otherSymbol: "So"
            case .spaceSeparator: "Zs"
            case .lineSeparator: "Zl"
            case .paragraphSeparator: "Zp"
            case .control: "Cc"
            case .format: "Cf"
            case .surrogate: "Cs"
            case .privateUse: "Co"
            case .unassigned: "Cn"
            @unknown default: "Cn"
            }
        // RE2 does not count what is unassigned as C.
        return full == category || (category.utf8.count == 1 && full.hasPrefix(category) && full != "Cn")
    }
}
