import Expressions

/// The expressions of one record, each with its context and what it must give.
struct RecordExpressionCheck {
    let record: RecordDefinition
    let checker: ExpressionCheck
    var catalogue: Catalogue { checker.catalogue }

    private func condition(_ source: SourceExpression?, _ context: ExpressionContext = .record) {
        checker.type(source, record, context, .condition)
    }

    func check() {
        for field in record.fields { checker.field(field, record, .record, path: record.type) }
        let titlePlace = record.title.flatMap { checker.templates.place(of: $0, in: record.type) } ?? record.position
        checker.template(record.title, at: titlePlace, "“\(record.id)”的标题", record, .record)
        for state in record.lifecycle?.states ?? [] {
            for todo in state.todos {
                checker.type(todo.at, record, .record, .organisation)
                checker.type(todo.user, record, .record, .users)
                checker.type(todo.team, record, .record, .users)
                condition(todo.condition)
            }
        }
        for action in record.lifecycle?.actions ?? [] { self.action(action) }
        for limit in record.limits { self.limit(limit) }
        for rule in record.rules {
            let contexts = rule.on.isEmpty ? [.record] : rule.on.map { ExpressionContext.action($0) }
            for context in contexts { condition(rule.check.expression, context) }
        }
        for related in record.related { self.related(related) }
        let sql = SQLProbe(record: record, problems: checker.problems)
        let rows = SQLProbe(
            record: record, parent: record.parent.flatMap { checker.catalogue.record("\(record.system)/\($0)") }, problems: checker.problems
        )
        for access in record.access {
            guard let when = access.condition else { continue }
            rows.check(checker.type(when, record, .list, .condition), when, "查看条件 when ")
        }
        for view in record.lists.views { sql.check(checker.type(view.filter, record, .list, .condition), view.filter, "视图“\(view.id)”的条件") }
        for indicator in record.indicators { self.indicator(indicator) }
        for document in record.documents {
            let place = checker.templates.place(ofDocument: document.id, in: record.type) ?? document.position
            checker.template(document.body, at: place, "文书“\(document.id)”", record, .document(document.id))
        }
    }

    private func values(
        _ values: [ActionDefinition.Assignment], of target: RecordDefinition?, inputs: [FieldDefinition] = [], in context: ExpressionContext
    ) {
        for value in values {
            let field = inputs.first { $0.id == value.field } ?? target?.columns.first { $0.id == value.field }
            let expectation = field.map { Expectation.field($0.type, path: "\(target?.type ?? "").\($0.id)") } ?? .anything
            checker.type(value.value, record, context, expectation)
        }
    }

    private func action(_ action: ActionDefinition) {
        let context = ExpressionContext.action(action.id)
        for performer in action.by { condition(performer.condition, context) }
        if case .cases(let cases) = action.to { for one in cases { condition(one.condition, context) } }
        for (_, source) in action.documentConditions { condition(source, context) }
        for input in action.inputs { checker.field(input, record, context, path: "\(record.type).\(action.id)") }
        for one in action.checks { condition(one.expression, context) }
        values(action.sets, of: record, in: context)
        for addition in action.adds {
            condition(addition.condition, context)
            values(addition.values, of: catalogue.record("\(record.system)/\(addition.record)"), in: context)
        }
        for update in action.updates { self.update(update, in: action) }
        let item = ExpressionContext.item(action: action.id)
        for creation in action.creates {
            checker.type(creation.each, record, context, .list)
            condition(creation.condition, item)
            let target = catalogue.record(creation.record)
            values(creation.values, of: target, inputs: target?.action(creation.action)?.inputs ?? [], in: item)
        }
        for consequence in action.acts { self.consequence(consequence, of: action) }
        for notification in action.notifies {
            // With a role, `to` says at which organisation.
            checker.type(notification.to, record, context, notification.role == nil ? .recipients : .organisations)
            condition(notification.condition, context)
            let place = notification.text.flatMap { checker.templates.place(of: $0, in: record.type) } ?? action.position
            checker.template(notification.text, at: place, "“\(action.id)”的通知", record, context)
        }
        for copy in action.copies {
            checker.type(copy.to, record, context, .organisations)
            condition(copy.condition, context)
            span(copy.within, context)
        }
        for change in action.suspends + action.resumes + action.restarts { condition(change.condition, context) }
        for extend in action.extends {
            checker.type(extend.by, record, context, .count)
            span(extend.total, context)
        }
        checker.type(action.otherThanUser, record, context, .users)
        condition(action.automatic?.condition)
    }

    private func update(_ update: ActionDefinition.RowUpdate, in action: ActionDefinition) {
        guard let row = checker.compiled.types.row(update.record, of: record).flatMap({ catalogue.record($0) }) else { return }
        let context = ExpressionContext.row(of: record.type, action: action.id)
        checker.type(update.condition, row, context, .condition)
        for value in update.values {
            let expectation = row.columns.first { $0.id == value.field }.map { Expectation.field($0.type, path: "\(row.type).\($0.id)") }
            checker.type(value.value, row, context, expectation ?? .anything)
        }
    }

    private func consequence(_ consequence: ActionDefinition.Consequence, of action: ActionDefinition) {
        let context = ExpressionContext.action(action.id)
        condition(consequence.condition, context)
        guard let on = checker.type(consequence.on, record, context, .records) else { return }
        guard case .object(let name) = on.type.elementOrSelf, let target = catalogue.record(name) else {
            return values(consequence.values, of: nil, in: context)
        }
        GivenValues(problems: checker.problems).check(
            consequence.values, for: consequence.action, of: target, at: consequence.on.position, creating: false)
        values(consequence.values, of: target, inputs: target.action(consequence.action)?.inputs ?? [], in: context)
    }

    private func limit(_ limit: LimitDefinition) {
        condition(limit.condition)
        for one in limit.within {
            condition(one.condition)
            span(one.span, .record)
        }
        for one in limit.hoursCases { condition(one.condition) }
        checker.type(limit.fixed, record, .record, .moment)
        for escalation in limit.escalations {
            condition(escalation.condition)
            values(escalation.values, of: record, inputs: escalation.action.flatMap { record.action($0)?.inputs } ?? [], in: .record)
        }
    }

    private func span(_ span: Span?, _ context: ExpressionContext) {
        guard case .expression(let count)? = span?.count else { return }
        checker.type(count, record, context, .count)
    }

    private func related(_ related: RelatedDefinition) {
        let target = catalogue.record(related.record)
        for (field, value) in related.match.sorted(by: { $0.key < $1.key }) {
            let type = target?.columns.first { $0.id == field }?.type
            // A list stands for any of its elements.
            checker.type(value, record, .record, type.map { .fieldOrList($0, path: "\(related.record).\(field)") } ?? .anything)
        }
        if let target { checker.type(related.condition, target, .row(of: record.type, action: nil), .condition) }
    }

    private func indicator(_ indicator: IndicatorDefinition) {
        let sql = SQLProbe(record: record, problems: checker.problems)
        func probe(_ source: SourceExpression?, _ expectation: Expectation) {
            guard let source else { return }
            sql.check(checker.type(source, record, .list, expectation), source, "指标“\(indicator.id)”")
        }
        probe(indicator.condition, .condition)
        switch indicator.measure {
        case .count(let counted): probe(counted, .condition)
        case .ratio(let part, let whole):
            probe(part, .condition)
            probe(whole, .condition)
        case .mean(let value), .sum(let value): probe(value, .measure)
        }
    }
}
