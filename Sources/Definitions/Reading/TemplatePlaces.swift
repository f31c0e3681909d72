/// Where templates stand: the typed values keep their texts only, a problem inside one needs its line.
struct TemplatePlaces {
    private var texts: [String: [String: Position]] = [:]
    private var papers: [String: Position] = [:]

    /// - Parameter folder: of the system's file, for the paths of its documents.
    mutating func gather(_ node: YAMLNode, record: String, folder: String) {
        note(node["title"], in: record)
        for action in node["lifecycle"]?["actions"]?.pairs ?? [] {
            for notification in action.value["notifies"]?.elements ?? [] { note(notification["text"], in: record) }
        }
        for document in node["documents"]?.pairs ?? [] {
            guard let id = document.key.text else { continue }
            let path = document.value["body"]?.text ?? "documents/\(id).md"
            papers["\(record)/\(id)"] = Position(file: folder.isEmpty ? path : "\(folder)/\(path)", line: 1, column: 1)
        }
    }

    private mutating func note(_ node: YAMLNode?, in record: String) {
        guard let node, let text = node.text, texts[record]?[text] == nil else { return }
        texts[record, default: [:]][text] = node.position
    }

    func place(of text: String, in record: String) -> Position? { texts[record]?[text] }
    func place(ofDocument id: String, in record: String) -> Position? { papers["\(record)/\(id)"] }
}
