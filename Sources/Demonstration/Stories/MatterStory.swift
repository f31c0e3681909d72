import Casework
import Expressions
import Storage
import WorkCalendar

/// One of the nine matters of online handling: the citizen's form, the desk's look at it, the hand-over, and what the institution makes of it.
final class MatterStory: Story {
    /// On what a step acts.
    private enum Target { case new, matter, application, counterpart, appointment, slot }

    private struct Step {
        var type: String
        var action: String
        var on: Target
        var by: Actor
        var values: (Province) -> [String: Value]
        /// Minutes that pass before it, and whose hours they are.
        var wait: ClosedRange<Int>
        var hours: Hours
    }

    private var steps: [Step] = []
    private let citizen: Actor
    private let phone: String
    private var ids: [Target: String] = [:]
    /// When the appointment begins, where there is one.
    private var appointmentAt: Moment?

    private static let frame = "online-handling/service_application"
    private static let counterpart = "business-counterpart/counterpart_case"
    private static let appointment = "online-handling/appointment"

    init?(_ province: Province) throws {
        citizen = province.anyCitizen()
        phone = OrderStory.phone(&province.chance)
        let county = province.places.county(&province.chance).code
        let kind = province.chance.weighted([
            ("aid", 34), ("mediation", 26), ("licence", 14), ("notary", 10), ("lawyer", 10), ("arbitration", 6),
        ])
        switch kind {
        case "aid": try plotLegalAid(province, county)
        case "mediation": try plotMediation(province, county)
        case "licence": plotLicence(province, county)
        case "notary": try plotNotary(province, county)
        case "lawyer": plotLawyer(province, county)
        default: try plotArbitration(province)
        }
        guard !steps.isEmpty else { return nil }
        // Some of what came in lately still lies on the desks.
        if province.isRecent, province.chance.chance(0.5) { steps = Array(steps.prefix(province.chance.within(1...steps.count))) }
    }

    func proceed(in province: Province) throws -> Moment? {
        guard !steps.isEmpty else { return nil }
        let step = steps.removeFirst()
        if step.on == .counterpart, let application = ids[.application] {
            let row = try province.connection.first(
                "SELECT counterpart FROM online_handling__service_application WHERE _id = \(application)")
            ids[.counterpart] = row?.text(0)
        }
        let record = step.on == .new ? nil : ids[step.on]
        guard step.on == .new || record != nil,
            let outcome = try province.act(step.type, step.action, on: record, as: step.by, step.values(province))
        else { return nil }
        if step.on == .new { ids[step.type == "online-handling/appointment_slot" ? .slot : .matter] = outcome.id }
        for one in outcome.created {
            if one.type == Self.frame { ids[.application] = one.id }
            if one.type == Self.appointment { ids[.appointment] = one.id }
        }
        guard let next = steps.first else { return nil }
        if next.action == "check_in", let appointmentAt {
            return Moment(clamping: appointmentAt.milliseconds - Int64(province.chance.within(2...25)) * 60_000)
        }
        return province.moment(after: next.wait, next.hours)
    }

    // MARK: Plots

    private func then(
        _ type: String, _ action: String, on: Target, by: Actor, _ wait: ClosedRange<Int>, _ hours: Hours = .office,
        _ values: @escaping (Province) -> [String: Value] = { _ in [:] }
    ) {
        steps.append(Step(type: type, action: action, on: on, by: by, values: values, wait: wait, hours: hours))
    }

    private var party: Value { .map([.string("name"): .string(citizen.name), .string("phone"): .string(phone)]) }

    private func other(_ province: Province) -> Value {
        .map([.string("name"): .string(Names.person(&province.chance)), .string("role"): .string("opponent")])
    }

    /// The directory's entry of the institution.
    private func entry(_ province: Province, _ institution: String) throws -> String? {
        try province.connection.first(
            "SELECT _id FROM legal_directory__dir_org WHERE agency_org = \(institution) AND _state = 'published'")?
            .text(0)
    }

