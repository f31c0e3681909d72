import Definitions
import Expressions
import Foundation
import Identifiers
import WorkCalendar

/// Reads what people and machines typed into the value that a field holds: once, at the door, strictly.
///
/// Never trims meaning away and never repairs: a mended code sends the case to another county. What is wrong is said in Chinese with the mend.
struct FieldReading {
    let catalogue: Catalogue
    let tree: OrganisationTree
    let patterns: FieldPatterns
    /// Values come from the platform itself: money is whole 分 already.
    let valuesAreStored: Bool
    /// Answers whether a record, user or attachment exists.
    let exists: (_ kind: Existing) throws -> Bool

    enum Existing {
        case record(type: String, id: String)
        case user(String)
        case file(String)
    }

    struct Problem: Error {
        /// Path below the field: empty for the field itself.
        var path: [String]
        var message: String
    }

    /// - Returns: `.null` for an empty value.
    func read(_ raw: Value, as field: FieldDefinition) throws -> Value {
        let value = try read(raw, type: field.type, field: field)
        if case .null = value { return value }
        try checkBounds(value, field)
        if let pattern = field.pattern, case .string(let text) = value, !patterns.matches(text, pattern) {
            throw Problem(path: [], message: field.patternMessage ?? "格式不符，应符合：\(pattern)")
        }
        return value
    }

    private func read(_ raw: Value, type: FieldType, field: FieldDefinition) throws -> Value {
        if case .null = raw { return .null }
        if case .string("") = raw { return .null }
        switch type {
        case .text, .address: return try text(raw, isLong: false)
        case .longtext: return try text(raw, isLong: true)
        case .number: return .int(try integer(raw))
        case .decimal: return .double(try real(raw))
        case .money: return .int(try money(raw))
        case .bool: return .bool(try truth(raw))
        case .date: return try date(raw)
        case .datetime: return try datetime(raw)
        case .time: return try time(raw)
        case .code(let list): return try code(raw, list)
        case .org: return try organisation(raw)
        case .user: return try user(raw)
        case .ref(let targets): return try reference(raw, targets)
        case .idcard: return try idcard(raw)
        case .phone: return try phone(raw)
        case .geo: return try geo(raw)
        case .file: return try file(raw)
        case .list(let element): return try list(raw, element, field)
        case .structure(let id):
            guard let structure = catalogue.structure(id) else { throw Problem(path: [], message: "没有名为 \(id) 的结构") }
            return try composite(raw, structure.fields)
        case .inline(let fields): return try composite(raw, fields)
        }
    }

    // MARK: Text

    private func string(_ raw: Value) throws -> String {
        switch raw {
        // No field holds it and no database keeps it; nothing is looked up by it.
        case .string(let text) where text.utf8.contains(0): throw Problem(path: [], message: "含有空字符（NUL），请删除后重新填写")
        case .string(let text): return text
        case .int(let number): return String(number)
        case .uint(let number): return String(number)
        default: throw Problem(path: [], message: "应为文字")
        }
    }

    private func text(_ raw: Value, isLong: Bool) throws -> Value {
        let text = try string(raw).precomposedStringWithCanonicalMapping
        for scalar in text.unicodeScalars {
            let isLineBreak = scalar == "\n" || scalar == "\r" || scalar == "\t"
            if scalar.value == 0 { throw Problem(path: [], message: "含有空字符（NUL），请删除后重新填写") }
            if (scalar.value < 0x20 && !(isLong && isLineBreak)) || (0x7F...0x9F).contains(scalar.value) {
                throw Problem(path: [], message: isLineBreak ? "只能写一行，请去掉换行" : "含有不可见的控制字符，请删除后重新填写")
            }
        }
        let unified = isLong ? text.replacing("\r\n", with: "\n") : text
        let trimmed = unified.trimmingCharacters(in: .whitespacesAndNewlines)
        return trimmed.isEmpty ? .null : .string(trimmed)
    }

    // MARK: Numbers

    private func integer(_ raw: Value) throws -> Int64 {
        switch raw {
        case .int(let number): return number
        case .uint(let number):
            guard let signed = Int64(exactly: number) else { throw Problem(path: [], message: "数字太大") }
            return signed
        case .double(let number):
            guard let whole = Int64(exactly: number) else { throw Problem(path: [], message: "应为整数") }
            return whole
        case .string(let text):
            guard let number = Int64(text.trimmingCharacters(in: .whitespaces)) else { throw Problem(path: [], message: "应为整数，例如 12") }
            return number
        default: throw Problem(path: [], message: "应为整数，例如 12")
        }
    }

