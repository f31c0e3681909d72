import Casework
import Definitions
import Site
import TestBrowser
import Testing

@Suite struct `When a field must be filled in` {
    @Test func `is said of every field of the shipped systems, by its condition or by its own help`() throws {
        let catalogue = try Product.catalogue()
        var silent: [String] = []
        var said = 0
        for record in catalogue.systems.flatMap(\.records) {
            let words = ConditionWords(catalogue: catalogue, record: record)
            for field in record.fields where field.help == nil && !field.isSystem && field.computed == nil {
                guard case .when(let source) = field.required else { continue }
                if let sentence = words.sentence(field.required) {
                    said += 1
                    #expect(sentence.hasSuffix("必填") && !sentence.contains("符合条件"))
                    // Words, not codes.
                    #expect(!sentence.contains(/[a-z_]{3,}/), "\(record.type).\(field.id): \(sentence)")
                } else {
                    silent.append("\(record.type).\(field.id): \(source.text)")
                }
            }
        }
        #expect(silent == [] && said > 50)
    }

    @Test func `names the field and the choice as the form does`() async throws {
        let messages = TestMessages()
        try await Node(messages: messages).visit { browser in
            try await browser.signIn("13900000044", messages)
            let page = try await browser.get("/me/do/citizen-account/pi_request/new/submit")
            #expect(page.status == 200 && page.body.contains("“类型”为“更正”、“补充”、“删除”、“解释说明”之一时必填"), "\(page.body.suffix(3000))")
            #expect(!page.body.contains("符合条件"))
        }
    }
}
