/// Fields, elements and keys.
extension Evaluator {
    static func field(_ name: String, of value: Value, _ offset: Int) throws(EvaluationError) -> Value {
        switch value {
        case .map(let map):
            guard let value = map[.string(name)] else { throw EvaluationError(.noSuchField, "映射里没有键“\(name)”", at: offset) }
            return value
        case .object(let object):
            do {
                return try object.field(name) ?? .null
            } catch {
                if let error = error as? EvaluationError { throw error.placed(at: offset) }
                throw EvaluationError(.function, "读取字段“\(name)”失败：\(error)", at: offset)
            }
        case .null: throw EvaluationError(.noSuchField, "“.\(name)”前面是空值", at: offset)
        default: throw EvaluationError(.noSuchOverload, "\(value.typeName) 没有字段“\(name)”", at: offset)
        }
    }

    static func has(_ name: String, in value: Value, _ offset: Int) throws(EvaluationError) -> Bool {
        if case .map(let map) = value { return map[.string(name)] != nil }
        return try field(name, of: value, offset) != .null
    }

    static func element(of value: Value, at index: Value, _ offset: Int) throws(EvaluationError) -> Value {
        switch value {
        case .list(let list):
            let place: Int? =
                switch index {
                case .int(let number): Int(exactly: number)
                case .uint(let number): Int(exactly: number)
                case .double(let number): Int(exactly: number)
                default: throw EvaluationError(.noSuchOverload, "列表的下标应当是整数", at: offset)
                }
            guard let place, list.indices.contains(place) else {
                throw EvaluationError(.noSuchField, "下标超出列表范围（共 \(list.count) 项，从 0 数起）", at: offset)
            }
            return list[place]
        case .map(let map):
            guard let value = map[index] else { throw EvaluationError(.noSuchField, "映射里没有这个键", at: offset) }
            return value
        default: throw EvaluationError(.noSuchOverload, "只有列表和映射可以用下标", at: offset)
        }
    }

    static func insert(_ value: Value, at key: Value, into map: inout [Value: Value], _ offset: Int) throws(EvaluationError) {
        guard key.isKey else { throw EvaluationError(.invalidKey, "映射的键只能是布尔、整数或文本，不能是 \(key.typeName)", at: offset) }
        guard map.updateValue(value, forKey: key) == nil else { throw EvaluationError(.invalidKey, "映射里同一个键写了两次", at: offset) }
    }

    static func contains(_ container: Value, _ element: Value, _ offset: Int) throws(EvaluationError) -> Bool {
        switch container {
        case .list(let list): list.contains(element)
        case .map(let map): map[element] != nil
        default: throw EvaluationError(.noSuchOverload, "in 的右边应当是列表或映射", at: offset)
        }
    }
}
