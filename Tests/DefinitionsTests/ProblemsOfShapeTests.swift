import Testing

@testable import Definitions

@Suite struct `Problems of shape` {
    @Test func `an unknown key suggests the nearest`() {
        expectProblem(
            Sample.system("fields: {title: {label: 标题, type: text, ▲requird: true}}"), "字段没有“requird”这个键。是不是“required”？")
    }

    @Test func `an unknown key with no near one lists what there is`() {
        expectProblem(
            Sample.system("fields: {title: {label: 标题, type: text}}\nexchange: {▲sideways: true}"), "交换没有“sideways”这个键。可用的有：ministry、upward"
        )
    }

    @Test func `a missing key is told at the mapping`() {
        expectProblem(Sample.system("fields: {title: ▲{type: text}}"), "“title”缺少“label”。加上 label（中文）")
    }

    @Test func `a list where a mapping belongs`() {
        expectProblem(Sample.system("fields: ▲[title]"), "“fields”应为映射，这里是列表。写成 {键: {…}}")
    }

    @Test func `text where a flag belongs`() {
        expectProblem(
            Sample.system("fields: {title: {label: 标题, type: text, secret: ▲yes}}"), "“secret”应为 true 或 false，这里是“yes”。写 true 或 false，不加引号")
    }

    @Test func `text where a number belongs`() {
        expectProblem(Sample.system("fields: {title: {label: 标题, type: text, max: ▲六十}}"), "“max”应为整数，这里是“六十”。写成整数，如 60")
    }

    @Test func `a key without a value`() {
        expectProblem(Sample.system("fields: {title: {label: ▲, type: text}}"), "“label”没有值。写上文字，或者删去这个键")
    }

    @Test func `a word outside its choices`() {
        expectProblem(
            Sample.system("fields: {title: {label: 标题, type: text}}\naccess:\n  - {role: clerk, may: view, scope: ▲organization}"),
            "“scope”不能是“organization”。是不是“organisation”？")
    }

    @Test func `an id spelled wrong`() {
        expectProblem(Sample.system("fields: {▲Title: {label: 标题, type: text}}"), "标识“Title”写法不对。标识用小写字母开头的字母、数字和“_”")
    }

    @Test func `a key given twice`() {
        expectProblem(
            Sample.system("fields:\n  ▲title: {label: 标题, type: text}\n  title: {label: 标题, type: text}"),
            "同一映射中重复的键：“title”。合并成一个，或者改正其中一个的名字")
    }

    @Test func `several mistakes are told together, in the order of the file`() {
        let result = Sample.load([
            "sample": Sample.system(
                """
                fields:
                  title: {lable: 标题, type: text}
                  kind: {label: 类型, type: code, codes: knid}
                  body: {label: 正文, type: longtxt}
                """)
        ])
        #expect(
            result.problems.map(\.description) == [
                "government-affairs/sample/system.yaml:13:14: “title”缺少“label”。加上 label（中文）",
                "government-affairs/sample/system.yaml:13:15: 字段没有“lable”这个键。是不是“label”？",
                "government-affairs/sample/system.yaml:14:44: 没有代码表“knid”。是不是“kind”？",
                "government-affairs/sample/system.yaml:15:31: 没有类型“longtxt”。是不是“longtext”？",
            ])
    }

    @Test func `what YAML would read as other kinds is taken as text in codes`() throws {
        let result = Sample.load([
            "sample": """
            system: sample
            name: 样例
            platform: government-affairs
            zone: all
            codes:
              odd: {name: 怪, values: {1: 一, true: 真, no: 否, 2018-01-01: 日, 0x10: 十六, null: 空值}}
            records:
              matter: {name: 事项, fields: {odd: {label: 怪, type: code, codes: odd, default: "'1'"}}}
            """
        ])
        #expect(result.problems == [])
        let list = try #require(result.catalogue?.codeList("sample/odd"))
        #expect(list.entries.map(\.code) == ["1", "true", "no", "2018-01-01", "0x10", "null"])
        #expect(list.label(of: "no") == "否")
    }
}

@Suite struct `Problems of YAML` {
    private func problem(_ text: String) -> String {
        let result = Sample.load(["sample": text])
        return result.problems.first?.description ?? ""
    }

    @Test func `a bracket that is not closed`() {
        #expect(
            problem("system: sample\nname: {a: 1\nzone: all\n")
                == "government-affairs/sample/system.yaml:3:5: YAML 语法错误：缺少“,”或“}”。检查缩进与括号；含有“: ”“, ”“#”“{”的文字要加引号")
    }

    @Test func `a colon inside plain text`() {
        #expect(
            problem("system: sample\nname: 样例: 二\n")
                == "government-affairs/sample/system.yaml:2:9: YAML 语法错误：这里不能出现“: ”。检查缩进与括号；含有“: ”“, ”“#”“{”的文字要加引号")
    }

    @Test func `a quote that does not end`() {
        #expect(
            problem("system: sample\nname: \"样例\n") == "government-affairs/sample/system.yaml:3:1: YAML 语法错误：引号或括号没有结束。补上结束的引号")
    }

    @Test func `two documents in one file`() {
        #expect(
            problem("system: sample\n---\nsystem: other\n")
                == "government-affairs/sample/system.yaml:2:1: YAML 语法错误：一个定义文件只能有一个文档（---）。删去“---”之后的内容，或者移到另一个文件")
    }

    @Test func `anchors and aliases are not part of the language`() {
        #expect(
            problem("system: sample\ncodes: &a {}\ntypes: *a\n")
                == "government-affairs/sample/system.yaml:2:8: 定义文件不用锚点（&）和别名（*）。把共用的内容写成代码表、结构或参数")
    }

    @Test func `an empty file`() {
        #expect(problem("# nothing\n") == "government-affairs/sample/system.yaml:1:1: 文件是空的。写入定义，或者删除文件")
    }

    @Test func `nesting beyond sense`() {
        let depth = 900
        let text = "system: sample\ncodes: " + String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(problem(text) == "government-affairs/sample/system.yaml:2:72: 嵌套超过 64 层。检查缩进")
    }

    @Test func `bytes that are no UTF-8`() {
        let folder = DefinitionFolder(files: [.init(path: "p/sample/system.yaml", bytes: [0x61, 0xFF, 0xFE])])
        let result = DefinitionLoader.load(folder, functions: [])
        #expect(result.problems.map(\.description) == ["p/sample/system.yaml:1:1: 文件不是 UTF-8。用 UTF-8 编码保存"])
    }

    @Test func `an unreadable file does not make its names missing elsewhere`() {
        let other = Sample.system("fields: {of: {label: 所属, type: ref, to: broken/matter}}")
        let result = Sample.load(["sample": other, "broken": "system: [\n"])
        #expect(result.problems.map(\.position.file) == ["government-affairs/broken/system.yaml"])
    }

    @Test func `a file nobody would read`() {
        let folder = Sample.folder(["shared/shared.yaml": Sample.shared, "p/sample/sytem.yaml": "system: sample"])
        let result = DefinitionLoader.load(folder, functions: [])
        #expect(
            result.problems.map(\.description) == [
                "p/sample/sytem.yaml: 这个文件不会被读取。系统的定义叫 system.yaml，场景叫 scenarios.yaml，共用的定义放在 shared/"
            ])
    }

    @Test func `a folder that is not there`() {
        let result = DefinitionLoader.load(directory: "/nowhere/at/all")
        #expect(result.problems.map(\.description) == ["/nowhere/at/all: 没有这个文件夹。给出存放定义的文件夹，如 Systems"])
    }
}
