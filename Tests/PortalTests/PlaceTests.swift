import TestBrowser
import Foundation
import Testing
import WorkCalendar

@testable import Portal

@Suite struct `Positions` {
    /// Known pairs of WGS-84 and GCJ-02, by other programs.
    @Test(arguments: [
        (121.527_210_6, 31.177_427_6, 121.531_541_859, 31.175_303_984), (113.912_316, 22.543_847, 113.917_176_481, 22.540_796_132),
        (116.377_817, 39.911_954, 116.384_047_225, 39.913_345_455),
    ])
    func `are shifted as maps of China show them`(longitude: Double, latitude: Double, east: Double, north: Double) {
        let shown = Position(longitude: longitude, latitude: latitude).gcj02
        #expect(abs(shown.longitude - east) < 1e-6)
        #expect(abs(shown.latitude - north) < 1e-6)
    }

    @Test func `come back to a tenth of a millimetre, all over Guangxi`() {
        for east in stride(from: 104.4, through: 112.1, by: 0.37) {
            for north in stride(from: 20.9, through: 26.4, by: 0.29) {
                let place = Position(longitude: east, latitude: north)
                let back = Position(gcj02: place.gcj02)
                #expect(abs(back.longitude - east) < 1e-9 && abs(back.latitude - north) < 1e-9)
                #expect(place.gcj02 != place)
            }
        }
    }

    @Test func `abroad are not shifted`() {
        let paris = Position(longitude: 2.35, latitude: 48.85)
        #expect(paris.gcj02 == paris)
    }

    @Test func `lie so far apart as on the globe`() {
        // A degree of a meridian.
        let metres = Position(longitude: 108, latitude: 22).distance(to: Position(longitude: 108, latitude: 23))
        #expect(abs(metres - 111_195) < 50)
    }

    @Test(arguments: ["", "108", "108,22,1", "200,22", "108,91", "x,y"]) func `are refused when they are none`(text: String) {
        #expect(Position(text) == nil)
    }
}

@Suite struct `Opening hours` {
    private func state(_ text: String, _ moment: String) throws -> OpeningHours.State {
        let calendar = WorkCalendar(arrangement: try Product.arrangement("holidays"), regional: try Product.arrangement("guangxi"))
        return try #require(OpeningHours(text: text)).state(at: try #require(Moment(moment)), calendar: calendar)
    }

    @Test func `of working days follow the calendar`() throws {
        let text = "工作日 09:00–12:00、14:30–17:30"
        #expect(try state(text, "2026-03-02T09:00") == .open(until: 720))
        #expect(try state(text, "2026-03-02T12:00") == .closed)
        #expect(try state(text, "2026-03-02T14:30") == .open(until: 1050))
        // A Saturday that was made a working day, and a Monday that is a holiday.
        #expect(try state(text, "2026-05-09T10:00") == .open(until: 720))
        #expect(try state(text, "2026-10-05T10:00") == .closed)
    }

    @Test func `of a week say nothing of a statutory day off`() throws {
        #expect(try state("周一至周五 9:00-17:00", "2026-10-05T10:00") == .holiday)
        #expect(try state("每天 09:00–17:00", "2026-03-01T10:00") == .open(until: 1020))
    }

    @Test func `that are written otherwise are shown and not judged`() {
        #expect(OpeningHours(text: "请电话预约") == nil)
        #expect(OpeningHours(text: "工作日 上午") == nil)
        #expect(OpeningHours(text: "工作日 25:00–26:00") == nil)
    }

    @Test func `of days alike stand in one line`() throws {
        let spans = [1, 2, 3, 6].map { OpeningHours.Span(weekday: $0, from: 540, to: 1020) }
        #expect(OpeningHours(spans: spans).lines == ["周一至周三 9:00–17:00", "周六 9:00–17:00"])
    }
}

@Suite struct `Names` {
    private let names = ["南宁市青秀区公证处", "广西金湖律师事务所", "柳州市柳北区人民调解委员会", "韦春梅", "黄建国"]
    private var index: TextIndex { TextIndex(names.map { TextIndex.Key($0) }) }
    private func found(_ query: String) -> [String] { index.search(query).map { names[$0.position] } }

    @Test(arguments: [
        ("公证", "南宁市青秀区公证处"), ("金湖律所", "广西金湖律师事务所"), ("金糊律师", "广西金湖律师事务所"), ("jinhu", "广西金湖律师事务所"),
        ("gongzhengchu", "南宁市青秀区公证处"), ("韦春", "韦春梅"), ("维春梅", "韦春梅"), ("wcm", "韦春梅"), ("柳北 调解", "柳州市柳北区人民调解委员会"), ("ＪＩＮＨＵ", "广西金湖律师事务所"),
    ])
    func `are found by a part, by sound, by initials and with a slip`(query: String, name: String) { #expect(found(query).first == name) }

    @Test(arguments: ["", "公", "上海浦东", "zzz", "'; DROP"]) func `that do not fit are not found`(query: String) {
        #expect(found(query).isEmpty)
    }
}
