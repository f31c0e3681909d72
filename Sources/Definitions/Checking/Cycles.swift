/// Circles among things that use each other.
enum Cycles {
    /// One circle for each knot, beginning with its alphabetically first member.
    /// - Parameter uses: for each name the names it uses; names that use nothing may be left out.
    static func find(in uses: [String: Set<String>]) -> [[String]] {
        enum Mark { case open, done }
        var marks: [String: Mark] = [:]
        var found: [[String]] = []
        // An explicit stack: the depth is the author's to choose.
        for start in uses.keys.sorted() where marks[start] == nil {
            var stack: [(name: String, rest: [String])] = [(start, uses[start, default: []].sorted())]
            marks[start] = .open
            while let top = stack.last {
                guard let next = top.rest.first else {
                    marks[top.name] = .done
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].rest.removeFirst()
                guard uses[next] != nil else { continue }
                switch marks[next] {
                case .done: continue
                case .open:
                    let names = stack.map(\.name)
                    guard let begin = names.firstIndex(of: next) else { continue }
                    found.append(rotated(Array(names[begin...])))
                case nil:
                    marks[next] = .open
                    stack.append((next, uses[next, default: []].sorted()))
                }
            }
        }
        return found
    }

    private static func rotated(_ cycle: [String]) -> [String] {
        guard let least = cycle.indices.min(by: { cycle[$0] < cycle[$1] }) else { return cycle }
        return Array(cycle[least...] + cycle[..<least])
    }
}
