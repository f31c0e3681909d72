import Storage

/// Where imports keep how far they are and what they refused.
enum ImportTables {
    static let all: [Table] = [
        Table(
            "import_job",
            columns: [
                Column("id", .text, notNull: true), Column("file_digest", .text, notNull: true),
                Column("record_type", .text, notNull: true),
                Column("action", .text, notNull: true), Column("actor", .text, notNull: true),
                Column("started_at", .integer, notNull: true),
                Column("updated_at", .integer, notNull: true), Column("done_line", .integer, notNull: true),
                Column("accepted", .integer, notNull: true),
                Column("refused", .integer, notNull: true), Column("state", .text, notNull: true),
            ], primaryKey: ["id"], indexes: [Index("import_job_started", on: ["started_at"])]),
        Table(
            "import_refusal",
            columns: [
                Column("job", .text, notNull: true), Column("line", .integer, notNull: true), Column("position", .integer, notNull: true),
                Column("field", .text, notNull: true), Column("label", .text, notNull: true), Column("why", .text, notNull: true),
                Column("mend", .text, notNull: true),
            ], primaryKey: ["job", "line", "position"]),
    ]
}
