import Casework
import Foundation
import Site
import WorkCalendar

/// What was looked up by number and code on this device: remembered half an hour in a sealed cookie, so that the page can be read again.
struct LookedUp: Sendable {
    static let cookie = "looked"
    static let minutes: Int64 = 30
    private let sealing: Sealing
    private let isSecure: Bool

    init(site: Site) {
        sealing = Sealing(master: site.settings.master, purpose: "progress looked up")
        isSecure = site.settings.isSecure
    }

    func remember(_ record: RecordReference, on visit: Visit) throws -> Visit {
        let until = visit.now.milliseconds + Self.minutes * 60_000
        let sealed = try sealing.seal(Data("\(until) \(record.text)".utf8)).base64EncodedString().replacing("+", with: "-").replacing(
            "/", with: "_"
        )
        .replacing("=", with: "")
        return visit.setting(
            cookie:
                "\(Self.cookie)=\(sealed); Path=/progress; HttpOnly; SameSite=Lax; Max-Age=\(Self.minutes * 60)\(isSecure ? "; Secure" : "")"
        )
    }

    func read(_ visit: Visit) -> RecordReference? {
        guard var text = visit.cookie(Self.cookie)?.replacing("-", with: "+").replacing("_", with: "/"), text.utf8.count < 1000 else {
            return nil
        }
        while text.utf8.count % 4 != 0 { text += "=" }
        guard let sealed = Data(base64Encoded: text), let opened = sealing.open(sealed) else { return nil }
        let parts = String(decoding: opened, as: UTF8.self).split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let until = Int64(parts[0]), until > visit.now.milliseconds else { return nil }
        return RecordReference(text: String(parts[1]))
    }
}

/// A sum in words: after wrong codes, it is asked for before the next try. Read out by any screen reader, answered without a picture.
struct CheckSum: Sendable {
    private let sealing: Sealing

    init(site: Site) { sealing = Sealing(master: site.settings.master, purpose: "check sum") }

    /// The question, and the sealed answer that goes along with the form.
    func make(at now: Moment) throws -> (question: String, terms: (Int, Int), sealed: String) {
        var generator = SystemRandomNumberGenerator()
        let (one, two) = (Int.random(in: 2...9, using: &generator), Int.random(in: 2...9, using: &generator))
        let digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
        let sealed = try sealing.seal(Data("\(now.milliseconds + 600_000) \(one + two)".utf8)).base64EncodedString()
        return ("\(digits[one])加\(digits[two])等于几？", (one, two), sealed)
    }

    func isRight(_ answer: String, _ sealed: String, at now: Moment) -> Bool {
        guard let data = Data(base64Encoded: sealed), let opened = sealing.open(data) else { return false }
        let parts = String(decoding: opened, as: UTF8.self).split(separator: " ")
        guard parts.count == 2, let until = Int64(parts[0]), until > now.milliseconds else { return false }
        return answer.filter { !$0.isWhitespace } == parts[1]
    }
}
