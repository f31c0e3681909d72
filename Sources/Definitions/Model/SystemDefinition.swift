import WorkCalendar

/// One business system as its definition says. Ids are those of the domain specification.
public struct SystemDefinition: Sendable, Codable {
    public var id: String
    public var name: String
    public var platform: String
    /// Network zone where the system may run: `internet`, `extranet`, `intranet`, `edu_prison`, `edu_drug`, `all`.
    public var zone: String
    public var standards: [String]
    public var codes: [String: CodeList]
    public var structures: [String: Structure]
    public var parameters: [String: Parameter]
    /// In the order of the file.
    public var records: [RecordDefinition]
    public var position: Position

    public init(
        id: String, name: String, platform: String, zone: String, standards: [String], codes: [String: CodeList],
        structures: [String: Structure], parameters: [String: Parameter], records: [RecordDefinition], position: Position
    ) {
        self.id = id
        self.name = name
        self.platform = platform
        self.zone = zone
        self.standards = standards
        self.codes = codes
        self.structures = structures
        self.parameters = parameters
        self.records = records
        self.position = position
    }
}

/// A list of codes with their Chinese labels, in the order of the file.
public struct CodeList: Sendable, Codable, Hashable {
    public struct Entry: Sendable, Codable, Hashable {
        public var code: String
        public var label: String
        public var parent: String?

        public init(code: String, label: String, parent: String? = nil) {
            self.code = code
            self.label = label
            self.parent = parent
        }
    }

    /// `system/list`, or `shared/list`.
    public var id: String
    public var name: String
    public var entries: [Entry]
    /// A node's administrator may add values.
    public var extensible: Bool
    public var position: Position

    public init(id: String, name: String, entries: [Entry], extensible: Bool, position: Position) {
        self.id = id
        self.name = name
        self.entries = entries
        self.extensible = extensible
        self.position = position
    }

    public func label(of code: String) -> String? { entries.first { $0.code == code }?.label }
    public func contains(_ code: String) -> Bool { entries.contains { $0.code == code } }
}

/// A composite value kept in one column.
public struct Structure: Sendable, Codable, Hashable {
    public var id: String
    public var name: String
    public var fields: [FieldDefinition]
    public var position: Position

    public init(id: String, name: String, fields: [FieldDefinition], position: Position) {
        self.id = id
        self.name = name
        self.fields = fields
        self.position = position
    }

    public func field(_ id: String) -> FieldDefinition? { fields.first { $0.id == id } }
}

/// The rank of a figure or a limit: statute beats standard beats default.
public enum Authority: String, Sendable, Codable, CaseIterable {
    case statute, standard, `default`
}

/// A value with effective dates that law or policy sets.
public struct Parameter: Sendable, Codable, Hashable {
    public struct Row: Sendable, Codable, Hashable {
        /// First day in force; nil = always.
        public var from: Day?
        /// Last day in force; nil = open.
        public var to: Day?
        /// Organisation or division code whose subtree it holds for; nil = everywhere.
        public var area: String?
        public var value: ParameterValue
        public var source: String?

        public init(from: Day?, to: Day?, area: String?, value: ParameterValue, source: String?) {
            self.from = from
            self.to = to
            self.area = area
            self.value = value
            self.source = source
        }
    }

    public var id: String
    public var name: String
    public var type: FieldType
    public var kind: Authority
    public var source: String?
    /// The specification could not confirm it: shown to administrators, never printed as law.
    public var unconfirmed: Bool
    public var rows: [Row]
    public var position: Position

    public init(
        id: String, name: String, type: FieldType, kind: Authority, source: String?, unconfirmed: Bool, rows: [Row], position: Position
    ) {
        self.id = id
        self.name = name
        self.type = type
        self.kind = kind
        self.source = source
        self.unconfirmed = unconfirmed
        self.rows = rows
        self.position = position
    }

    /// The row in force on a day for an organisation: the nearest area wins, then the latest beginning.
    /// - Parameter lineage: codes of the organisation and of all above it, nearest first.
    public func row(on day: Day, lineage: [String]) -> Row? {
        let inForce = rows.filter { ($0.from.map { $0 <= day } ?? true) && ($0.to.map { day <= $0 } ?? true) }
        func nearness(_ row: Row) -> Int { row.area.map { lineage.firstIndex(of: $0) ?? Int.max } ?? (Int.max - 1) }
        return inForce.filter { nearness($0) != Int.max }.min { left, right in
            let (leftNear, rightNear) = (nearness(left), nearness(right))
            if leftNear != rightNear { return leftNear < rightNear }
            switch (left.from, right.from) {
            case (let leftFrom?, let rightFrom?): return leftFrom > rightFrom
            case (.some, nil): return true
            default: return false
            }
        }
    }
}

/// A parameter's value, as YAML gives it.
public enum ParameterValue: Sendable, Codable, Hashable {
    case number(Int64)
    case decimal(Double)
    case text(String)
    case bool(Bool)
    case list([ParameterValue])
}
