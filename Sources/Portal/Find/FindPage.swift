import Casework
import Expressions
import Definitions
import Foundation
import HTML
import Hummingbird
import Site
import WorkCalendar

/// The list with its form, and the map beside it where there is one.
struct FindPage {
    let visit: Visit
    let index: DirectoryIndex
    let hasMap: Bool
    let words: PageWords

    init(visit: Visit, index: DirectoryIndex, hasMap: Bool) {
        self.visit = visit
        self.index = index
        self.hasMap = hasMap
        words = visit.words(for: FindText.listed)
    }

    private func say(_ text: FindText) -> String { words(text) }
    private var calendar: WorkCalendar { visit.site.state.calendar }

    func answer() throws -> Response { try words.speaking { try drawn() } }

    private func drawn() throws -> Response {
        let query = FindQuery(visit.query)
        let found = index.search(query, at: visit.now, calendar: calendar, seed: visit.csrf)
        let pages = max(1, (found.count + FindQuery.perPage - 1) / FindQuery.perPage)
        let page = min(query.page, pages - 1)
        let shown = found.dropFirst(page * FindQuery.perPage).prefix(FindQuery.perPage)
        let places = shown.map { place($0) }
        let list: HTML =
            found.isEmpty
            ? emptyState(
                say(.nothing), text: say(.nothingText), icon: .location, action: linkButton(say(.all), to: "/find"))
            : "\(placeFinder(places, label: say(.found), mapLabel: say(.map), mapAddress: hasMap ? "/vendor/guangxi-cities.geojson" : nil))\(pages > 1 ? turning(page, pages) : .empty)"
        let note = found.isEmpty ? nil : words(FindText.count, "\(found.count)")
        return try visit.page(
            say(.title), shell: .portal, scripts: ["/js/find.js?v=\(visit.site.settings.assetVersion)"], in: words,
            body: "\(pageHead(say(.title), note: note))\(form(query))\(origin(query))\(list)")
    }

    private func turning(_ page: Int, _ pages: Int) -> HTML {
        func address(_ number: Int) -> String { visit.query.with("page", String(number + 1)).address("/find") }
        return pager(
            previous: page > 0 ? address(page - 1) : nil, next: page + 1 < pages ? address(page + 1) : nil,
            note: words(FindText.page, "\(page + 1)", "\(pages)"), labels: (say(.previous), say(.next)))
    }

    private func origin(_ query: FindQuery) -> HTML {
        guard query.near == nil, !query.area.isEmpty, index.centre(of: query.area) != nil else { return .empty }
        return "<p class='help'>\(words(FindText.origin, areaName(query.area)))</p>"
    }

    // MARK: The form

