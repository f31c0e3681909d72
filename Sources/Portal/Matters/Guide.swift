import Casework
import Definitions
import Expressions
import WorkCalendar

/// A guide as the public reads it: one item, the version in force.
struct Guide: Sendable {
    struct Material: Sendable {
        var name: String
        var form: String
        var copies: String
        var source: String
        /// `must`, `if`, `optional`.
        var need: String
        var condition: String?
        var isFromApplicant: Bool

        /// Asked for online: what one has to bring along in every case.
        var isNeededOnline: Bool { need == "must" && isFromApplicant }
    }
    struct Option: Sendable {
        var text: String
        var add: [String]
        var remove: [String]
        var fees: [String]
        var note: String?
    }
    struct Situation: Sendable {
        var question: String
        var options: [Option]
    }
    struct Fee: Sendable {
        var name: String
        var standard: String
        var basis: String
        var reduction: String?
    }

    /// Of the item.
    var id: String
    var code: String
    var name: String
    var itemType: String
    var typeLabel: String
    var line: String
    var lineLabel: String
    var isCharged: Bool
    var visits: String
    var target: String
    var receives: String
    var decides: String
    var isSuspended: Bool
    var stopReason: String
    /// Its version's; nil: none has been published.
    var version: String?
    var versionNumber = ""
    var validFrom = ""
    var conditions = ""
    var refusals = ""
    var basis: [String] = []
    var materials: [Material] = []
    var situations: [Situation] = []
    var steps: [(step: String, who: String, limit: String)] = []
    var legalLimit = ""
    var promisedLimit = ""
    var excluded = ""
    var fees: [Fee] = []
    var result = ""
    var remedies = ""
    var questions: [(question: String, answer: String)] = []
    var mistakes: [String] = []
    var windows: [(place: String, hours: String, phone: String)] = []
    /// Digests of blank forms and samples.
    var forms: [String] = []
    var samples: [String] = []

    var matter: Matter? { Matter.of(line: line, itemType: itemType) }
    /// Behind `/matters/`.
    var address: String { code }

    init(item: RecordView) {
        func text(_ field: String) -> String { item.field(field)?.text ?? "" }
        func code(_ field: String) -> String { if case .string(let text) = item[field] { text } else { "" } }
        id = item.id
        self.code = code("item_code")
        name = text("name")
        itemType = code("item_type")
        typeLabel = text("item_type")
        line = code("service_line")
        lineLabel = text("service_line")
        isCharged = item["charge"] == .bool(true)
        visits = text("visits")
        target = text("target")
        receives = text("accept_org")
        decides = text("decide_org")
        isSuspended = item.state == "suspended"
        stopReason = text("stop_reason")
        if case .object(let object) = item["current_guide"] { version = object.identity } else { version = code("current_guide").nonEmpty }
    }

    /// With what its version says.
    func with(_ view: RecordView, state: EngineState) -> Guide {
        var guide = self
        let parts = GuideParts(view: view, state: state)
        guide.versionNumber = view.field("version_no")?.text ?? ""
        guide.validFrom = view.day("valid_from")?.chineseDate ?? ""
        guide.conditions = view.field("conditions")?.text ?? ""
        guide.refusals = view.field("refuse_cases")?.text ?? ""
        guide.excluded = view.field("limit_exclusions")?.text ?? ""
        guide.remedies = view.field("rights_text")?.text ?? ""
        guide.basis = parts.rows("basis").map { "《\($0("law"))》\($0("article"))\($0("text").isEmpty ? "" : "：\($0("text"))")" }
        guide.materials = parts.rows("materials").map { row in
            Material(
                name: row("name"), form: row("form"), copies: row("copies"), source: row("source"), need: row.code("required"),
                condition: row("condition").nonEmpty, isFromApplicant: row.code("source") == "applicant")
        }
        guide.situations = parts.rows("situations").map { row in
            Situation(
                question: row("question"),
                options: row.rows("options").map {
                    Option(
                        text: $0("text"), add: $0.list("add"), remove: $0.list("remove"), fees: $0.list("fees"), note: $0("note").nonEmpty)
                })
        }
        guide.steps = parts.rows("flow").map { ($0("step"), $0("who"), $0("limit")) }
        guide.legalLimit = parts.limit("legal_limit")
        guide.promisedLimit = parts.limit("promise_limit")
        guide.fees = parts.rows("fees").map { row in
            Fee(
                name: row("name"), standard: "\(row("standard"))\(row("unit").isEmpty ? "" : "（每\(row("unit"))）")", basis: row("basis"),
                reduction: row("reduce_rule").nonEmpty)
        }
        if let row = parts.row("result") {
            guide.result = [row("name"), row("form"), row("delivery"), row("validity")].filter { !$0.isEmpty }.joined(separator: "，")
        }
        guide.questions = parts.rows("faq").map { ($0("question"), $0("answer")) }
        guide.mistakes = parts.list("common_errors")
        guide.forms = parts.list("forms")
        guide.samples = parts.list("samples")
        guide.windows = parts.rows("windows").map { ($0("place"), $0("hours"), $0("phone")) }
        return guide
    }

