/// What an expression may name: variables, the fields of object types, functions. CEL's standard functions are always in.
public struct TypeEnvironment: Sendable {
    /// Variables and their types. A name may be qualified (`request.time`).
    public var variables: [String: ValueType]
    /// Object types and their fields.
    public var objects: [String: [String: ValueType]]
    /// Functions besides the standard ones. They come first where both would fit.
    public var functions: [FunctionDeclaration] { didSet { table = FunctionTable(functions) } }

    private(set) var table: FunctionTable

    public init(
        variables: [String: ValueType] = [:], objects: [String: [String: ValueType]] = [:], functions: [FunctionDeclaration] = []
    ) {
        self.variables = variables
        self.objects = objects
        self.functions = functions
        self.table = FunctionTable(functions)
    }

    /// Nothing but the standard functions.
    public static let standard = TypeEnvironment()
}

/// The functions by name; those with the same name are overloads, told apart by their arguments.
struct FunctionTable: Sendable {
    struct Key: Hashable, Sendable {
        let name: String
        let isMember: Bool
    }

    private let overloads: [Key: [FunctionDeclaration]]

    static let standard = FunctionTable(
        overloads: Dictionary(grouping: StandardFunctions.all) { Key(name: $0.name, isMember: $0.isMember) })

    private init(overloads: [Key: [FunctionDeclaration]]) { self.overloads = overloads }

    init(_ declared: [FunctionDeclaration]) {
        var all = Self.standard.overloads
        for function in declared.reversed() {
            all[Key(name: function.name, isMember: function.isMember), default: []].insert(function, at: 0)
        }
        overloads = all
    }

    func named(_ name: String, isMember: Bool) -> [FunctionDeclaration] { overloads[Key(name: name, isMember: isMember)] ?? [] }

    var names: Set<String> { Set(overloads.keys.map(\.name)) }
}
