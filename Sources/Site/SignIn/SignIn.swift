import Casework
import Cryptography
import Foundation
import HTML
import HTTPTypes
import Storage
import WorkCalendar

/// Signing in with a password and a one-time code. Limits: domain specification part 4 (GB/T 22239 8.1.4.1).
public final class SignIn: Sendable {
    /// Failures before an account is locked, and for how many minutes.
    public static let failuresAllowed = 5
    public static let lockMinutes: Int64 = 15
    /// Days until a password must be changed.
    public static let passwordDays: Int64 = 90
    /// The last ones may not be used again.
    public static let passwordsRemembered = 5

    private let kernel: Kernel
    private let sessions: Sessions
    private let accessLog: AccessLog
    private let sealing: Sealing
    let pending = PendingSignIn()
    /// For the first administrator.
    public let setupToken = SetupToken()

    init(kernel: Kernel, sessions: Sessions, accessLog: AccessLog, master: MasterKey) {
        self.kernel = kernel
        self.sessions = sessions
        self.accessLog = accessLog
        sealing = Sealing(master: master, purpose: "authenticator secrets")
    }

    /// What came of an attempt.
    public enum Outcome: Sendable {
        /// May enter.
        case entered(person: String, isStaff: Bool)
        /// Must choose a new password first: the old one is out of date.
        case mustChange(person: String)
        /// Must connect an authenticator first.
        case mustEnrol(person: String)
        /// Login, password or code wrong: never said which.
        case refused
        /// Locked until then.
        case locked(until: Moment)
    }

    private struct Account {
        var person: Person
        var password: String?
        var totp: String?
        var passwordAt: Int64?
        var lastStep: Int64?
        var isStaff: Bool
    }

    private func account(login: String, at now: Moment) throws -> (Account?, failures: Int64, lockedUntil: Int64?) {
        try kernel.database.read { connection in
            let failure = try connection.first("SELECT failures, locked_until FROM sign_in_failure WHERE login = \(login)")
            let directory = Directory(connection: connection)
            guard let person = try directory.person(login: login), person.status == "active" else {
                return (nil, failure?.int(0) ?? 0, failure?.int(1))
            }
            let row = try connection.first("SELECT password, totp, password_at FROM person WHERE id = \(person.id)")
            let step = try connection.first("SELECT step FROM one_time_step WHERE person = \(person.id)")?.int(0)
            let isStaff = try !(directory.actor(person.id, at: now)?.isCitizen ?? true)
            return (
                Account(
                    person: person, password: row?.text(0), totp: row?.text(1), passwordAt: row?.int(2), lastStep: step, isStaff: isStaff),
                failure?.int(0) ?? 0, failure?.int(1)
            )
        }
    }

    /// Tries to sign in. Costs the same whether the login exists or not.
    public func attempt(login: String, password: String, code: String, source: String?, at now: Moment) async throws -> Outcome {
        let login = String(login.prefix(100)).lowercased()
        let (account, failures, lockedUntil) = try account(login: login, at: now)
        // A lock set by a clock that ran ahead must not outlast its quarter of an hour by that.
        if let lockedUntil, now.milliseconds < lockedUntil, lockedUntil - now.milliseconds <= Self.lockMinutes * 60_000 {
            accessLog.note("locked", actor: account?.person.id ?? "", what: "sign-in", reason: "锁定期内再次登录", source: source, at: now)
            return .locked(until: Moment(clamping: lockedUntil))
        }
        // A hash of nothing known, so that time does not tell whether somebody exists.
        let hash = account?.password.flatMap { PasswordHash($0) } ?? Self.nobody
        let isRight = hash?.matches(password) == true && account?.password != nil
        var step: Int64?
        var isCodeRight = true
        if isRight, let account, account.isStaff, let totp = opened(account.totp) {
            step = totp.matchingStep(code, atSeconds: now.milliseconds / 1000)
            isCodeRight = step.map { $0 > account.lastStep ?? 0 } ?? false
        }
        guard isRight, isCodeRight, let account else {
            let until = try await countFailure(login, failures: failures, wasLocked: lockedUntil != nil, at: now)
            accessLog.note(
                "sign_in_failed", actor: account?.person.id ?? "", what: "sign-in", reason: until == nil ? "登录失败" : "连续失败，已锁定",
                source: source, at: now)
            return until.map { .locked(until: $0) } ?? .refused
        }
        try await kernel.database.write { [step] connection in
            try connection.enqueue("DELETE FROM sign_in_failure WHERE login = \(login)")
            if let step {
                try connection.enqueue(
                    "INSERT INTO one_time_step (person, step) VALUES (\(account.person.id), \(step)) ON CONFLICT (person) DO UPDATE SET step = excluded.step"
                )
            }
            try connection.enqueue("UPDATE person SET last_login = \(now.milliseconds) WHERE id = \(account.person.id)")
        }
        if now.milliseconds - (account.passwordAt ?? 0) > Self.passwordDays * 86_400_000 { return .mustChange(person: account.person.id) }
        if account.isStaff, account.totp == nil { return .mustEnrol(person: account.person.id) }
        return .entered(person: account.person.id, isStaff: account.isStaff)
    }

