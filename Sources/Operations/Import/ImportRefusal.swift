import Casework
import Storage

/// Why a row was not taken.
public struct ImportRefusal: Sendable, Hashable {
    /// Line of the file or row of the sheet.
    public var line: Int
    /// Id or path of the field; empty when it is about the row.
    public var field: String
    public var label: String
    public var why: String
    public var mend: String

    /// One for each field that is wrong.
    static func of(_ refusal: Refusal, line: Int) -> [ImportRefusal] {
        guard !refusal.problems.isEmpty else {
            return [told(refusal.message, line: line, field: "", label: "", usual: mend(for: refusal.reason))]
        }
        return refusal.problems.map { told($0.message, line: line, field: $0.field, label: $0.label, usual: mend(for: refusal.reason)) }
    }

    /// What the database found: a number or key that is there already.
    static func of(_ error: DatabaseError, line: Int) -> ImportRefusal {
        let why = error.violatedUnique == nil ? "数据库不接受这一行的内容" : "与已有的记录重复"
        return ImportRefusal(
            line: line, field: "", label: "", why: why, mend: error.violatedUnique == nil ? "请核对这一行的内容" : "请删去这一行，或改为修改已有的记录")
    }

    static func told(_ message: String, line: Int, field: String, label: String, usual: String) -> ImportRefusal {
        // Messages say what happened and then what to do.
        for mark in ["，请", "。请", "；请", "；应", "，应"] {
            guard let range = message.range(of: mark) else { continue }
            return ImportRefusal(
                line: line, field: field, label: label, why: String(message[..<range.lowerBound]),
                mend: String(message[message.index(after: range.lowerBound)...]))
        }
        return ImportRefusal(line: line, field: field, label: label, why: message, mend: usual)
    }

    private static func mend(for reason: Refusal.Reason) -> String {
        switch reason {
        case .invalid: "请改正后把改正的行另存为文件重新导入"
        case .forbidden: "请由有权限的人导入，或联系安全管理员授权"
        case .notfound: "请核对编号"
        case .state: "请先核对记录的状态"
        case .stale: "请按最新内容重新导出后再改"
        case .policy: "请按规定办理"
        }
    }

    /// Heads of the report.
    public static let reportHeader = ["行", "字段", "名称", "原因", "处理"]
    public var reportCells: [String] { [String(line), field, label, why, mend] }
}

extension String {
    fileprivate func range(of text: String) -> Range<String.Index>? { firstRange(of: text) }
}
