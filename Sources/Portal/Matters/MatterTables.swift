import Storage

/// Tables of starting and following matters: drafts and receipts.
enum MatterTables {
    static let all: [Table] = [DraftStore.table, ReceiptBook.table]
}
