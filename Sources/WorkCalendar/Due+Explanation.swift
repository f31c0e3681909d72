extension Due {
    /// The reckoning in one Chinese sentence, with the law it comes from where the caller names it:
    /// `自3月30日起7日，原至4月6日，遇清明节顺延至4月7日（《法律援助法》第四十三条）`.
    ///
    /// Years are written where the dates do not all lie in one.
    public func explained(source: String? = nil) -> String {
        let writing = Writing(
            isDay: isDay, withYear: Set(explanation.flatMap(\.moments).map(\.day.year)).count > 1,
            changed: explanation.first?.end != effective)
        var text = explanation.map(writing.sentence).joined(separator: "，")
        if !unannouncedYears.isEmpty {
            text += "（\(unannouncedYears.map(String.init).joined(separator: "、"))年放假安排未公布，暂按周末规则计算）"
        }
        if let source, !source.isEmpty { text += "（\(source)）" }
        return text
    }

    private struct Writing {
        let isDay: Bool
        let withYear: Bool
        /// Whether the end first counted is not the one that holds.
        let changed: Bool

        func sentence(_ step: ExplanationStep) -> String {
            switch step {
            case .counted(let from, let count, let unit, false, _, let to):
                "自\(when(from))起\(unit.chinese(count))，\(changed ? "原" : "")至\(when(to))"
            case .counted(let from, let count, let unit, true, let clearDays, let to):
                "\(when(from))之前\(clearDays ? "至少间隔" : "至少")\(unit.chinese(count))，\(changed ? "原" : "")不迟于\(when(to))"
            case .paused(let from, let to, let excluded, let unit, let reason, let end):
                "\(when(from))至\(when(to))因\(reason)中止，扣除\(unit.chinese(excluded))，至\(when(end))"
            case .pausedStill(let from, let asIfResumed, let reason, let end):
                "\(when(from))起因\(reason)中止，如于\(when(asIfResumed))恢复则至\(when(end))"
            case .extended(let count, let unit, let end): "经批准延长\(unit.chinese(count))，至\(when(end))"
            case .movedLater(let restDay, let end): "遇\(restDay)顺延至\(when(end))"
            case .movedEarlier(let restDay, let end): "遇\(restDay)须提前至\(when(end))"
            case .notMoved(let restDay, let end): "\(when(end))为\(restDay)，依规定不顺延"
            }
        }

        private func when(_ moment: Moment) -> String {
            let day = withYear ? moment.day.chineseDate : moment.day.chineseMonthDay
            // Nobody plans by seconds.
            return isDay ? day : day + moment.clockTime.prefix(5)
        }
    }
}

extension ExplanationStep {
    /// The end as it stood after this step.
    public var end: Moment {
        switch self {
        case .counted(_, _, _, _, _, let end), .paused(_, _, _, _, _, let end), .pausedStill(_, _, _, let end),
            .extended(_, _, let end), .movedLater(_, let end), .movedEarlier(_, let end), .notMoved(_, let end):
            end
        }
    }

    /// All moments a step names.
    fileprivate var moments: [Moment] {
        switch self {
        case .counted(let from, _, _, _, _, let to): [from, to]
        case .paused(let from, let to, _, _, _, let end): [from, to, end]
        case .pausedStill(let from, let asIfResumed, _, let end): [from, asIfResumed, end]
        case .extended(_, _, let end), .movedLater(_, let end), .movedEarlier(_, let end), .notMoved(_, let end): [end]
        }
    }
}
