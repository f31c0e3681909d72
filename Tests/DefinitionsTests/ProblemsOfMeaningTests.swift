import Testing

@testable import Definitions

@Suite struct `Problems of meaning` {
    @Test func `a state that no action reaches`() {
        expectProblem(
            Sample.system(Sample.record(states: ", ▲lost: 遗失")), "没有动作能到达状态“lost”（遗失）。让一个动作的 to 指向它，或者删去它")
    }

    @Test func `a state reached only from itself is not reached`() {
        expectProblem(
            Sample.system(Sample.record(actions: "again: {label: 再来, from: lost, to: lost, by: clerk}", states: ", ▲lost: 遗失")),
            "没有动作能到达状态“lost”（遗失）。让一个动作的 to 指向它，或者删去它")
    }

    @Test func `computed fields that need each other`() {
        expectProblem(
            Sample.system(
                """
                fields:
                  a: {label: 甲, type: number, computed: ▲b + 1}
                  b: {label: 乙, type: number, computed: c + 1}
                  c: {label: 丙, type: number, computed: a + 1}
                """), "计算字段互相依赖：a → b → c → a。让其中一个由动作的 sets 写入")
    }

    @Test func `parents in a circle`() {
        let text = """
            system: sample
            name: 样例
            platform: government-affairs
            zone: all
            records:
              ▲a: {name: 甲, parent: b, fields: {x: {label: 甲, type: text}}}
              b: {name: 乙, parent: a, fields: {x: {label: 甲, type: text}}}
            """
        expectProblem(text, "parent 绕成了圈：a → b → a。让其中一个没有 parent")
    }

    @Test func `an automatic action that needs what nobody types`() {
        expectProblem(
            Sample.system(
                Sample.record(actions: "expire: {label: 到期, from: filed, to: done, needs: [title], automatic: ▲{after: 7 days}}")),
            "自动动作“expire”需要“title”，但没有人填写。把它移到 asks，或者用 sets 写入")
    }

    @Test func `a default limit longer than the statute`() {
        expectProblem(
            Sample.system(
                Sample.record(
                    """
                    limits:
                      l1: {label: 法定, from: file, until: finish, within: 15 days, kind: statute, source: 某法第一条}
                      ▲l2: {label: 内部, from: file, until: finish, within: 1 months, at_most: l1}
                    """)), "时限“l2”比其上限“l1”还长。缩短它：默认时限只能比法定时限短")
    }

    @Test func `a statutory limit without its law`() {
        expectProblem(
            Sample.system(Sample.record("limits: {▲l1: {label: 法定, from: file, until: finish, within: 15 days, kind: statute}}")),
            "法定时限“l1”没有出处。加上 source: 法律与条文")
    }

    @Test(arguments: [
        ("3 fortnights", "读不懂期间“3 fortnights”。写成数量与单位，如 5 workdays；单位有 \(KeyTable.units.joined(separator: "、"))"),
        ("param.weeks days", "没有参数“weeks”。可用的有：days"),
        ("999 years", "期间“999 years”过长。years 最多 100"),
    ])
    func `spans that cannot be`(span: String, expected: String) {
        expectProblem(Sample.system(Sample.record("limits: {l1: {label: 办理, from: file, until: finish, within: ▲\(span)}}")), expected)
    }

    @Test func `values that a created record does not take`() {
        let target = Sample.system(
            "fields: {title: {label: 标题, type: text, required: true}, done: {label: 已办, type: bool, system: true}}", id: "other",
            record: "task")
        let source = Sample.system(
            Sample.record(
                actions: "pass: {label: 移交, from: filed, by: clerk, creates: {record: other/task, with: {done: \"true\", titel: title}}}"))
        let result = Sample.load(["other": target, "sample": source])
        #expect(
            result.problems.map { "\($0.message)。\($0.mend)" } == [
                "“other/task”的“create”需要“title”，这里没有给。在 with 中加上 title: 表达式",
                "“other/task”的“done”由系统写入，不能给。从 with 中删去它",
                "“other/task”没有可以给“create”的字段或输入“titel”。是不是“title”？",
            ])
    }

    @Test func `an action on another record that it does not have`() {
        expectProblem(
            Sample.system(
                Sample.record(
                    fields: "twin: {label: 关联, type: ref, to: matter}",
                    actions: "both: {label: 并办, from: filed, by: clerk, acts: {on: ▲twin, action: finsh}}")),
            "“sample/matter”没有动作“finsh”。是不是“finish”？")
    }

    @Test func `a parameter of the wrong kind`() {
        let text = Sample.system("fields: {title: {label: 标题, type: text}}").replacing("value: 5", with: "value: ▲五")
        expectProblem(text, "参数值“五”不合其类型。写成整数")
    }
}

