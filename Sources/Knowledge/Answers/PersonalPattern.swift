/// What personal data looks like in free text.
///
/// `nonisolated(unsafe)`: a regular expression without code of its own is never changed by matching; made once, since making one costs more than
/// a whole sentence's matching.
enum PersonalPattern {
    /// A password told as such.
    nonisolated(unsafe) static let password = /(?:密码|口令|验证码|password)[是为：: ]*[0-9A-Za-z@#$%!_.\-]{4,}/
    /// An address of electronic mail (RFC 5321, roughly).
    nonisolated(unsafe) static let email = /[0-9A-Za-z._%+\-]+@[0-9A-Za-z.\-]+\.[A-Za-z]{2,}/
    /// Digits with or without spaces and dashes between, taken whole so that no part of a longer number is left over.
    nonisolated(unsafe) static let identity = /[0-9](?:[ \-]?[0-9]){14,18}[ \-]?[0-9Xx]?/
    /// The same, as long as a bank card's number.
    nonisolated(unsafe) static let card = /[0-9](?:[ \-]?[0-9]){12,22}/
    /// A day: two side by side are no card.
    nonisolated(unsafe) static let date = /[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}/
    /// A mobile number, with or without +86.
    nonisolated(unsafe) static let mobile = /(?:\+?86[ \-]?)?1[3-9][0-9](?:[ \-]?[0-9]{4}){2}/
    /// A landline with its area code.
    nonisolated(unsafe) static let landline = /0[0-9]{2,3}[ \-]?[0-9]{7,8}/
    /// A vehicle's plate (GA 36).
    nonisolated(unsafe) static let plate = /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·• ]?[A-Z0-9]{5,6}/
    /// A street and a house number.
    nonisolated(unsafe) static let address =
        /[\p{Han}]{1,8}(?:路|街|巷|大道|村|屯)[0-9]{1,5}号(?:[\p{Han}0-9]{0,6}(?:栋|幢|单元|室|房)[0-9]{0,5}(?:室|房|号)?)*/
    /// A name that is told as one's own.
    nonisolated(unsafe) static let name = /(?:我叫|我的名字叫|我的名字是|本人叫|姓名[：: ])[\p{Han}·]{2,4}?(?=[，。,.、；;！!？? ]|今年|是|住|身份证|电话|手机|$)/
}
