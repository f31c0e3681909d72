import Casework
import Foundation
import HTML
import HTTPTypes
import Hummingbird
import Logging
import Storage
import WorkCalendar

/// What went wrong, as a page: what happened, why, what to do. Never where in the program.
public enum ProblemPage {
    /// The page of an error, with its status.
    static func answer(_ error: any Error, _ visit: Visit) -> Response {
        let problem = Problem(error, isEnglish: visit.preferences.language == .english)
        if problem.isBreakdown {
            visit.site.logger.error(
                "request failed",
                metadata: ["path": "\(visit.path)", "error": "\(String(reflecting: type(of: error)))", "detail": "\(error)"])
        }
        if problem.status == .forbidden || problem.status == .notFound, visit.visitor != nil, error is Refusal {
            visit.site.accessLog.note(
                "denied", actor: visit.actor.id, what: visit.path, reason: problem.title, source: visit.source, at: visit.now)
        }
        let body: HTML = """
            <div class="problem tone-\(problem.tone.rawValue)" data-problem>\(ActionPanel(problem.title, "<p>\(problem.message)</p>\(problem.advice.map { "<p>\($0)</p>" as HTML })<div class='buttons'>\(actions(visit, problem))</div>"))</div>
            """
        // An officer keeps his navigation, a citizen the hotline and the places to go; when the node itself is in trouble, the page needs nothing of it.
        let isStaffs =
            visit.visitor.map { !$0.isCitizen } ?? ["/w", "/admin"].contains { visit.path == $0 || visit.path.hasPrefix($0 + "/") }
        let shell: PageShell = !isStaffs ? .portal : visit.visitor == nil ? .plain : .workbench
        let drawn =
            problem.status.kind == .clientError ? try? visit.page(problem.title, shell: shell, status: problem.status, body: body) : nil
        guard let page = drawn ?? (try? visit.page(problem.title, shell: .plain, status: problem.status, body: body)) else {
            return Response(status: problem.status)
        }
        var answer = page
        if problem.status == .serviceUnavailable { answer.headers[.retryAfter] = "5" }
        return answer
    }

    private static func actions(_ visit: Visit, _ problem: Problem) -> HTML {
        let isEnglish = visit.preferences.language == .english
        let home = visit.visitor.map { $0.isCitizen ? "/" : "/w" } ?? "/"
        return linkButton(isEnglish ? "Home" : "回首页", to: home, .primary)
    }

    /// An error in words.
    struct Problem {
        var status: HTTPResponse.Status
        var title: String
        var message: String
        var advice: String?
        var tone = Tone.soon
        /// For the operator's log.
        var isBreakdown = false

        init(_ error: any Error, isEnglish: Bool) {
            switch error {
            case let refusal as Refusal: self.init(refusal, isEnglish)
            case let query as QueryProblem:
                self.init(status: .badRequest, title: isEnglish ? "That query cannot be answered" : "查询条件有误", message: query.message)
            case let fault as SubmittedForm.Fault:
                self.init(
                    status: HTTPResponse.Status(code: fault.status),
                    title: fault.status == 413 ? (isEnglish ? "Too large" : "提交的内容太大") : (isEnglish ? "Not a readable form" : "没有收到完整的表单"),
                    message: fault.message)
            case let failed as AttachmentStore.Failed:
                self.init(
                    status: .serviceUnavailable, title: isEnglish ? "The file could not be kept" : "附件没有存下", message: failed.message,
                    tone: .danger,
                    isBreakdown: true)
            case let refused as AttachmentStore.Refused:
                self.init(status: .unprocessableContent, title: isEnglish ? "File not accepted" : "文件没有收下", message: refused.message)
            case let database as DatabaseError: self.init(database, isEnglish)
            case let http as HTTPError: self.init(http, isEnglish)
            default:
                self.init(
                    status: .internalServerError, title: isEnglish ? "Something went wrong" : "出错了",
                    message: isEnglish ? "This page could not be made." : "这一页没有做成，已记录并将由运维人员查看。",
                    advice: isEnglish ? "What was acknowledged before is kept. Please try again." : "之前已确认的办理不受影响。请返回重试；仍不行请联系系统管理员，并说明时间。",
                    tone: .danger, isBreakdown: true)
            }
        }

