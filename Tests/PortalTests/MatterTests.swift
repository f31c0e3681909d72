import TestDatabases
import TestBrowser
import Casework
import Crypto
import Expressions
import Foundation
import Testing

@testable import Portal

@Suite struct `Starting a matter` {
    /// What each of the nine is answered with, beside the person's own particulars.
    private static let answers: [String: [String: [String]]] = [
        "legal-aid": [
            "form_type": ["represent"], "matter_kind": ["labour_arb"], "no_limit_type": [""], "matter": ["labour"],
            "exempt_type": ["migrant"],
            "case_stage": ["arbitration"], "organ": ["青秀区劳动人事争议仲裁委员会"], "organ_area": ["450103"], "facts": ["在工地做工三个月没有拿到工资。"],
            "claim": ["请求支付工资18600元"], "amount": ["18600"], "where_accept_center": ["450103"], "safe_mode": ["false"],
        ],
        "notary": [
            "purpose": ["处分个人财产"], "authenticate": ["false"], "matter": ["will"], "involves_realty": ["false"], "dispute_exists": ["false"],
            "interest": ["本人的财产"], "mode": ["appointment"], "where_office": ["450103"], "jurisdiction_basis": ["domicile"], "copies": ["1"],
            "zhuang_text": ["false"], "fee_reduce": [""],
        ],
        "lawyer": ["purpose_kind": ["public_consult"], "law_field": ["debt"], "brief": ["朋友借钱不还，想当面咨询。"], "where_firm": ["450103"]],
        "grassroots": [
            "service": ["consult"], "law_field": ["land"], "brief": ["宅基地界址不清。"], "where_office": ["450103"], "contact_consent": ["true"],
        ],
        "mediation": [
            "dispute_type": ["neighbour"], "other_channel": ["none"], "area_code": ["450103"], "township": ["南湖街道"],
            "facts": ["两家因排水沟堵塞发生争执。"],
            "claim": ["疏通排水沟"], "applicants[0].name": ["申请人甲"], "applicants[0].phone": ["13900000001"], "respondents[0].name": ["对方乙"],
            "where_committee": ["450103"], "mode": ["onsite"], "is_public": ["false"],
        ],
        "forensic": [
            "use": ["non_litigation"], "principal_kind": ["individual"], "category": ["document"], "request_text": ["鉴定借条上的签名。"],
            "material_list[0].name": ["借条"], "material_list[0].kind": ["paper"], "material_list[0].qty": ["1"], "first_or_re": ["first"],
            "same_elsewhere": ["false"], "where_institution": ["450103"], "slot": [""],
        ],
        "arbitration": [
            "dispute_class": ["property"], "agreement_state": ["written"], "agreement_kind": ["clause"],
            "agreement_text": ["因本合同发生的争议提交仲裁。"],
            "applicants[0].name": ["申请人甲"], "applicants[0].phone": ["13900000001"], "applicants[0].address": ["南宁市"],
            "respondents[0].name": ["对方乙"],
            "respondents[0].address": ["柳州市"], "claims": ["请求支付货款。"], "facts": ["对方拖欠货款。"], "evidence[0].name": ["买卖合同"],
            "preserve": ["false"], "online_consent": ["true"],
        ],
        "qualification": [
            "service": ["reissue"], "apply_area": ["450100"], "old_cert_no": ["A20204501030001"], "change_note": ["证书遗失，申请补发。"],
        ],
        "licence": [
            "item_kind": ["lawyer"], "sub_type": ["new"], "intern_years": ["1"], "accept_org": ["450100"], "applicant.kind": ["natural"],
        ],
    ]

    /// A node on which all nine can be filed.
    static func node(_ url: String = "sqlite::memory:", messages: (any MessageGateway)? = nil, lockKey: Int64? = nil) throws -> Node {
        let node = try Node(url, messages: messages, lockKey: lockKey)
        try node.institution("LA", "450103-LA01", "青秀区法律援助中心")
        try node.institution("32", "450103-NO01", "青秀区公证处")
        try node.institution("31", "450103-LF01", "甲律师事务所")
        try node.institution("33", "450103-GL01", "青秀区基层法律服务所")
        try node.institution("34", "450103-FI01", "甲司法鉴定中心", extra: ["categories": .list([.string("document"), .string("clinical")])])
        try node.institution("35", "450103-AC01", "甲仲裁委员会")
        try node.institution(
            "MC", "450103-MC01", "青秀区人民调解委员会", extra: ["members": .int(5), "has_woman": .bool(true), "mc_kind": .string("county_union")])
        try node.slot("notary", at: "450103-NO01")
        try node.slot("consult", at: "450103-LF01")
        try node.slot("consult", at: "450103-GL01")
        return node
    }

