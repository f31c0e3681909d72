import Casework
import Definitions
import Expressions
import Foundation
import HTML
import WorkCalendar

/// One's own records as files that people and programs read.
enum OwnDataFile {
    typealias Whole = (view: RecordView, children: [(name: String, rows: [RecordView])])

    static func json(_ groups: [(RecordDefinition, [Whole])], person: String, at now: Moment) -> String {
        func values(_ view: RecordView) -> Value {
            var map: [Value: Value] = [
                .string("id"): .string(view.id), .string("created_at"): .string(view.createdAt.description),
                .string("title"): .string(view.title),
            ]
            if let state = view.state { map[.string("state")] = .string(state) }
            for field in view.fields where !field.definition.isInternal && field.value != .null {
                map[.string(field.definition.id)] = field.isMasked ? .string(field.text) : field.value
            }
            return .map(map)
        }
        var whole: [Value: Value] = [.string("person"): .string(person), .string("at"): .string(now.description)]
        var records: [Value: Value] = [:]
        for (definition, rows) in groups {
            records[.string(definition.type)] = .list(
                rows.map { row in
                    guard case .map(var map) = values(row.view) else { return .null }
                    for child in row.children {
                        map[.string(child.rows.first?.type ?? child.name)] = .list(child.rows.map(values))
                    }
                    return .map(map)
                })
        }
        whole[.string("records")] = .map(records)
        return PlainJSON.write(.map(whole))
    }

    static func html(_ groups: [(RecordDefinition, [Whole])], person: String, at now: Moment) -> String {
        func facts(_ view: RecordView) -> HTML {
            "<table>\(view.fields.filter { !$0.text.isEmpty && !$0.definition.isInternal }.html { "<tr><th>\($0.definition.label)</th><td>\($0.text)</td></tr>" })</table>"
        }
        let parts = groups.html { definition, rows in
            """
            <h2>\(definition.name)（\(rows.count)）</h2>\(rows.html { row in
                "<h3>\(row.view.title)\(row.view.stateLabel.map { "（\($0)）" } ?? "")</h3>\(facts(row.view))\(row.children.html { child in "<h4>\(child.name)</h4>\(child.rows.html { facts($0) })" as HTML })" as HTML
            })
            """ as HTML
        }
        let page: HTML = """
            <!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>我的信息</title></head><body><h1>我的信息</h1><p>\(person)，\(now.chinese)下载。</p>\(parts)</body></html>
            """
        return String(decoding: page.utf8, as: UTF8.self)
    }

    static func csv(_ views: [RecordView]) -> String {
        var labels: [(id: String, label: String)] = []
        for view in views {
            for field in view.fields where !field.definition.isInternal && !labels.contains(where: { $0.id == field.definition.id }) {
                labels.append((field.definition.id, field.definition.label))
            }
        }
        var lines = [(["标题", "状态", "时间"] + labels.map(\.label)).map(cell).joined(separator: ",")]
        for view in views {
            let own = labels.map { view.field($0.id)?.text ?? "" }
            lines.append(([view.title, view.stateLabel ?? "", view.createdAt.description] + own).map(cell).joined(separator: ","))
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    /// RFC 4180; a text that a spreadsheet would reckon is kept a text.
    private static func cell(_ text: String) -> String {
        let safe = text.first.map { "=+-@\t".contains($0) } ?? false ? "'" + text : text
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
