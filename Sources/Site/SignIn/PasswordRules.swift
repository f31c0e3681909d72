import Foundation

/// What a password must be: at least ten characters of three classes, none of the banned ones (domain specification part 4, GB/T 22239 8.1.4.1 a).
public enum PasswordRules {
    /// Beginnings and words that guessing starts with; compared without case.
    static let banned = [
        "password", "passw0rd", "admin", "administrator", "welcome", "qwerty", "asdfgh", "zxcvbn", "1q2w3e", "123456", "12345678", "abc123",
        "abcd1234", "iloveyou", "letmein",
        "guangxi", "nanning", "sifaju", "12348", "bagui", "root", "test", "guest", "000000", "111111", "888888", "666666", "woaini",
        "5201314",
    ]

    /// - Returns: what is wrong, in Chinese; nil when nothing.
    public static func fault(in password: String, login: String) -> String? {
        guard password.count >= 10 else { return "密码至少10个字符" }
        guard password.utf8.count <= 256, !password.utf8.contains(0) else { return "密码太长" }
        let classes = [
            password.unicodeScalars.contains { $0.properties.isLowercase }, password.unicodeScalars.contains { $0.properties.isUppercase },
            password.unicodeScalars.contains { $0.properties.numericType != nil },
            password.unicodeScalars.contains { !$0.properties.isAlphabetic && $0.properties.numericType == nil },
        ].count(where: { $0 })
        guard classes >= 3 else { return "密码须含大写字母、小写字母、数字、符号中的至少三类" }
        let lower = password.lowercased()
        if login.count >= 3, lower.contains(login.lowercased()) { return "密码中不能含有登录名" }
        let letters = lower.filter { $0.isLetter || $0.isNumber }
        if let word = banned.first(where: { letters.hasPrefix($0) && letters.count - $0.count < 6 }) {
            return "密码太容易被猜到（以“\(word)”开头），请换一个"
        }
        if Set(lower).count < 5 { return "密码中重复的字符太多，请换一个" }
        return nil
    }
}
