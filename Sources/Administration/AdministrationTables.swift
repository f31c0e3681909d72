import Storage

/// Tables of this room.
enum AdministrationTables {
    static let all: [Table] = [parameterSetting, calendarLayer, announcement, KeptDefinition.table]

    /// A parameter's value from a day on, in an area: a change of policy is a new row, never a changed one.
    static let parameterSetting = Table(
        "parameter_setting",
        columns: [
            Column("id", .text, notNull: true), Column("system", .text, notNull: true), Column("parameter", .text, notNull: true),
            Column("from_day", .integer, notNull: true),
            Column("area", .text, notNull: true), Column("value", .text, notNull: true), Column("source", .text, notNull: true),
            Column("at", .integer, notNull: true),
            Column("by_person", .text, notNull: true),
        ], primaryKey: ["id"], indexes: [Index("parameter_setting_of", on: ["system", "parameter", "from_day"])])

    /// A year's arrangement laid over the one that comes with the product: the newest of a layer and year holds.
    static let calendarLayer = Table(
        "calendar_layer",
        columns: [
            Column("id", .text, notNull: true), Column("layer", .text, notNull: true), Column("year", .integer, notNull: true),
            Column("csv", .text, notNull: true),
            Column("source", .text, notNull: true), Column("at", .integer, notNull: true), Column("by_person", .text, notNull: true),
        ], primaryKey: ["id"], indexes: [Index("calendar_layer_of", on: ["layer", "year", "at"])])

    static let announcement = Table(
        "announcement",
        columns: [
            Column("id", .text, notNull: true), Column("text", .text, notNull: true), Column("org", .text, notNull: true),
            Column("organisations", .integer, notNull: true),
            Column("at", .integer, notNull: true), Column("by_person", .text, notNull: true), Column("by_name", .text, notNull: true),
        ], primaryKey: ["id"], indexes: [Index("announcement_at", on: ["at"])])
}
