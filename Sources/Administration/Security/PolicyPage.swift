import Casework
import Definitions
import HTML
import Hummingbird
import Site
import Storage
import WorkCalendar

/// What is demanded of passwords, sign-ins and sessions, as it is in force; each figure from where it is enforced.
struct PolicyPage {
    let console: ConsoleVisit

    func answer() throws -> Response {
        let rows: [[HTML]] = [
            ["口令长度", "至少10个字符，大写、小写、数字、符号中至少三类", "GB/T 22239-2019 8.1.4.1 a"],
            ["弱口令", "不得含登录名、不得以常见词开头（password、admin、123456、guangxi、12348 等名单）、不得大量重复字符", "平台默认"],
            ["口令更换", "最长\(SignIn.passwordDays)天，到期先改后进；不得用最近\(SignIn.passwordsRemembered)次用过的", "平台默认"],
            ["登录失败", "连续\(SignIn.failuresAllowed)次锁定\(SignIn.lockMinutes)分钟", "GB/T 22239-2019 8.1.4.1 b"],
            ["会话超时", "工作人员15分钟、群众30分钟无操作即失效", "GB/T 22239-2019 8.1.4.1 b"],
            ["双因素", "工作人员口令加动态口令（RFC 6238），一码一用", "GB/T 22239-2019 8.1.4.1 d"],
            ["口令保存", "scrypt（N=32768，r=8，p=1），逐人随机盐，任何人不能看到原文", "GB/T 22239-2019 8.1.4.8"],
            ["初始口令", "系统管理员生成一次性口令，本人登录后立即修改", "GB/T 22239-2019 8.1.4.2 b"],
        ]
        return try console.page(
            "口令策略", note: "",
            card(
                "现行策略",
                "\(plainTable("现行策略", heads: ["项目", "要求", "依据"], rows: rows))<p>休眠天数、复核周期、报警次数等可调的数在\(linkButton("参数", to: "/admin/security/parameters?system=account-governance", .quiet))中设定。</p>"
            ))
    }
}
