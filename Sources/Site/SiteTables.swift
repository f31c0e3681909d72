import Storage

/// Tables of this room: what signing in and lists need beside the engine's own.
enum SiteTables {
    static let all: [Table] = [
        KeptForms.table,
        Attempts.table,
        Table(
            "sign_in_failure",
            columns: [
                Column("login", .text, notNull: true), Column("failures", .integer, notNull: true),
                Column("last_at", .integer, notNull: true),
                Column("locked_until", .integer, notNull: false),
            ], primaryKey: ["login"]),
        Table(
            "password_history",
            columns: [
                Column("person", .text, notNull: true), Column("at", .integer, notNull: true), Column("password", .text, notNull: true),
            ],
            primaryKey: ["person", "at"]),
        // A code is good once (RFC 6238, 5.2).
        Table(
            "one_time_step", columns: [Column("person", .text, notNull: true), Column("step", .integer, notNull: true)],
            primaryKey: ["person"]),
        Table(
            "saved_view",
            columns: [
                Column("id", .text, notNull: true), Column("person", .text, notNull: true), Column("record_type", .text, notNull: true),
                Column("label", .text, notNull: true),
                Column("query", .text, notNull: true), Column("at", .integer, notNull: true),
            ], primaryKey: ["id"], indexes: [Index("saved_view_person", on: ["person", "record_type", "at"])]),
        // Which columns a person wants to see of a list, in their order, with commas.
        Table(
            "list_columns",
            columns: [
                Column("person", .text, notNull: true), Column("record_type", .text, notNull: true),
                Column("columns", .text, notNull: true),
            ], primaryKey: ["person", "record_type"]),
        // Places of the navigation that a person wants on top.
        Table(
            "favourite",
            columns: [Column("person", .text, notNull: true), Column("link", .text, notNull: true), Column("at", .integer, notNull: true)],
            primaryKey: ["person", "link"]),
    ]
}
