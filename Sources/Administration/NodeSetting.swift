import Casework
import Logging
import Storage
import WorkCalendar

/// What a node's administrators have set, laid over what comes with the product: its own definitions and arrangements of days. (Parameters are `NodeServices`.)
/// The same for the server and for every command that opens the node's database.
struct NodeSetting {
    let shelf: DefinitionShelf?
    let calendars: CalendarShelf
    /// As they were before anything was read: what changes while it is read is read again.
    let versions: [SharedTopic: Int64]

    /// Makes the tables and brings the kernel up to what is kept.
    /// - Throws: `DatabaseError`.
    init(kernel: Kernel, systems: String?, calendar: BaseCalendar?, logger: Logger) throws {
        _ = try kernel.database.apply(AdministrationTables.all)
        versions = try kernel.sharedVersions()
        shelf = systems.map { DefinitionShelf(systems: $0, kernel: kernel) }
        calendars = CalendarShelf(kernel: kernel, base: calendar)
        try calendars.applyKept()
        try shelf?.applyKept(logger: logger)
    }
}

extension Kernel {
    /// Brings a kernel up to what the node's administrators have set: for commands that open a node's database.
    /// - Parameters:
    ///   - systems: folder of the product's definitions.
    ///   - calendar: the arrangements that come with the product.
    /// - Throws: `DatabaseError`.
    public func applyNodeSetting(systems: String, calendar: BaseCalendar?, logger: Logger = Logger(label: "bagui.administration")) throws {
        _ = try NodeSetting(kernel: self, systems: systems, calendar: calendar, logger: logger)
    }
}
