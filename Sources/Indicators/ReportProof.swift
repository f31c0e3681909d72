import Casework
import Expressions
import Storage

extension Reports {
    /// What a check of a saved report found.
    public struct Proof: Sendable, Hashable {
        /// What does not fit, in Chinese; empty: nothing was altered.
        public var findings: [String]
        /// Records behind the report that have been changed since.
        public var changedSince: Int
        /// Records behind the report.
        public var rows: Int
    }

    /// Checks a saved report against its own digests and against the journal, which holds every version that ever was.
    public func prove(_ report: Snapshot) throws -> Proof {
        var proof = Proof(findings: [], changedSince: 0, rows: 0)
        if Self.digest(Array(report.body.utf8)) != report.digest { proof.findings.append("报表“\(report.name)”的内容与其摘要不符：报表被更改") }
        guard case .map(let map)? = try? PlainJSON.read(report.body), case .list(let tables)? = map[.string("tables")] else {
            proof.findings.append("报表“\(report.name)”的内容读不出来：报表被更改")
            return proof
        }
        for (index, table) in tables.enumerated() {
            guard case .map(let map) = table else { continue }
            let title = if case .string(let label)? = map[.string("label")] { label } else { "第\(index + 1)表" }
            check(map[.string("total")], try rows(of: report, table: index, keys: nil), "“\(title)”合计", &proof)
            guard case .list(let figures)? = map[.string("figures")] else { continue }
            for figure in figures {
                guard case .map(let entry) = figure, case .list(let keys)? = entry[.string("keys")] else { continue }
                let names = keys.map { key -> String? in if case .string(let text) = key { text } else { nil } }
                check(
                    figure, try rows(of: report, table: index, keys: names), "“\(title)”\(names.map { $0 ?? "未填" }.joined(separator: "、"))",
                    &proof)
            }
        }
        try compareWithJournal(report, &proof)
        return proof
    }

    private func check(_ figure: Value?, _ rows: [RecordVersion], _ name: String, _ proof: inout Proof) {
        guard case .map(let map)? = figure, case .string(let digest)? = map[.string("digest")] else {
            proof.findings.append("\(name)没有摘要")
            return
        }
        if Self.digest(rows.flatMap(\.line)) != digest { proof.findings.append("\(name)背后的记录名单与摘要不符：名单被更改") }
    }

    private func compareWithJournal(_ report: Snapshot, _ proof: inout Proof) throws {
        var counted = proof
        try kernel.database.read { connection in
            // One row for each record of the report: its version there, whether the journal knows it, and the newest version the journal knows.
            try connection.forEach(
                """
                SELECT r.record_id, r.version, MAX(CASE WHEN j.version = r.version THEN 1 ELSE 0 END), MAX(j.version)
                FROM (SELECT DISTINCT record_id, version FROM report_snapshot_row WHERE report = \(report.id)) AS r
                LEFT JOIN journal AS j ON j.record_id = r.record_id GROUP BY r.record_id, r.version ORDER BY r.record_id
                """
            ) { row in
                counted.rows += 1
                if row.int(2) != 1 { counted.findings.append("记录 \(row.text(0) ?? "") 的第\(row.int(1) ?? 0)版不在日志中") }
                if let newest = row.int(3), newest > row.int(1) ?? 0 { counted.changedSince += 1 }
                return true
            }
        }
        proof = counted
    }
}
