import Testing

@testable import Expressions

@Suite struct `Tagged JSON` {
    @Test(arguments: [
        (#"{"expr": "x + 1", "bindings": {"x": {"int": "41"}}}"#, #"{"value": {"int": "42"}}"#),
        (
            #"{"expr": "[1u, 2.5, b'\\x00\\xff', null, true, 'a\"\\n南']"}"#,
            #"{"value": {"list": [{"uint": "1"}, {"double": "2.5"}, {"bytes": "00ff"}, {"null": null}, {"bool": true}, {"string": "a\"\n南"}]}}"#
        ),
        (
            #"{"expr": "{'b': 1, 'a': 2, true: 3, 5: 4}"}"#,
            #"{"value": {"map": [[{"bool": true}, {"int": "3"}], [{"int": "5"}, {"int": "4"}], [{"string": "a"}, {"int": "2"}], [{"string": "b"}, {"int": "1"}]]}}"#
        ),
        (#"{"expr": "timestamp('2026-03-02T09:00:00+08:00')"}"#, #"{"value": {"timestamp": "2026-03-02T01:00:00Z"}}"#),
        (#"{"expr": "duration('90m')"}"#, #"{"value": {"duration": "5400s"}}"#), (#"{"expr": "type(1)"}"#, #"{"value": {"type": "int"}}"#),
        (#"{"expr": "-1.0/0.0"}"#, #"{"value": {"double": "-Infinity"}}"#), (#"{"expr": "0.0/0.0"}"#, #"{"value": {"double": "NaN"}}"#),
        (#"{"expr": "1 +"}"#, #"{"error": "第1行第4列：这里应当是一个值、名称或括号，却遇到表达式的结尾"}"#), (#"{"expr": "1 / 0"}"#, #"{"error": "除数为零"}"#),
        (#"{"expr": "\ud83d\ude00"}"#, #"{"error": "第1行第1列：不认识字符“😀”；名称只能用英文字母、数字和下划线，中文文本请加引号"}"#),
        (#"{"bindings": {}}"#, #"{"error": "缺少 expr（文本）"}"#), ("{", #"{"error": "JSON 第 2 字节：对象的键应当是文本"}"#),
        ("", #"{"error": "JSON 第 1 字节：内容不完整"}"#),
        (#"{"expr": "x", "bindings": {"x": {"int": "1.5"}}}"#, #"{"error": "不能读作 int：\"1.5\""}"#),
        (#"{"expr": "x", "bindings": {"x": 1}}"#, #"{"error": "值应当写成 {\"类型\": 值}，如 {\"int\": \"42\"}"}"#),
    ]) func `answers line by line`(line: String, wanted: String) { #expect(evaluateLine(line) == wanted.replacing("\n南", with: "\\n南")) }

    @Test func `comes back as it went`() throws {
        var generator = RandomExpressions(.init(fields: [:]), seed: 7)
        for type in [ValueType.bool, .int, .double, .string, .timestamp, .duration, .list(.list(.string))] {
            for _ in 0..<50 {
                let value = generator.value(type)
                #expect(try TaggedJSON.value(fromJSON: TaggedJSON.json(value)) == value)
            }
        }
        #expect(throws: TaggedJSON.Failure.self) { try TaggedJSON.value(fromJSON: String(repeating: #"{"list":["#, count: 5000)) }
    }
}
