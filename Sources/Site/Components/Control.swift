/// Something one can choose.
public struct Choice: Sendable, Hashable {
    public var value: String
    public var label: String
    /// A heading the choice stands under (a code's parent).
    public var group: String?
    /// What choosing it means, under the label of a radio or check box.
    public var help: String?

    public init(_ value: String, _ label: String, group: String? = nil, help: String? = nil) {
        self.value = value
        self.label = label
        self.group = group
        self.help = help
    }
}

/// How a field is filled in: one case for every kind of field a definition knows.
public indirect enum Control: Sendable {
    /// One line.
    case text(TextKind = .plain, maxLength: Int? = nil)
    /// Several paragraphs, with a counter when there is a limit (characters).
    case longText(maxLength: Int? = nil, rows: Int = 5)
    /// A number; `step` is `1` for whole ones, `any` for others.
    case number(min: String? = nil, max: String? = nil, step: String = "1")
    /// An amount in 元 with at most two decimals; what is sent is that text, cents are the server's affair.
    case money
    /// `yyyy-MM-dd`.
    case date(min: String? = nil, max: String? = nil)
    /// `yyyy-MM-ddTHH:mm`.
    case dateTime(min: String? = nil, max: String? = nil)
    /// `HH:mm`.
    case time
    /// One or several of a list of codes.
    case choice([Choice], ChoiceLook = .select)
    /// One of many that are looked up while one types. Sent is what `PickedText` reads.
    case picker(Picker)
    case file(FileRules)
    /// 是 or 否. Sent is `false` always and `true` after it when ticked: the last one counts.
    case yesNo
    /// A list of structures.
    case rows(RowsControl)
    /// Longitude and latitude, `lon,lat` in degrees.
    case location
    /// Not for typing: shown, and not sent.
    case shown

    /// What one line of text is: chooses the keyboard on a phone and what the browser may fill in.
    public enum TextKind: String, Sendable {
        case plain, phone, idCard = "idcard", email, web, search, password, code, name, address
    }

    /// How choices are offered. Up to about six, show them all.
    public enum ChoiceLook: Sendable {
        case select
        /// One of a few, all in sight.
        case radios
        /// Several; each ticked one is sent under the same name.
        case checkBoxes
        /// One of many, typed and completed (a data list). Sent is what `PickedText` reads.
        case typed
    }
}

/// An organisation, person or record that is looked up while one types.
public struct Picker: Sendable {
    public enum Kind: Sendable {
        case organisation, person, record
    }
    public var kind: Kind
    /// Those most likely meant (one's own organisation, those used last), offered without typing and without JavaScript.
    public var likely: [Choice]
    /// `GET address?q=text` answers `<option>` elements as `pickerOptions` makes them; used by `combobox.js`.
    public var address: String?

    public init(_ kind: Kind, likely: [Choice] = [], address: String? = nil) {
        self.kind = kind
        self.likely = likely
        self.address = address
    }
}

/// What a file may be.
public struct FileRules: Sendable {
    /// Media types or suffixes: `application/pdf`, `.jpg`.
    public var accepted: [String]
    /// The same for people: `PDF、JPG、PNG`.
    public var acceptedWords: String
    public var maxBytes: Int?
    public var isMultiple: Bool
    /// Where fingers point, `upload.js` puts a button beside it that opens the camera at once.
    public var offersCamera: Bool
    /// Already there: name and address.
    public var existing: [NavItem]
    /// Sent with the form already and kept: what the form sends again in the file's place, and its name.
    public var kept: [Choice] = []
    /// Receives the file at once, with progress, where JavaScript runs (`upload.js`); else it goes with the form.
    public var uploadAddress: String?

    public init(
        accepted: [String], acceptedWords: String, maxBytes: Int? = nil, isMultiple: Bool = false, offersCamera: Bool = false,
        existing: [NavItem] = [], uploadAddress: String? = nil
    ) {
        self.accepted = accepted
        self.acceptedWords = acceptedWords
        self.maxBytes = maxBytes
        self.isMultiple = isMultiple
        self.offersCamera = offersCamera
        self.existing = existing
        self.uploadAddress = uploadAddress
    }
}

/// A list of structures, a fieldset a row. Fields of row 2 of `parties` are named `parties[2].name`.
///
/// Adding and removing works without JavaScript: the buttons send the form with `_rows` = `parties:add` or `parties:remove:2`,
/// and the server answers with the form anew, nothing lost and nothing validated. `rows.js` does it in place, from `blank`.
public struct RowsControl: Sendable {
    /// The rows there are, each with its fields named as above.
    public var rows: [[FormField]]
    /// An empty row, its fields named with `[#]`.
    public var blank: [FormField]
    public var minimum: Int
    public var maximum: Int?
    /// What a row is: 当事人.
    public var rowName: String

    public init(rows: [[FormField]], blank: [FormField], minimum: Int = 0, maximum: Int? = nil, rowName: String = "") {
        self.rows = rows
        self.blank = blank
        self.minimum = minimum
        self.maximum = maximum
        self.rowName = rowName
    }
}

/// What a picker sends: the label with the value in brackets, `南宁市青秀区司法局 [450103]`, which reads well while it is typed and
/// needs no script; or, typed by hand, the value or the name alone.
public enum PickedText: Sendable, Hashable {
    /// The value was given.
    case value(String)
    /// Only words were typed: a value or an exact name, for the server to find.
    case words(String)

    /// Nil for white space alone.
    public init?(_ text: String) {
        let trimmed = Self.trimmed(text)
        guard !trimmed.isEmpty else { return nil }
        if trimmed.hasSuffix("]"), let opening = trimmed.lastIndex(of: "[") {
            let value = Self.trimmed(trimmed[trimmed.index(after: opening)...].dropLast())
            if !value.isEmpty {
                self = .value(value)
                return
            }
        }
        self = .words(trimmed)
    }

    /// What stands in the field for a choice.
    public static func text(for choice: Choice) -> String {
        choice.value == choice.label ? choice.value : "\(choice.label) [\(choice.value)]"
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        var rest = Substring(text)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
