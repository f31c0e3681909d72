/// What went wrong with the robot's files, said so that the person at the keyboard can mend it.
public enum KnowledgeError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A line of the lay vocabulary.
    case vocabulary(line: Int, reason: String)
    /// A line of a corpus, entry, rule or evaluation file.
    case line(file: String, line: Int, reason: String)
    /// A file that cannot be read.
    case unreadable(file: String, reason: String)
    /// An index file that is damaged, cut off, or of another version of the program.
    case badIndex(file: String, reason: String)
    case unwritable(file: String, reason: String)

    public var description: String {
        switch self {
        case .vocabulary(let line, let reason): "词汇表第\(line)行：\(reason)"
        case .line(let file, let line, let reason): "\(file) 第\(line)行：\(reason)"
        case .unreadable(let file, let reason): "读不到 \(file)：\(reason)"
        case .badIndex(let file, let reason): "索引 \(file) 不能用：\(reason)。请用 bagui knowledge import 重建"
        case .unwritable(let file, let reason): "写不了 \(file)：\(reason)"
        }
    }
}
