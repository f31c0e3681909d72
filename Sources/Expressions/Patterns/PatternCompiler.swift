/// Lays a pattern out as instructions. Source: R. Cox, "Regular Expression Matching: the Virtual Machine Approach".
struct PatternCompiler {
    private(set) var program: [Pattern.Instruction] = []

    private var visits = 0

    mutating func emit(_ node: PatternNode) throws(PatternError) {
        // Repetitions of nothing add no instruction, but must not run away either.
        visits += 1
        guard visits <= 10 * Pattern.maximumInstructions else { throw PatternError(message: "正则表达式太大，请减少重复次数") }
        switch node {
        case .empty: break
        case .set(let set): try append(.take(set))
        case .assertion(let assertion): try append(.assert(assertion))
        case .sequence(let parts): for part in parts { try emit(part) }
        case .alternatives(let branches):
            var jumps: [Int] = []
            for (index, branch) in branches.enumerated() {
                guard index < branches.count - 1 else {
                    try emit(branch)
                    break
                }
                let split = try append(.jump(0))
                try emit(branch)
                jumps.append(try append(.jump(0)))
                program[split] = .split(split + 1, program.count)
            }
            for jump in jumps { program[jump] = .jump(program.count) }
        case .repetition(let inner, let minimum, let maximum):
            for _ in 0..<minimum { try emit(inner) }
            if let maximum {
                var splits: [Int] = []
                for _ in minimum..<max(minimum, maximum) {
                    splits.append(try append(.jump(0)))
                    try emit(inner)
                }
                for split in splits { program[split] = .split(split + 1, program.count) }
            } else {
                let split = try append(.jump(0))
                try emit(inner)
                try append(.jump(split))
                program[split] = .split(split + 1, program.count)
            }
        }
    }

    @discardableResult
    private mutating func append(_ instruction: Pattern.Instruction) throws(PatternError) -> Int {
        guard program.count < Pattern.maximumInstructions else { throw PatternError(message: "正则表达式太大，请减少重复次数") }
        program.append(instruction)
        return program.count - 1
    }
}