    private func plotLegalAid(_ province: Province, _ county: String) throws {
        guard let place = province.places.institutions(of: county, "LA").first, let center = try entry(province, place.code) else { return }
        let clerk = province.holder("agency_clerk", at: place.code)
        let type = "apply-legal-aid/legal_aid_application"
        let wage = province.chance.chance(0.6)
        let amount = Int64(province.chance.within(40...600)) * 100
        then(type, "submit", on: .new, by: citizen, 0...0, .citizen) { [party] _ in
            [
                "form_type": .string("represent"), "matter_kind": .string(wage ? "labour_arb" : "civil"),
                "matter": .string(wage ? "labour" : "injury"), "case_stage": .string(wage ? "arbitration" : "first"),
                "organ": .string(wage ? "劳动人事争议仲裁委员会" : "基层人民法院"), "organ_area": .string(county),
                "accept_center": .string(center), "applicant": party, "exempt_type": .string(wage ? "migrant" : "relief"),
                "facts": .string(wage ? "在工地做工，被拖欠劳动报酬。" : "发生交通事故受伤，对方拒绝赔偿。"),
                "claim": .string(wage ? "请求支付劳动报酬。" : "请求赔偿医疗费、误工费。"), "amount": .int(amount),
            ]
        }
        then(Self.frame, "prereview_pass", on: .application, by: province.holder("front_desk", at: county), 20...400)
        then(Self.counterpart, "aid_review", on: .counterpart, by: clerk, 3...25, .clock)
        let grants = province.chance.chance(0.88)
        if grants {
            then(Self.counterpart, "aid_grant", on: .counterpart, by: clerk, 300...4_000) {
                ["case_no": .string("演示援〔\($0.now.day.year)〕\($0.chance.within(1...9_999))号")]
            }
            then(Self.counterpart, "aid_assign", on: .counterpart, by: clerk, 60...1_800) { _ in ["assigned_org": .string("演示律师事务所")] }
            then(Self.counterpart, "aid_handle", on: .counterpart, by: clerk, 60...1_400)
            then(Self.counterpart, "aid_close", on: .counterpart, by: clerk, 20_000...60_000) { _ in ["recovered": .int(amount)] }
        } else {
            then(Self.counterpart, "aid_refuse", on: .counterpart, by: clerk, 300...4_000) { _ in
                ["refuse_reason": .string("out_of_scope"), "reason": .string("不属于法律援助事项范围，已告知其他途径。")]
            }
            then(Self.counterpart, "finish", on: .counterpart, by: clerk, 30...600)
        }
    }

    private func plotMediation(_ province: Province, _ county: String) throws {
        guard let place = province.places.institutions(of: county, "MC").first, let committee = try entry(province, place.code),
            let person = try province.connection.first(
                "SELECT _id FROM legal_directory__dir_person WHERE agency_org = \(place.code) AND kind = 'M' ORDER BY _id LIMIT 1")?.text(0)
        else { return }
        let mediator = province.holder("mediator", at: place.code)
        let type = "apply-mediation/mediation_request"
        let kind = province.chance.pick([
            ("neighbour", "两家因排水沟堵塞发生争执。", "疏通排水沟"), ("debt", "借款到期未还。", "归还借款"), ("forest_land", "两户林地界址不清。", "确认界址"),
        ])
        then(type, "submit", on: .new, by: citizen, 0...0, .citizen) { [self] province in
            [
                "dispute_type": .string(kind?.0 ?? "other"), "facts": .string(kind?.1 ?? "略"), "claim": .string(kind?.2 ?? "略"),
                "applicants": .list([party]), "respondents": .list([other(province)]), "area_code": .string(county),
                "township": .string("城关镇"), "committee": .string(committee),
            ]
        }
        then(Self.counterpart, "acknowledge", on: .counterpart, by: mediator, 3...25, .clock)
        then(type, "invite", on: .matter, by: mediator, 60...900)
        if province.chance.chance(0.15) {
            then(type, "refuse", on: .matter, by: mediator, 100...2_000)
            then(Self.counterpart, "med_close", on: .counterpart, by: mediator, 60...900)
            return
        }
        then(type, "agree", on: .matter, by: mediator, 100...2_000)
        then(Self.counterpart, "med_start", on: .counterpart, by: mediator, 200...3_000) { _ in ["mediators": .list([.string(person)])] }
        then(Self.counterpart, "med_settle", on: .counterpart, by: mediator, 2_000...20_000) {
            [
                "agreement_form": .string("written"), "agreement_on": .string("\($0.now.day)"), "signed": .bool(true),
                "agreement_terms": .string("双方互谅互让，按约定履行。"),
            ]
        }
        then(Self.counterpart, "med_perform", on: .counterpart, by: mediator, 3_000...20_000)
        then(Self.counterpart, "med_close", on: .counterpart, by: mediator, 3_000...20_000) { _ in ["performed": .string("done")] }
    }

    private func plotLicence(_ province: Province, _ county: String) {
        let city = province.places.city(of: county)
        let region = province.places.department.code
        let officer = province.holder("line_officer", at: city)
        let type = "apply-licence/licence_application"
        then(type, "submit", on: .new, by: citizen, 0...0, .citizen) { [party] _ in
            ["item_kind": .string("lawyer"), "accept_org": .string(city), "applicant": party]
        }
        then(type, "accept", on: .matter, by: officer, 200...3_000)
        then(type, "start_review", on: .matter, by: officer, 60...900)
        then(type, "report", on: .matter, by: officer, 2_000...14_000) { _ in ["review_opinion": .string("材料齐全，符合法定条件。")] }
        then(type, "grant", on: .matter, by: province.holder("deputy_leader", at: region), 1_500...9_000) {
            let number = $0.chance.within(1...99_999)
            return ["decision_no": .string("桂演许〔\($0.now.day.year)〕\(number)号"), "licence_no": .string("演示\(number)")]
        }
        then(Self.frame, "deliver", on: .application, by: province.holder("window", at: city), 300...5_000) { _ in
            ["delivery": .string("window")]
        }
    }

