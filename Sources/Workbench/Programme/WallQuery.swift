import Casework
import Site
import WorkCalendar

/// What of the wall is asked for, as its address says it: `?on=2018-09-30&level=county&unit=450100&list=overdue`.
struct WallQuery {
    /// Which units stand as columns.
    enum Level: String, CaseIterable {
        /// The department, the two bureaus and the cities: each answers for what hangs below it.
        case reporter
        /// City and county bureaus, each for itself.
        case county
        /// Prisons and rehabilitation centres, each for itself.
        case unit

        var label: String {
            switch self {
            case .reporter: "厅、局、设区市（含下级）"
            case .county: "市、县司法局"
            case .unit: "监狱、戒毒所"
            }
        }
    }

    let values: QueryValues
    /// The day at whose end the wall stands.
    let day: Day
    let isToday: Bool
    let level: Level
    /// Only what belongs to this unit or hangs below it.
    let unit: String?
    let phase: Int?
    let scope: String?
    let standing: Standing?
    let programme: String?
    /// The records behind a number instead of the grid.
    let list: String?
    /// Of the list: only this task.
    let task: String?
    /// Of the list: only this column.
    let column: String?
    let page: Int
    /// What of the address could not be read, in words.
    let problem: String?

    init(_ values: QueryValues, actor: Actor, tree: OrganisationTree, today: Day) {
        self.values = values
        var problem: String?
        let typed = values["on"].flatMap { Day($0) }
        if let text = values["on"], typed == nil { problem = "日期“\(text.prefix(20))”不存在；请写成 2018-09-30 这样。下面是今天的情况" }
        day = typed ?? today
        isToday = day == today
        let own = tree.organisation(actor.org)
        let usual: Level =
            switch own?.level {
            case "city", "county", "office": .county
            case "unit", "custody", "prison": .unit
            default: ["prison", "drug_centre"].contains(own?.kind ?? "") ? .unit : .reporter
            }
        level = values["level"].flatMap { Level(rawValue: $0) } ?? usual
        let picked = values["unit"].flatMap { PickedText($0) }
        let named: String? =
            switch picked {
            case .value(let text)?, .words(let text)?: text
            case nil: nil
            }
        if let named, tree.resolve(named) == nil { problem = "没有代码或名称为“\(named.prefix(30))”的单位，下面是全部单位" }
        unit = named.flatMap { tree.resolve($0)?.code }
        phase = values["phase"].flatMap { Int($0) }
        scope = values["scope"]
        standing = values["standing"].flatMap { Standing(rawValue: $0) }
        programme = values["programme"]
        list = values["list"]
        task = values["task"]
        column = values["column"]
        page = max(1, values["page"].flatMap { Int($0) } ?? 1)
        self.problem = problem
    }

    static let address = "/w/programme"

    /// The same with some of it changed; a page and a list belong to what they were asked with.
    func address(_ changes: [(String, String?)]) -> String {
        var copy = values.without("said", "page", "list", "task", "column")
        for (name, value) in changes { copy = copy.with(name, value) }
        return copy.address(Self.address)
    }
}