        init(
            status: HTTPResponse.Status, title: String, message: String, advice: String? = nil, tone: Tone = .soon,
            isBreakdown: Bool = false
        ) {
            self.status = status
            self.title = title
            self.message = message
            self.advice = advice
            self.tone = tone
            self.isBreakdown = isBreakdown
        }

        private init(_ refusal: Refusal, _ isEnglish: Bool) {
            let (status, title): (HTTPResponse.Status, String) =
                switch refusal.reason {
                case .forbidden: (.forbidden, isEnglish ? "Not permitted" : "没有权限")
                case .invalid: (.unprocessableContent, isEnglish ? "Please correct" : "填写的内容有误")
                case .state: (.conflict, isEnglish ? "Not in this state" : "现在的状态不能这样办")
                case .stale: (.conflict, isEnglish ? "Changed meanwhile" : "内容已被别人更改")
                case .notfound: (.notFound, isEnglish ? "Not found" : "没有找到")
                case .policy: (.conflict, isEnglish ? "Not allowed by rule" : "规则不允许")
                }
            self.init(status: status, title: title, message: refusal.message, advice: refusal.source.map { "依据：\($0)" })
        }

        private init(_ error: DatabaseError, _ isEnglish: Bool) {
            if let trouble = DatabaseTrouble(error, isEnglish: isEnglish) {
                self.init(
                    status: .serviceUnavailable, title: trouble.title, message: trouble.message, advice: trouble.advice, tone: .danger,
                    isBreakdown: true)
                return
            }
            switch error.kind {
            case .constraint, .stale:
                self.init(
                    status: .conflict, title: isEnglish ? "Changed meanwhile" : "内容已被别人更改",
                    message: isEnglish ? "Nothing was saved." : "没有保存。您填写的内容仍在，请返回核对后重试。")
            case .value:
                self.init(
                    status: .unprocessableContent, title: isEnglish ? "Please correct" : "填写的内容有误",
                    message: isEnglish ? "A value cannot be stored." : "有一项内容数据库存不下（例如空字符或过大的数），请返回更正。")
            default:
                self.init(
                    status: .internalServerError, title: isEnglish ? "Something went wrong" : "出错了",
                    message: isEnglish ? "Nothing was done." : "这一步没有执行，已记录并将由运维人员查看。",
                    advice: isEnglish
                        ? "What was acknowledged before is kept. Please try again." : "之前已确认的办理不受影响。请返回重试；仍不行请联系系统管理员，并说明时间。",
                    tone: .danger, isBreakdown: true)
            }
        }

        private init(_ error: HTTPError, _ isEnglish: Bool) {
            switch error.status {
            case .notFound:
                self.init(
                    status: .notFound, title: isEnglish ? "Page not found" : "没有这个页面",
                    message: isEnglish ? "The address may be wrong or out of date." : "地址可能写错了，或页面已经不在。",
                    advice: isEnglish ? nil : "请从首页或搜索重新进入。")
            case .forbidden:
                self.init(
                    status: .forbidden, title: isEnglish ? "Not permitted" : "没有权限",
                    message: error.body ?? (isEnglish ? "You may not do this." : "您没有这样做的权限。"))
            case .contentTooLarge:
                self.init(
                    status: .contentTooLarge, title: isEnglish ? "Too large" : "提交的内容太大",
                    message: isEnglish ? "Please send less." : "请减少内容后再提交。")
            case let status where status.kind == .clientError:
                self.init(
                    status: status, title: isEnglish ? "Not understood" : "请求有误",
                    message: error.body ?? (isEnglish ? "The request was not understood." : "服务器没有看懂这个请求，请返回重试。"))
            default:
                self.init(
                    status: error.status, title: isEnglish ? "Something went wrong" : "出错了",
                    message: isEnglish ? "Please try again." : "请稍后重试。", tone: .danger, isBreakdown: true)
            }
        }
    }
}
