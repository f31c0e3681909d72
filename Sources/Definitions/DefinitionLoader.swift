import Expressions

/// How much the definitions hold: what `bagui check` prints.
public struct DefinitionCounts: Sendable, Codable, Hashable {
    public var systems = 0
    public var records = 0
    public var fields = 0
    public var actions = 0
    public var limits = 0
    public var rules = 0
    public var scenarios = 0
    public init() {}
}

/// What loading a folder of definitions gave.
public struct LoadResult: Sendable {
    /// Nil when there are problems: a wrong definition never starts a server.
    public var catalogue: Catalogue?
    /// Everything that is wrong, by file, line and column.
    public var problems: [DefinitionProblem]
    public var counts: DefinitionCounts
}

/// Reads a folder of definitions and checks all of it.
public enum DefinitionLoader {
    /// - Parameters:
    ///   - directory: the folder `Systems/`.
    ///   - functions: what expressions may call beside CEL's own: ``StandardFunctions/declarations`` and those of the rooms above.
    ///   - cache: where the checked catalogue is kept between starts; nil: read everything anew.
    public static func load(
        directory: String, functions: [FunctionDeclaration] = StandardFunctions.declarations, cache: DefinitionCache? = nil
    ) -> LoadResult {
        let folder: DefinitionFolder
        do {
            folder = try DefinitionFolder(reading: directory)
        } catch {
            return LoadResult(catalogue: nil, problems: [error], counts: DefinitionCounts())
        }
        if let known = cache?.catalogue(for: folder, functions: functions) {
            return LoadResult(catalogue: known, problems: [], counts: counts(known, folder))
        }
        let result = load(folder, functions: functions)
        if let catalogue = result.catalogue { cache?.keep(catalogue, for: folder, functions: functions) }
        return result
    }

    /// Checks a folder that has been read.
    static func load(_ folder: DefinitionFolder, functions: [FunctionDeclaration]) -> LoadResult {
        let problems = Problems()
        let (catalogue, templates) = CatalogueReader(folder: folder, problems: problems).read()
        CatalogueCheck(catalogue: catalogue, problems: problems).check()
        let compiled = CompiledExpressions(catalogue: catalogue, functions: functions)
        ExpressionCheck(compiled: compiled, templates: templates, problems: problems).check()
        for problem in folder.problems { problems.report(problem) }
        let sorted = problems.sorted
        return LoadResult(catalogue: sorted.isEmpty ? catalogue : nil, problems: sorted, counts: counts(catalogue, folder))
    }

    private static func counts(_ catalogue: Catalogue, _ folder: DefinitionFolder) -> DefinitionCounts {
        var counts = DefinitionCounts()
        counts.systems = catalogue.systems.count
        for record in catalogue.records {
            counts.records += 1
            counts.fields += record.fields.count
            counts.actions += record.lifecycle?.actions.count ?? 0
            counts.limits += record.limits.count
            counts.rules += record.rules.count
        }
        counts.scenarios = folder.scenarioCount
        return counts
    }
}
