import Casework
import Definitions
import HTML
import Hummingbird
import Site
import WorkCalendar

/// The first page of what is one's own: what waits, what is new, and where everything is.
struct MePage {
    let visit: Visit

    func answer() throws -> Response {
        let own = try OwnAccount(visit)
        let todos = try visit.kernel.todos(of: visit.actor, at: visit.now, limit: 20)
        let unread = try visit.kernel.notices(of: visit.actor, limit: 100).filter { $0.readAt == nil }.count
        let waiting: HTML =
            todos.isEmpty
            ? .empty
            : card(
                "等您办的",
                "<ul class='shelf'>\(todos.html { "<li><p class='shelf-title'><a href='\(url: Progress.address($0.type, $0.record, visit) ?? Self.address($0.type, $0.record))'>\($0.task)</a></p><p>\($0.title)</p>\($0.due.map { "<p class='shelf-facts'>请在\($0.day.chinese)前办</p>" as HTML })</li>" as HTML })</ul>"
            )
        let cooling: HTML =
            own.account?.state == "cancelling"
            ? notice(
                "账户正在注销", .danger, body: "<p>七日冷静期满后删除个人信息。改变主意的，可以撤销。</p>",
                actions: linkButton("撤销注销申请", to: own.address("withdraw_cancel"))) : .empty
        let level = own.account?.words("real_level") ?? "演示身份"
        let cards = cardGrid([
            StartCard("我的办件", text: "办到哪一步、补材料、评价", to: "/me/matters", icon: .inbox),
            StartCard("消息", text: "进度通知和答复", to: "/me/messages", icon: .bell, note: unread > 0 ? "\(unread)条未读" : nil),
            StartCard("我的申请和请求", text: "信息公开、个人信息、纠错", to: "/me/requests", icon: .document),
            StartCard("关于我的信息", text: "保存了什么，查看和下载", to: "/me/data", icon: .database),
            StartCard("谁看过我的信息", text: "什么时候、为什么", to: "/me/looked", icon: .eye),
            StartCard("同意与撤回", text: "您同意过什么，随时可以撤回", to: "/me/consents", icon: .shield),
            StartCard("证明身份", text: "现在：\(level)", to: "/me/identity", icon: .person),
            StartCard("材料箱", text: "存一次，以后办事直接用", to: "/me/documents", icon: .attachment),
            StartCard("家人和代理", text: "替孩子、老人或委托人办事", to: "/me/family", icon: .people),
            StartCard("设备和登录记录", text: "在哪些设备上登录着", to: "/me/devices", icon: .lock),
        ])
        return try visit.page(
            "我的", shell: .portal,
            body: """
                \(pageHead("我的", note: visit.actor.name, actions: actionButton("退出登录", action: "/sign-out", csrf: visit.csrf)))\(cooling)\(waiting)\(cards)\(settings(own))
                """)
    }

    private func settings(_ own: OwnAccount) -> HTML {
        guard let account = own.account else { return .empty }
        let isSafe = account.bool("safe_mode")
        var rows: [(String, HTML)] = [
            ("用户编号", "<code>\(account.words("uid"))</code>"), ("手机号", "\(account.words("phone")) <a href='/me/phone'>更换</a>"),
            (
                "界面和通知",
                "\(account.words("ui_mode"))、\(account.words("lang_pref"))；\(account.words("notify_pref")) <a href='\(url: own.address("set_preferences"))'>修改</a>"
            ),
            (
                "安全模式",
                "\(isSafe ? "已开启：不显示通知和历史" : "未开启") <a href='\(url: own.address(isSafe ? "safe_off" : "safe_on"))'>\(isSafe ? "关闭" : "开启")</a>"
            ),
        ]
        if account.state == "active" {
            rows.append(("冻结", "手机丢了、怕别人冒用，可以先<a href='\(url: own.address("freeze"))'>冻结账户</a>"))
            rows.append(("注销", "不再使用的，可以<a href='\(url: own.address("request_cancel"))'>注销账户</a>，有七日冷静期"))
        }
        return card("账户设置", factList(rows))
    }

    /// Where a citizen sees a record of his own.
    static func address(_ type: String?, _ id: String?) -> String {
        guard let type, let id else { return "/me" }
        switch type {
        case DisclosurePages.type: return "/disclosure/\(id)"
        case Shelves.noticeType: return "/notices/\(id)"
        case "citizen-account/agency", "citizen-account/guardianship": return "/me/family"
        default: return "/me/data/\(type)/\(id)"
        }
    }
}

/// Messages, newest first.
struct MessagesPage {
    let visit: Visit

    func answer() throws -> Response {
        let own = try OwnAccount(visit)
        if own.account?.bool("safe_mode") == true {
            return try visit.page(
                "消息", shell: .portal,
                body:
                    "\(meHead("消息"))\(notice("安全模式已开启", .soon, body: "<p>为防旁人看到，这里不显示消息。</p>", actions: linkButton("关闭安全模式", to: own.address("safe_off"))))"
            )
        }
        let messages = try visit.kernel.notices(of: visit.actor, limit: 100)
        let list: HTML =
            messages.isEmpty
            ? emptyState("没有消息", text: "办事进度、答复和提醒会出现在这里。", icon: .bell)
            : """
            <ul class='shelf'>\(messages.html { message in
                "<li><p class='shelf-title'><a href='\(url: Progress.address(message.type, message.record, visit) ?? MePage.address(message.type, message.record))'>\(message.text)</a>\(message.readAt == nil ? badge("未读", .active) : .empty)</p><p class='shelf-facts'>\(message.at.chinese)</p></li>" as HTML
            })</ul>
            """
        let mark: HTML =
            messages.contains { $0.readAt == nil } ? actionButton("全部标为已读", action: "/me/messages", csrf: visit.csrf) : .empty
        return try visit.page("消息", shell: .portal, body: "\(meHead("消息"))\(mark)\(list)")
    }
}
