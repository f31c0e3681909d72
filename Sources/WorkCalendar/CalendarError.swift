/// Why a date or a limit could not be reckoned. The text says what, on what, why and what to do, in Chinese for the screen.
public enum CalendarError: Error, Hashable, Sendable {
    /// A row of an arrangement that cannot be read. Lines count from 1, the head included.
    case malformedRow(line: Int, text: String, problem: RowProblem)
    /// A day that stands twice in one arrangement.
    case repeatedDay(line: Int, day: Day, firstLine: Int)
    /// A negative count, or one beyond a hundred years.
    case countOutOfRange(count: Int, unit: LimitUnit)
    /// A result outside years 1…9999.
    case dateOutOfRange(from: String, count: Int, unit: LimitUnit)
    /// A month outside 1…12, a quarter outside 1…4 or a year outside 1…9999.
    case noSuchPeriod(String)
    /// Service hours without an open minute, overlapping, out of order or outside 00:00–24:00.
    case badServiceHours(String)
    /// A suspension that ends before it begins.
    case pauseEndsBeforeItBegins(from: Moment, to: Moment)
    /// A limit counted back from a date can be neither suspended nor extended, and has no share elapsed.
    case countedBackwards(what: BackwardsMisuse)
    /// A limit that ends with a day, extended by hours.
    case extensionInHours(count: Int, unit: LimitUnit, limit: LimitUnit)
    /// An extension approved after the effective end it was to move.
    case extensionTooLate(approved: Moment, end: Moment)
    /// A share of a limit outside 0…1.
    case shareOutOfRange(Double)
    /// The command was called in another form than its own (exit 2).
    case usage(String)
    /// An argument of the command that says nothing it knows (exit 1).
    case badArgument(String, expected: String)

    /// What is wrong with a row.
    public enum RowProblem: String, Sendable { case head, columns, date, kind, name }
    /// What was asked of a limit that is counted backwards.
    public enum BackwardsMisuse: String, Sendable { case suspended, extended, share }
}

extension CalendarError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformedRow(let line, let text, let problem): "放假安排第\(line)行“\(text)”：\(problem.chinese)"
        case .repeatedDay(let line, let day, let firstLine): "放假安排第\(line)行：\(day)已在第\(firstLine)行出现，请只保留一行"
        case .countOutOfRange(let count, let unit):
            "期限“\(unit.chinese(count))”不合理：应在\(unit.allowedCounts.lowerBound)至\(unit.chinese(unit.allowedCounts.upperBound))之间"
        case .dateOutOfRange(let from, let count, let unit): "自\(from)起\(unit.chinese(count))超出可表示的日期（公元1年至9999年）：请检查起点和期限"
        case .noSuchPeriod(let text): "没有“\(text)”这一期间：月为1至12，季度为1至4，年为1至9999"
        case .badServiceHours(let text): "服务时间“\(text)”无效：各时段须先开后关、互不重叠、依次排列，在00:00至24:00之间，且至少一段"
        case .pauseEndsBeforeItBegins(let from, let to): "中止的恢复时间\(to)早于开始时间\(from)：请更正恢复时间"
        case .countedBackwards(let what): what.chinese
        case .extensionInHours(let count, let unit, let limit):
            "以\(limit.chineseName)计算的期限不能延长\(unit.chinese(count))：请用日、工作日、月或年延长"
        case .extensionTooLate(let approved, let end): "延期于\(approved)批准，晚于期限届满时间\(end)：延期须在届满前申请并批准"
        case .shareOutOfRange(let share): "期限的比例\(share)无效：应在0（起点）至1（届满）之间"
        case .usage(let text): text
        case .badArgument(let argument, let expected): "“\(argument)”无法识别：应为\(expected)"
        }
    }
}

extension CalendarError.RowProblem {
    fileprivate var chinese: String {
        switch self {
        case .head: "首行应为 date,kind,name"
        case .columns: "应为三列 date,kind,name"
        case .date: "日期应为存在的日期，形如 2026-05-01"
        case .kind: "类别应为 holiday（放假）或 workday（调休上班）"
        case .name: "节日名称不能为空"
        }
    }
}

extension CalendarError.BackwardsMisuse {
    fileprivate var chinese: String {
        switch self {
        case .suspended: "自某日倒数的期限不能中止：请改动它所依据的日期"
        case .extended: "自某日倒数的期限不能延长：请改动它所依据的日期"
        case .share: "自某日倒数的期限没有起点，不能按比例提醒：请按届满前的天数提醒"
        }
    }
}