@Suite struct `Problems of expressions` {
    private func ask(_ key: String) -> String { Sample.system(Sample.record(actions: "ask: {label: 询问, from: filed, by: clerk, \(key)}")) }

    @Test func `an unknown name is marked inside the expression`() {
        expectProblem(ask("check: \"size(title) > 0 && ▲titel != ''\""), startingWith: "表达式“size(title) > 0 && titel != ''”有错。")
    }

    @Test func `a condition that is no condition`() {
        expectProblem(ask("check: \"▲size(title)\""), "表达式“size(title)”的类型不对。这里要 布尔(bool)，它给的是 整数(int)")
    }

    @Test func `a value of another type than the field`() {
        expectProblem(ask("sets: {count: \"▲title\"}"), "表达式“title”的类型不对。这里要 整数(int)，它给的是 文本(string)")
    }

    @Test func `a code that is not in the list`() {
        expectProblem(ask("sets: {kind: \"▲'XX'\"}"), "没有“sample/kind”的代码“XX”。是不是“ZX”？")
    }

    @Test(arguments: ["kind == 'XX'", "'XX' != kind", "kind in ['ZX', 'XX']", "old.kind == 'XX'", "record.kind == 'XX'"])
    func `a comparison with a code that is not in the list`(text: String) {
        expectProblem(ask("check: \"▲\(text)\""), "没有“sample/kind”的代码“XX”。是不是“ZX”？")
    }

    @Test func `a comparison with a state that is not there`() {
        expectProblem(ask("check: \"▲state != 'doen'\""), "没有“matter”的状态“doen”。是不是“done”？")
    }

    @Test func `texts built from parts are no codes`() {
        #expect(Sample.load(["sample": ask("check: \"kind == 'X' + 'X' || title == 'XX'\"")]).problems == [])
    }

    @Test func `an action that never happens in times()`() {
        expectProblem(ask("check: \"▲times('finsh') < 2\""), "没有动作“finsh”。是不是“finish”？")
    }

    @Test(arguments: ["who", "[who]"]) func `a party to be told, who has no box of messages`(to: String) {
        let fields = "who: {label: 申请人, type: party}\nwhoever: {label: 当事人, type: list, of: party}\nuser: {label: 账户, type: user}"
        expectProblem(
            Sample.system(
                Sample.record(
                    fields: fields, actions: "ask: {label: 询问, from: filed, by: clerk, notifies: [{to: \"▲\(to)\", text: 请看}]}")),
            startingWith: "表达式“\(to)”的类型不对。这里要 机构或用户（文本或其列表；当事人和记录没有信箱，请写其账户或单位的字段，例如 account）")
        let bare = Sample.system(Sample.record(fields: fields, actions: "ask: {label: 询问, from: filed, by: clerk, notifies: [▲whoever]}"))
        expectProblem(bare, startingWith: "表达式“whoever”的类型不对。")
        let right = Sample.system(
            Sample.record(fields: fields, actions: "ask: {label: 询问, from: filed, by: clerk, notifies: [user, unit, head]}"))
        #expect(Sample.load(["sample": right]).problems == [])
    }

    @Test func `a place of a template`() {
        expectProblem(Sample.system(Sample.record("title: \"{no} {▲titel}\"")), startingWith: "“matter”的标题中的“{titel}”有错。")
        expectProblem(
            Sample.system(
                Sample.record(actions: "ask: {label: 询问, from: filed, by: clerk, notifies: [{to: unit, text: \"请看 {▲titel}\"}]}")),
            startingWith: "“ask”的通知中的“{titel}”有错。")
    }

