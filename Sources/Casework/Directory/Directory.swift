import Storage
import WorkCalendar

/// A person who can sign in.
public struct Person: Sendable, Hashable {
    public var id: String
    public var login: String
    public var name: String
    public var org: String
    /// `active`, `locked`, `dormant`, `disabled`, `cancelled`.
    public var status: String
    public var clearance: String

    public init(id: String, login: String, name: String, org: String, status: String = "active", clearance: String = "internal") {
        self.id = id
        self.login = login
        self.name = name
        self.org = org
        self.status = status
        self.clearance = clearance
    }
}

/// People, grants and the organisation tree as the engine asks for them. Business records about them are projected into these tables.
public struct Directory {
    public let connection: any Connection

    public init(connection: any Connection) { self.connection = connection }

    public func exists(_ id: String) throws -> Bool {
        try !id.utf8.contains(0) && connection.first("SELECT 1 FROM person WHERE id = \(id)") != nil
    }

    public func person(_ id: String) throws -> Person? {
        try connection.first("SELECT id, login, name, org, status, clearance FROM person WHERE id = \(id)").map(person)
    }

    public func person(login: String) throws -> Person? {
        try connection.first("SELECT id, login, name, org, status, clearance FROM person WHERE login = \(login)").map(person)
    }

    private func person(_ row: Row) -> Person {
        Person(
            id: row.text(0) ?? "", login: row.text(1) ?? "", name: row.text(2) ?? "", org: row.text(3) ?? "", status: row.text(4) ?? "",
            clearance: row.text(5) ?? "")
    }

    /// The person with all grants in force, or nil when unknown or not active.
    public func actor(_ id: String, at now: Moment) throws -> Actor? {
        guard let person = try person(id), person.status == "active" else { return nil }
        let grants = try connection.query(
            "SELECT DISTINCT role, org FROM role_grant WHERE person = \(id) AND from_at <= \(now.milliseconds) AND (to_at IS NULL OR to_at > \(now.milliseconds)) ORDER BY role, org"
        ).map { Grant(role: $0.text(0) ?? "", org: $0.text(1) ?? "") }
        let teams = try connection.query("SELECT team FROM team_membership WHERE person = \(id) ORDER BY team").compactMap { $0.text(0) }
        return Actor(id: person.id, name: person.name, grants: grants, teams: teams, org: person.org)
    }

    /// Somebody holding the role at the organisation, the one named first.
    public func holders(of role: String, at org: String, now: Moment) throws -> [String] {
        try connection.query(
            """
            SELECT person FROM role_grant WHERE role = \(role) AND org = \(org) AND from_at <= \(now.milliseconds) AND (to_at IS NULL OR to_at > \(now.milliseconds)) ORDER BY person
            """
        ).compactMap { $0.text(0) }
    }

    public func holds(_ person: String, _ role: String, now: Moment) throws -> Bool {
        try connection.first(
            "SELECT 1 FROM role_grant WHERE person = \(person) AND role = \(role) AND from_at <= \(now.milliseconds) AND (to_at IS NULL OR to_at > \(now.milliseconds)) LIMIT 1"
        ) != nil
    }

    public func save(_ person: Person, at now: Moment) throws {
        try connection.enqueue(
            """
            INSERT INTO person (id, login, name, org, status, password, totp, created_at, expires_at, last_login, password_at, clearance)
            VALUES (\(person.id), \(person.login), \(person.name), \(person.org), \(person.status), NULL, NULL, \(now.milliseconds), NULL, NULL, NULL, \(person.clearance))
            ON CONFLICT (id) DO UPDATE SET login = excluded.login, name = excluded.name, org = excluded.org, status = excluded.status, clearance = excluded.clearance
            """)
    }

    public func grant(_ role: String, at org: String, to person: String, by granter: String, from: Moment) throws {
        try connection.enqueue(
            """
            INSERT INTO role_grant (person, role, org, from_at, to_at, granted_by) VALUES (\(person), \(role), \(org), \(from.milliseconds), NULL, \(granter))
            ON CONFLICT (person, role, org, from_at) DO UPDATE SET to_at = NULL
            """)
    }

    public func withdraw(_ role: String, at org: String, from person: String, at moment: Moment) throws {
        try connection.enqueue(
            "UPDATE role_grant SET to_at = \(moment.milliseconds) WHERE person = \(person) AND role = \(role) AND org = \(org) AND (to_at IS NULL OR to_at > \(moment.milliseconds))"
        )
    }

    public func setStatus(_ status: String, of person: String) throws {
        try connection.enqueue("UPDATE person SET status = \(status) WHERE id = \(person)")
        if status != "active" { try connection.enqueue("DELETE FROM session WHERE person = \(person)") }
    }

    public func setTeams(_ teams: [String], of person: String, org: String) throws {
        try connection.enqueue("DELETE FROM team_membership WHERE person = \(person)")
        for team in Set(teams).sorted() {
            try connection.enqueue("INSERT INTO team_membership (team, person, org) VALUES (\(team), \(person), \(org))")
        }
    }

    public func save(_ organisation: Organisation) throws {
        try connection.enqueue(
            """
            INSERT INTO organisation (code, name, kind, level, parent, division, active)
            VALUES (\(organisation.code), \(organisation.name), \(organisation.kind), \(organisation.level), \(organisation.parent), \(organisation.division), \(organisation.isActive))
            ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind, level = excluded.level, parent = excluded.parent, division = excluded.division, active = excluded.active
            """)
    }

    public func organisations() throws -> [Organisation] {
        try connection.query("SELECT code, name, kind, level, parent, division, active FROM organisation ORDER BY code").map {
            Organisation(
                code: $0.text(0) ?? "", name: $0.text(1) ?? "", kind: $0.text(2) ?? "", level: $0.text(3) ?? "", parent: $0.text(4),
                division: $0.text(5) ?? "",
                isActive: $0.bool(6) ?? true)
        }
    }
}
