import Storage

/// What the conversation pages keep beside the sessions themselves (`smart-qa/robot_session`).
enum AskTables {
    static let all: [Table] = [
        // Which sessions the cookie of a browser leads to; the cookie itself is nowhere but in the browser.
        Table(
            "ask_conversation",
            columns: [
                Column("digest", .text, notNull: true), Column("session", .text, notNull: true), Column("at", .integer, notNull: true),
                // The account it belongs to; NULL: nobody signed in.
                Column("account", .text),
                // Put away by the person: not shown any more.
                Column("dismissed", .integer, notNull: true),
            ], primaryKey: ["digest", "session"],
            indexes: [Index("ask_conversation_newest", on: ["digest", "at"]), Index("ask_conversation_age", on: ["at"])]),
        // How often an entry answered on a day: numbers only.
        Table(
            "ask_asked",
            columns: [
                Column("day", .integer, notNull: true), Column("entry", .text, notNull: true), Column("count", .integer, notNull: true),
            ], primaryKey: ["day", "entry"]),
    ]
}