    private func plotNotary(_ province: Province, _ county: String) throws {
        guard let place = province.places.institutions(of: county, "NO").first, let office = try entry(province, place.code) else { return }
        guard let slot = plotSlot(province, at: place.code, service: "notary") else { return }
        let clerk = province.holder("agency_clerk", at: place.code)
        then("apply-notary/notary_application", "book", on: .new, by: citizen, 5...60, .citizen) { [self] _ in
            [
                "matter": .string("will"), "purpose": .string("处分个人财产"), "interest": .string("本人财产"), "applicant": party,
                "office": .string(office), "jurisdiction_basis": .string("domicile"), "slot": .string(ids[.slot] ?? ""),
            ]
        }
        visit(province, clerk, at: place.code, slot)
    }

    private func plotLawyer(_ province: Province, _ county: String) {
        guard let place = province.places.institutions(of: county, "LF").first,
            let slot = plotSlot(province, at: place.code, service: "consult")
        else { return }
        let clerk = province.holder("agency_clerk", at: place.code)
        let type = "apply-lawyer/lawyer_appointment"
        let field = province.chance.pick(["debt", "labor", "family", "traffic"]) ?? "debt"
        then(type, "book", on: .new, by: citizen, 5...60, .citizen) { [self] _ in
            [
                "purpose_kind": .string("public_consult"), "law_field": .string(field), "brief": .string("想当面咨询，请律师看看材料。"),
                "person": party, "slot": .string(ids[.slot] ?? ""),
            ]
        }
        then(type, "check_conflict", on: .matter, by: clerk, 5...60) { _ in ["result": .string("clear")] }
        visit(province, clerk, at: place.code, slot)
        then(type, "record", on: .matter, by: clerk, 5...60) {
            ["consult_note": .string("已解答，建议保存证据。"), "minutes": .int(Int64($0.chance.within(12...30)))]
        }
    }

    private func plotArbitration(_ province: Province) throws {
        guard let city = province.places.cities.first(where: { !province.places.institutions(of: $0.code, "AC").isEmpty }),
            let place = province.places.institutions(of: city.code, "AC").first, let institution = try entry(province, place.code)
        else { return }
        let clerk = province.holder("agency_clerk", at: place.code)
        let type = "apply-arbitration/arbitration_request"
        then(type, "submit", on: .new, by: citizen, 0...0, .citizen) { [self] province in
            [
                "service": .string("file"), "institution": .string(institution), "applicants": .list([party]),
                "respondents": .list([other(province)]), "agreement_state": .string("written"), "agreement_kind": .string("clause"),
                "agreement_text": .string("因本合同发生的争议，提交\(place.name)仲裁。"), "claims": .string("请求支付货款。"),
                "facts": .string("合同约定仲裁，对方拖欠货款。"),
                "evidence": .list([.map([.string("name"): .string("买卖合同")])]),
            ]
        }
        then(type, "accept", on: .matter, by: clerk, 300...3_000) {
            ["case_no": .string("演示仲字〔\($0.now.day.year)〕\($0.chance.within(1...9_999))号")]
        }
    }

    /// A slot that the institution opens for one of the coming days; nil where no day can be found.
    private func plotSlot(_ province: Province, at institution: String, service: String) -> Moment? {
        guard let wanted = try? province.now.day.adding(days: province.chance.within(2...9)),
            let day = try? province.state.calendar.nextWorkday(onOrAfter: wanted)
        else { return nil }
        let hour = DirectoryEntries.padded(province.chance.within(9...16))
        let clerk = province.holder("agency_clerk", at: institution)
        then("online-handling/appointment_slot", "create", on: .new, by: clerk, 0...0, .desk) { _ in
            [
                "service": .string(service), "mode": .string("onsite"), "date": .string("\(day)"), "from": .string("\(hour):00"),
                "to": .string("\(hour):30"), "capacity": .int(1),
            ]
        }
        return Moment(day: day, hour: Int(hour) ?? 9, minute: 0)
    }

    /// Confirmed, come to, held.
    private func visit(_ province: Province, _ clerk: Actor, at institution: String, _ slot: Moment) {
        then(Self.appointment, "confirm", on: .appointment, by: clerk, 10...200)
        appointmentAt = slot
        then(Self.appointment, "check_in", on: .appointment, by: citizen, 0...0, .clock)
        let practitioner = province.holder("practitioner", at: institution)
        then(Self.appointment, "start", on: .appointment, by: practitioner, 3...15, .clock)
        then(Self.appointment, "finish", on: .appointment, by: practitioner, 10...28, .clock) { _ in ["result_note": .string("已当面办理。")] }
    }
}
