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
        // An officer's pages are Chinese.
        let words = visit.isStaffs ? visit.chinese : visit.words(for: ProblemText.page)
        return words.speaking { answer(error, visit, words) }
    }

    private static func answer(_ error: any Error, _ visit: Visit, _ words: PageWords) -> Response {
        let problem = Problem(error, words)
        if problem.isBreakdown {
            visit.site.logger.error(
                "request failed",
                metadata: ["path": "\(visit.path)", "error": "\(String(reflecting: type(of: error)))", "detail": "\(error)"])
        }
        if problem.status == .forbidden || problem.status == .notFound, visit.visitor != nil, error is Refusal {
            visit.site.accessLog.note(
                "denied", actor: visit.actor.id, what: visit.path, reason: Problem(error, visit.chinese).title, source: visit.source,
                at: visit.now)
        }
        let home = visit.visitor.map { $0.isCitizen ? "/" : "/w" } ?? "/"
        let body: HTML = """
            <div class="problem tone-\(problem.tone.rawValue)" data-problem>\(ActionPanel(problem.title, "\(problem.text(words))<div class='buttons'>\(linkButton(words(ProblemText.home), to: home, .primary))</div>"))</div>
            """
        // An officer keeps his navigation, a citizen the hotline and the places to go; when the node itself is in trouble, the page needs nothing of it.
        let shell: PageShell = !visit.isStaffs ? .portal : visit.visitor == nil ? .plain : .workbench
        let drawn =
            problem.status.kind == .clientError
            ? try? visit.page(problem.title, shell: shell, status: problem.status, in: words, body: body) : nil
        guard let page = drawn ?? (try? visit.page(problem.title, shell: .plain, status: problem.status, in: words, body: body)) else {
            return Response(status: problem.status)
        }
        var answer = page
        if problem.status == .serviceUnavailable { answer.headers[.retryAfter] = "5" }
        return answer
    }
}

extension Visit {
    /// Whether the page is one for officers: who comes is one, or where nobody is known, the address is.
    var isStaffs: Bool { visitor.map { !$0.isCitizen } ?? ["/w", "/admin"].contains { path == $0 || path.hasPrefix($0 + "/") } }
}
