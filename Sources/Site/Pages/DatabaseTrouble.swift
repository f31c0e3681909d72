import Storage

/// Why the database did not do something, as people need to hear it: what happened, whether anything was done, what to do.
struct DatabaseTrouble: Sendable, Hashable {
    var title: String
    var message: String
    var advice: String

    /// It may have been done all the same.
    var isUnknown = false

    /// Nil for what is no trouble of the database but a conflict with somebody else, or a fault of the program.
    init?(_ error: DatabaseError) {
        guard let found = Self.find(error.kind) else { return nil }
        self = found
    }

    private init(title: String, message: String, advice: String, isUnknown: Bool = false) {
        self.title = title
        self.message = message
        self.advice = advice
        self.isUnknown = isUnknown
    }

    private static func find(_ kind: DatabaseError.Kind) -> DatabaseTrouble? {
        switch kind {
        case .full:
            DatabaseTrouble(
                title: "数据库已满", message: "服务器的存储空间用完了，这一步没有执行，也没有留下一半的内容。", advice: "请通知系统管理员清理或扩容。空间恢复后自动恢复服务，届时再提交一次即可。")
        case .readonly:
            DatabaseTrouble(
                title: "数据库现在只能读", message: "数据库处于只读状态，可以查看，不能办理；这一步没有执行。", advice: "请通知系统管理员检查数据库。恢复后自动恢复服务，届时再提交一次即可。")
        case .busy:
            DatabaseTrouble(
                title: "数据库暂不可用", message: "数据库正被别的程序占用，等候超时，这一步没有执行。", advice: "请过一分钟再试；仍不行请通知系统管理员，看是否有备份或维护程序长时间占用数据库。")
        case .outcomeUnknown:
            DatabaseTrouble(
                title: "不知道是否已经办成", message: "提交的瞬间与数据库的连接断了，这一步可能已经办成，也可能没有。", advice: "请过一分钟用本页再提交一次：已经办成的不会重复办理。也可以先到列表里查看。",
                isUnknown: true)
        case .io, .corrupt:
            DatabaseTrouble(
                title: "数据库暂不可用", message: "服务器读写磁盘出错，这一步没有执行。", advice: "请通知系统管理员检查磁盘。恢复后自动恢复服务，届时再提交一次即可。")
        case .gone, .cancelled, .misuse:
            DatabaseTrouble(
                title: "数据库暂不可用", message: "连不上数据库，或它正在重新启动，这一步没有执行。", advice: "之前已确认的办理都在。请过一分钟再试；仍不行请通知系统管理员。")
        case .stale, .constraint, .syntax, .value, .schema, .notDurable, .other: nil
        }
    }
}
