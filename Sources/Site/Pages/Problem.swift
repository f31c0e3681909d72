import Casework
import HTML
import HTTPTypes
import Hummingbird
import Storage

/// An error in words.
struct Problem {
    var status: HTTPResponse.Status
    var title: String
    /// What happened and what to do, in the page's own words.
    var general: String
    /// The same more exactly, as the program or a definition says it: in Chinese, unless a page has said it in its language.
    var said: String?
    var advice: String?
    /// The law behind it.
    var source: String?
    var tone = Tone.soon
    /// For the operator's log.
    var isBreakdown = false

    init(_ error: any Error, _ words: PageWords) {
        switch error {
        case let refusal as Refusal: self.init(refusal, words)
        case let query as QueryProblem: self.init(.badRequest, .query, .queryText, words, said: query.message)
        case let fault as SubmittedForm.Fault:
            let isLarge = fault.status == 413
            self.init(
                HTTPResponse.Status(code: fault.status), isLarge ? .tooLarge : .broken, isLarge ? .tooLargeText : .brokenText, words,
                said: fault.message)
        case let failed as AttachmentStore.Failed:
            self.init(
                .serviceUnavailable, .fileNotKept, .fileNotKeptText, words, said: failed.message, tone: .danger, isBreakdown: true)
        case let refused as AttachmentStore.Refused:
            self.init(.unprocessableContent, .fileRefused, .fileRefusedText, words, said: refused.message)
        case let database as DatabaseError: self.init(database, words)
        case let http as HTTPError: self.init(http, words)
        default:
            self.init(
                .internalServerError, .failed, .failedText, words, advice: .failedAdvice, tone: .danger, isBreakdown: true)
        }
    }

    private init(
        _ status: HTTPResponse.Status, _ title: ProblemText, _ general: ProblemText, _ words: PageWords, said: String? = nil,
        advice: ProblemText? = nil, tone: Tone = .soon, isBreakdown: Bool = false
    ) {
        self.status = status
        self.title = words(title)
        self.general = words(general)
        self.said = said
        self.advice = advice.map { words($0) }
        self.tone = tone
        self.isBreakdown = isBreakdown
    }

    private init(_ refusal: Refusal, _ words: PageWords) {
        let (status, title, general): (HTTPResponse.Status, ProblemText, ProblemText) =
            switch refusal.reason {
            case .forbidden: (.forbidden, .forbidden, .forbiddenText)
            case .invalid: (.unprocessableContent, .invalid, .invalidText)
            case .state: (.conflict, .state, .stateText)
            case .stale: (.conflict, .stale, .staleText)
            case .notfound: (.notFound, .missing, .missingText)
            case .policy: (.conflict, .policy, .policyText)
            }
        self.init(status, title, general, words, said: refusal.message)
        source = refusal.source
    }

    private init(_ error: DatabaseError, _ words: PageWords) {
        if let trouble = DatabaseTrouble(error) {
            self.init(
                .serviceUnavailable, .unavailable, trouble.isUnknown ? .unknownText : .unavailableText, words, advice: .unavailableAdvice,
                tone: .danger, isBreakdown: true)
            if words.isChinese { (title, said, advice) = (trouble.title, trouble.message, trouble.advice) }
            return
        }
        switch error.kind {
        case .constraint, .stale: self.init(.conflict, .stale, .staleText, words)
        case .value: self.init(.unprocessableContent, .invalid, .valueText, words)
        default:
            self.init(
                .internalServerError, .failed, .stepFailedText, words, advice: .failedAdvice, tone: .danger, isBreakdown: true)
        }
    }

    private init(_ error: HTTPError, _ words: PageWords) {
        switch error.status {
        case .notFound: self.init(.notFound, .noPage, .noPageText, words, advice: .noPageAdvice)
        case .forbidden: self.init(.forbidden, .forbidden, .forbiddenText, words, said: error.body)
        case .contentTooLarge: self.init(.contentTooLarge, .tooLarge, .tooLargeText, words)
        case .tooManyRequests: self.init(.tooManyRequests, .tooOften, .tooOftenText, words, said: error.body)
        case let status where status.kind == .clientError:
            self.init(status, .notUnderstood, .notUnderstoodText, words, said: error.body)
        default: self.init(error.status, .failed, .tryAgain, words, tone: .danger, isBreakdown: true)
        }
    }

    /// As paragraphs. What was said in the page's language stands for the general words; what was said in Chinese on a page of another language stands beneath them.
    func text(_ words: PageWords) -> HTML {
        let isForeign = !words.isChinese && (said ?? "").unicodeScalars.contains { $0.value > 0x2E7F }
        var lines: [HTML] = [isForeign ? "\(general)" : "\(said ?? general)"]
        if let advice { lines.append("\(advice)") }
        if isForeign, let said { lines.append(words.markup(ProblemText.original, words.chinese(said))) }
        if let source { lines.append(words.markup(ProblemText.basis, words.chinese(source))) }
        return lines.html { "<p>\($0)</p>" }
    }
}
