/// What only shows when all systems stand beside each other: creations and their targets, related records, limits, cycles.
struct CatalogueCheck {
    let catalogue: Catalogue
    let problems: Problems

    func check() {
        for record in catalogue.records {
            Reachability(record: record, problems: problems).check()
            for action in record.lifecycle?.actions ?? [] { check(action, of: record) }
            for limit in record.limits { check(limit, of: record) }
            for related in record.related { check(related, of: record) }
            checkComputed(record)
            checkParents(record)
        }
    }

    private func check(_ action: ActionDefinition, of record: RecordDefinition) {
        let given = GivenValues(problems: problems)
        for creation in action.creates {
            guard let target = catalogue.record(creation.record) else { continue }
            let position =
                creation.values.first?.value.position ?? creation.each?.position ?? creation.condition?.position ?? action.position
            given.check(creation.values, for: creation.action, of: target, at: position, creating: true)
            if let field = creation.storedIn, let type = record.field(field)?.type {
                switch type {
                case .ref(let targets) where targets.contains(creation.record): break
                case .text, .list(.ref), .list(.text): break
                default:
                    problems.report(position, "“\(field)”不能存放“\(creation.record)”的标识", mend: "把它的类型改为 {type: ref, to: \(creation.record)}")
                }
            }
        }
    }

    private func check(_ limit: LimitDefinition, of record: RecordDefinition) {
        if let id = limit.onExpiry, let action = record.action(id), let need = action.needs.first {
            problems.report(limit.position, "到期动作“\(id)”需要“\(need)”，但没有人填写", mend: "把它移到 asks，或者用 sets 写入")
        }
        for escalation in limit.escalations {
            guard let id = escalation.action else { continue }
            GivenValues(problems: problems).check(
                escalation.values, for: id, of: record, at: escalation.values.first?.value.position ?? limit.position, creating: false)
        }
        if let other = limit.atMost, let bound = record.limit(other) { compare(limit, with: bound, of: record) }
    }

    private func check(_ related: RelatedDefinition, of record: RecordDefinition) {
        guard let target = catalogue.record(related.record) else { return }
        let columns = RecordNames(target, children: catalogue.children(of: target)).columns.union(target.parent == nil ? [] : ["parent"])
        for (field, expression) in related.match.sorted(by: { $0.key < $1.key }) where !columns.contains(field) {
            problems.unknown(expression.position, "字段", field, among: columns, where: "“\(target.type)”")
        }
        if record.field(related.id) != nil || catalogue.children(of: record).contains(where: { $0.id == related.id }) {
            problems.report(related.position, "关联记录“\(related.id)”与字段或子记录同名", mend: "改其中一个的标识")
        }
    }

    /// A default may only be shorter than the statute (DESIGN §3: "statute over standard over regional default").
    private func compare(_ limit: LimitDefinition, with bound: LimitDefinition, of record: RecordDefinition) {
        let ranks: [Authority] = [.default, .standard, .statute]
        if let own = ranks.firstIndex(of: limit.authority), let other = ranks.firstIndex(of: bound.authority), own > other {
            problems.report(limit.position, "时限“\(limit.id)”的效力高于其上限“\(bound.id)”", mend: "交换两者的 at_most，或者改正 kind")
        }
        guard let longest = bound.within.compactMap({ SpanLength(of: $0.span, in: catalogue, system: record.system)?.most }).max() else {
            return
        }
        for length in limit.within {
            guard let shortest = SpanLength(of: length.span, in: catalogue, system: record.system)?.least, shortest > longest else {
                continue
            }
            problems.report(limit.position, "时限“\(limit.id)”比其上限“\(bound.id)”还长", mend: "缩短它：默认时限只能比法定时限短")
        }
    }

    private func checkComputed(_ record: RecordDefinition) {
        var uses: [String: Set<String>] = [:]
        for field in record.fields {
            guard let computed = field.computed else { continue }
            uses[field.id] = ExpressionNames.references(of: computed.text)
        }
        for cycle in Cycles.find(in: uses) {
            guard let first = cycle.first, let field = record.field(first) else { continue }
            problems.report(
                field.computed?.position ?? field.position, "计算字段互相依赖：\((cycle + [first]).joined(separator: " → "))",
                mend: "让其中一个由动作的 sets 写入")
        }
    }

    private func checkParents(_ record: RecordDefinition) {
        var chain = [record.id]
        var next = record.parent
        while let id = next, let parent = catalogue.record("\(record.system)/\(id)") {
            if id == record.id {
                // Each cycle is told once, at its alphabetically first member.
                if record.id == chain.min() {
                    problems.report(record.position, "parent 绕成了圈：\((chain + [id]).joined(separator: " → "))", mend: "让其中一个没有 parent")
                }
                return
            }
            if chain.contains(id) { return }
            chain.append(id)
            next = parent.parent
        }
    }
}
