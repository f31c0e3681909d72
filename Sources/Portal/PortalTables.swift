import Storage

/// Tables of this room: state that is no business (which conversation a cookie leads to, what is asked how often, counts against guessing). Secrets are
/// kept as keyed digests.
enum PortalTables {
    static let all: [Table] = AskTables.all + [KnockLimit.table]
}
