import Foundation

/// Memory this process holds now, in KiB. Source: proc(5), `statm`, second field, in pages.
func residentKibibytes() -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    let fields = text.split(separator: " ")
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4 : 0
}
