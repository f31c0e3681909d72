import Testing

@Suite struct `First page` {
    @Test func `needs no account and shows the way into the demonstration`() async throws {
        try await Node().visit { browser in
            let page = try await browser.get("/")
            #expect(page.status == 200)
            #expect(page.body.contains("12348"))
            #expect(page.body.contains("/sign-in"))
        }
    }
}
