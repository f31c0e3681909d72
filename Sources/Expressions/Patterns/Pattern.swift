/// A regular expression in the syntax of RE2, as CEL's `matches` has it. It runs in time proportional to pattern times text whatever
/// both are: no backtracking, hence no back references and no look-around.
///
/// Source: github.com/google/re2/wiki/Syntax. Left out: named classes by script other than Han and Latin.
struct Pattern: Sendable {
    /// What one step of the machine does.
    enum Instruction: Sendable {
        case match
        /// Takes one code point in the set.
        case take(ScalarSet)
        case split(Int, Int)
        case jump(Int)
        case assert(Assertion)
    }

    enum Assertion: Sendable { case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary }

    /// Largest machine. Counted repetitions multiply: `(a{100}){100}` is refused.
    static let maximumInstructions = 20_000

    private let program: [Instruction]

    init(_ source: String) throws(PatternError) {
        guard source.utf8.count <= 4096 else { throw PatternError(message: "正则表达式太长（最多 4096 字节）") }
        var parser = PatternParser(source)
        var compiler = PatternCompiler()
        try compiler.emit(try parser.parse())
        program = compiler.program + [.match]
    }

    /// Whether the pattern is found anywhere in the text.
    func matches(_ text: String) -> Bool {
        var current = StateSet(count: program.count)
        var next = StateSet(count: program.count)
        var stack: [Int] = []
        var previous: Unicode.Scalar?
        var scalars = text.unicodeScalars.makeIterator()
        var scalar = scalars.next()
        while true {
            if follow(0, into: &current, &stack, previous, scalar) { return true }
            guard let taken = scalar else { return false }
            let following = scalars.next()
            for state in current.members {
                guard case .take(let set) = program[state], set.contains(taken) else { continue }
                if follow(state + 1, into: &next, &stack, taken, following) { return true }
            }
            swap(&current, &next)
            next.removeAll()
            previous = taken
            scalar = following
        }
    }

    /// Adds the states that can be reached from `start` without taking anything; true when one of them is the match.
    private func follow(
        _ start: Int, into states: inout StateSet, _ stack: inout [Int], _ previous: Unicode.Scalar?, _ following: Unicode.Scalar?
    ) -> Bool {
        stack.append(start)
        defer { stack.removeAll(keepingCapacity: true) }
        while let state = stack.popLast() {
            guard states.insert(state) else { continue }
            switch program[state] {
            case .match: return true
            case .take: break
            case .jump(let target): stack.append(target)
            case .split(let first, let second):
                stack.append(second)
                stack.append(first)
            case .assert(let assertion):
                if Self.holds(assertion, previous, following) { stack.append(state + 1) }
            }
        }
        return false
    }

    private static func holds(_ assertion: Assertion, _ previous: Unicode.Scalar?, _ following: Unicode.Scalar?) -> Bool {
        switch assertion {
        case .textStart: previous == nil
        case .textEnd: following == nil
        case .lineStart: previous == nil || previous == "\n"
        case .lineEnd: following == nil || following == "\n"
        case .wordBoundary: isWord(previous) != isWord(following)
        case .noWordBoundary: isWord(previous) == isWord(following)
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar?) -> Bool { scalar.map(ScalarSet.word.contains) ?? false }
}

/// Why a text is no regular expression, in Chinese.
struct PatternError: Error, Hashable { let message: String }

/// A set of the machine's states that remembers the order of insertion and is emptied at once.
private struct StateSet {
    private(set) var members: [Int] = []
    private var places: [Int]

    init(count: Int) { places = Array(repeating: 0, count: count) }

    /// False when it was in already.
    mutating func insert(_ state: Int) -> Bool {
        let place = places[state]
        if place < members.count, members[place] == state { return false }
        places[state] = members.count
        members.append(state)
        return true
    }

    mutating func removeAll() { members.removeAll(keepingCapacity: true) }
}
