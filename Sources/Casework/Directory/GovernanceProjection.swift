import Expressions
import Storage
import WorkCalendar

/// Accounts, grants and organisations are business records like others; what they mean for signing in and for scope is written into the engine's own tables
/// in the same write, so that a withdrawn grant is gone with the action that withdrew it.
public struct GovernanceProjection: Projection {
    public init() {}

    public func changesOrganisations(_ type: String) -> Bool { type == "org-division/org" || type == "org-division/org_change" }

    public func project(_ record: ProjectedRecord, action: String, at now: Moment, connection: any Connection) throws {
        switch record.type {
        case "account-governance/account": try project(account: record, at: now, Directory(connection: connection))
        case "account-governance/grant": try project(grant: record, at: now, connection)
        case "org-division/org": try project(organisation: record, connection)
        case "team-roster/team_member": try project(member: record, connection)
        default: return
        }
        // Other servers on this database have the same in memory.
        try SharedVersions(connection: connection).raise(record.type == "org-division/org" ? .organisations : .access)
    }

    /// The person's id is the login, which is never reused.
    private func project(account: ProjectedRecord, at now: Moment, _ directory: Directory) throws {
        guard let login = account.text("login") else { return }
        let status =
            switch account.state {
            case "active": "active"
            case "locked": "locked"
            case "dormant": "dormant"
            case "disabled": "disabled"
            case "cancelled": "cancelled"
            default: "created"
            }
        try directory.save(
            Person(
                id: login, login: login, name: account.text("person_name") ?? login, org: account.text("unit") ?? account.org,
                status: status,
                clearance: account.text("clearance") ?? "internal"), at: now)
        try directory.setStatus(status, of: login)
    }

    private func project(grant: ProjectedRecord, at now: Moment, _ connection: any Connection) throws {
        guard let role = grant.text("role"), let account = grant.text("account"),
            let login = try connection.first(
                "SELECT login FROM \(identifier: RecordSchema.tableName(of: "account-governance/account")) WHERE _id = \(account)")?.text(0)
        else { return }
        var orgs: [String] = []
        if case .list(let list)? = grant.values["scope"] { orgs = list.compactMap { if case .string(let org) = $0 { org } else { nil } } }
        let directory = Directory(connection: connection)
        for org in orgs {
            if grant.state == "active" {
                try directory.grant(role, at: org, to: login, by: grant.actor, from: grant.moment("from") ?? now)
            } else {
                try directory.withdraw(role, at: org, from: login, at: now)
            }
        }
    }

    private func project(organisation: ProjectedRecord, _ connection: any Connection) throws {
        guard let code = organisation.text("org_code"), organisation.state != "draft" else { return }
        let divisionCode = try organisation.text("division").flatMap { id in
            try connection.first("SELECT code FROM \(identifier: RecordSchema.tableName(of: "org-division/division")) WHERE _id = \(id)")?
                .text(0)
        }
        let digits = code.hasPrefix("X-") ? String(code.dropFirst(2).prefix(6)) : String(code.prefix(6))
        try Directory(connection: connection).save(
            Organisation(
                code: code, name: organisation.text("name") ?? code, kind: organisation.text("org_kind") ?? "",
                level: organisation.text("org_level") ?? "",
                parent: organisation.text("parent"), division: divisionCode ?? digits, isActive: organisation.state != "dissolved"))
    }

    /// Team scope follows active membership.
    private func project(member: ProjectedRecord, _ connection: any Connection) throws {
        guard let team = member.text("team"), let user = member.text("user") else { return }
        if member.state == "active" {
            try connection.enqueue(
                "INSERT INTO team_membership (team, person, org) VALUES (\(team), \(user), \(member.org)) ON CONFLICT DO NOTHING")
        } else {
            try connection.enqueue("DELETE FROM team_membership WHERE team = \(team) AND person = \(user)")
        }
    }
}
