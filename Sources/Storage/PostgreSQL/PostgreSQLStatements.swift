import CPostgreSQL

/// A statement prepared on one connection, for values of certain types.
final class PostgreSQLStatement {
    let name: String
    /// Types of the values, as declared or as the server inferred them where the value was NULL.
    let parameters: [Oid]
    let columns: ColumnNames
    /// Whether every column is of a type that is read in binary form.
    let isBinary: Bool
    let text: String
    var lastUse: UInt64 = 0

    init(name: String, text: String, parameters: [Oid], columns: ColumnNames, isBinary: Bool) {
        self.name = name
        self.text = text
        self.parameters = parameters
        self.columns = columns
        self.isBinary = isBinary
    }

    /// Whether the values can be sent to this one: NULL fits everywhere.
    func takes(_ values: [DatabaseValue]) -> Bool {
        guard values.count == parameters.count else { return false }
        for index in values.indices {
            let type = values[index].typeNumber
            if type != 0 && type != parameters[index] { return false }
        }
        return true
    }
}

/// The statements prepared on one connection, found by their text and the types of their values.
struct PostgreSQLStatements {
    private var byText: [String: [PostgreSQLStatement]] = [:]
    private var counter: UInt64 = 0
    private var made = 0
    private(set) var count = 0

    /// The one for this statement and these values.
    mutating func find(_ sql: SQL) -> PostgreSQLStatement? {
        guard let found = byText[sql.text]?.first(where: { $0.takes(sql.arguments) }) else { return nil }
        counter += 1
        found.lastUse = counter
        return found
    }
    mutating func freshName() -> String {
        made += 1
        return "s\(made)"
    }
    mutating func insert(_ statement: PostgreSQLStatement, for sql: SQL) {
        counter += 1
        statement.lastUse = counter
        byText[sql.text, default: []].append(statement)
        count += 1
    }
    /// Takes out the one not used for longest.
    mutating func removeOldest() -> PostgreSQLStatement? {
        guard let oldest = byText.values.joined().min(by: { $0.lastUse < $1.lastUse }) else { return nil }
        for (key, list) in byText where list.contains(where: { $0 === oldest }) {
            let rest = list.filter { $0 !== oldest }
            byText[key] = rest.isEmpty ? nil : rest
        }
        count -= 1
        return oldest
    }
    mutating func removeAll() {
        byText = [:]
        count = 0
    }
}
