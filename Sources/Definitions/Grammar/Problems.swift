/// Collects what is wrong, so that an author mends all of it in one go.
final class Problems {
    private(set) var all: [DefinitionProblem] = []
    private var seen: Set<DefinitionProblem> = []

    func report(_ position: Position, _ message: String, mend: String) { report(DefinitionProblem(position, message, mend: mend)) }

    func report(_ problem: DefinitionProblem) {
        // The same expression may be checked in several contexts: one message is enough.
        if seen.insert(problem).inserted { all.append(problem) }
    }

    /// A name that is not there, with the nearest that is.
    func unknown(_ position: Position, _ what: String, _ name: String, among known: some Sequence<String>, where place: String = "") {
        report(position, "\(place)没有\(what)“\(name)”", mend: NearestName.mend(for: name, among: known))
    }

    /// By file, line and column.
    var sorted: [DefinitionProblem] {
        all.sorted {
            ($0.position.file, $0.position.line, $0.position.column, $0.message) < (
                $1.position.file, $1.position.line, $1.position.column, $1.message
            )
        }
    }
}
