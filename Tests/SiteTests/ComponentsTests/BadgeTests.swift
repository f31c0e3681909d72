import HTML
import Testing
#if canImport(SiteComponents)
@testable import SiteComponents
#else
@testable import Site
#endif

@Suite struct `Badges` {
    @Test func `escape their words`() {
        #expect(badge("<b>", .danger).description == "<span class='badge tone-danger'>&lt;b&gt;</span>")
    }
}