    @Test func `a place of a paper, in its own file`() {
        let result = Sample.load(
            ["sample": Sample.system(Sample.record("documents: {notice: {name: 通知书}}"))],
            papers: ["sample/documents/notice.md": "通知书\n\n编号：{number}\n事项：{titel}\n"])
        #expect(result.problems.map(\.position.description) == ["government-affairs/sample/documents/notice.md:4:5"])
    }

    @Test func `a template with a brace left open`() {
        expectProblem(Sample.system(Sample.record("title: \"▲{no\"")), "“matter”的标题有错：“{”没有结束。补上“}”；要写出“{”本身，写成“{{”")
    }

    @Test func `a secret in a title`() {
        expectProblem(
            Sample.system(Sample.record(fields: "phone: {label: 电话, type: phone, secret: true}", "title: \"{no} {▲phone}\"")),
            "“matter”的标题中有加密的“phone”。删去它：标题和通知不加密")
    }

    @Test func `a secret behind a point`() {
        let fields = "party: {label: 当事人, type: list, of: text}\nhead: {label: 负责人, type: secretive}"
        let types =
            "types:\n  secretive: {name: 人, fields: {name: {label: 姓名, type: text}, id_no: {label: 证号, type: text, secret: true}}}\n"
        let text = Sample.system(Sample.record(fields: fields, "title: \"{no} {head.name} {▲head.id_no}\""))
        expectProblem(text.replacing("parameters:\n", with: types + "parameters:\n"), "“matter”的标题中的“{head.id_no}”是加密的。删去它：标题、通知和文书不写加密的内容")
    }

    @Test func `a syntax error`() {
        let result = Sample.load(["sample": ask("check: \"title ==\"")])
        #expect(result.problems.count == 1)
        #expect(result.problems.first?.message == "表达式“title ==”有错")
    }

    @Test func `child lists cannot be asked of the database in a list`() {
        let result = Sample.load([
            "sample": Sample.system(Sample.record("lists: {views: {mine: {label: 我的, filter: \"old.title == ''\"}}}"))
        ])
        #expect(result.problems.map(\.message) == ["表达式“old.title == ''”有错"])
    }
}

@Suite struct `Expressions of lists and figures` {
    private func view(_ filter: String, _ fields: String = "") -> String {
        Sample.system(Sample.record(fields: fields, "lists: {views: {mine: {label: 我的, filter: \"\(filter)\"}}}"))
    }

    @Test(arguments: [
        "kind == 'ZX' && overdue", "unit == actor.org", "created_at < now && !closed", "title.startsWith('a')", "due_at != null",
    ])
    func `that a database can compute are accepted`(filter: String) {
        #expect(Sample.load(["sample": view(filter)]).problems == [])
    }

    @Test func `that no database can compute are refused with the way out`() {
        expectProblem(view("title.▲matches('a+')"), startingWith: "视图“mine”的条件不能在数据库中计算。")
    }

    @Test func `that leave the record are refused`() {
        expectProblem(view("twin.▲title == 'a'", "twin: {label: 关联, type: ref, to: matter}"), startingWith: "视图“mine”的条件不能在数据库中计算。")
        #expect(Sample.load(["sample": view("twin.id == 'a'", "twin: {label: 关联, type: ref, to: matter}")]).problems == [])
    }

    @Test func `that need a secret field say so`() {
        expectProblem(
            view("▲phone == '1'", "phone: {label: 电话, type: phone, secret: true}"), "视图“mine”的条件不能在数据库中计算。“phone”加密保存，不能用于筛选；去掉它")
    }

    @Test func `of a mean must give a number or a span`() {
        expectProblem(
            Sample.system(Sample.record("indicators: {m: {label: 平均, mean: ▲title}}")), "表达式“title”的类型不对。这里要 数或时长，它给的是 文本(string)")
        #expect(
            Sample.load(["sample": Sample.system(Sample.record("indicators: {m: {label: 平均, mean: now - created_at, unit: minutes}}"))])
                .problems == [])
    }
}
