import Testing

@testable import Site

@Suite struct `Submitted forms` {
    @Test func `read names and values as browsers encode them`() throws {
        let form = try SubmittedForm.read(
            Array("title=%E6%8B%96%E6%AC%A0+%2B1&a=1&a=2&empty=&bare".utf8), type: "application/x-www-form-urlencoded")
        #expect(form["title"] == "拖欠 +1")
        #expect(form.all("a") == ["1", "2"])
        #expect(form["empty"] == nil && form["bare"] == nil)
    }

    @Test func `keep broken percent signs as they are`() throws {
        #expect(
            try SubmittedForm.read(Array("a=100%&b=%zz&c=%4".utf8), type: "application/x-www-form-urlencoded").pairs.map(\.value) == [
                "100%", "%zz", "%4",
            ])
    }

    @Test(arguments: ["a=%FF", "a=%C3%28", "%E6%8B=1"]) func `that are no UTF-8 are refused`(body: String) {
        #expect(throws: SubmittedForm.Fault.self) { try SubmittedForm.read(Array(body.utf8), type: "application/x-www-form-urlencoded") }
    }

    @Test func `of another type are refused`() {
        #expect(throws: SubmittedForm.Fault(status: 415, message: "只接受表单，不接受这种内容")) { try SubmittedForm.read([], type: "application/json") }
    }

    @Test func `with too many names are refused`() {
        let body = (0..<6000).map { "a\($0)=1" }.joined(separator: "&")
        #expect(throws: SubmittedForm.Fault.self) { try SubmittedForm.read(Array(body.utf8), type: "application/x-www-form-urlencoded") }
    }

    @Test func `nest by brackets and points alike`() throws {
        let tree = SubmittedForm(
            QueryValues([
                ("parties[0].name", "韦"), ("parties[0][kind]", "natural"), ("parties[10].name", "黄"), ("parties[2].name", "覃"),
                ("_csrf", "x"),
            ])
        ).tree
        let rows = try #require(tree["parties"]).rows
        #expect(rows.map { $0["name"]?.values.first } == ["韦", "覃", "黄"])
        #expect(rows[0]["kind"]?.values == ["natural"])
        #expect(tree["_csrf"] == nil)
    }

    @Test func `do not nest without end`() {
        let name = "a" + String(repeating: "[b]", count: 10_000)
        #expect(FormTree.path(name) == [name])
    }

    @Test(arguments: ["//evil.example", "https://evil.example", "javascript:alert(1)", "/\\evil", "", "a/b", "/a\r\nSet-Cookie: x=1"])
    func `never lead elsewhere`(address: String) {
        #expect(SafeAddress.within(address) == nil)
    }

    @Test func `lead on within the site`() {
        #expect(SafeAddress.within("/w/a?b=1") == "/w/a?b=1")
        #expect(SafeAddress.within("/w?q=韦") == "/w?q=%E9%9F%A6")
    }
}
