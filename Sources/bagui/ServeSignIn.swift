import API
import Casework
import Site
import WorkCalendar

/// Password and one-time code of the site's sign-in, for tokens of the API.
struct ServeSignIn: PasswordSignIn {
    let signIn: SignIn

    func person(login: String, password: String, code: String?, from source: String, at now: Moment) async throws -> String {
        switch try await signIn.attempt(login: login, password: password, code: code ?? "", source: source.isEmpty ? nil : source, at: now)
        {
        case .entered(let person, _): return person
        case .locked(let until):
            let seconds = max(1, Int((until.milliseconds - now.milliseconds) / 1000))
            throw SignInRefusal("连续多次登录失败，已锁定。请稍后再试，或联系系统管理员重置", retryAfter: seconds)
        case .refused: throw SignInRefusal("登录名、密码或动态口令不对。连续错\(SignIn.failuresAllowed)次将锁定\(SignIn.lockMinutes)分钟")
        default: throw SignInRefusal("须先在网页上登录一次：更改到期的密码，或绑定动态口令")
        }
    }
}
