import Storage

/// Tables of this room: state that is no business (which conversation a cookie leads to, what is asked how often). Secrets are kept as keyed digests.
enum PortalTables {
    static let all: [Table] = AskTables.all + MatterTables.all
}
