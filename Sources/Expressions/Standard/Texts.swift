/// CEL's functions on texts. Positions and sizes count code points.
extension StandardFunctions {
    static let texts: [FunctionDeclaration] =
        [
            question(
                "contains", sql: { a, dialect in dialect == .sqlite ? "(instr(\(a[0]), \(a[1])) > 0)" : "(strpos(\(a[0]), \(a[1])) > 0)" }
            ) { text, part in text.octetPosition(of: part) != nil },
            question(
                "startsWith",
                sql: { a, dialect in
                    dialect == .sqlite ? "(substr(\(a[0]), 1, length(\(a[1]))) = \(a[1]))" : "(left(\(a[0]), length(\(a[1]))) = \(a[1]))"
                }
            ) { text, part in text.utf8.starts(with: part.utf8) },
            question(
                "endsWith",
                sql: { a, dialect in
                    dialect == .sqlite
                        ? "(length(\(a[0])) >= length(\(a[1])) AND substr(\(a[0]), length(\(a[0])) - length(\(a[1])) + 1) = \(a[1]))"
                        : "(right(\(a[0]), length(\(a[1]))) = \(a[1]))"
                }
            ) { text, part in text.utf8.reversed().starts(with: part.utf8.reversed()) },
        ]
        + [false, true].map { isMember in
            FunctionDeclaration("matches", isMember: isMember, parameters: [.string, .string], result: .bool) { (values, _) in
                let (subject, source) = (try text(values, 0), try text(values, 1))
                do throws(PatternError) {
                    return .bool(try Pattern(source).matches(subject))
                } catch {
                    throw EvaluationError(.invalidArgument, "正则表达式有误：\(error.message)")
                }
            }
        }

    private static func question(
        _ name: String, sql: @escaping FunctionDeclaration.SQL, _ answer: @escaping @Sendable (String, String) -> Bool
    ) -> FunctionDeclaration {
        FunctionDeclaration(name, isMember: true, parameters: [.string, .string], result: .bool, sql: sql) { (values, _) in
            .bool(answer(try text(values, 0), try text(values, 1)))
        }
    }
}

extension String {
    /// Where `part` first stands, in octets. UTF-8 synchronises itself, so octets find code points.
    func octetPosition(of part: String) -> Int? {
        var (whole, sought) = (self, part)
        return whole.withUTF8 { whole in
            sought.withUTF8 { sought in
                guard let first = sought.first else { return 0 }
                guard sought.count <= whole.count else { return nil }
                for start in 0...(whole.count - sought.count) where whole[start] == first {
                    if whole[start..<(start + sought.count)].elementsEqual(sought) { return start }
                }
                return nil
            }
        }
    }
}
