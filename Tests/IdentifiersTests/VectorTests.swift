import Foundation
import Identifiers
import Testing

/// Test vectors of other projects. `"valid": null` marks what is a matter of policy or only an example of a form; ours is stated here.
@Suite struct `Vectors of other projects` {
    struct Vector: Decodable {
        let id, type, value: String
        let valid: Bool?
        let own_reason: String?
        let expect: [String: Expected]?

        enum Expected: Decodable {
            case text(String), number(Int), bool(Bool)

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let bool = try? container.decode(Bool.self) {
                    self = .bool(bool)
                } else if let number = try? container.decode(Int.self) {
                    self = .number(number)
                } else {
                    self = .text(try container.decode(String.self))
                }
            }
        }

        func text(_ key: String) -> String? {
            switch expect?[key] {
            case .text(let text): text
            case .number(let number): String(number)
            default: nil
            }
        }
    }

    @Test func `all agree`() throws {
        guard let lines = SharedData.text(ofData: "identifiers.jsonl") else {
            print("skipped: identifiers.jsonl is not there; set BAGUI_DATA to the folder that holds it")
            return
        }
        let vectors = try lines.split(separator: "\n").map { try JSONDecoder().decode(Vector.self, from: Data($0.utf8)) }
        #expect(vectors.count > 40)
        for vector in vectors { check(vector) }
    }

    private func check(_ vector: Vector) {
        let named: Comment = "\(vector.id) \(vector.type)"
        switch vector.type {
        case "id_card", "permanent_residence_id":
            let result = IDCard.examine(vector.value)
            #expect(result.isValid == vector.valid, named)
            #expect(vector.own_reason == nil || vector.own_reason == result.fault?.rawValue, named)
            for key in ["birth", "sex", "length"] where vector.text(key) != nil { #expect(result[key] == vector.text(key), named) }
        case "id_card_lowercase_x": #expect(IDCard(vector.value) == nil, named)
        case "id_card_upgrade": #expect(IDCard.upgraded(from: vector.value)?.description == vector.text("upgraded"), named)
        case "hk_id": #expect((HongKongID(vector.value) != nil) == vector.valid, named)
        case "tw_id": #expect((TaiwanID(vector.value) != nil) == vector.valid || vector.valid == nil, named)
        case "mo_id": #expect(MacauID(vector.value) != nil, named)
        case "uscc": #expect(CreditCode.examine(vector.value).isValid == vector.valid, named)
        case "mobile": #expect((Phone(vector.value)?.kind == .mobile) == vector.valid, named)
        // Without an area code nobody elsewhere can dial it: policy, refused.
        case "tel": #expect((Phone(vector.value)?.kind == .landline) == (vector.valid ?? false), named)
        case "mobile_mask":
            let phone = Phone(vector.value)
            #expect(phone?.masked(.start) == vector.text("before"), named)
            #expect(phone?.masked(.middle) == vector.text("between"), named)
            #expect(phone?.masked(.end) == vector.text("after"), named)
        case "plate": #expect((VehiclePlate(vector.value) != nil) == vector.valid, named)
        // Passport numbers are in capitals.
        case "passport": #expect((PassportNumber(vector.value) != nil) == (vector.value == vector.value.uppercased()), named)
        case "postcode": #expect((Postcode(vector.value) != nil) == vector.valid, named)
        default: Issue.record("a type that nobody looks at: \(vector.type)")
        }
    }
}
