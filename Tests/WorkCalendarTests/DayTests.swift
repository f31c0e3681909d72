import Testing
import WorkCalendar

@Suite struct `Days` {
    @Test func `read and write one form only`() {
        #expect(Day("2026-03-02")?.description == "2026-03-02")
    }
}
