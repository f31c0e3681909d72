import Expressions
import Storage

extension Listing {
    /// Where a page ended: sort value and id, opaque to callers.
    struct Cursor {
        var value: DatabaseValue
        var id: String

        init(value: DatabaseValue, id: String) {
            self.value = value
            self.id = id
        }

        var text: String {
            let tagged: Value =
                switch value {
                case .null: .null
                case .integer(let number): .int(number)
                case .real(let number): .map([.string("r"): .string(String(number))])
                case .text(let text): .string(text)
                case .blob: .null
                }
            let base64 = Base64.encode(Array(PlainJSON.write(.list([tagged, .string(id)])).utf8))
            return base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        }

        init(text: String) throws {
            let wrong = QueryProblem("after", "翻页位置不对，请从第一页重新开始")
            guard let bytes = Base64.decode(text.replacing("-", with: "+").replacing("_", with: "/")),
                let json = String(validating: bytes, as: UTF8.self),
                case .list(let parts)? = try? PlainJSON.read(json), parts.count == 2, case .string(let id) = parts[1]
            else { throw wrong }
            self.id = id
            switch parts[0] {
            case .null: value = .null
            case .int(let number): value = .integer(number)
            case .string(let text): value = .text(text)
            case .map(let map):
                guard case .string(let text)? = map[.string("r")], let number = Double(text) else { throw wrong }
                value = .real(number)
            default: throw wrong
            }
        }
    }
}
