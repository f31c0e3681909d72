import Expressions

extension ActionPages {
    /// Texts within a value that look like hashes of files.
    static func hashes(_ value: Value) -> [String] {
        switch value {
        case .string(let text):
            text.utf8.count == 64 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) } ? [text] : []
        case .list(let items): items.flatMap(hashes)
        case .map(let map): map.values.flatMap(hashes)
        default: []
        }
    }
}
