import Casework
import Storage

// What went wrong below, as a problem for whoever asked.
extension Problem {
    init(_ refusal: Refusal) {
        let reason: Reason =
            switch refusal.reason {
            case .forbidden: .forbidden
            case .invalid: .invalid
            case .state: .state
            case .stale: .stale
            case .notfound: .notfound
            case .policy: .policy
            }
        self.init(reason, refusal.message, errors: refusal.problems)
        rule = refusal.rule
        source = refusal.source
        action = refusal.action
        record = refusal.record
    }

    init(_ error: DatabaseError) {
        switch error.kind {
        case .full:
            self.init(.unavailable, "数据库已满，没有写入任何内容。请联系运维人员扩容后再试")
            retryAfter = 60
        case .readonly:
            self.init(.unavailable, "数据库现在只能读，没有写入任何内容。请联系运维人员；恢复后带上同一个 Idempotency-Key 再提交")
            retryAfter = 60
        case .io, .corrupt:
            self.init(.unavailable, "服务器读写磁盘出错，没有写入任何内容。请联系运维人员检查磁盘；恢复后带上同一个 Idempotency-Key 再提交")
            retryAfter = 60
        case .busy, .gone, .cancelled, .misuse:
            self.init(.unavailable, "数据库暂时不能服务，没有写入任何内容。请稍后再试；带上同一个 Idempotency-Key 重复提交是安全的")
            retryAfter = 5
        case .outcomeUnknown:
            self.init(.unknown, "提交时连接中断，不知是否已经写入。请带上同一个 Idempotency-Key 再提交一次，不会重复办理")
            retryAfter = 5
        case .stale, .constraint:
            self.init(.conflict, "与他人同时的办理冲突，没有写入任何内容。请重新读取后再提交")
        case .value:
            self.init(.invalid, "内容中有数据库不能保存的值（例如空字符或超出范围的数），请更正后再提交")
        case .syntax, .schema, .notDurable, .other:
            self.init(.internal, "服务器内部出错，没有写入任何内容。已记录，请联系运维人员")
        }
    }
}
