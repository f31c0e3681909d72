/// The parts of instants and of lengths of time. Source: cel-spec, "Timestamp and Duration".
extension StandardFunctions {
    private static let parts: [(name: String, part: @Sendable (CivilTime) -> Int64)] = [
        ("getFullYear", { $0.year }), ("getMonth", { $0.month - 1 }), ("getDayOfYear", { $0.dayOfYear - 1 }),
        ("getDayOfMonth", { $0.day - 1 }), ("getDate", { $0.day }), ("getDayOfWeek", { $0.dayOfWeek }), ("getHours", { $0.hour }),
        ("getMinutes", { $0.minute }), ("getSeconds", { $0.second }), ("getMilliseconds", { $0.millisecond }),
    ]

    /// `t.getHours()` in UTC and `t.getHours('+08:00')` or `t.getHours('Asia/Shanghai')`.
    static let instants: [FunctionDeclaration] = parts.flatMap { name, part in
        [
            FunctionDeclaration(
                name, isMember: true, parameters: [.timestamp], result: .int,
                sql: { a, dialect in InstantPart(rawValue: name)?.sql(a[0], offset: 0, dialect) ?? "NULL" }
            ) { (values, _) in
                guard case .timestamp(let instant) = values[0] else { throw misuse }
                return .int(part(CivilTime(instant, offset: 0)))
            },
            FunctionDeclaration(name, isMember: true, parameters: [.timestamp, .string], result: .int) { (values, _) in
                guard case .timestamp(let instant) = values[0] else { throw misuse }
                let zone = try text(values, 1)
                guard let offset = TimeZones.offset(of: zone, at: instant) else {
                    throw EvaluationError(.invalidArgument, "不认识时区“\(zone)”，请写 +08:00 或 Asia/Shanghai")
                }
                return .int(part(CivilTime(instant, offset: offset)))
            },
        ]
    }

    /// A length of time in whole hours, minutes or seconds; its milliseconds are those beyond the last whole second.
    static let spans: [FunctionDeclaration] = [
        ("getHours", 3_600_000, nil), ("getMinutes", 60_000, nil), ("getSeconds", 1000, nil), ("getMilliseconds", 1, 1000),
    ].map { (name: String, milliseconds: Int64, modulus: Int64?) in
        FunctionDeclaration(
            name, isMember: true, parameters: [.duration], result: .int,
            sql: { a, _ in
                modulus.map { "(\(a[0]) % \(SQLFragment(text: String($0))))" } ?? "(\(a[0]) / \(SQLFragment(text: String(milliseconds))))"
            }
        ) { (values, _) in
            guard case .duration(let span) = values[0] else { throw misuse }
            let units = span.milliseconds / milliseconds
            return .int(modulus.map { units % $0 } ?? units)
        }
    }
}