    /// What applies to a case, by the options chosen (their places, question by question; nil: not answered).
    func applied(_ chosen: [Int?]) -> (materials: [Material], fees: [Fee], notes: [String]) {
        let options = zip(situations, chosen).compactMap { situation, index in
            index.flatMap { situation.options.indices.contains($0) ? situation.options[$0] : nil }
        }
        let added = Set(options.flatMap(\.add))
        let removed = Set(options.flatMap(\.remove))
        let isDecided = !situations.isEmpty && options.count == situations.count
        let materials = materials.filter { material in
            if removed.contains(material.name) { return false }
            return material.need != "if" || added.contains(material.name) || !isDecided
        }.map { material in
            var material = material
            if added.contains(material.name) { (material.need, material.condition) = ("must", nil) }
            return material
        }
        let wanted = Set(options.flatMap(\.fees))
        return (materials, wanted.isEmpty ? fees : fees.filter { wanted.contains($0.name) }, options.compactMap(\.note))
    }
}

/// Composite fields of a version, as people read them.
struct GuideParts {
    let view: RecordView
    let state: EngineState

    struct Row {
        let map: [Value: Value]
        let fields: [FieldDefinition]
        let state: EngineState

        /// As people read it.
        func callAsFunction(_ name: String) -> String {
            guard let value = map[.string(name)], let field = fields.first(where: { $0.id == name }) else { return "" }
            return Presentation(state: state).text(value, field)
        }
        func code(_ name: String) -> String { if case .string(let text)? = map[.string(name)] { text } else { "" } }
        func list(_ name: String) -> [String] {
            guard case .list(let items)? = map[.string(name)] else { return [] }
            return items.compactMap { if case .string(let text) = $0 { text } else { nil } }
        }
        func rows(_ name: String) -> [Row] { GuideParts.rows(map[.string(name)] ?? .null, fields.first { $0.id == name }?.type, state) }
    }

    private static func fields(_ type: FieldType?, _ state: EngineState) -> [FieldDefinition] {
        switch type {
        case .structure(let id): state.catalogue.structure(id)?.fields ?? []
        case .inline(let fields): fields
        case .list(let element): fields(element, state)
        default: []
        }
    }

    static func rows(_ value: Value, _ type: FieldType?, _ state: EngineState) -> [Row] {
        guard case .list(let items) = value else { return [] }
        let fields = fields(type, state)
        return items.compactMap { if case .map(let map) = $0 { Row(map: map, fields: fields, state: state) } else { nil } }
    }

    func rows(_ field: String) -> [Row] { Self.rows(view[field], view.field(field)?.definition.type, state) }

    func row(_ field: String) -> Row? {
        guard case .map(let map) = view[field] else { return nil }
        return Row(map: map, fields: Self.fields(view.field(field)?.definition.type, state), state: state)
    }

    func list(_ field: String) -> [String] {
        guard case .list(let items) = view[field] else { return [] }
        return items.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }

    /// `7日（自收到申请起；《法律援助法》第四十三条）`.
    func limit(_ field: String) -> String {
        guard let row = row(field) else { return "" }
        let unit = row("unit")
        let why = [row("start").nonEmpty.map { "自\($0)起" }, row("basis").nonEmpty].compactMap { $0 }.joined(separator: "；")
        return "\(row("n"))\(unit == "月" ? "个月" : unit == "工作日" ? "个工作日" : unit)\(why.isEmpty ? "" : "（\(why)）")"
    }
}