    private func form(_ query: FindQuery) -> HTML {
        func select(_ name: String, _ label: String, _ choices: [Choice], _ value: String) -> HTML {
            FormField(name, label, .choice([Choice("", say(.any))] + choices), value: value).compact.html
        }
        let kinds =
            DirectoryEntry.Sort.allCases.flatMap { sort -> [Choice] in
                let own = index.kinds.filter { $0.sort == sort }
                guard !own.isEmpty else { return [] }
                return [Choice(sort.letter, words(FindText.allOf, say(sort.text)), group: say(sort.text))]
                    + own.map { Choice("\(sort.letter):\($0.code)", kindName(sort, $0.code) ?? $0.label, group: say(sort.text)) }
            }
        let areas = Set(index.areas.map { String($0.prefix(4)) + "00" }).sorted().flatMap { city -> [Choice] in
            let own = index.areas.filter { $0.prefix(4) == city.prefix(4) && $0 != city }
            let cityName = areaName(city)
            guard city != "450000" else { return [] }
            return [Choice(city, words(FindText.allOfCity, cityName), group: cityName)]
                + own.map { Choice($0, areaName($0), group: cityName) }
        }
        let languages = index.languages.map { Choice($0, words.label(of: $0, in: "shared/lang") ?? $0) }
        let tags = index.tags.map { Choice($0, tagName($0)) }
        func box(_ name: String, _ label: String, _ isOn: Bool) -> HTML {
            "<label class='check'><input type='checkbox' name='\(name)' value='true'\(HTML.when(isOn, " checked"))> \(label)</label>"
        }
        let near = query.near.map { hiddenInput("near", "\($0.longitude),\($0.latitude)") } ?? .empty
        let more: HTML = """
            <details class='find-more'\(HTML.when(!query.language.isEmpty || !query.tag.isEmpty || query.barrierFree, " open"))><summary>\(say(.more))</summary><div class='find-fields'>\(select("language", say(.language), languages, query.language))\(select("tag", say(.business), tags, query.tag))\(box("barrier", say(.barrierFree), query.barrierFree))</div></details>
            """
        return """
            <form class='find-form' method='get' action='/find' role='search'>\(near)<div class='find-fields'>\(FormField("q", say(.name), .text(.search, maxLength: 60), value: query.text, help: nil).compact.html)\(select("kind", say(.kind), kinds, query.kind))\(select("area", say(.area), areas, query.area))\(box("open", say(.openNow), query.opensNow))</div>\(more)<div class='buttons'>\(button(say(.find), .primary, icon: .search))<button type='button' class='button secondary' data-locate hidden>\(icon(.location))\(say(.nearMe))</button>\(HTML.when(!query.isEmpty, linkButton(say(.clear), to: "/find", .quiet)))</div><p class='help' data-locate-note role='status' hidden></p></form>
            """
    }

    private func areaName(_ code: String) -> String { words.label(of: code, in: "shared/region_code") ?? code }
    private func tagName(_ code: String) -> String {
        words.label(of: code, in: "legal-directory/business_tag") ?? words.label(of: code, in: "shared/law_field") ?? code
    }
    private func kindName(_ sort: DirectoryEntry.Sort, _ code: String) -> String? {
        words.isChinese ? nil : words.label(of: code, in: sort.kinds)
    }

    // MARK: A row

    private func place(_ found: DirectoryIndex.Found) -> FoundPlace {
        let entry = found.entry
        let kind = [kindName(entry.sort, entry.kind) ?? entry.kindLabel, entry.orgName].compactMap { $0 }.joined(separator: " · ")
        let languages = entry.languages.filter { $0 != "zh" }.map { words.label(of: $0, in: "shared/lang") ?? $0 }
        return FoundPlace(
            entry.name, to: "/find/\(entry.id)", kind: kind, state: Self.openness(entry, at: visit.now, calendar: calendar, words),
            address: entry.address, distance: found.distance.map { Self.distance($0, words) },
            hours: entry.hours.map { $0.text(words) } ?? entry.hoursText,
            phone: entry.phone, tags: Array(entry.tags.prefix(6).map(tagName)) + languages,
            position: entry.position.map(\.gcj02).map { ($0.longitude, $0.latitude) }, language: words.isChinese ? nil : "zh-CN")
    }

    static func distance(_ metres: Double, _ words: PageWords) -> String {
        if metres < 1000 { return words(FindText.metres, "\(max(50, Int((metres / 50).rounded()) * 50))") }
        let tenths = (metres / 100).rounded() / 10
        return words(FindText.kilometres, metres < 10_000 ? "\(tenths)" : "\(Int((metres / 1000).rounded()))")
    }

    static func openness(_ entry: DirectoryEntry, at now: Moment, calendar: WorkCalendar, _ words: PageWords) -> HTML {
        switch entry.hours?.state(at: now, calendar: calendar) {
        case .open(let until)?: badge(words(FindText.openUntil, OpeningHours.clock(until)), .done)
        case .closed?: badge(words(FindText.closed), .neutral)
        case .holiday?: badge(words(FindText.holiday), .soon)
        case .unknown?, nil: .empty
        }
    }
}
