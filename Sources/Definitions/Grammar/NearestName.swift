/// Suggests the name an author may have meant.
enum NearestName {
    /// The known name with the fewest edits (insert, delete, replace, swap), when few enough to be a slip.
    static func nearest(to name: String, among known: some Sequence<String>) -> String? {
        let wanted = Array(name.lowercased().unicodeScalars)
        guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
        let permitted = max(1, wanted.count / 3)
        var best: (name: String, distance: Int)?
        for candidate in known {
            let letters = Array(candidate.lowercased().unicodeScalars)
            guard abs(letters.count - wanted.count) <= permitted, letters.count <= 64 else { continue }
            let distance = distance(wanted, letters)
            guard distance <= permitted else { continue }
            // Equal distances: the alphabet decides, so that messages are the same in every run.
            if let found = best, (found.distance, found.name) <= (distance, candidate) { continue }
            best = (candidate, distance)
        }
        return best?.name
    }

    /// How to mend an unknown name.
    static func mend(for name: String, among known: some Sequence<String>) -> String {
        if let nearest = nearest(to: name, among: known) { return "是不是“\(nearest)”？" }
        let names = known.sorted()
        if names.isEmpty { return "这里没有可用的名称，先定义它" }
        let shown = names.prefix(12).joined(separator: "、")
        return "可用的有：\(shown)\(names.count > 12 ? " 等 \(names.count) 个" : "")"
    }

    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var beforePrevious = [Int](repeating: 0, count: right.count + 1)
        var previous = Array(0...right.count)
        var current = previous
        for (row, leftScalar) in left.enumerated() {
            current[0] = row + 1
            for (column, rightScalar) in right.enumerated() {
                var cost = min(previous[column + 1] + 1, current[column] + 1, previous[column] + (leftScalar == rightScalar ? 0 : 1))
                if row > 0, column > 0, leftScalar == right[column - 1], left[row - 1] == rightScalar {
                    cost = min(cost, beforePrevious[column - 1] + 1)
                }
                current[column + 1] = cost
            }
            (beforePrevious, previous, current) = (previous, current, beforePrevious)
        }
        return previous[right.count]
    }
}