    private func real(_ raw: Value) throws -> Double {
        let number: Double? =
            switch raw {
            case .double(let number): number
            case .int(let number): Double(number)
            case .uint(let number): Double(number)
            // Digits only: no hexadecimal, no words such as nan.
            case .string(let text) where text.utf8.allSatisfy { "0123456789.+-eE ".utf8.contains($0) }:
                Double(text.trimmingCharacters(in: .whitespaces))
            default: nil
            }
        guard let number, number.isFinite else { throw Problem(path: [], message: "应为数字，例如 12.5") }
        return number
    }

    /// People write 元 with at most two decimals; kept as whole 分.
    private func money(_ raw: Value) throws -> Int64 {
        let wrong = Problem(path: [], message: "应为金额（元），最多两位小数，例如 18600 或 18600.50")
        let text: String
        switch raw {
        case .int(let cents) where valuesAreStored: return cents
        case .int(let yuan):
            let (cents, overflow) = yuan.multipliedReportingOverflow(by: 100)
            guard !overflow else { throw Problem(path: [], message: "金额太大") }
            return cents
        case .double(let yuan):
            let cents = (yuan * 100).rounded()
            guard abs(yuan * 100 - cents) < 1e-6, let whole = Int64(exactly: cents) else { throw wrong }
            return whole
        case .string(let typed): text = typed.replacing(",", with: "").replacing("，", with: "").trimmingCharacters(in: .whitespaces)
        default: throw wrong
        }
        let isNegative = text.hasPrefix("-")
        let parts = (isNegative ? text.dropFirst() : text[...]).split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), !parts[0].isEmpty, parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let yuan = Int64(parts[0])
        else { throw wrong }
        var cents: Int64 = 0
        if parts.count == 2 {
            guard (1...2).contains(parts[1].count), let fraction = Int64(parts[1]) else { throw wrong }
            cents = parts[1].count == 1 ? fraction * 10 : fraction
        }
        let (whole, overflow) = yuan.multipliedReportingOverflow(by: 100)
        let (sum, overflowed) = whole.addingReportingOverflow(cents)
        guard !overflow, !overflowed else { throw Problem(path: [], message: "金额太大") }
        return isNegative ? -sum : sum
    }

    private func truth(_ raw: Value) throws -> Bool {
        switch raw {
        case .bool(let truth): return truth
        case .int(0): return false
        case .int(1): return true
        case .string(let text):
            switch text {
            case "true", "是", "on", "1", "yes": return true
            case "false", "否", "off", "0", "no": return false
            default: throw Problem(path: [], message: "应为“是”或“否”")
            }
        default: throw Problem(path: [], message: "应为“是”或“否”")
        }
    }

    // MARK: Time

    private func date(_ raw: Value) throws -> Value {
        switch raw {
        case .timestamp(let stamp): return .timestamp(Moment(stamp).day.startTimestamp)
        case .string(let text):
            if let day = Day(text) { return .timestamp(day.startTimestamp) }
            if let moment = Moment(text) { return .timestamp(moment.day.startTimestamp) }
            throw Problem(path: [], message: "没有这一天；日期写作 2026-03-02")
        default: throw Problem(path: [], message: "日期写作 2026-03-02")
        }
    }

    private func datetime(_ raw: Value) throws -> Value {
        switch raw {
        case .timestamp: return raw
        case .string(let text):
            if let moment = Moment(text.replacing(" ", with: "T")) { return .timestamp(moment.timestamp) }
            if let day = Day(text) { return .timestamp(day.startTimestamp) }
            throw Problem(path: [], message: "没有这个时刻；写作 2026-03-02T09:00")
        default: throw Problem(path: [], message: "时刻写作 2026-03-02T09:00")
        }
    }

    private func time(_ raw: Value) throws -> Value {
        guard case .string(let text) = raw, text.utf8.count == 5, Moment("2000-01-01T\(text)") != nil else {
            throw Problem(path: [], message: "时间写作 09:00")
        }
        return raw
    }

    // MARK: Things that must exist

    private func code(_ raw: Value, _ list: String) throws -> Value {
        let code: String
        switch raw {
        case .string, .int: code = try string(raw)
        case .bool(let truth): code = truth ? "true" : "false"
        default: throw Problem(path: [], message: "应为代码")
        }
        guard let codes = catalogue.codeList(list) else { throw Problem(path: [], message: "没有名为 \(list) 的代码表") }
        guard codes.contains(code) else {
            let shown = codes.entries.prefix(12).map { "\($0.code) \($0.label)" }.joined(separator: "、")
            throw Problem(path: [], message: "“\(code.prefix(40))”不在“\(codes.name)”之中，可选：\(shown)\(codes.entries.count > 12 ? " 等" : "")")
        }
        return .string(code)
    }

    private func organisation(_ raw: Value) throws -> Value {
        let text = try string(raw)
        guard let organisation = tree.resolve(text) else { throw Problem(path: [], message: "没有代码或名称为“\(text.prefix(40))”的单位") }
        return .string(organisation.code)
    }

    private func user(_ raw: Value) throws -> Value {
        let id = try string(raw)
        guard try exists(.user(id)) else { throw Problem(path: [], message: "没有这个用户，请从名单中选择") }
        return .string(id)
    }

    private func reference(_ raw: Value, _ targets: [String]) throws -> Value {
        let text: String
        if case .object(let object) = raw { text = object.identity } else { text = try string(raw) }
        if targets.count == 1, let target = targets.first {
            let id = RecordReference(text: text).map { $0.type == target ? $0.id : text } ?? text
            // A system that is not of this node: what it is called there is all there is to know.
            if catalogue.record(target) == nil { return .string(try foreign(id)) }
            guard try exists(.record(type: target, id: id)) else {
                throw Problem(path: [], message: "没有这条\(catalogue.record(target)?.name ?? "记录")，请重新选择")
            }
            return .string(id)
        }
        if let reference = RecordReference(text: text) {
            if targets.contains(reference.type), catalogue.record(reference.type) == nil { return .string(try foreign(reference.text)) }
            guard targets.contains(reference.type), try exists(.record(type: reference.type, id: reference.id)) else {
                throw Problem(path: [], message: "没有这条记录，请重新选择")
            }
            return .string(reference.text)
        }
        // A bare id: record ids are unique over all types, so the one target that holds it is meant.
        for target in targets where try exists(.record(type: target, id: text)) {
            return .string(RecordReference(type: target, id: text).text)
        }
        throw Problem(path: [], message: "没有这条记录，请重新选择")
    }

    /// The name of something that another system keeps: whether it is there cannot be asked, but it is one line and no longer than a line.
    private func foreign(_ name: String) throws -> String {
        let line = FieldDefinition(id: "", label: "", type: .text, position: .builtIn)
        guard case .string(let text) = try read(.string(name), as: line) else { throw Problem(path: [], message: "请填写编号") }
        return text
    }

    private func file(_ raw: Value) throws -> Value {
        let hash = try string(raw)
        guard try exists(.file(hash)) else { throw Problem(path: [], message: "没有这个附件，请重新上传") }
        return .string(hash)
    }

    // MARK: Identifiers

    private func idcard(_ raw: Value) throws -> Value {
        let text = try string(raw)
        guard let card = IDCard(text.uppercased()) else {
            throw Problem(path: [], message: "身份证号码不对：\(IDCard.examine(text.uppercased()).reason ?? "请核对")")
        }
        return .string(card.description)
    }

    private func phone(_ raw: Value) throws -> Value {
        let text = try string(raw)
        guard let phone = Phone(text) else { throw Problem(path: [], message: "电话号码不对：\(Phone.examine(text).reason ?? "请核对")") }
        return .string(phone.description)
    }

    private func geo(_ raw: Value) throws -> Value {
        let parts = try string(raw).split(separator: ",").compactMap { Double($0.trimmingCharacters(in: .whitespaces)) }
        guard parts.count == 2, (-180...180).contains(parts[0]), (-90...90).contains(parts[1]) else {
            throw Problem(path: [], message: "坐标写作“经度,纬度”，例如 108.37,22.82")
        }
        return .string("\(parts[0]),\(parts[1])")
    }

    // MARK: Composites

    private func list(_ raw: Value, _ element: FieldType, _ field: FieldDefinition) throws -> Value {
        let items: [Value]
        switch raw {
        case .list(let list): items = list
        // A form sends one ticked box as a single value.
        case .string(let text) where !element.isComposite:
            items = text.split(whereSeparator: { ",，、".contains($0) }).map { .string($0.trimmingCharacters(in: .whitespaces)) }
        default: items = [raw]
        }
        var read: [Value] = []
        for (index, item) in items.enumerated() {
            do {
                let value = try self.read(item, type: element, field: field)
                if case .null = value { continue }
                // The field's own bounds count the items.
                try checkBounds(value, FieldDefinition(id: field.id, label: field.label, type: element, position: field.position))
                read.append(value)
            } catch let problem as Problem { throw Problem(path: [String(index)] + problem.path, message: problem.message) }
        }
        return read.isEmpty ? .null : .list(read)
    }

    private func composite(_ raw: Value, _ fields: [FieldDefinition]) throws -> Value {
        guard case .map(let map) = raw else { throw Problem(path: [], message: "应为一组有名字的值") }
        var result: [Value: Value] = [:]
        let known = Set(fields.map(\.id))
        for key in map.keys {
            guard case .string(let name) = key, known.contains(name) else { throw Problem(path: [], message: "没有名为“\(key)”的项") }
        }
        for part in fields {
            do {
                let value = try read(map[.string(part.id)] ?? .null, as: part)
                if case .null = value {
                    if case .always = part.required { throw Problem(path: [], message: "请填写“\(part.label)”") }
                } else {
                    result[.string(part.id)] = value
                }
            } catch let problem as Problem { throw Problem(path: [part.id] + problem.path, message: problem.message) }
        }
        return result.isEmpty ? .null : .map(result)
    }

    /// Combining marks pile up on one character without end: so many scalars a character are enough for every script and emoji.
    private static let scalarsPerCharacter = 16

    private func checkBounds(_ value: Value, _ field: FieldDefinition) throws {
        if case .string(let text) = value, [.text, .address, .longtext].contains(field.type) {
            let greatest = field.max ?? (field.type == .longtext ? 20_000 : 200)
            let (scalars, overflow) = greatest.multipliedReportingOverflow(by: Int64(Self.scalarsPerCharacter))
            if !overflow, Int64(text.unicodeScalars.count) > scalars { throw Problem(path: [], message: "含有过多的组合符号，请删除后重新填写") }
        }
        func outside(_ size: Int64, _ least: Int64?, _ greatest: Int64?, _ unit: String) -> String? {
            if let greatest, size > greatest { return "最多\(greatest)\(unit)，现为\(size)\(unit)" }
            if let least, size < least { return "至少\(least)\(unit)，现为\(size)\(unit)" }
            return nil
        }
        func outside(_ size: Double, _ least: Int64?, _ greatest: Int64?, _ unit: String = "") -> String? {
            if let greatest, size > Double(greatest) { return "最多\(greatest)\(unit)" }
            if let least, size < Double(least) { return "至少\(least)\(unit)" }
            return nil
        }
        let message: String? =
            switch (value, field.type) {
            case (.string(let text), .text), (.string(let text), .address): outside(Int64(text.count), field.min, field.max ?? 200, "字")
            case (.string(let text), .longtext): outside(Int64(text.count), field.min, field.max ?? 20_000, "字")
            case (.int(let number), .number): outside(number, field.min, field.max, "")
            case (.double(let number), .decimal): outside(number, field.min, field.max)
            case (.int(let cents), .money): outside(Double(cents) / 100, field.min, field.max, "元")
            case (.list(let items), _): outside(Int64(items.count), field.min, field.max ?? 1000, "项")
            default: nil
            }
        if let message { throw Problem(path: [], message: message) }
    }
}

extension Moment {
    var timestamp: Timestamp { Timestamp(milliseconds: milliseconds) }
    init(_ timestamp: Timestamp) { self.init(clamping: timestamp.milliseconds) }
}

extension Day {
    var startTimestamp: Timestamp { Moment.startOfDay(self).timestamp }
}

extension FieldReading {
    /// By what is in force in a state.
    init(_ state: EngineState, valuesAreStored: Bool, exists: @escaping (_ kind: Existing) throws -> Bool) {
        catalogue = state.catalogue
        tree = state.tree
        patterns = state.patterns
        self.valuesAreStored = valuesAreStored
        self.exists = exists
    }
}
