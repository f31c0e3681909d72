/// JSON whose members keep their order, for documents that are built once and read by people.
indirect enum JSONTree: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    case null
    case truth(Bool)
    case number(Int64)
    case text(String)
    case list([JSONTree])
    case object([Member])

    struct Member: Sendable, Hashable {
        var name: String
        var value: JSONTree
    }

    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int64) { self = .number(value) }
    init(booleanLiteral value: Bool) { self = .truth(value) }
    init(arrayLiteral elements: JSONTree...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, JSONTree)...) { self = .object(elements.map { Member(name: $0.0, value: $0.1) }) }

    init(_ members: [(String, JSONTree)]) { self = .object(members.map { Member(name: $0.0, value: $0.1) }) }

    /// The member of an object.
    subscript(_ name: String) -> JSONTree? {
        if case .object(let members) = self { members.first { $0.name == name }?.value } else { nil }
    }

    /// The object with a member set, at its end when it is new; anything else as it is.
    func with(_ name: String, _ value: JSONTree?) -> JSONTree {
        guard let value, case .object(var members) = self else { return self }
        if let index = members.firstIndex(where: { $0.name == name }) {
            members[index].value = value
        } else {
            members.append(Member(name: name, value: value))
        }
        return .object(members)
    }

    func write(to json: inout JSONBuffer) {
        switch self {
        case .null: json.null()
        case .truth(let truth): json.truth(truth)
        case .number(let number): json.number(number)
        case .text(let text): json.text(text)
        case .list(let items): json.array(items) { json, item in item.write(to: &json) }
        case .object(let members):
            json.object { json in
                for member in members {
                    json.escapedKey(member.name)
                    member.value.write(to: &json)
                }
            }
        }
    }
}
