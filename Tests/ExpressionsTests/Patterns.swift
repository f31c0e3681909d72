import Testing

@testable import Expressions

@Suite struct `Regular expressions` {
    @Test(arguments: [
        ("abc", "xabcx", true), ("^abc$", "abc", true), ("^abc$", "abc\n", false), ("a|b|", "zzz", true), ("a{2,3}b", "aab", true),
        ("^a{2,3}b", "ab", false), ("^(ab)*$", "ababab", true), ("^(ab)*$", "aba", false), ("[^0-9]", "123", false), ("[]a]", "]", true),
        ("[a-]", "-", true), ("\\d{18}|\\d{17}[Xx]", "45010319900101123X", true), ("^1[3-9]\\d{9}$", "13800138000", true),
        ("^1[3-9]\\d{9}$", "12800138000", false), ("\\d", "٣", false), ("(?i)AbC", "aBc", true), ("(?i:a)b", "AB", false),
        ("a.c", "a\nc", false),
        ("(?s)a.c", "a\nc", true), ("(?m)^b$", "a\nb\nc", true), ("\\bfoo\\b", "a foo b", true), ("\\bfoo\\b", "afoo", false),
        ("\\Boo", "foo", true),
        ("\\p{Lu}\\P{L}", "A1", true), ("\\pN", "७", true), ("[[:alpha:]]+[[:^digit:]]", "ab", true), ("\\x{4e2d}\\x41", "中A", true),
        ("\\Qa.b\\E", "a.b", true), ("\\Qa.b\\E", "axb", false), ("a{,2}", "a{,2}", true), ("^.$", "😀", true), ("^\\S+@\\S+$", "a@b", true),
        ("(?P<year>\\d{4})-(?:\\d{2})", "2026-03", true), ("\\012", "\n", true), ("^$", "", true), ("x*", "", true),
        ("^(?:a?){30}a{30}$", String(repeating: "a", count: 30), true),
        ("[\\p{Han}·]{2,}", "阿依·古丽", true), ("a+?b", "aaab", true), ("(a*)*b", String(repeating: "a", count: 3000), false),
    ]) func `find what RE2 finds`(pattern: String, text: String, wanted: Bool) throws {
        #expect(try Pattern(pattern).matches(text) == wanted)
    }

    @Test(arguments: [
        ("(", "括号没有配对，缺少“)”"), (")", "多了一个“)”，要匹配括号本身请写 \\)"), ("*a", "“*”前面没有可重复的内容，要匹配它本身请写 \\*"),
        ("a**", "重复符号不能连写，请加括号"), ("[b-a]", "方括号里的范围应当从小到大，两端各一个字符"), ("a{3,2}", "重复次数应当从小到大，且不超过 1000"),
        ("a{1001}", "重复次数应当从小到大，且不超过 1000"), ("((a{1000}){1000}){1000}", "正则表达式太大，请减少重复次数"),
        ("(((){1000}){1000}){1000}", "正则表达式太大，请减少重复次数"),
        ("(?=a)", "不支持“(?=”；只有 (?:…) 和标志 i、m、s、U，没有环视"), ("\\1", "不认识转义“\\1”"), ("\\p{Klingon}", "不认识字符类“\\p{Klingon}”"),
        ("[[:what:]]", "不认识字符类“[:what:]”"), ("a\\", "末尾的“\\”后面缺少字符"), (String(repeating: "(", count: 200), "括号嵌套太深"),
    ]) func `say what is wrong`(pattern: String, wanted: String) { #expect(throws: PatternError(message: wanted)) { try Pattern(pattern) } }
}
