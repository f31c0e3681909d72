import Storage

/// Where saved reports lie.
enum ReportTables {
    static let all: [Table] = [
        // The report as it was made: its bytes and what they hash to.
        Table(
            "report_snapshot",
            columns: [
                Column("id", .text, notNull: true), Column("name", .text, notNull: true), Column("made_at", .integer, notNull: true),
                Column("made_by", .text, notNull: true), Column("org", .text, notNull: true), Column("body", .text, notNull: true),
                Column("digest", .text, notNull: true),
            ], primaryKey: ["id"], indexes: [Index("report_snapshot_made", on: ["made_at", "id"])]),
        // Which records, in which version, stood behind each figure.
        Table(
            "report_snapshot_row",
            columns: [
                Column("report", .text, notNull: true), Column("table_index", .integer, notNull: true),
                Column("keys", .text, notNull: true),
                Column("record_id", .text, notNull: true), Column("version", .integer, notNull: true),
            ], primaryKey: ["report", "table_index", "record_id"],
            indexes: [Index("report_snapshot_row_figure", on: ["report", "table_index", "keys", "record_id"])]),
    ]
}
