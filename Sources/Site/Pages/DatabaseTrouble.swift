import Storage

/// Why the database did not do something, as people need to hear it: what happened, whether anything was done, what to do.
struct DatabaseTrouble: Sendable, Hashable {
    var title: String
    var message: String
    var advice: String

    /// Nil for what is no trouble of the database but a conflict with somebody else, or a fault of the program.
    init?(_ error: DatabaseError, isEnglish: Bool = false) {
        guard let found = Self.find(error.kind) else { return nil }
        if isEnglish {
            title = found.english
            message = found.isUnknown ? "It is not known whether this was done." : "Nothing was done."
            advice = "What you typed is kept. Please try again in a minute; it will not be done twice."
        } else {
            title = found.title
            message = found.message
            advice = found.advice
        }
    }

    private struct Words {
        var title: String
        var message: String
        var advice: String
        var english: String
        var isUnknown = false
    }

    private static func find(_ kind: DatabaseError.Kind) -> Words? {
        switch kind {
        case .full:
            Words(
                title: "数据库已满", message: "服务器的存储空间用完了，这一步没有执行，也没有留下一半的内容。", advice: "请通知系统管理员清理或扩容。空间恢复后自动恢复服务，届时再提交一次即可。",
                english: "The database is full")
        case .readonly:
            Words(
                title: "数据库现在只能读", message: "数据库处于只读状态，可以查看，不能办理；这一步没有执行。", advice: "请通知系统管理员检查数据库。恢复后自动恢复服务，届时再提交一次即可。",
                english: "The database is read-only")
        case .busy:
            Words(
                title: "数据库暂不可用", message: "数据库正被别的程序占用，等候超时，这一步没有执行。", advice: "请过一分钟再试；仍不行请通知系统管理员，看是否有备份或维护程序长时间占用数据库。",
                english: "The database is busy")
        case .outcomeUnknown:
            Words(
                title: "不知道是否已经办成", message: "提交的瞬间与数据库的连接断了，这一步可能已经办成，也可能没有。", advice: "请过一分钟用本页再提交一次：已经办成的不会重复办理。也可以先到列表里查看。",
                english: "The outcome is not known", isUnknown: true)
        case .io, .corrupt:
            Words(
                title: "数据库暂不可用", message: "服务器读写磁盘出错，这一步没有执行。", advice: "请通知系统管理员检查磁盘。恢复后自动恢复服务，届时再提交一次即可。",
                english: "The database cannot be read or written")
        case .gone, .cancelled, .misuse:
            Words(
                title: "数据库暂不可用", message: "连不上数据库，或它正在重新启动，这一步没有执行。", advice: "之前已确认的办理都在。请过一分钟再试；仍不行请通知系统管理员。",
                english: "The database cannot be reached")
        case .stale, .constraint, .syntax, .value, .schema, .notDurable, .other: nil
        }
    }
}
