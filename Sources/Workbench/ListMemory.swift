import Casework
import HTML
import NIOCore
import Site

/// What list pages keep between two requests: whole pages while nothing is committed, rows as they were written, and what a person arranged for himself.
struct ListMemory: Sendable {
    /// A person and a record type.
    struct Own: Hashable, Sendable {
        var person: String
        var type: String
    }

    /// A page as somebody asked for it; his session's token stands in its forms.
    struct Asked: Hashable, Sendable {
        var address: String
        var csrf: String
        var actor: Actor
        var preferences: Preferences
        var generation: Int
    }

    let pages = CommitMemory<Asked, ByteBuffer>(greatest: 200)
    let rows = RowMemory<HTML>(greatest: 10_000)
    let columns = CommitMemory<Own, [String]?>(greatest: 10_000)
    let views = CommitMemory<Own, [SavedViews.Saved]>(greatest: 10_000)
}
