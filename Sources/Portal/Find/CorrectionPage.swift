import Casework
import Definitions
import Expressions
import HTML
import HTTPTypes
import Hummingbird
import Site
import WorkCalendar

/// Somebody saw that an entry is wrong: no account needed.
struct CorrectionPage {
    let visit: Visit
    let index: DirectoryIndex
    let words: PageWords

    init(visit: Visit, index: DirectoryIndex) {
        self.visit = visit
        self.index = index
        words = visit.words(for: CorrectionText.page)
    }

    private func say(_ text: CorrectionText) -> String { words(text) }

    private func entry() throws -> DirectoryEntry {
        guard let entry = index.entry(visit.parameter("id")) else {
            throw Refusal(.notfound, action: "find.correct", "没有这个机构或人员，或者已不在执业。请从“找机构”重新查找")
        }
        return entry
    }

    /// What stands there now, as it is kept: in Chinese.
    private static func now(_ subject: CorrectionText, _ entry: DirectoryEntry) -> String? {
        switch subject {
        case .phone: entry.phone
        case .address: entry.address
        case .hours: entry.hours?.lines.joined(separator: "；") ?? entry.hoursText
        case .name: entry.name
        default: nil
        }
    }

    /// The same for the reader.
    private func shown(_ subject: CorrectionText, _ entry: DirectoryEntry) -> HTML? {
        if subject == .hours, let hours = entry.hours { return "\(hours.text(words))" }
        return Self.now(subject, entry).map(words.chinese)
    }

    func form(_ form: SubmittedForm? = nil, errors: [FormError] = []) throws -> Response {
        let entry = try entry()
        return try words.speaking { try drawn(entry, form, errors) }
    }

    private func drawn(_ entry: DirectoryEntry, _ form: SubmittedForm?, _ errors: [FormError]) throws -> Response {
        func error(_ name: String) -> String? { errors.first { $0.field == name }?.message }
        let known = CorrectionText.subjects.compactMap { subject in shown(subject, entry).map { (say(subject), $0) } }
        let subjects = CorrectionText.subjects.map { Choice("\($0)", say($0)) }
        let drawn = Form(
            to: "/find/\(entry.id)/correct", csrf: visit.csrf, key: form?.key ?? visit.freshKey(), errors: errors,
            keepAs: "correct-\(entry.id)",
            fields: [
                FormField(
                    "field", say(.which), .choice(subjects, .radios), value: form?["field"], isRequired: true, error: error("field")),
                FormField(
                    "proposed", say(.proposed), .longText(maxLength: 500), value: form?["proposed"], isRequired: true,
                    error: error("proposed")),
                FormField(
                    "phone", say(.yourPhone), .text(.phone, maxLength: 20), value: form?["phone"], help: say(.yourPhoneHelp),
                    error: error("phone")),
            ], buttons: button(say(.send), .primary))
        return try visit.page(
            say(.title), shell: .portal, status: errors.isEmpty ? .ok : .unprocessableContent, in: words,
            body: """
                <div class='question-page'><a class='back' href='\(url: "/find/\(entry.id)")'>\(icon(.chevronLeft))\(words.chinese(entry.name))</a>\(pageHead(say(.heading)))<dl class='fact-list'>\(known.html { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" })</dl>\(drawn)</div>
                """)
    }

    func send(_ form: SubmittedForm) async throws -> Response {
        let entry = try entry()
        guard let subject = CorrectionText.subjects.first(where: { "\($0)" == form["field"] }) else {
            return try self.form(form, errors: [FormError(field: "field", say(.chooseOne))])
        }
        let isCitizen = visit.visitor?.isCitizen == true
        // Whoever deals with it reads Chinese.
        var values: [String: Value] = [
            "target": .string("\(entry.sort.rawValue):\(entry.id)"), "field": .string(subject.rawValue),
            "proposed": .string(form["proposed"] ?? ""),
        ]
        if let now = Self.now(subject, entry) { values["current"] = .string(String(now.prefix(500))) }
        if entry.area.count == 6 { values["area_code"] = .string(entry.area) }
        if let phone = form["phone"] {
            values["reporter"] = .map([.string("name"): .string(visit.visitor?.name ?? "网上访客"), .string("phone"): .string(phone)])
        }
        guard
            try await Attempts(kernel: visit.kernel).take("correction", by: visit.source ?? "", most: 20, within: 60, at: visit.now)
        else { return try self.form(form, errors: [FormError(say(.tooOften))]) }
        // Who has no account speaks through the platform: the desk hears it all the same.
        var request = ActionRequest(
            type: "legal-directory/correction_request", action: "submit", actor: isCitizen ? visit.actor : .system, values: values)
        request.idempotencyKey = form.key.map { "correct|\(visit.csrf.prefix(20))|\($0)" }
        request.source = visit.source
        do {
            let outcome = try await visit.kernel.perform(request, at: visit.now)
            let view = try visit.kernel.view(outcome.type, id: outcome.id, as: .system, at: visit.now)
            return try words.speaking { try received(entry, subject, due: view.moment("due_at"), isCitizen: isCitizen) }
        } catch let refusal as Refusal where refusal.reason == .invalid {
            return try self.form(form, errors: errors(refusal))
        }
    }

    private func received(_ entry: DirectoryEntry, _ subject: CorrectionText, due: Moment?, isCitizen: Bool) throws -> Response {
        let follow: HTML = isCitizen ? linkButton(say(.mine), to: "/me/requests") : .empty
        let until = due.map { words(CorrectionText.latest, words.day($0.day)) } ?? say(.threeDays)
        // A name within a sentence of a button cannot be marked: in another language the button does without it.
        let back = words(CorrectionText.backTo, words.isChinese ? entry.name : say(.entry))
        return try visit.page(
            say(.received), shell: .portal, in: words,
            body: """
                <section class="receipt"><h1>\(icon(.check))\(say(.thanks))</h1><dl><div><dt>\(say(.about))</dt><dd>\(words.chinese(entry.name))</dd></div><div><dt>\(say(.which))</dt><dd>\(say(subject))</dd></div><div><dt>\(say(.when))</dt><dd>\(until)</dd></div></dl><p>\(say(isCitizen ? .willTell : .willMend))</p><div class="buttons">\(linkButton(back, to: "/find/\(entry.id)"))\(follow)</div></section>
                """)
    }

    /// What the definition refused, at its field; in another language in the page's own words.
    private func errors(_ refusal: Refusal) -> [FormError] {
        let errors = refusal.problems.map { problem -> FormError in
            switch problem.field {
            case "proposed": FormError(field: "proposed", words.isChinese ? problem.message : say(.writeProposed))
            case let field where field.hasPrefix("reporter"):
                FormError(field: "phone", words.isChinese ? problem.message : say(.phoneWrong))
            default: FormError(words.isChinese ? problem.message : say(.notTaken))
            }
        }
        return errors.isEmpty ? [FormError(words.isChinese ? refusal.message : say(.notTaken))] : errors
    }
}