    static func applicant(_ slug: String, _ browser: Browser) -> Applicant {
        Applicant(browser: browser, slug: slug, answers: Applicant.person.merging(answers[slug] ?? [:]) { $1 })
    }

    /// Signs in on the same device: the draft's cookie stays.
    static func signIn(_ browser: Browser) async throws {
        let start = try await browser.get("/sign-in")
        _ = try await browser.post("/enter", [("_csrf", start.csrf), ("role", "citizen"), ("at", "")])
    }

    @Test(arguments: Matter.all.map(\.slug))
    func `needs no account until the end, is filed by its definition's action and looked up by number and code`(slug: String) async throws {
        let node = try Self.node()
        try await node.visit { browser in
            let asked = try await Self.applicant(slug, browser).fill()
            #expect(asked.count > 4)
            let check = try await browser.get("/matters/\(slug)/start/check")
            #expect(check.status == 200)
            #expect(check.body.contains("登录并提交"))
            #expect(check.body.contains("/matters/\(slug)/start/\(asked[0])?change=1"))
            // Nobody's business yet: not a record was made.
            let type = try #require(Matter.named(slug)?.type.replacing("/", with: "__").replacing("-", with: "_"))
            #expect(try node.rows("SELECT 1 FROM \(identifier: type)").isEmpty)
            let turnedAway = try await browser.fill("/matters/\(slug)/start/check", [])
            #expect(turnedAway.location?.hasPrefix("/enter/phone?back=") == true)

            try await Self.signIn(browser)
            let filed = try await browser.fill("/matters/\(slug)/start/check", [])
            #expect(filed.status == 303, "\(filed.body.text.prefix(600))")
            let address = try #require(filed.location)
            #expect(address.hasPrefix("/receipts/"))
            let receipt = try await browser.get(address)
            #expect(receipt.status == 200)
            #expect(receipt.body.contains("<svg class=\"qr\""))
            #expect(try node.rows("SELECT 1 FROM \(identifier: type)").count == 1)
            // The draft has done its work.
            #expect(try node.rows("SELECT 1 FROM matter_draft").isEmpty)

            let number = String(address.dropFirst("/receipts/".count))
            let code = try #require(receipt.body.firstMatch(of: /查询码<\/dt><dd><code>([0-9A-Z]{6})<\/code><\/dd>/)?.1)
            try await node.visit { stranger in
                let found = try await stranger.fill("/progress", [("number", number), ("code", String(code))])
                #expect(found.location == "/progress/now")
                let shown = try await stranger.get("/progress/now")
                #expect(shown.status == 200)
                #expect(shown.body.contains(number))
                // Nodes, organisations and dates: no party, no content.
                #expect(!shown.body.contains("申请人甲"))
                #expect(!shown.body.contains("13900000001"))
            }
            let own = try await browser.get("/me/matters")
            #expect(own.body.contains(number))
        }
    }