    private static let nobody = try? PasswordHash(of: RandomToken.make())

    private func countFailure(_ login: String, failures: Int64, wasLocked: Bool, at now: Moment) async throws -> Moment? {
        // A lock that has run out begins the count anew.
        let count = wasLocked ? 1 : failures + 1
        let until = count >= Int64(Self.failuresAllowed) ? now.milliseconds + Self.lockMinutes * 60_000 : nil
        try await kernel.database.write { connection in
            try connection.enqueue(
                """
                INSERT INTO sign_in_failure (login, failures, last_at, locked_until) VALUES (\(login), \(count), \(now.milliseconds), \(until))
                ON CONFLICT (login) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at, locked_until = excluded.locked_until
                """)
            // Logins that nobody tried for a day are forgotten: guessing names fills nothing.
            try connection.enqueue("DELETE FROM sign_in_failure WHERE last_at < \(now.milliseconds - 86_400_000)")
        }
        return until.map { Moment(clamping: $0) }
    }

    /// Sets a password.
    /// - Returns: what is wrong with it; nil when it is set.
    public func setPassword(_ password: String, of person: String, at now: Moment) async throws -> String? {
        let (login, old, history) = try kernel.database.read { connection -> (String, String?, [String]) in
            let row = try connection.first("SELECT login, password FROM person WHERE id = \(person)")
            let history = try connection.query(
                "SELECT password FROM password_history WHERE person = \(person) ORDER BY at DESC LIMIT \(Self.passwordsRemembered)")
            return (row?.text(0) ?? "", row?.text(1), history.compactMap { $0.text(0) })
        }
        if let fault = PasswordRules.fault(in: password, login: login) { return fault }
        let used = ([old].compactMap { $0 } + history).prefix(Self.passwordsRemembered)
        if used.contains(where: { PasswordHash($0)?.matches(password) == true }) { return "不能使用最近\(Self.passwordsRemembered)次用过的密码" }
        let hash = try PasswordHash(of: password).description
        try await kernel.database.write { connection in
            try connection.enqueue("UPDATE person SET password = \(hash), password_at = \(now.milliseconds) WHERE id = \(person)")
            try connection.enqueue(
                "INSERT INTO password_history (person, at, password) VALUES (\(person), \(now.milliseconds), \(hash)) ON CONFLICT DO NOTHING"
            )
            // Whoever was signed in with the old one is not any more.
            try connection.enqueue("DELETE FROM session WHERE person = \(person)")
        }
        sessions.invalidate()
        return nil
    }

    /// Connects an authenticator after it has shown a right code.
    public func enrol(_ secret: OneTimeCode, code: String, of person: String, at now: Moment) async throws -> Bool {
        guard let step = secret.matchingStep(code, atSeconds: now.milliseconds / 1000) else { return false }
        let sealed = try sealing.seal(secret.secret).base64EncodedString()
        try await kernel.database.write { connection in
            try connection.enqueue("UPDATE person SET totp = \(sealed) WHERE id = \(person)")
            try connection.enqueue(
                "INSERT INTO one_time_step (person, step) VALUES (\(person), \(step)) ON CONFLICT (person) DO UPDATE SET step = excluded.step"
            )
        }
        return true
    }

    private func opened(_ kept: String?) -> OneTimeCode? {
        guard let kept, let data = Data(base64Encoded: kept), let secret = sealing.open(data) else { return nil }
        return OneTimeCode(secret: Array(secret))
    }

    /// Whether nobody has a password yet: the first administrator is still to come.
    public func needsFirstAdministrator() throws -> Bool {
        try kernel.database.read { try $0.first("SELECT 1 FROM person WHERE password IS NOT NULL LIMIT 1") == nil }
    }
}
