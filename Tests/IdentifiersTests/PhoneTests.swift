import Identifiers
import Testing

@Suite struct `Telephone numbers` {
    @Test(arguments: [
        ("13612345678", "13612345678", Phone.Kind.mobile), ("+8617888829981", "17888829981", .mobile),
        ("+86 136-1234-5678", "13612345678", .mobile),
        ("008613612345678", "13612345678", .mobile), ("136 1234 5678", "13612345678", .mobile), ("010-88993108", "010-88993108", .landline),
        ("01088993108", "010-88993108", .landline), ("020-9999999", "020-9999999", .landline), ("0771-5853000", "0771-5853000", .landline),
        ("07715853000", "0771-5853000", .landline), ("(0771)5853000", "0771-5853000", .landline),
        ("(0771) 5853000-801", "0771-5853000-801", .landline),
        ("0771-5853000转801", "0771-5853000-801", .landline), ("+86-771-5853000", "0771-5853000", .landline),
        ("+86 10 88993108", "010-88993108", .landline),
        ("400-123-4567", "4001234567", .service), ("8008101234", "8008101234", .service), ("12348", "12348", .short),
        ("110", "110", .short),
        ("12345", "12345", .short), ("95598", "95598", .short), ("0771-12348", "0771-12348", .short), ("118114", "118114", .short),
    ])
    func `have one text for all spellings`(text: String, canonical: String, kind: Phone.Kind) throws {
        let phone = try #require(Phone(text))
        #expect(phone.description == canonical)
        #expect(phone.kind == kind)
        #expect(Phone(canonical) == phone)
        #expect(Phone.examine(text)["number"] == canonical)
    }

    @Test(arguments: [
        "136123456781", "1361234567", "12612345678", "010-889931081", "A20-9999999", "89076543", "5853000", "", "-", "0", "00", "+86",
        "+8612348", "0086", "1-3-6-1-2345678",
        "13612345678-1", "0771--5853000", "0771-0853000", "0771-5853000-", "0771-5853000-1234567", "１３６12345678", "13612345678 ",
        "()5853000", "(0771", "0171-5853000",
        "400123456", "99999", "转", "0771转", "+86+8613612345678", "0771-5853000-801-2",
    ])
    func `that nobody can dial are refused with a reason`(text: String) {
        #expect(Phone(text) == nil)
        let result = Phone.examine(text)
        #expect(!result.isValid && result.reason?.isEmpty == false)
    }

    @Test func `hide one end or the middle`() throws {
        let phone = try #require(Phone("13612345678"))
        #expect(phone.masked(.start) == "*******5678")
        #expect(phone.masked() == "136****5678")
        #expect(phone.masked(.end) == "1361234****")
        #expect(try #require(Phone("0771-5853000-801")).masked() == "0771-***3000")
        #expect(try #require(Phone("12348")).masked() == "12348")
        #expect(!String(reflecting: phone).contains("1234"))
    }

    @Test func `give their parts`() throws {
        let phone = try #require(Phone("0771-5853000转801"))
        #expect(phone.areaCode == "0771" && phone.extensionNumber == "801")
        #expect(try #require(Phone("13612345678")).areaCode == nil)
        #expect(Phone.sample(sequence: 42)?.description == "19000000042")
        #expect(Phone.sample(sequence: 100_000_000) == nil)
    }

    @Test func `survive any bytes`() {
        var random = SystemRandomNumberGenerator()
        let alphabet = Array("0123456789+-() 转x")
        for _ in 0..<50_000 {
            let text = String((0..<Int.random(in: 0...16, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "0" })
            guard let phone = Phone(text) else { continue }
            #expect(Phone(phone.description) == phone && Phone(phone.description)?.kind == phone.kind, "\(text)")
        }
    }
}
