import Definitions
import HTML

/// The states of a record as a picture: one under another in the order of the file, an arc for each way from one to another, forward ways at the right, ways back at the
/// left. The list beside it says the same in words for those who cannot see it.
struct StateDiagram {
    let lifecycle: Lifecycle

    private static let boxWidth = 180, boxHeight = 30, step = 46, left = 130, top = 8

    /// Ways from state to state, by their places in the file; each once.
    var ways: [(from: Int, to: Int)] {
        let places = Dictionary(lifecycle.states.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
        var seen: Set<[Int]> = []
        var found: [(Int, Int)] = []
        for action in lifecycle.actions where !action.isHidden {
            let sources: [Int] =
                switch action.from {
                case .states(let ids): ids.compactMap { places[$0] }
                case .open: lifecycle.states.indices.filter { !lifecycle.states[$0].isEnd }
                case .closed: lifecycle.states.indices.filter { lifecycle.states[$0].isEnd }
                case .any: Array(lifecycle.states.indices)
                case .none: []
                }
            for source in sources {
                for target in action.to.states.compactMap({ places[$0] }) where target != source && seen.insert([source, target]).inserted {
                    found.append((source, target))
                }
            }
        }
        return found
    }

    var html: HTML {
        let count = lifecycle.states.count
        guard (2...24).contains(count) else { return .empty }
        let height = Self.top * 2 + (count - 1) * Self.step + Self.boxHeight
        let boxes: HTML = lifecycle.states.enumerated().html { place, state in
            let y = Self.top + place * Self.step
            return """
                <rect x="\(Self.left)" y="\(y)" width="\(Self.boxWidth)" height="\(Self.boxHeight)" rx="\(state.isEnd ? 15 : 4)" fill="none" stroke="currentColor" stroke-width="\(state.isEnd ? 2 : 1)"/><text x="\(Self.left + Self.boxWidth / 2)" y="\(y + 20)" text-anchor="middle" fill="currentColor" font-size="13">\(String(state.label.prefix(12)))</text>
                """
        }
        return """
            <details open><summary>状态图</summary><div class="table-scroll" role="region" aria-label="状态图" tabindex="0"><svg viewBox="0 0 440 \(height)" width="440" height="\(height)" aria-hidden="true">\(boxes)\(ways.html { arc($0.from, $0.to) })</svg></div></details>
            """
    }

    private func arc(_ from: Int, _ to: Int) -> HTML {
        let isForward = to > from
        let x = isForward ? Self.left + Self.boxWidth : Self.left
        let middle = Self.boxHeight / 2
        let (y1, y2) = (
            Self.top + from * Self.step + middle + (isForward ? 4 : -4), Self.top + to * Self.step + middle + (isForward ? -4 : 4)
        )
        let bend = min(100, 14 + abs(to - from) * 12)
        let control = isForward ? x + bend : x - bend
        let tip = isForward ? x + 6 : x - 6
        return """
            <path d="M\(x) \(y1)C\(control) \(y1) \(control) \(y2) \(x) \(y2)" fill="none" stroke="currentColor" opacity="0.55"/><path d="M\(x) \(y2)L\(tip) \(y2 - 4)L\(tip) \(y2 + 4)Z" fill="currentColor" opacity="0.7"/>
            """
    }
}
