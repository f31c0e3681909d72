import Foundation
import Site
import WorkCalendar

/// What is known between the phone and the code: sealed in a cookie, for a quarter of an hour. Nobody can make or read one, and it is good for one record only.
struct Entering: Codable, Sendable, Hashable {
    /// Id of the `phone_code` record.
    var record: String
    /// Eleven digits.
    var phone: String
    /// Where to go after.
    var back: String
    /// Milliseconds since 1970.
    var madeAt: Int64

    static let cookie = "entering"
    static let minutes: Int64 = 45

    func sealed(with sealing: Sealing) throws -> String {
        try sealing.seal(JSONEncoder().encode(self)).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
            "=", with: "")
    }

    /// Nil: none, altered, or too old.
    init?(sealed text: String?, with sealing: Sealing, at now: Moment) {
        guard let text, text.utf8.count <= 4_000 else { return nil }
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        let padded = plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: padded), let opened = sealing.open(data),
            let entering = try? JSONDecoder().decode(Entering.self, from: opened),
            abs(now.milliseconds - entering.madeAt) < Self.minutes * 60_000
        else { return nil }
        self = entering
    }

    init(record: String, phone: String, back: String, madeAt: Int64) {
        self.record = record
        self.phone = phone
        self.back = back
        self.madeAt = madeAt
    }
}