    @Test func `keeps what was typed under a code that opens it on another device, and nothing of it in clear`() async throws {
        let node = try Self.node()
        try await node.visit { browser in
            var page = try await browser.fill("/matters/mediation/start", [])
            let first = try #require(page.location)
            page = try await browser.fill(first, [("dispute_type", "neighbour")])
            page = try await browser.fill(try #require(page.location), [("other_channel", "none")])
            page = try await browser.fill(try #require(page.location), [("area_code", "450103"), ("township", "独一无二街道")])
            let here = try await browser.get(try #require(page.location))
            let code = try #require(here.body.firstMatch(of: /取件码 <code>([0-9A-Z]{5}-[0-9A-Z]{5})/)?.1)
            for row in try node.rows("SELECT digest, sealed FROM matter_draft") {
                #expect(row.text(0)?.contains(code.replacing("-", with: "")) == false)
                #expect(!String(decoding: row.blob(1) ?? [], as: UTF8.self).contains("独一无二"))
            }
            try await node.visit { other in
                let back = try await other.fill("/matters/resume", [("code", code.lowercased())])
                #expect(back.status == 303)
                let place = try await other.get("/matters/mediation/start/place")
                #expect(place.body.contains("独一无二街道"))
            }
        }
    }

    @Test func `answers wrong codes alike and stops guessing`() async throws {
        let node = try Self.node()
        try await node.visit { browser in
            var statuses: [Int] = []
            for _ in 0..<12 { statuses.append(try await browser.fill("/matters/resume", [("code", "22222-33333")]).status) }
            #expect(statuses.prefix(10).allSatisfy { $0 == 422 })
            #expect(statuses.suffix(2).allSatisfy { $0 == 429 })
        }
    }

    @Test func `says what is wrong at the field, in words that mend it`() async throws {
        let node = try Self.node()
        try await node.visit { browser in
            let page = try await browser.fill("/matters/legal-aid/start", [])
            let empty = try await browser.fill(try #require(page.location), [])
            #expect(empty.status == 422)
            #expect(empty.body.contains("请回答“需要的帮助”"))
            let wrong = try await browser.fill(try #require(page.location), [("form_type", "<script>")])
            #expect(wrong.status == 422)
            #expect(!wrong.body.contains("<script>alert"))
        }
        try await node.visit { browser in
            var applicant = Self.applicant("legal-aid", browser)
            applicant.answers["applicant.id_no"] = ["110105194912310021"]
            await #expect(throws: Applicant.Stuck.self) { try await applicant.fill() }
            let page = try await browser.fill(
                "/matters/legal-aid/start/identity", [("applicant.id_type", "id_card"), ("applicant.id_no", "110105194912310021")])
            #expect(page.body.contains("居民身份证号码不对"))
        }
    }

    @Test func `stops where the law stops it, and says why`() async throws {
        let node = try Self.node()
        try await node.visit { browser in
            var applicant = Self.applicant("arbitration", browser)
            applicant.answers["dispute_class"] = ["kin"]
            await #expect(throws: Applicant.Stuck.self) { try await applicant.fill() }
            let page = try await browser.fill("/matters/arbitration/start/class", [("dispute_class", "kin")])
            #expect(page.status == 422)
            #expect(page.body.contains("不能仲裁"))
            #expect(page.body.contains("仲裁法第3条"))
        }
    }

    @Test func `explains eligibility rule by rule before anything personal is asked`() async throws {
        let node = try Self.node()
        try await node.visit { browser in
            let asked = try await Self.applicant("legal-aid", browser).fill()
            let (findings, who) = (try #require(asked.firstIndex(of: "findings")), try #require(asked.firstIndex(of: "who")))
            #expect(findings < who)
            #expect(!asked.contains("income"))
            let page = try await browser.get("/matters/legal-aid/start/findings")
            #expect(page.body.contains("免予核查，提供相应证件即可"))
            let center = try await browser.get("/matters/legal-aid/start/center")
            #expect(center.body.contains("value='450103' selected"))
            #expect(center.body.contains("<optgroup label='南宁市'>"))
            #expect(page.body.contains("法律援助法第34条"))
        }
        try await node.visit { browser in
            var poor = Self.applicant("legal-aid", browser)
            poor.answers["exempt_type"] = [""]
            poor.answers["household[0].name"] = ["申请人甲"]
            poor.answers["household[0].relation"] = ["self"]
            poor.answers["household[0].income"] = ["900"]
            poor.answers["hardship_commit"] = ["true"]
            let asked = try await poor.fill()
            #expect(asked.contains("income"))
            let page = try await browser.get("/matters/legal-aid/start/findings")
            #expect(page.body.contains("按所填收入可能符合"))
        }
    }

    @Test func `drops answers that no longer apply when an earlier one is changed`() async throws {
        let node = try Self.node()
        try await node.visit { browser in
            _ = try await Self.applicant("legal-aid", browser).fill()
            let changed = try await browser.fill("/matters/legal-aid/start/kind?change=1", [("matter_kind", "nonlit")])
            // Where it happened is asked in the organ's place.
            #expect(changed.location == "/matters/legal-aid/start/place")
            _ = try await browser.fill("/matters/legal-aid/start/place?change=1", [("event_area", "450103")])
            let check = try await browser.get("/matters/legal-aid/start/check")
            #expect(check.status == 200)
            #expect(!check.body.contains("青秀区劳动人事争议仲裁委员会"))
        }
    }

    @Test func `takes papers without scripts, and gives them to the institution with the application`() async throws {
        let node = try Self.node()
        try await node.visit { browser in
            var applicant = Self.applicant("notary", browser)
            applicant.answers["matter"] = ["birth"]
            applicant.answers["mode"] = ["online"]
            // Without any paper the definition refuses, and the page says so.
            await #expect(throws: Applicant.Stuck.self) { try await applicant.fill() }
            let page = try await browser.get("/matters/notary/start/materials")
            let sent = try await browser.upload(
                "/matters/notary/start/materials", page.csrf, field: "file.0", name: "身份证.pdf", "%PDF-1.4\n%甲\n")
            #expect(sent.location == "/matters/notary/start/check")
            let check = try await browser.get("/matters/notary/start/check")
            #expect(check.body.contains("身份证.pdf"))
            try await Self.signIn(browser)
            let filed = try await browser.fill("/matters/notary/start/check", [])
            #expect(filed.status == 303, "\(filed.body.text.prefix(500))")
            let rows = try node.rows("SELECT name FROM attachment_entry WHERE record_type = 'online-handling/service_application'")
            #expect(rows.map { $0.text(0) } == ["身份证.pdf"])
            let folder = node.site.settings.attachmentFolder + "/drafts"
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(left.isEmpty)
        }
    }

    @Test(arguments: TestPlace.all)
    func `of a hundred who want the same time, one gets it; the others are told and keep what they typed`(place: TestPlace) async throws {
        try await place.withURL { url, own in
            let node = try Self.node(url, lockKey: own)
            try await hundred(on: node)
            node.kernel.database.close()
        }
    }

    private func hundred(on node: Node) async throws {
        let hundred = 100
        try await node.visit { first in
            let browsers = [first] + (1..<hundred).map { _ in Browser(client: first.client) }
            for (index, browser) in browsers.enumerated() {
                let id = "申请人\(index)"
                try node.kernel.ensurePerson(id: id, name: id, org: "", grants: [Grant(role: "citizen", org: "")], at: node.now)
                _ = try await Self.applicant("grassroots", browser).fill()
                try await browser.enter(as: id, on: node)
            }
            let pages = try await withThrowingTaskGroup(of: Browser.Page.self) { group in
                for browser in browsers { group.addTask { try await browser.fill("/matters/grassroots/start/check", []) } }
                return try await group.reduce(into: [Browser.Page]()) { $0.append($1) }
            }
            #expect(pages.count { $0.status == 303 && $0.location?.hasPrefix("/receipts/") == true } == 1)
            #expect(pages.count { $0.status == 409 && $0.body.contains("约满") } == hundred - 1)
            #expect(
                try node.rows("SELECT taken FROM online_handling__appointment_slot WHERE org = '450103-GL01'").compactMap { $0.int(0) } == [
                    1
                ])
            #expect(try node.rows("SELECT 1 FROM online_handling__appointment").count == 1)
            #expect(try node.rows("SELECT 1 FROM matter_draft").count == hundred - 1)
        }
    }

    @Test func `pressed twice is filed once`() async throws {
        let node = try Self.node()
        try await node.visit { browser in
            _ = try await Self.applicant("mediation", browser).fill()
            try await Self.signIn(browser)
            let page = try await browser.get("/matters/mediation/start/check")
            async let one = browser.post("/matters/mediation/start/check", [("_csrf", page.csrf)])
            async let two = browser.post("/matters/mediation/start/check", [("_csrf", page.csrf)])
            _ = try await (one, two)
            #expect(try node.rows("SELECT 1 FROM apply_mediation__mediation_request").count == 1)
        }
    }

    @Test func `drafts whose time is over are gone with their papers`() async throws {
        let node = try Self.node()
        try await node.visit { browser in
            _ = try await browser.fill("/matters/mediation/start", [])
            #expect(try node.rows("SELECT 1 FROM matter_draft").count == 1)
            node.advance(minutes: 31 * 24 * 60)
            let page = try await browser.get("/matters/mediation/start/type")
            #expect(page.location == "/matters/mediation/start")
            _ = try await browser.fill("/matters/notary/start", [])
            #expect(try node.rows("SELECT matter FROM matter_draft").compactMap { $0.text(0) } == ["notary"])
        }
    }
}
