import Foundation
import Identifiers

/// Works out from the laws' own closing articles when each text came into force and which others it ended.
///
/// 「本法自2021年1月1日起施行」 gives the first day; where a later amendment changed the text, its date is the first day of this text.
/// 「《担保法》同时废止」 ends that law on the same day. A law that names its own former version ends nothing here.
struct StatusFinder {
    struct Law {
        var name: String
        var title: String
        var version: CivilDay?
        /// Closing articles, newest last; three are enough.
        var closing: [String] = []
        var given = LawStatus()
    }

    let register: LawRegister

    /// - Returns: a status for each of `laws`, in their order.
    func statuses(of laws: [Law]) -> [LawStatus] {
        var statuses = laws.map { law -> LawStatus in
            var status = law.given
            if status.from == nil {
                let stated = law.closing.reversed().lazy.compactMap(Self.firstDay).first
                status.from = [stated, law.version].compactMap { $0 }.max()
            }
            return status
        }
        var byName: [String: [Int]] = [:]
        for (index, law) in laws.enumerated() {
            for name in Set([Self.key(law.name), Self.key(law.title)]) { byName[name, default: []].append(index) }
        }
        // Several versions of one law: each is in force until the next.
        for indexes in Dictionary(grouping: laws.indices, by: { laws[$0].name }).values where indexes.count > 1 {
            let ordered = indexes.sorted { (statuses[$0].from?.number ?? 0) < (statuses[$1].from?.number ?? 0) }
            for (older, newer) in zip(ordered, ordered.dropFirst()) where statuses[older].until == nil {
                statuses[older].until = statuses[newer].from
                statuses[older].replacedBy = laws[newer].title
            }
        }
        for (index, law) in laws.enumerated() {
            guard let day = statuses[index].from else { continue }
            for text in law.closing {
                for ended in Self.ended(in: text) where ended != Self.key(law.name) && ended != Self.key(law.title) {
                    for other in byName[ended] ?? [] where statuses[other].until == nil {
                        // A law of that name made later is not the one that was ended.
                        guard let made = laws[other].version ?? statuses[other].from, made < day else { continue }
                        statuses[other].until = day
                        statuses[other].replacedBy = law.title
                    }
                }
            }
        }
        for (index, law) in laws.enumerated() {
            let versioned = law.version.flatMap { register.statuses["\(law.name)@\($0)"] }
            guard let known = versioned ?? register.statuses[law.name] else { continue }
            if let from = known.from { statuses[index].from = from }
            if let until = known.until { statuses[index].until = until }
            if let replacedBy = known.replacedBy { statuses[index].replacedBy = replacedBy }
            if let note = known.note { statuses[index].note = note }
        }
        return statuses
    }

    static func key(_ title: String) -> String {
        var key = title.filter { !"《》〈〉 ".contains($0) }
        key.replace("中华人民共和国", with: "")
        return key
    }

    static func firstDay(in text: String) -> CivilDay? {
        guard let match = text.firstMatch(of: /自(?:公布之日起施行|([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日起(?:施行|实施|生效|执行|试行))/),
            let year = match.1.flatMap({ Int($0) }), let month = match.2.flatMap({ Int($0) }), let day = match.3.flatMap({ Int($0) }),
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        return CivilDay(date)
    }

    /// Keys of the laws that a closing sentence ends: every title in 《》 before 同时废止 in the same sentence.
    static func ended(in text: String) -> [String] {
        var found: [String] = []
        for sentence in text.split(whereSeparator: { "。；\n".contains($0) }) where sentence.contains("同时废止") {
            guard let end = sentence.range(of: "同时废止") else { continue }
            var depth = 0
            var title = ""
            for character in sentence[..<end.lowerBound] {
                switch character {
                case "《":
                    depth += 1
                    if depth > 1 { title.append(character) }
                case "》":
                    depth -= 1
                    if depth == 0 {
                        found.append(key(title))
                        title = ""
                    } else if depth > 0 {
                        title.append(character)
                    } else {
                        depth = 0
                    }
                default: if depth > 0 { title.append(character) }
                }
            }
        }
        return found
    }
}
