import Casework
import HTTPTypes
import Hummingbird
import NIOCore

/// Why a request was not done, as problem+json (RFC 9457).
///
/// `type` is a stable address for each reason, `title` its short name, `detail` what happened and what to do, in Chinese.
struct Problem: Error {
    /// The reasons, with their fixed places. Scripts rest on them: texts may change, these may not.
    enum Reason: String, CaseIterable {
        // The kernel's own reasons.
        case forbidden, invalid, state, stale, notfound, policy
        /// A write ran into another: the same value was taken, or the record changed, while it was being done.
        case conflict
        /// The request cannot be read: body, header, path.
        case malformed
        /// A query parameter is wrong.
        case query
        case unauthenticated
        case method
        case toolarge
        case mediatype
        case rate
        case unavailable
        /// Whether the write happened is not known.
        case unknown
        case `internal`

        var status: HTTPResponse.Status {
            switch self {
            case .forbidden: .forbidden
            case .invalid: .unprocessableContent
            case .state, .stale, .policy, .conflict: .conflict
            case .notfound: .notFound
            case .malformed, .query: .badRequest
            case .unauthenticated: .unauthorized
            case .method: .methodNotAllowed
            case .toolarge: .contentTooLarge
            case .mediatype: .unsupportedMediaType
            case .rate: .tooManyRequests
            case .unavailable, .unknown: .serviceUnavailable
            case .internal: .internalServerError
            }
        }

        var title: String {
            switch self {
            case .forbidden: "没有权限"
            case .invalid: "内容有误"
            case .state: "现在的状态不能这样办"
            case .stale: "记录已被更改"
            case .notfound: "没有找到"
            case .policy: "规定不允许"
            case .conflict: "与他人同时的办理冲突"
            case .malformed: "请求读不出来"
            case .query: "查询参数有误"
            case .unauthenticated: "请先登录"
            case .method: "不支持的方法"
            case .toolarge: "内容太大"
            case .mediatype: "不支持的内容类型"
            case .rate: "太频繁"
            case .unavailable: "暂时不能服务"
            case .unknown: "结果未知"
            case .internal: "内部错误"
            }
        }
    }

    var reason: Reason
    var detail: String
    var errors: [Refusal.FieldProblem] = []
    var rule: String?
    var source: String?
    var action: String?
    var record: String?
    /// Fields changed since the version the caller saw, for `stale`.
    var changed: [String]?
    /// Seconds, for `rate` and `unavailable`.
    var retryAfter: Int?
    /// For `method`.
    var allow: String?

    init(_ reason: Reason, _ detail: String, errors: [Refusal.FieldProblem] = []) {
        self.reason = reason
        self.detail = detail
        self.errors = errors
    }

    static func query(_ parameter: String, _ message: String) -> Problem {
        Problem(.query, message, errors: [.init(field: parameter, label: parameter, message: message)])
    }

    static func malformed(_ message: String) -> Problem { Problem(.malformed, message) }

    /// - Parameter seconds: until trying again may help.
    static func rate(_ message: String, after seconds: Int) -> Problem {
        var problem = Problem(.rate, message)
        problem.retryAfter = seconds
        return problem
    }

    static let unauthenticated = Problem(
        .unauthenticated, "请在 Authorization 头中带上有效的令牌（Bearer）；令牌由 POST /api/v1/token 取得，过期或被收回后须重新取得")
    static let nothingThere = Problem(.notfound, "此地址下没有内容。接口说明见 /api/v1/openapi.json")
}

extension Problem {
    var response: Response {
        var json = JSONBuffer()
        json.object { json in
            json.member("type", text: "/problems/\(reason.rawValue)")
            json.member("title", text: reason.title)
            json.member("status", number: Int64(reason.status.code))
            json.member("detail", text: detail)
            if let action { json.member("action", text: action) }
            if let record { json.member("record", text: record) }
            if let rule { json.member("rule", text: rule) }
            if let source { json.member("source", text: source) }
            if let changed {
                json.key("changed")
                json.array(changed) { json, field in json.text(field) }
            }
            if !errors.isEmpty {
                json.key("errors")
                json.array(errors) { json, error in
                    json.object { json in
                        json.member("field", text: error.field)
                        json.member("label", text: error.label)
                        json.member("message", text: error.message)
                    }
                }
            }
        }
        var headers = HTTPFields()
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        if reason == .unauthenticated { headers[.wwwAuthenticate] = "Bearer realm=\"bagui\"" }
        if let retryAfter { headers[.retryAfter] = String(retryAfter) }
        if let allow { headers[.allow] = allow }
        return Response(status: reason.status, headers: headers, body: ResponseBody(byteBuffer: json.buffer))
    }
}
