import Expressions

/// Parses and type-checks every expression of a catalogue in its place.
struct ExpressionCheck {
    let compiled: CompiledExpressions
    let templates: TemplatePlaces
    let problems: Problems
    var catalogue: Catalogue { compiled.types.catalogue }

    func check() {
        for (id, structure) in catalogue.sharedStructures.sorted(by: { $0.key < $1.key }) {
            // No record stands around a shared structure: its own fields and the shared parameters are all it may use.
            let nowhere = RecordDefinition(id: "", system: DefinitionNames.shared, name: "", position: structure.position)
            checkParts(structure.fields, RecordTypes.structureType("shared/\(id)"), nowhere)
        }
        for system in catalogue.systems {
            let nowhere = RecordDefinition(id: "", system: system.id, name: "", position: system.position)
            for (id, structure) in system.structures.sorted(by: { $0.key < $1.key }) {
                checkParts(structure.fields, RecordTypes.structureType("\(system.id)/\(id)"), nowhere)
            }
            for record in system.records { RecordExpressionCheck(record: record, checker: self).check() }
        }
    }

    /// - Returns: the type, or nil after reporting.
    @discardableResult
    func type(_ source: SourceExpression?, _ record: RecordDefinition, _ context: ExpressionContext, _ expectation: Expectation)
        -> CheckedExpression?
    {
        guard let source else { return nil }
        do {
            let checked = try compiled.check(source, for: record, in: context)
            if !expectation.accepts(checked.type, in: catalogue) {
                problems.report(
                    source.position, "表达式“\(source.text.shortened)”的类型不对", mend: "这里要 \(expectation.wording)，它给的是 \(checked.type.label)")
                return nil
            }
            checkLiterals(source, record, context, expectation)
            return checked
        } catch {
            problems.report(error)
            return nil
        }
    }

    private func checkLiterals(
        _ source: SourceExpression, _ record: RecordDefinition, _ context: ExpressionContext, _ expectation: Expectation
    ) {
        let literals = CodeLiterals(catalogue: catalogue, problems: problems)
        switch expectation {
        case .field(let type, _), .fieldOrList(let type, _): literals.checkGiven(source, to: type)
        default: break
        }
        switch context {
        case .part: break
        case .row(let outer, _):
            literals.checkComparisons(source, in: record, action: nil, parent: catalogue.record(outer))
            HistoryCalls(record: record, problems: problems).check(source)
        case .action(let id), .item(let id):
            literals.checkComparisons(source, in: record, action: record.action(id), parent: nil)
            HistoryCalls(record: record, problems: problems).check(source)
        default:
            literals.checkComparisons(source, in: record, action: nil, parent: nil)
            HistoryCalls(record: record, problems: problems).check(source)
        }
    }

    /// Fields of structures, shared or inline.
    func checkParts(_ fields: [FieldDefinition], _ objectType: String, _ record: RecordDefinition) {
        for field in fields {
            self.field(field, record, .part(objectType), path: objectType.split(separator: ":").last.map(String.init) ?? "")
        }
    }

    func field(_ field: FieldDefinition, _ record: RecordDefinition, _ context: ExpressionContext, path: String) {
        let path = "\(path).\(field.id)"
        if case .when(let condition) = field.required { type(condition, record, context, .condition) }
        type(field.defaultValue, record, context, .field(field.type, path: path))
        type(field.computed, record, context, .field(field.type, path: path))
        if let parts = field.type.inlineFields { checkParts(parts, RecordTypes.inlineType(path), record) }
    }

    /// Places of a template are expressions.
    func template(_ text: String?, at position: Position, _ what: String, _ record: RecordDefinition, _ context: ExpressionContext) {
        guard let text else { return }
        let pieces: [TemplateText.Piece]
        do {
            pieces = try TemplateText.pieces(text)
        } catch {
            return problems.report(position, "\(what)有错：\(error.reason)", mend: error.mend)
        }
        for case .place(let inner, let offset) in pieces {
            let place = position.moved(by: offset, in: text)
            do {
                _ = try compiled.check(SourceExpression(inner, at: place), for: record, in: context)
            } catch {
                problems.report(place, "\(what)中的“{\(inner.shortened)}”有错", mend: error.mend)
            }
            // Titles and messages go where nobody asks who may see a secret.
            let secrets = record.fields.filter { $0.isSecret && ExpressionNames.references(of: inner).contains($0.id) }
            if let secret = secrets.first, !context.isDocument {
                problems.report(place, "\(what)中有加密的“\(secret.id)”", mend: "删去它：标题和通知不加密")
            } else if secrets.isEmpty, FieldPath(inner, from: record, in: catalogue)?.isSecret == true {
                problems.report(place, "\(what)中的“{\(inner.shortened)}”是加密的", mend: "删去它：标题、通知和文书不写加密的内容")
            }
        }
    }
}

extension ExpressionContext {
    fileprivate var isDocument: Bool {
        if case .document = self { true } else { false }
    }
}
