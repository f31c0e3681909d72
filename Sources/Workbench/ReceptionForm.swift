import Casework
import Definitions
import HTML
import Site

/// Taking a visitor down: the identity number first, because a reader types it and it tells who comes again.
struct ReceptionForm {
    let visit: Visit
    let draft: ReceptionDraft?

    init(_ visit: Visit, _ draft: ReceptionDraft?) {
        self.visit = visit
        self.draft = draft?.place == .visitor ? draft : nil
    }

    /// Parts of the visitor, in the order of the talk; the first two are looked up.
    static let parts = ["id_no", "phone", "name", "id_type", "gender", "birth_date", "lang", "access_need", "person_group"]
    static let fields = ["service_line", "summary", "window", "group_size", "representatives"]
    private static let keys: Set<String> = ["id_no", "phone"]

    var html: HTML {
        get throws {
            guard let definition = visit.site.state.definition(ReceptionDesk.visit), let register = definition.action("register") else {
                return .empty
            }
            let form = RecordForm(
                definition: definition, action: register, submitted: draft?.form, problems: draft?.refusal?.problems ?? [],
                state: visit.site.state, actor: visit.actor)
            let picked = FieldPicker([form])
            let all = picked.parts(of: "visitor", Self.parts).map { field -> FormField in
                var field = field
                if field.name == "visitor.id_no" {
                    field.help = "放上身份证或手工输入；读卡后按回车即查"
                    field.control = .text(.idCard, maxLength: 30)
                    field.error = field.error ?? draft?.found?.fault
                }
                if case .choice(let choices, .radios) = field.control { field.control = .choice(choices, .select) }
                return field
            }
            let first = all.filter { Self.keys.contains(String($0.name.dropFirst("visitor.".count))) }
            let rest = all.filter { !Self.keys.contains(String($0.name.dropFirst("visitor.".count))) }
            let known: HTML = draft?.found?.html(visit) ?? .empty
            let shown = Self.fields + Self.parts.map { "visitor.\($0)" }
            let conduct = EmergencyConduct(texts: [draft?.form["summary"]], marks: [], words: HotlineReading(visit: visit).words)
            let plain = picked.fields(Self.fields).map { field -> FormField in
                var field = field
                field.isRequired = ["service_line", "summary"].contains(field.name)
                return field
            }
            return """
                <form class="form call-form" method="post" action="\(ReceptionDesk.path)/visitor" data-keep="reception.visitor" data-listens><button type="submit" class="default-submit" name="_do" value="look" tabindex="-1" aria-hidden="true" formnovalidate></button>\(hiddenFields(csrf: visit.csrf, key: visit.freshKey()))\(errorSummary(picked.errors(draft?.refusal, shown: shown)))<fieldset class="call-part"><legend>来访人（咨询可以不登记）</legend><div class="form-fields">\(first)</div><div class="buttons look-up"><button type="submit" class="button secondary" name="_do" value="look" formnovalidate data-key="KeyQ" aria-keyshortcuts="Alt+Q">\(icon(.search))核验号码并查此前来访</button></div>\(known)<div class="form-fields">\(rest)</div></fieldset>\(conduct.panels())<fieldset class="call-part"><legend>来访事由</legend><div class="form-fields">\(plain)</div></fieldset><div class="buttons form-buttons call-buttons"><button type="submit" class="button primary" name="_do" value="register" data-key="KeyS" aria-keyshortcuts="Alt+S">登记来访</button></div></form>
                """
        }
    }
}
