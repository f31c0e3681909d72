import TestBrowser
import Casework
import Expressions
import Foundation
import Site
import WorkCalendar

@testable import Portal

/// What the nine matters need to be filed: institutions in the directory, times, a notice of the year's examination.
extension Node {
    /// An institution's own organisation and its entry in the directory.
    @discardableResult func institution(_ kind: String, _ code: String, _ name: String, extra: [String: Value] = [:]) throws -> String {
        let organisation = Organisation(
            code: code, name: name, kind: "institution", level: "institution", parent: "450103", division: "450103")
        let known = kernel.state.tree.all.filter { $0.code != code }
        try kernel.replaceOrganisations(known + [organisation])
        let id = try given(
            "legal-directory/dir_org", "published",
            [
                "org_id": .string(code), "kind": .string(kind), "name": .string(name), "area_code": .string("450103"),
                "competent_org": .string("450103"), "agency_org": .string(code), "status": .string("normal"),
                "address": .string("青秀区民主路1号"),
                "phone": .string("0771-5550000"), "synced_at": .string("\(now)"), "head": .string("负责人甲"),
                "languages": .list([.string("zh")]),
            ])
        if !extra.isEmpty { try given("legal-directory/org_extra", nil, extra.merging(["parent": .string(id)]) { $1 }) }
        return id
    }

    /// A record set up as if it had lived.
    @discardableResult func given(_ type: String, _ state: String?, _ values: [String: Value]) throws -> String {
        try kernel.insertGiven(type: type, state: state, values: values, at: now).id
    }

    /// A time that an institution offers on the next day.
    @discardableResult func slot(_ service: String, at org: String, capacity: Int64 = 1, from: String = "10:00", to: String = "10:30")
        throws -> String
    {
        let clerk = Actor(id: "agency_clerk@\(org)", name: "内勤甲", grants: [Grant(role: "agency_clerk", org: org)], org: org)
        try kernel.ensurePerson(id: clerk.id, name: clerk.name, org: org, grants: clerk.grants, at: now)
        let day = try now.day.adding(days: 1)
        return try kernel.performBlocking(
            ActionRequest(
                type: "online-handling/appointment_slot", action: "create", actor: clerk,
                values: [
                    "service": .string(service), "date": .string("\(day)"), "from": .string(from), "to": .string(to),
                    "capacity": .int(capacity),
                ]), at: now
        ).id
    }
}

/// Somebody who fills in a matter's pages as a person would: what a page asks for, with the answers at hand.
struct Applicant {
    let browser: Browser
    let slug: String
    var answers: [String: [String]]

    static let person: [String: [String]] = [
        "applicant.name": ["申请人甲"], "applicant.phone": ["13900000001"], "applicant.id_type": ["id_card"],
        "applicant.id_no": ["11010519491231002X"],
        "applicant.area_code": ["450103"], "person.name": ["申请人甲"], "person.phone": ["13900000001"], "person.area_code": ["450103"],
        "principal.name": ["申请人甲"], "principal.phone": ["13900000001"], "principal.id_type": ["id_card"],
        "principal.id_no": ["11010519491231002X"],
        "principal.area_code": ["450103"],
    ]

    struct Stuck: Error, CustomStringConvertible {
        var description: String
    }

    /// Begins, and answers page by page until all answers stand to be checked.
    /// - Returns: the pages that were asked, in order.
    @discardableResult func fill() async throws -> [String] {
        var page = try await browser.fill("/matters/\(slug)/start", [])
        var seen: [String] = []
        for _ in 0..<60 {
            guard let target = page.location else {
                throw Stuck(description: "no way on from \(seen.last ?? "the start"): \(page.body.text.prefix(400))")
            }
            let address = target.split(separator: "?").first.map(String.init) ?? target
            if address.hasSuffix("/check") { return seen }
            let asked = try await browser.get(address)
            guard asked.status == 200 else { throw Stuck(description: "\(address) answers \(asked.status)") }
            let name = address.split(separator: "/").last.map(String.init) ?? ""
            if seen.last != name { seen.append(name) }
            page = try await browser.post(address, [("_csrf", asked.csrf)] + values(for: asked))
        }
        throw Stuck(description: "never came to an end: \(seen)")
    }

    /// Answers to what stands on the page; the first institution and time that are offered.
    private func values(for page: Browser.Page) -> [(String, String)] {
        var values: [(String, String)] = []
        for hidden in ["_shown", "_drawn"] {
            if page.body.contains("name='\(hidden)'") { values.append((hidden, page.value(after: "name='\(hidden)' value='") ?? "")) }
        }
        for (name, own) in answers where page.body.contains("name='\(name)'") { values += own.map { (name, $0) } }
        for name in ["office", "accept_center", "committee", "institution", "firm", "firms", "slot"] where answers[name] == nil {
            if let offered = page.value(after: "name='\(name)' value='["), !offered.isEmpty { values.append((name, "[\(offered)")) }
        }
        return values
    }

    /// Files what has been filled in.
    func file() async throws -> Browser.Page { try await browser.fill("/matters/\(slug)/start/check", []) }
}

extension Browser {
    /// Signed in as a person who is there, without a page: for many at once.
    func enter(as person: String, on node: Node) async throws {
        set(cookie: "bagui", try await node.site.sessions.begin(for: person, kind: "citizen", at: node.now))
    }

    /// Sends a file as a form without scripts does.
    func upload(_ path: String, _ csrf: String, field: String, name: String, _ content: String) async throws -> Page {
        let boundary = "----bagui-test"
        let body =
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n\(csrf)\r\n--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field)\"; filename=\"\(name)\"\r\nContent-Type: application/pdf\r\n\r\n\(content)\r\n--\(boundary)--\r\n"
        return try await post(path, body: body, type: "multipart/form-data; boundary=\(boundary)")
    }
}

extension String {
    /// Without the markup.
    var text: String {
        replacing(/<[^>]*>/, with: " ").replacing(/\s+/, with: " ")
    }
}
