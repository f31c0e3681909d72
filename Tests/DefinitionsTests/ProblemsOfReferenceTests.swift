import Testing

@testable import Definitions

@Suite struct `Problems of reference` {
    @Test func `an unknown record of another system names the one that has it`() {
        let other = Sample.system("fields: {name: {label: 名称, type: text}}", id: "other", record: "person")
        let result = Sample.load(["other": other, "sample": Sample.system("fields: {who: {label: 谁, type: ref, to: person}}")])
        #expect(result.problems.map(\.message) == ["没有记录“person”"])
        #expect(result.problems.map(\.mend) == ["可用的有：other/person"])
    }

    @Test func `a system that is not in the folder`() {
        expectProblem(
            Sample.system("fields: {who: {label: 谁, type: ref, to: ▲elsewhere/person}}"), "没有系统“elsewhere”。该系统不在本文件夹时，在旁边写 external: true")
    }

    @Test func `a system elsewhere may be declared so`() {
        let result = Sample.load(["sample": Sample.system("fields: {who: {label: 谁, type: ref, to: elsewhere/person, external: true}}")])
        #expect(result.problems == [])
        #expect(result.catalogue?.record("sample/matter")?.field("who")?.type == .ref(["elsewhere/person"]))
    }

    @Test func `codes are looked up in the own system, then in shared`() {
        let result = Sample.load([
            "sample": Sample.system("fields: {a: {label: 甲, type: code, codes: kind}, b: {label: 乙, type: code, codes: urgency}}")
        ])
        #expect(result.catalogue?.record("sample/matter")?.fields.map(\.type) == [.code("sample/kind"), .code("shared/urgency")])
    }

    @Test func `an unknown role`() {
        expectProblem(
            Sample.system(Sample.record(actions: "ask: {label: 询问, from: filed, by: ▲clrk}")), "没有角色“clrk”。是不是“clerk”？")
    }

    @Test func `a field that an action needs`() {
        expectProblem(
            Sample.system(Sample.record(actions: "ask: {label: 询问, from: filed, by: clerk, needs: [▲titel]}")), "没有字段或输入“titel”。是不是“title”？"
        )
    }

    @Test func `a computed field cannot be typed`() {
        expectProblem(
            Sample.system(
                Sample.record(
                    fields: "twice: {label: 两倍, type: number, computed: count + count}",
                    actions: "ask: {label: 询问, from: filed, by: clerk, asks: [▲twice]}")),
            "“twice”是计算出来的，不能填写。从 needs、asks 中删去它，或者删去 computed")
    }

    @Test func `a later field is typed by the action that names it, a field of the platform is not`() {
        let asks = "ask: {label: 询问, from: filed, by: clerk, asks: [answer]}"
        let later = Sample.load([
            "sample": Sample.system(Sample.record(fields: "answer: {label: 答复, type: text, later: true}", actions: asks))
        ])
        #expect(later.problems == [])
        #expect(later.catalogue?.record("sample/matter")?.field("answer").map { [$0.isLater, $0.isSystem] } == [true, true])
        expectProblem(
            Sample.system(
                Sample.record(
                    fields: "answer: {label: 答复, type: text, system: true}",
                    actions: "ask: {label: 询问, from: filed, by: clerk, asks: [▲answer]}")),
            "“answer”只由系统写入，不能填写。从 needs、asks 中删去它，或者删去 system: true")
    }

    @Test func `a state that is not there`() {
        expectProblem(
            Sample.system(Sample.record(actions: "back: {label: 退回, from: done, to: ▲field, by: clerk}")), "没有状态“field”。是不是“filed”？")
    }

    @Test func `a limit that an action suspends`() {
        expectProblem(
            Sample.system(
                Sample.record(
                    actions: "wait: {label: 中止, from: filed, by: clerk, suspends: [▲l2]}",
                    "limits: {l1: {label: 办理, from: file, until: finish, within: 5 workdays}}")), "没有时限“l2”。是不是“l1”？")
    }

    @Test func `an action that ends a limit`() {
        expectProblem(
            Sample.system(Sample.record("limits: {l1: {label: 办理, from: file, until: ▲finsh, within: 5 workdays}}")),
            "没有动作“finsh”。是不是“finish”？")
    }

    @Test func `fields that access hides`() {
        expectProblem(
            Sample.system(Sample.record("access: [{role: clerk, may: [view], hides: [▲titles]}]")), "没有字段“titles”。是不是“title”？")
    }

    @Test func `an action given to a role that may not do it`() {
        expectProblem(
            Sample.system(Sample.record("access: [{role: head, may: [view, ▲finish]}]")),
            "角色“head”不在动作“finish”的 by 中，这里给不了它。把它加进 by，或者从 may 中删去“finish”")
    }

    @Test func `columns of the list`() {
        expectProblem(Sample.system(Sample.record("lists: {columns: [title, ▲stat]}")), "没有列“stat”。是不是“state”？")
    }

    @Test func `parts of a number`() {
        expectProblem(
            Sample.system(Sample.record("number: {field: no, pattern: ▲\"{org6}{knid}{seq4}\"}".replacing("▲\"", with: "\"▲"))),
            "没有编号的组成“knid”。是不是“kind”？")
    }

    @Test func `a number without a sequence`() {
        expectProblem(
            Sample.system(Sample.record("number: {field: no, pattern: \"▲{org6}\"}")), "编号要有一个 {seqN}，这里有 0 个。写成如 {org6}{yyyyMMdd}{seq5}")
    }

    @Test func `a template file that is not there`() {
        expectProblem(Sample.system(Sample.record("documents: {▲notice: {name: 通知书}}")), "没有模板文件“documents/notice.md”。在系统的文件夹中建立它，首行为标题")
    }

    @Test func `a child record of another parent`() {
        expectProblem(
            Sample.system(Sample.record(actions: "log: {label: 记录, from: filed, by: clerk, adds: {▲step: {text: title}}}")),
            "没有子记录“step”。这里没有可用的名称，先定义它（子记录要写 parent: matter）")
    }

    @Test func `a field named like a standing column`() {
        expectProblem(
            Sample.system("fields: {▲version: {label: 版本, type: number}}"), "字段“version”与每个记录都有的列同名。换一个标识，并在 docs/definitions.md 中列为偏离")
    }

    @Test func `a field that expressions could not name`() {
        expectProblem(
            Sample.system("fields: {▲package: {label: 包, type: text}}"), "字段“package”是表达式语言的保留字。换一个标识，并在 docs/definitions.md 中列为偏离")
    }

    @Test func `a system in a folder of another name`() {
        expectProblem(
            Sample.system("fields: {title: {label: 标题, type: text}}").replacing("system: sample", with: "system: ▲simple"),
            "系统“simple”与文件夹“sample”不同名。把文件夹改名为 simple，或者改正 system")
    }

    @Test func `a system defined twice`() {
        let text = Sample.system("fields: {title: {label: 标题, type: text}}")
        let folder = Sample.folder([
            "shared/shared.yaml": Sample.shared, "a/sample/system.yaml": text, "b/sample/system.yaml": text,
        ])
        let result = DefinitionLoader.load(folder, functions: [])
        #expect(result.problems.map(\.description) == ["b/sample/system.yaml:1:9: 系统“sample”已经在 a/sample/system.yaml 中定义。改其中一个的标识"])
    }
}
