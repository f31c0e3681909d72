import Casework
import HTML

/// What list pages keep between two requests: rows as they were written, and what a person arranged for himself.
struct ListMemory: Sendable {
    /// A person and a record type.
    struct Own: Hashable, Sendable {
        var person: String
        var type: String
    }

    let rows = RowMemory<HTML>(greatest: 10_000)
    let columns = CommitMemory<Own, [String]?>(greatest: 10_000)
    let views = CommitMemory<Own, [SavedViews.Saved]>(greatest: 10_000)
}
