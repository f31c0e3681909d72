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

    private var calendar: WorkCalendar { visit.site.state.calendar }

    func answer() throws -> Response {
        let query = FindQuery(visit.query)
        let found = index.search(query, at: visit.now, calendar: calendar, seed: visit.csrf)
        let pages = max(1, (found.count + FindQuery.perPage - 1) / FindQuery.perPage)
        let page = min(query.page, pages - 1)
        let shown = found.dropFirst(page * FindQuery.perPage).prefix(FindQuery.perPage)
        let places = shown.map { place($0) }
        let list: HTML =
            found.isEmpty
            ? emptyState(
                "没有找到", text: "名称至少写两个字，可以写拼音；换一个地区或类别，或去掉条件再找。也可以拨打12348询问。", icon: .location,
                action: linkButton("看全部", to: "/find"))
            : "\(placeFinder(places, label: "找到的机构和人员", mapLabel: "地图", mapAddress: hasMap ? "/vendor/guangxi-cities.geojson" : nil))\(pages > 1 ? turning(page, pages) : .empty)"
        let note = found.isEmpty ? nil : "\(found.count)个"
        return try visit.page(
            "找机构", shell: .portal, scripts: ["/js/find.js?v=\(visit.site.settings.assetVersion)"],
            body: "\(pageHead("找机构", note: note))\(form(query))\(origin(query))\(list)")
    }

    private func turning(_ page: Int, _ pages: Int) -> HTML {
        func address(_ number: Int) -> String { visit.query.with("page", String(number + 1)).address("/find") }
        return pager(
            previous: page > 0 ? address(page - 1) : nil, next: page + 1 < pages ? address(page + 1) : nil,
            note: "第\(page + 1)页，共\(pages)页",
            labels: ("上一页", "下一页"))
    }

    private func origin(_ query: FindQuery) -> HTML {
        guard query.near == nil, !query.area.isEmpty, index.centre(of: query.area) != nil else { return .empty }
        return "<p class='help'>距离从\(areaName(query.area))中心量起，只供参考。</p>"
    }

    // MARK: The form

    private func form(_ query: FindQuery) -> HTML {
        let catalogue = visit.catalogue
        func select(_ name: String, _ label: String, _ choices: [Choice], _ value: String) -> HTML {
            FormField(name, label, .choice([Choice("", "不限")] + choices), value: value).compact.html
        }
        let kinds =
            DirectoryEntry.Sort.allCases.flatMap { sort -> [Choice] in
                let own = index.kinds.filter { $0.sort == sort }
                guard !own.isEmpty else { return [] }
                return [Choice(sort.letter, "所有\(sort.name)", group: sort.name)]
                    + own.map { Choice("\(sort.letter):\($0.code)", $0.label, group: sort.name) }
            }
        let areas = Set(index.areas.map { String($0.prefix(4)) + "00" }).sorted().flatMap { city -> [Choice] in
            let own = index.areas.filter { $0.prefix(4) == city.prefix(4) && $0 != city }
            let cityName = areaName(city)
            guard city != "450000" else { return [] }
            return [Choice(city, "\(cityName)（全部）", group: cityName)] + own.map { Choice($0, areaName($0), group: cityName) }
        }
        let languages = index.languages.map { Choice($0, catalogue.label(of: $0, in: "shared/lang") ?? $0) }
        let tags = index.tags.map { Choice($0, tagName($0)) }
        func box(_ name: String, _ label: String, _ isOn: Bool) -> HTML {
            "<label class='check'><input type='checkbox' name='\(name)' value='true'\(HTML.when(isOn, " checked"))> \(label)</label>"
        }
        let near = query.near.map { hiddenInput("near", "\($0.longitude),\($0.latitude)") } ?? .empty
        let more: HTML = """
            <details class='find-more'\(HTML.when(!query.language.isEmpty || !query.tag.isEmpty || query.barrierFree, " open"))><summary>更多条件</summary><div class='find-fields'>\(select("language", "语种", languages, query.language))\(select("tag", "业务", tags, query.tag))\(box("barrier", "有无障碍设施", query.barrierFree))</div></details>
            """
        return """
            <form class='find-form' method='get' action='/find' role='search'>\(near)<div class='find-fields'>\(FormField("q", "名称", .text(.search, maxLength: 60), value: query.text, help: nil).compact.html)\(select("kind", "类别", kinds, query.kind))\(select("area", "地区", areas, query.area))\(box("open", "现在开着", query.opensNow))</div>\(more)<div class='buttons'>\(button("查找", .primary, icon: .search))<button type='button' class='button secondary' data-locate hidden>\(icon(.location))离我最近</button>\(HTML.when(!query.isEmpty, linkButton("清除条件", to: "/find", .quiet)))</div><p class='help' data-locate-note role='status' hidden></p></form>
            """
    }

    private func areaName(_ code: String) -> String { visit.catalogue.label(of: code, in: "shared/region_code") ?? code }
    private func tagName(_ code: String) -> String {
        visit.catalogue.label(of: code, in: "legal-directory/business_tag") ?? visit.catalogue.label(of: code, in: "shared/law_field")
            ?? code
    }

    // MARK: A row

    private func place(_ found: DirectoryIndex.Found) -> FoundPlace {
        let entry = found.entry
        let kind = entry.orgName.map { "\(entry.kindLabel) · \($0)" } ?? entry.kindLabel
        let languages = entry.languages.filter { $0 != "zh" }.map { visit.catalogue.label(of: $0, in: "shared/lang") ?? $0 }
        return FoundPlace(
            entry.name, to: "/find/\(entry.id)", kind: kind, state: Self.openness(entry, at: visit.now, calendar: calendar),
            address: entry.address, distance: found.distance.map(Self.words),
            hours: entry.hours?.lines.joined(separator: "；") ?? entry.hoursText,
            phone: entry.phone, tags: Array(entry.tags.prefix(6).map(tagName)) + languages,
            position: entry.position.map(\.gcj02).map { ($0.longitude, $0.latitude) })
    }

    static func words(_ metres: Double) -> String {
        if metres < 1000 { return "\(max(50, Int((metres / 50).rounded()) * 50))米" }
        let tenths = (metres / 100).rounded() / 10
        return metres < 10_000 ? "\(tenths)公里" : "\(Int((metres / 1000).rounded()))公里"
    }

    static func openness(_ entry: DirectoryEntry, at now: Moment, calendar: WorkCalendar) -> HTML {
        switch entry.hours?.state(at: now, calendar: calendar) {
        case .open(let until)?: badge("现在开着，到\(OpeningHours.clock(until))", .done)
        case .closed?: badge("现在休息", .neutral)
        case .holiday?: badge("节假日，请先打电话", .soon)
        case .unknown?, nil: .empty
        }
    }
}
