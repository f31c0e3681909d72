import Storage

/// The tables of the engine itself, beside those that definitions make.
enum EngineTables {
    static let all: [Table] = [
        Table(
            "organisation",
            columns: [
                .text("code"), .text("name"), .text("kind"), .text("level"), .optionalText("parent"), .text("division"), .integer("active"),
            ],
            primaryKey: ["code"]),
        Table(
            "person",
            columns: [
                .text("id"), .text("login"), .text("name"), .text("org"), .text("status"), .optionalText("password"), .optionalText("totp"),
                .integer("created_at"),
                .optionalInteger("expires_at"), .optionalInteger("last_login"), .optionalInteger("password_at"), .text("clearance"),
            ],
            primaryKey: ["id"], indexes: [Index("person_login", on: ["login"], unique: true), Index("person_org", on: ["org"])]),
        Table(
            "role_grant",
            columns: [.text("person"), .text("role"), .text("org"), .integer("from_at"), .optionalInteger("to_at"), .text("granted_by")],
            primaryKey: ["person", "role", "org", "from_at"], indexes: [Index("role_grant_holder", on: ["role", "org", "person"])]),
        Table(
            "team_membership", columns: [.text("team"), .text("person"), .text("org")], primaryKey: ["person", "team"],
            indexes: [Index("team_membership_team", on: ["team", "person"])]),
        Table(
            "record_scope",
            columns: [
                .text("kind"), .text("principal"), .text("record_type"), .integer("created_at"), .text("record_id"),
                .optionalInteger("due"),
            ],
            primaryKey: ["kind", "principal", "record_type", "created_at", "record_id"],
            indexes: [
                Index("record_scope_record", on: ["record_id", "record_type"]),
                Index("record_scope_due", on: ["kind", "principal", "record_type", "due", "record_id"]),
            ]),
        Table(
            "record_key", columns: [.text("record_id"), .text("record_type"), .blob("wrapped")], primaryKey: ["record_id", "record_type"]),
        NodeKey.table,
        Table(
            "counter", columns: [.text("name"), .integer("value")], primaryKey: ["name"]),
        Table(
            "idempotency",
            columns: [.text("actor"), .text("key"), .text("request_digest"), .text("outcome"), .integer("at")],
            primaryKey: ["actor", "key"],
            indexes: [Index("idempotency_age", on: ["at"])]),
        Table(
            "journal",
            columns: [
                .integer("seq"), .text("record_type"), .text("record_id"), .integer("version"), .integer("at"), .text("action"),
                .text("actor"), .text("actor_name"),
                .text("actor_role"), .text("actor_org"), .optionalText("behalf"), .optionalText("source"), .optionalText("from_state"),
                .optionalText("to_state"),
                .text("changes"), .blob("previous"), .blob("hash"),
            ],
            primaryKey: ["seq"],
            indexes: [
                Index("journal_record", on: ["record_id", "seq"]), Index("journal_actor", on: ["actor", "seq"]),
                // Where a record stood on a day is asked without reading what left it where it was.
                Index("journal_state", on: ["record_id", "at", "seq"], where: JournalStates.isTransition),
            ]),
        Table(
            "journal_seal",
            columns: [
                .integer("number"), .integer("first_seq"), .integer("last_seq"), .integer("at"), .blob("root"), .blob("previous"),
                .blob("hash"),
            ],
            primaryKey: ["number"]),
        Table(
            "deadline",
            columns: [
                .text("id"), .text("record_type"), .text("record_id"), .text("limit_id"), .text("kind"), .text("state"),
                .integer("started_at"), .optionalInteger("raw_due"),
                .optionalInteger("due"), .optionalInteger("ended_at"), .text("clock"), .text("explanation"), .optionalText("source"),
                .optionalInteger("next_at"),
                .optionalText("next_mark"), .text("org"),
            ],
            primaryKey: ["id"],
            indexes: [
                Index("deadline_record", on: ["record_id", "limit_id"]),
                Index("deadline_next", on: ["next_at", "id"], where: "next_at IS NOT NULL"),
            ]),
        Table(
            "todo",
            columns: [
                .text("id"), .text("record_type"), .text("record_id"), .text("title"), .text("task"), .text("state"), .optionalText("role"),
                .optionalText("org"),
                .optionalText("person"), .optionalText("team"), .integer("due"), .text("due_reason"), .integer("created_at"),
            ],
            primaryKey: ["id"],
            indexes: [
                Index("todo_role", on: ["org", "role", "due", "id"], where: "person IS NULL"),
                Index("todo_person", on: ["person", "due", "id"], where: "person IS NOT NULL"), Index("todo_record", on: ["record_id"]),
            ]),
        Table(
            "notice",
            columns: [
                .text("id"), .optionalText("person"), .optionalText("role"), .optionalText("org"), .text("kind"), .text("text"),
                .optionalText("record_type"),
                .optionalText("record_id"), .integer("at"), .optionalInteger("read_at"), .text("via"),
            ],
            primaryKey: ["id"],
            indexes: [
                Index("notice_person", on: ["person", "at"], where: "person IS NOT NULL"),
                Index("notice_role", on: ["org", "role", "at"], where: "org IS NOT NULL"), Index("notice_record", on: ["record_id"]),
            ]),
        // Who has read what was sent to a desk or an organisation: one colleague's reading is not another's.
        Table(
            "notice_read", columns: [.text("person"), .text("notice"), .integer("at")], primaryKey: ["person", "notice"]),
        Table(
            "issued_document",
            columns: [
                .text("id"), .text("record_type"), .text("record_id"), .text("document"), .text("name"), .optionalText("number"),
                .text("body"), .text("digest"),
                .integer("at"), .text("by_person"),
            ],
            primaryKey: ["id"], indexes: [Index("issued_document_record", on: ["record_id", "at"])]),
        Table(
            "document_copy",
            columns: [
                .text("id"), .text("record_type"), .text("record_id"), .text("to_org"), .optionalText("document"), .integer("at"),
                .optionalInteger("due"),
                .optionalInteger("received_at"), .optionalText("received_by"),
            ],
            primaryKey: ["id"],
            indexes: [Index("document_copy_receiver", on: ["to_org", "at"]), Index("document_copy_record", on: ["record_id"])]),
        Table(
            "attachment",
            columns: [
                .text("hash"), .text("name"), .text("media_type"), .integer("size"), .integer("at"), .text("by_person"),
                .optionalText("record_type"),
                .optionalText("record_id"), .integer("encrypted"),
            ],
            primaryKey: ["hash"], indexes: [Index("attachment_record", on: ["record_id"])]),
        // Who sent a content, under which name, and to which record it went. Contents are shared, entries are not: each person has his own.
        Table(
            "attachment_entry",
            columns: [
                .text("id"), .text("hash"), .text("name"), .integer("at"), .text("by_person"), .optionalText("record_type"),
                .optionalText("record_id"), .optionalText("field"), .optionalInteger("attached_at"), .optionalInteger("withdrawn_at"),
                .optionalText("withdrawn_by"),
            ],
            primaryKey: ["id"],
            indexes: [
                Index("attachment_entry_content", on: ["hash", "by_person"]),
                Index("attachment_entry_record", on: ["record_id", "at"], where: "record_id IS NOT NULL"),
            ]),
        Table(
            "access_log",
            columns: [
                .text("id"), .integer("at"), .text("actor"), .text("kind"), .text("what"), .optionalText("reason"), .optionalText("source"),
                .integer("count"),
            ],
            primaryKey: ["id"], indexes: [Index("access_log_actor", on: ["actor", "at"])]),
        Table(
            "session",
            columns: [
                .text("token_digest"), .text("person"), .integer("created_at"), .integer("seen_at"), .integer("expires_at"), .text("kind"),
                .optionalText("acting_role"),
                .optionalText("acting_org"), .text("csrf"),
            ],
            primaryKey: ["token_digest"], indexes: [Index("session_person", on: ["person"])]),
        Table(
            "setting", columns: [.text("name"), .text("value")], primaryKey: ["name"]),
    ]
}

extension Column {
    static func text(_ name: String) -> Column { Column(name, .text, notNull: true) }
    static func optionalText(_ name: String) -> Column { Column(name, .text, notNull: false) }
    static func integer(_ name: String) -> Column { Column(name, .integer, notNull: true) }
    static func optionalInteger(_ name: String) -> Column { Column(name, .integer, notNull: false) }
    static func blob(_ name: String) -> Column { Column(name, .blob, notNull: true) }
}
